import CPyMemoryView
import RuntimeTables

// Formats the arguments of PyUnicode_FromFormat. Widths and precisions count characters, except
// that a precision of UTF-8 text counts bytes.

@c @implementation
func pymv_s_format_next(_ formatter: UnsafeMutablePointer<pymv_formatter>) -> pymv_wanted {
  formatter.pointee.readDirective()
}

@c @implementation
func pymv_s_format_star(
  _ formatter: UnsafeMutablePointer<pymv_formatter>, _ value: Int32
) -> pymv_wanted {
  formatter.pointee.take(star: Int(value))
}

@c @implementation
func pymv_s_format_integer(_ formatter: UnsafeMutablePointer<pymv_formatter>, _ value: Int64) {
  formatter.pointee.write(integer: Int(value))
}

@c @implementation
func pymv_s_format_pointer(
  _ formatter: UnsafeMutablePointer<pymv_formatter>,
  _ value: UnsafeMutableRawPointer?, _ fallback: UnsafePointer<CChar>?
) {
  formatter.pointee.write(pointer: value, fallback: fallback)
}

@c @implementation
func pymv_s_format_finish(_ formatter: UnsafeMutablePointer<pymv_formatter>) -> Object? {
  formatter.pointee.text.finish()
}

extension pymv_formatter {
  fileprivate mutating func write(integer value: Int) {
    let conversion = UInt8(bitPattern: directive.conversion)
    if conversion == UInt8(ascii: "c") { return write(character: value) }
    if conversion == UInt8(ascii: "d") || conversion == UInt8(ascii: "i") {
      return write(digits: value.magnitude, base: 10, negative: value < 0)
    }
    let bits =
      directive.size == PYMV_SIZE_INT
      ? UInt(UInt32(truncatingIfNeeded: value)) : UInt(bitPattern: value)
    let base: UInt =
      conversion == UInt8(ascii: "u") ? 10 : conversion == UInt8(ascii: "o") ? 8 : 16
    write(digits: bits, base: base, negative: false)
  }

  private mutating func write(character value: Int) {
    guard value >= 0, value <= 0x10FFFF else {
      raise(PyExc_OverflowError, "character argument not in range(0x110000)")
      text.failed = true
      return
    }
    text.append(codePoint: UInt32(value))
  }

  /// Writes a number: left padding, sign, zeros, digits, right padding.
  private mutating func write(digits magnitude: UInt, base: UInt, negative: Bool) {
    var digitCount = 1
    var rest = magnitude / base
    while rest != 0 {
      digitCount += 1
      rest /= base
    }
    let signCount = negative ? 1 : 0
    var zeros = max(directive.precision - digitCount, 0)
    var blanks = max(directive.width - signCount - zeros - digitCount, 0)
    if directive.zeros, !directive.left {
      zeros += blanks
      blanks = 0
    }
    if !directive.left { text.append(ascii: UInt8(ascii: " "), repeated: blanks) }
    text.append(ascii: UInt8(ascii: "-"), repeated: signCount)
    text.append(ascii: UInt8(ascii: "0"), repeated: zeros)
    text.append(
      digits: magnitude, base: base, uppercase: directive.conversion == CChar(UInt8(ascii: "X")))
    if directive.left { text.append(ascii: UInt8(ascii: " "), repeated: blanks) }
  }

  fileprivate mutating func write(
    pointer value: UnsafeMutableRawPointer?, fallback: UnsafePointer<CChar>?
  ) {
    let op = value?.assumingMemoryBound(to: PyObject.self)
    switch UInt8(bitPattern: directive.conversion) {
    case UInt8(ascii: "p"):
      text.append(address: value)
    case UInt8(ascii: "S"):
      write(consuming: objectStr(op))
    case UInt8(ascii: "R"):
      write(consuming: objectRepr(op))
    case UInt8(ascii: "A"):
      write(consuming: asciiRepr(op))
    case UInt8(ascii: "T"):
      write(typeName: op?.type)
    case UInt8(ascii: "N"):
      writeName(of: op)
    case UInt8(ascii: "s"):
      write(plain: value)
    case UInt8(ascii: "V") where op == nil:
      write(plain: UnsafeMutableRawPointer(mutating: fallback))
    default:
      write(consuming: op?.retained())
    }
  }

  private mutating func writeName(of op: Object?) {
    guard let op, let type = asType(op) else {
      raise(PyExc_TypeError, "%N argument must be a type")
      text.failed = true
      return
    }
    write(typeName: type)
  }

  /// Writes "module.name". '#' should change the separator, but has no effect on tp_name.
  private mutating func write(typeName type: TypeObject?) {
    guard let type else { return write(consuming: nil) }
    write(utf8: type.pointee.tp_name)
  }

  private mutating func write(plain value: UnsafeMutableRawPointer?) {
    guard let value else { return write(consuming: nil) }
    if isWide {
      write(wide: value.assumingMemoryBound(to: UInt32.self))
    } else {
      write(utf8: value.assumingMemoryBound(to: CChar.self))
    }
  }

  /// Writes wide text up to its NUL or the precision.
  private mutating func write(wide value: UnsafePointer<UInt32>) {
    var piece = TextBuilder()
    var index = 0
    while directive.precision < 0 || index < directive.precision, value[index] != 0 {
      piece.append(codePoint: Unicode.Scalar(value[index])?.value ?? 0xFFFD)
      index += 1
    }
    write(consuming: piece.finish())
  }

  /// Writes UTF-8 up to its NUL or the precision; replaces invalid sequences by U+FFFD.
  private mutating func write(utf8 value: UnsafePointer<CChar>) {
    let count =
      directive.precision < 0 ? strlen(value) : strnlen(value, directive.precision)
    directive.precision = -1
    var piece = TextBuilder()
    value.withMemoryRebound(to: UInt8.self, capacity: count) {
      piece.append(repairing: UnsafeBufferPointer(start: $0, count: count))
    }
    write(consuming: piece.finish())
  }

  /// Writes a str and steals the reference; nil marks the builder as failed.
  private mutating func write(consuming piece: Object?) {
    var byteCount = 0
    guard let piece, let utf8 = PyUnicode_AsUTF8AndSize(piece, &byteCount) else {
      if piece == nil, pymv_c_error_get() == nil { let _: Object? = raiseNullArgument() }
      piece?.release()
      text.failed = true
      return
    }
    write(utf8, byteCount: byteCount)
    piece.release()
  }

  /// Writes valid UTF-8, truncated to the precision and padded to the width.
  private mutating func write(_ utf8: UnsafePointer<CChar>, byteCount: Int) {
    var characters = 0
    var end = 0
    while end < byteCount, directive.precision < 0 || characters < directive.precision {
      characters += 1
      repeat { end += 1 } while end < byteCount && UInt8(bitPattern: utf8[end]) & 0xC0 == 0x80
    }
    let blanks = directive.width - characters
    if !directive.left { text.append(ascii: UInt8(ascii: " "), repeated: blanks) }
    text.append(utf8, count: end)
    if directive.left { text.append(ascii: UInt8(ascii: " "), repeated: blanks) }
  }
}
