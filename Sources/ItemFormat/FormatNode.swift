/// One entry of a parsed format: a run of adjacent values of one kind.
///
/// The nodes of a format are in the order of the text, each structure or array before its members:
/// the subtree of the node at `index` ends before `end`.
public struct FormatNode: BitwiseCopyable {
  public enum Kind: UInt8, BitwiseCopyable {
    /// Scalars or strings of `type`.
    case leaf
    /// Structures, whose members follow.
    case structure
    /// A list, each of whose elements is the one value of the node that follows.
    case array
  }

  public internal(set) var kind: Kind
  /// Of a leaf.
  public internal(set) var type: ItemType = .padding
  /// Whether numbers are in the opposite byte order to this machine's.
  public internal(set) var isSwapped = false
  /// Whether the values form one list, instead of `count` values of the parent.
  public internal(set) var isList = false
  /// Whether the length of a string was written: then zeros at the end do not count.
  public internal(set) var hasLength = false
  /// The byte order character in force where the node begins.
  public internal(set) var order: UInt8 = UInt8(ascii: "@")
  /// Number of the registered scalar type.
  public internal(set) var scalar: UInt8 = 0
  /// Number of adjacent values; of an array, its extent.
  public internal(set) var count = 1
  /// Offset of the first value from the start of the parent's value, in bytes.
  public internal(set) var offset = 0
  /// Size of one value in bytes; of strings, their length.
  public internal(set) var byteCount = 0
  /// Bytes from one value to the next.
  public internal(set) var stride = 0
  /// Number of values of one structure.
  public internal(set) var memberCount = 0
  /// Index after the last node of the subtree.
  public internal(set) var end: Int32 = 0
  /// Place in the text of the type, without count and name, and its length.
  var typeStart: Int32 = 0
  var typeLength: Int32 = 0
  /// Place in the text of the name, and its length; -1: no name.
  var nameStart: Int32 = 0
  var nameLength: Int32 = -1

  /// Number of values of the parent.
  public var valueCount: Int { isList || kind == .array ? 1 : count }
}

/// What a parsed format says of a whole item.
struct FormatHeader: BitwiseCopyable {
  /// Size of an item in bytes.
  var byteCount = 0
  var alignment = 1
  /// Number of values of an item.
  var valueCount = 0
  var nodeCount = 0
  /// Whether other readings of the text may have another layout.
  var dependsOnReading = false
  /// Whether another reading may be smaller. NumPy's scalars are packed without saying so.
  var mayBePacked = false
}
