/// Sizes and alignments of items.
enum SizeMode {
  /// The C compiler's sizes.
  case native
  /// Sizes independent of the platform.
  case standard
}

/// A byte order character.
struct ByteOrder {
  let character: UInt8
  let sizes: SizeMode
  let isAligned: Bool
  /// Whether numbers must be byte-swapped on this machine.
  let isSwapped: Bool
}

extension ByteOrder {
  /// Whether this machine is big-endian.
  static var isBigEndian: Bool { 1.bigEndian == 1 }

  static let native = ByteOrder(
    character: UInt8(ascii: "@"), sizes: .native, isAligned: true, isSwapped: false)

  /// Nil if the character is not a byte order character of the dialect.
  init?(_ character: UInt8, _ dialect: FormatDialect) {
    let isBigEndian = ByteOrder.isBigEndian
    self.character = character
    isAligned = character == UInt8(ascii: "@")
    switch character {
    case UInt8(ascii: "@"): (sizes, isSwapped) = (.native, false)
    case UInt8(ascii: "^") where dialect == .full: (sizes, isSwapped) = (.native, false)
    case UInt8(ascii: "="): (sizes, isSwapped) = (.standard, false)
    case UInt8(ascii: "<"): (sizes, isSwapped) = (.standard, isBigEndian)
    case UInt8(ascii: ">"), UInt8(ascii: "!"): (sizes, isSwapped) = (.standard, !isBigEndian)
    default: return nil
    }
  }
}

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
  /// `Zg`
  static var longDoubleComplex: FormatCharacter { FormatCharacter(code: 0x5A67) }
}
