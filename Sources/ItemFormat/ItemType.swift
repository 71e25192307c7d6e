/// The type of one item.
public enum ItemType: UInt8, Sendable {
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64
  /// A boolean in one byte; any value but 0 is true.
  case boolean
  case float16, float32, float64
  case complex64, complex128
  /// An address.
  case pointer
  /// One byte; its value is a bytes object of length 1.
  case character
  /// A byte string; the count is its length.
  case bytes
  /// A byte string whose first byte is the number of bytes used after it.
  case pascalBytes
  /// A byte without a value.
  case padding
}

extension ItemType {
  /// Item type by format character; nil if the character is not valid in this mode.
  init?(_ character: FormatCharacter, _ mode: SizeMode) {
    switch character {
    case "b": self = .int8
    case "B": self = .uint8
    case "h": self = .int16
    case "H": self = .uint16
    case "i": self = .int32
    case "I": self = .uint32
    case "q": self = .int64
    case "Q": self = .uint64
    case "?": self = .boolean
    case "e": self = .float16
    case "f": self = .float32
    case "d": self = .float64
    case "F", .floatComplex: self = .complex64
    case "D", .doubleComplex: self = .complex128
    case "c": self = .character
    case "s": self = .bytes
    case "p": self = .pascalBytes
    case "x": self = .padding
    // Native: the size of `long` in C. Standard: the size in `struct`.
    case "l": self = mode == .native ? .int64 : .int32
    case "L": self = mode == .native ? .uint64 : .uint32
    case "n" where mode == .native: self = .int64
    case "N" where mode == .native: self = .uint64
    case "P" where mode == .native: self = .pointer
    default: return nil
    }
  }

  /// Size of one item in bytes; 1 for byte strings.
  @inlinable
  public var byteCount: Int {
    switch self {
    case .int8, .uint8, .boolean, .character, .bytes, .pascalBytes, .padding: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64, .pointer, .complex64: 8
    case .complex128: 16
    }
  }

  /// Native alignment in bytes: the size of the item, or of one part of a complex number.
  var alignment: Int {
    switch self {
    case .complex64, .complex128: byteCount / 2
    default: byteCount
    }
  }

  /// Whether a repeat count is the length of a single byte string, not a number of items.
  var isByteString: Bool { self == .bytes || self == .pascalBytes }
}
