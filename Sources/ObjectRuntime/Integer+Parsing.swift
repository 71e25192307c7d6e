import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// Parses an int literal: white space, sign, base prefix, digits with optional single underscores
/// between them, white space.
private struct IntegerParser {
  enum Outcome {
    case value(IntegerValue)
    case invalid
    case beyondRange
  }

  /// After `parse`: where parsing stopped; at the invalid character if the text is invalid.
  private(set) var cursor: UnsafePointer<UInt8>
  /// 2 to 36; 0 means that the prefix determines the base. After `parse`: the base for messages.
  private(set) var base: UInt8

  init(_ text: UnsafePointer<UInt8>, base: UInt8) {
    cursor = text
    self.base = base
  }

  mutating func parse() -> Outcome {
    skipSpaces()
    let isNegative = cursor.pointee == UInt8(ascii: "-")
    if isNegative || cursor.pointee == UInt8(ascii: "+") { cursor += 1 }
    let mustBeZero = takePrefix()
    if cursor.pointee == UInt8(ascii: "_") { return .invalid }
    let start = cursor
    guard let (magnitude, overflowed) = takeDigits() else { return .invalid }
    if cursor == start { return .invalid }
    skipSpaces()
    if cursor.pointee != 0 { return .invalid }
    if mustBeZero && (magnitude != 0 || overflowed) {
      base = 0
      return .invalid
    }
    if overflowed { return .beyondRange }
    return .value(IntegerValue(isNegative: isNegative, magnitude: magnitude))
  }

  private mutating func skipSpaces() {
    while cursor.pointee == 0x20 || (0x09...0x0D).contains(cursor.pointee) { cursor += 1 }
  }

  /// Determines the base and skips its prefix.
  ///
  /// - Returns: Whether the value must be zero: base 0 and a leading 0, as in C's octal literals.
  private mutating func takePrefix() -> Bool {
    let hasZero = cursor.pointee == UInt8(ascii: "0")
    // Does not read past the NUL: the next byte is read only after a 0.
    let prefixBase: UInt8 =
      switch hasZero ? cursor[1] | 0x20 : 0 {
      case UInt8(ascii: "x"): 16
      case UInt8(ascii: "o"): 8
      case UInt8(ascii: "b"): 2
      default: 0
      }
    var mustBeZero = false
    if base == 0 {
      mustBeZero = hasZero && prefixBase == 0
      base = prefixBase == 0 ? 10 : prefixBase
    }
    if prefixBase == base {
      cursor += 2
      if cursor.pointee == UInt8(ascii: "_") { cursor += 1 }
    }
    return mustBeZero
  }

  /// Parses digits; `nil`, with the cursor on the underscore, if no digit follows an underscore.
  private mutating func takeDigits() -> (magnitude: UInt64, overflowed: Bool)? {
    var magnitude: UInt64 = 0
    var overflowed = false
    while true {
      if cursor.pointee == UInt8(ascii: "_") {
        if digit(cursor[1]) == nil { return nil }
        cursor += 1
      }
      guard let digit = digit(cursor.pointee) else { return (magnitude, overflowed) }
      let product = magnitude.multipliedReportingOverflow(by: UInt64(base))
      let sum = product.partialValue.addingReportingOverflow(digit)
      overflowed = overflowed || product.overflow || sum.overflow
      magnitude = sum.partialValue
      cursor += 1
    }
  }

  private func digit(_ byte: UInt8) -> UInt64? {
    let digit: UInt8
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = byte - UInt8(ascii: "A") + 10
    default: return nil
    }
    return digit < base ? UInt64(digit) : nil
  }
}

@_cdecl("PyLong_FromString")
public func integerFromText(
  _ text: CText?, _ end: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ base: CInt
) -> Object? {
  guard let text else {
    badInternalCall()
    return nil
  }
  guard base == 0 || (2...36).contains(base) else {
    raise(PyExc_ValueError, "int() arg 2 must be >= 2 and <= 36")
    return nil
  }
  let bytes = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
  var parser = IntegerParser(bytes, base: UInt8(base))
  let outcome = parser.parse()
  end?.pointee = UnsafeMutableRawPointer(mutating: parser.cursor)
    .assumingMemoryBound(to: CChar.self)
  switch outcome {
  case .value(let value): return makeInteger(value)
  case .beyondRange: raiseBeyondRange()
  case .invalid: raiseBadLiteral(text, base: CInt(parser.base))
  }
  return nil
}

/// Raises ValueError for an invalid literal; the message has at most its first 200 bytes.
private func raiseBadLiteral(_ text: CText, base: CInt) {
  guard let shown = PyUnicode_FromStringAndSize(text, min(strnlen(text, 200), 200)) else { return }
  pymv_c_raise_bad_literal(base, shown)
  shown.release()
}
