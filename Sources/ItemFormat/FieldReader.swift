/// Why a text is not a valid struct format.
public enum FormatError: Error, Equatable {
  /// A character without a meaning, or without one in this byte order.
  case unknownCharacter
  /// The text ends after a repeat count.
  case countWithoutCharacter
  /// The items do not fit the address space.
  case sizeOverflow
}

/// Computes the size of one item of a struct format, in bytes, padding included.
///
/// Grammar and sizes are those of Python's `struct` module: an optional byte order character
/// (`@` native with alignment, the default; `=` native, `<` little-endian, `>` and `!` big-endian,
/// these with standard sizes and no alignment), then items with optional repeat counts and
/// whitespace between them. Complex numbers are `F` and `D`, or `Zf` and `Zd` as in PEP 3118.
///
/// - Parameter format: NUL-terminated.
public func byteCount(ofFormat format: UnsafePointer<CChar>) throws(FormatError) -> Int {
  var fields = FieldReader(format)
  while try fields.next() != nil {}
  return fields.byteCount
}

/// A run of items of one type within a struct.
struct Field {
  let type: ItemType
  /// Number of items; of a byte string, its length.
  let count: Int
  /// Offset of the first item from the start of the struct, in bytes.
  let offset: Int
}

/// Parses the fields of a struct format from left to right, and computes their offsets.
struct FieldReader {
  private var reader: FormatReader
  let order: ByteOrder
  /// Size of the fields parsed so far, in bytes.
  private(set) var byteCount = 0

  /// - Parameter format: NUL-terminated; must outlive the reader.
  init(_ format: UnsafePointer<CChar>) {
    reader = FormatReader(format)
    order = reader.takeByteOrder()
  }

  /// The next field; nil at the end.
  mutating func next() throws(FormatError) -> Field? {
    guard let item = try reader.takeItem() else { return nil }
    guard let type = ItemType(item.character, order.sizes) else { throw .unknownCharacter }
    let alignment = order.sizes == .native ? type.alignment : 1
    let (padded, paddingOverflow) = byteCount.addingReportingOverflow(alignment - 1)
    let start = padded / alignment * alignment
    let (bytes, productOverflow) = item.count.multipliedReportingOverflow(by: type.byteCount)
    let (end, sumOverflow) = start.addingReportingOverflow(bytes)
    if paddingOverflow || productOverflow || sumOverflow { throw .sizeOverflow }
    byteCount = end
    return Field(type: type, count: item.count, offset: start)
  }
}
