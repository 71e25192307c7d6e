/// A type code of a format: one character, or one of the two-character codes of PEP 3118.
struct FormatCharacter: Equatable, ExpressibleByUnicodeScalarLiteral {
  let code: UInt16

  init(code: UInt16) { self.code = code }
  init(_ byte: UInt8) { self.code = UInt16(byte) }
  init(unicodeScalarLiteral scalar: Unicode.Scalar) {
    self.code = UInt16(truncatingIfNeeded: scalar.value)
  }

  /// `Zf`
  static var floatComplex: FormatCharacter { FormatCharacter(code: 0x5A66) }
  /// `Zd`
  static var doubleComplex: FormatCharacter { FormatCharacter(code: 0x5A64) }
}

/// Sizes and alignments of items.
enum SizeMode {
  /// The C compiler's sizes and alignments.
  case native
  /// Sizes independent of the platform, without alignment.
  case standard
}

/// The byte order character of a format, or its default.
struct ByteOrder {
  let sizes: SizeMode
  /// Whether numbers must be byte-swapped on this machine.
  let isSwapped: Bool
}

extension ByteOrder {
  /// Nil if the character is not a byte order character.
  init?(_ character: FormatCharacter) {
    let isBigEndian = 1.bigEndian == 1
    switch character {
    case "@": self.init(sizes: .native, isSwapped: false)
    case "=": self.init(sizes: .standard, isSwapped: false)
    case "<": self.init(sizes: .standard, isSwapped: isBigEndian)
    case ">", "!": self.init(sizes: .standard, isSwapped: !isBigEndian)
    default: return nil
    }
  }
}

/// Splits a format into tokens, from left to right.
struct FormatReader {
  private var next: UnsafePointer<CChar>

  /// - Parameter format: NUL-terminated; must outlive the reader.
  init(_ format: UnsafePointer<CChar>) { next = format }

  private var byte: UInt8 { UInt8(bitPattern: next.pointee) }

  /// Takes the byte order character, if there is one.
  mutating func takeByteOrder() -> ByteOrder {
    guard let order = ByteOrder(FormatCharacter(byte)) else {
      return ByteOrder(sizes: .native, isSwapped: false)
    }
    next += 1
    return order
  }

  /// Takes the next item with its repeat count, 1 if it has none; nil at the end.
  mutating func takeItem() throws(FormatError) -> (count: Int, character: FormatCharacter)? {
    while isSpace(byte) { next += 1 }
    if byte == 0 { return nil }
    let count = try takeCount() ?? 1
    if byte == 0 { throw .countWithoutCharacter }
    return (count, takeCharacter())
  }

  private mutating func takeCharacter() -> FormatCharacter {
    let first = FormatCharacter(byte)
    next += 1
    guard first == "Z", byte != 0 else { return first }
    let second = byte
    next += 1
    return FormatCharacter(code: first.code << 8 | UInt16(second))
  }

  private mutating func takeCount() throws(FormatError) -> Int? {
    guard isDigit(byte) else { return nil }
    var count = 0
    while isDigit(byte) {
      let (tens, productOverflow) = count.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflow) = tens.addingReportingOverflow(Int(byte &- 0x30))
      if productOverflow || sumOverflow { throw .sizeOverflow }
      count = sum
      next += 1
    }
    return count
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// Space, tab, line feed, vertical tab, form feed, carriage return.
  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}
