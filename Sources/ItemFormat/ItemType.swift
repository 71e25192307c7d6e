import FormatTables

/// The type of one item.
public enum ItemType: UInt8, Sendable, BitwiseCopyable {
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64
  /// A boolean in one byte; any value but 0 is true.
  case boolean
  case float16, float32, float64
  case complex64, complex128
  /// `long double` of the platform, and a complex number of two.
  case longDouble, complexLongDouble
  /// An address.
  case pointer
  /// One byte; its value is a bytes object of length 1.
  case character
  /// A byte string; the count is its length.
  case bytes
  /// A byte string whose first byte is the number of bytes used after it.
  case pascalBytes
  /// A string of UCS-4 characters; the count is its length.
  case text
  /// A registered scalar type.
  case registered
  /// A byte without a value, or with a name the bytes themselves.
  case padding
}

extension ItemType {
  /// Item type by format character; nil if the character is not valid in this mode.
  init?(_ character: FormatCharacter, _ mode: SizeMode, _ dialect: FormatDialect) {
    if dialect == .full, let type = ItemType(beyondStruct: character) {
      self = type
    } else if let type = ItemType(character, mode) {
      self = type
    } else {
      return nil
    }
  }

  /// Types that the struct module lacks, or has in native mode only.
  private init?(beyondStruct character: FormatCharacter) {
    switch character {
    case "n": self = .int64
    case "N": self = .uint64
    case "P", "z", "Z": self = .pointer
    case "g": self = .longDouble
    case .longDoubleComplex: self = .complexLongDouble
    case "u", "w": self = .text
    default: return nil
    }
  }

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

  /// Size of one item in bytes; of strings, that of a character; 0 for registered types.
  @inlinable
  public var byteCount: Int {
    switch self {
    case .int8, .uint8, .boolean, .character, .bytes, .pascalBytes, .padding: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32, .text: 4
    case .int64, .uint64, .float64, .pointer, .complex64: 8
    case .complex128: 16
    case .longDouble: Int(PYMV_LONG_DOUBLE_SIZE)
    case .complexLongDouble: 2 * Int(PYMV_LONG_DOUBLE_SIZE)
    // Depends on the type.
    case .registered: 0
    }
  }

  /// Native alignment in bytes: the size of the item, or of one part of a complex number.
  var alignment: Int {
    switch self {
    case .complex64, .complex128, .complexLongDouble: byteCount / 2
    default: byteCount
    }
  }

  /// Whether a repeat count is the length of a single string, not a number of items.
  var isString: Bool {
    switch self {
    case .bytes, .pascalBytes, .padding, .text: true
    default: false
    }
  }

  /// Whether items are byte strings.
  var isByteString: Bool { self == .bytes || self == .pascalBytes }
}
