import CPyMemoryView
import RuntimeTables

// Parses a format of PyUnicode_FromFormat. A directive is
//
//   % [flags -0#] [width, or *] [. precision, or . *] [size l ll j z t] conversion
//
// Width and precision may come from the arguments, so parsing stops at each '*' and continues with
// the value.

extension pymv_formatter {
  private var next: UInt8 { UInt8(bitPattern: rest.pointee) }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    rest += 1
    return true
  }

  /// Copies the text up to the next directive, and parses that.
  mutating func readDirective() -> pymv_wanted {
    while next != 0, !text.failed {
      guard next == UInt8(ascii: "%") else {
        copyText()
        continue
      }
      start = rest
      rest += 1
      if skip("%") {
        text.append(ascii: UInt8(ascii: "%"))
      } else {
        return readFlags()
      }
    }
    return PYMV_WANTS_NOTHING
  }

  private mutating func copyText() {
    let first: UnsafePointer<CChar> = rest
    while next != 0, next != UInt8(ascii: "%"), next < 0x80 { rest += 1 }
    text.append(first, count: rest - first)
    if next >= 0x80 {
      let message: StaticString =
        "PyUnicode_FromFormatV() expects an ASCII-encoded format string, got a non-ASCII byte: 0x%zx"
      raise(PyExc_ValueError, message, Int(next))
      text.failed = true
    }
  }

  private mutating func readFlags() -> pymv_wanted {
    directive = pymv_directive()
    directive.width = -1
    directive.precision = -1
    while true {
      if skip("-") {
        directive.left = true
      } else if skip("0") {
        directive.zeros = true
      } else if !skip("#") {
        break
      }
    }
    if skip("*") {
      awaits_precision = false
      return PYMV_WANTS_STAR
    }
    directive.width = readNumber("width too big")
    return readPrecision()
  }

  private mutating func readPrecision() -> pymv_wanted {
    if skip(".") {
      if skip("*") {
        awaits_precision = true
        return PYMV_WANTS_STAR
      }
      directive.precision = readNumber("precision too big")
    }
    return readConversion()
  }

  /// Takes the value for a '*'. A negative width means left alignment, a negative precision none.
  mutating func take(star value: Int) -> pymv_wanted {
    if awaits_precision {
      directive.precision = max(value, -1)
      return readConversion()
    }
    if value < 0 { directive.left = true }
    directive.width = Int(value.magnitude)
    return readPrecision()
  }

  /// Parses a number; -1 if there are no digits.
  private mutating func readNumber(_ complaint: StaticString) -> Int {
    var number = -1
    while next >= UInt8(ascii: "0"), next <= UInt8(ascii: "9") {
      let digit = Int(next - UInt8(ascii: "0"))
      let (tens, tooBig) = max(number, 0).multipliedReportingOverflow(by: 10)
      let (sum, overflow) = tens.addingReportingOverflow(digit)
      if tooBig || overflow {
        if !text.failed { raise(PyExc_ValueError, complaint) }
        text.failed = true
        return -1
      }
      number = sum
      rest += 1
    }
    return number
  }

  private mutating func readSize() {
    if skip("l") {
      directive.size = skip("l") ? PYMV_SIZE_LONG_LONG : PYMV_SIZE_LONG
    } else if skip("z") || skip("j") || skip("t") {
      directive.size = PYMV_SIZE_WORD
    }
  }

  private mutating func readConversion() -> pymv_wanted {
    readSize()
    directive.conversion = rest.pointee
    let wanted = text.failed ? PYMV_WANTS_NOTHING : wantedByConversion()
    if wanted != PYMV_WANTS_NOTHING {
      rest += 1
    } else if !text.failed {
      raise(PyExc_SystemError, "invalid format string: %s", start)
      text.failed = true
    }
    return wanted
  }

  /// The argument that the conversion needs; nothing if it is unknown or conflicts with the width,
  /// precision or size.
  private func wantedByConversion() -> pymv_wanted {
    switch UInt8(bitPattern: directive.conversion) {
    case UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "u"), UInt8(ascii: "o"),
      UInt8(ascii: "x"), UInt8(ascii: "X"):
      return wantedInteger()
    case UInt8(ascii: "c") where isBare:
      return PYMV_WANTS_INT
    case UInt8(ascii: "p") where isBare:
      return PYMV_WANTS_POINTER
    case UInt8(ascii: "s") where directive.size == PYMV_SIZE_INT || isWide:
      return PYMV_WANTS_POINTER
    case UInt8(ascii: "V") where directive.size == PYMV_SIZE_INT || isWide:
      return PYMV_WANTS_OBJECT_OR_TEXT
    case UInt8(ascii: "S"), UInt8(ascii: "R"), UInt8(ascii: "A"), UInt8(ascii: "U"),
      UInt8(ascii: "T"), UInt8(ascii: "N"):
      return directive.size == PYMV_SIZE_INT ? PYMV_WANTS_POINTER : PYMV_WANTS_NOTHING
    default:
      return PYMV_WANTS_NOTHING
    }
  }

  private func wantedInteger() -> pymv_wanted {
    switch directive.size {
    case PYMV_SIZE_INT: return PYMV_WANTS_INT
    case PYMV_SIZE_LONG_LONG: return PYMV_WANTS_LONG_LONG
    default: return PYMV_WANTS_LONG
    }
  }

  /// Whether a pointer to text points to wchar_t characters.
  var isWide: Bool { directive.size == PYMV_SIZE_LONG }

  /// Whether the directive has neither width nor precision nor size.
  private var isBare: Bool {
    directive.width < 0 && directive.precision < 0 && directive.size == PYMV_SIZE_INT
  }
}
