/// Why a text is no struct format.
public enum FormatError: Error, Equatable {
  /// A character that stands for nothing, or not in this byte order.
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
/// whitespace between them. Complex numbers may be spelled `F` `D` or as PEP 3118 has them, `Zf`
/// `Zd`.
///
/// - Parameter format: NUL-terminated.
public func byteCount(ofFormat format: UnsafePointer<CChar>) throws(FormatError) -> Int {
  var reader = FormatReader(format)
  let mode = reader.takeByteOrder()
  var size = 0
  while let item = try reader.takeItem() {
    guard let code = ItemCode(item.character, mode) else { throw .unknownCharacter }
    size = try code.append(item.count, to: size)
  }
  return size
}

/// Which sizes and alignments hold.
enum SizeMode {
  /// The C compiler's sizes and alignments.
  case native
  /// Sizes that are the same everywhere, without alignment.
  case standard
}

/// Size and alignment of one item character, in bytes.
struct ItemCode {
  let size: Int
  let alignment: Int

  /// Nil for a character that stands for nothing in this mode.
  init?(_ character: FormatCharacter, _ mode: SizeMode) {
    guard let size = ItemCode.size(character, mode) else { return nil }
    self.size = size
    self.alignment = mode == .native ? ItemCode.nativeAlignment(character, size) : 1
  }

  private static func size(_ character: FormatCharacter, _ mode: SizeMode) -> Int? {
    switch character {
    case "x", "b", "B", "c", "s", "p", "?": 1
    case "h", "H", "e": 2
    case "i", "I", "f": 4
    case "q", "Q", "d", "F", .floatComplex: 8
    case "D", .doubleComplex: 16
    case "l", "L": mode == .native ? MemoryLayout<CLong>.size : 4
    case "n", "N", "P": mode == .native ? MemoryLayout<Int>.size : nil
    default: nil
    }
  }

  /// Everything is aligned to its size, a complex number to that of its parts.
  private static func nativeAlignment(_ character: FormatCharacter, _ size: Int) -> Int {
    switch character {
    case "F", "D", .floatComplex, .doubleComplex: size / 2
    default: size
    }
  }

  /// The size of a struct of `size` bytes after `count` items of this kind are added to it.
  func append(_ count: Int, to size: Int) throws(FormatError) -> Int {
    let (padded, paddingOverflow) = size.addingReportingOverflow(alignment - 1)
    let start = padded / alignment * alignment
    let (bytes, productOverflow) = count.multipliedReportingOverflow(by: self.size)
    let (end, sumOverflow) = start.addingReportingOverflow(bytes)
    if paddingOverflow || productOverflow || sumOverflow { throw .sizeOverflow }
    return end
  }
}
