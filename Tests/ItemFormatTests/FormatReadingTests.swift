import Testing

@testable import ItemFormat

@Suite("Layouts of exported formats")
struct FormatReadingTests {
  private func expect(
    _ text: String, _ itemByteCount: Int, _ offsets: [Int],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    try withFormat(text, itemByteCount: itemByteCount) { format in
      #expect(format.leafOffsets == offsets, "\(text)", sourceLocation: location)
      #expect(format.byteCount <= itemByteCount, "\(text)", sourceLocation: location)
    }
  }

  @Test("Fields are packed in items that are too small for another layout, but larger than they")
  func packed() throws {
    try expect("T{b:a:i:b:}", 6, [0, 1])
    try expect("T{b:a:i:b:}", 5, [0, 1])
  }

  /// Formats, item sizes and offsets of fields: from NumPy 2.4.
  @Test(
    "NumPy's structures have the offsets of their dtypes",
    arguments: [
      ("T{b:a:xxxi:b:}", 8, [0, 4]), ("T{d:d:b:c:}", 16, [0, 8]),
      // Scalars, and arrays without axes.
      ("T{d:d:b:c:}", 9, [0, 8]), ("T{i:i:d:d:}", 12, [0, 4]),
      ("T{b:x:xxxxxxxT{d:d:b:c:}:s:xxxxxxxb:y:}", 32, [0, 8, 16, 24]),
      ("T{b:x:T{=d:d:b:c:}:s:xxxxxxxb:y:}", 18, [0, 1, 9, 17]),
      (
        "T{b:x:xxxxxxx(2)T{d:d:b:c:}:s:xxxxxxxxxxxxxxb:y:}", 48, [0, 8, 16, 24, 32, 40]
      ),
      ("T{(3)T{b:a:xxxi:b:}:s:h:y:}", 28, [0, 4, 8, 12, 16, 20, 24]),
      ("T{T{T{b:a:xxx=i:b:}:q:b:r:}:p:d:e:}", 17, [0, 4, 8, 9]),
      ("T{T{b:a:xxxi:b:}:p:b:r:}", 12, [0, 4, 8]),
      ("T{T{T{d:d:b:c:}:i:xxxxxxxh:j:}:o:xxxxxxb:k:}", 32, [0, 8, 16, 24]),
      (
        "T{(2,3)T{d:d:b:c:}:s:}", 96, [0, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88]
      ),
      ("T{l:x:T{d:d:b:c:}:s:}", 24, [0, 8, 16]), ("T{T{d:d:b:c:}:s:}", 16, [0, 8]),
      ("T{T{d:d:b:c:}:s:xxxxxxxT{d:d:b:c:}:t:}", 32, [0, 8, 16, 24]),
      ("T{xxxxi:a:xxxxb:b:}", 24, [4, 12]),
      ("T{T{xxxx=i:a:xxxxb:b:}:g:xxxxxxxxxxxb:z:}", 25, [4, 12, 24]),
      ("T{=i:a:xxxxxxxxB:c:}", 13, [0, 12]), ("T{xxh:a:xxxxi:b:}", 16, [2, 8]),
      ("T{B:a:T{=h:x:f:y:}:b:}", 7, [0, 1, 3]), ("T{^g:g:@i:i:}", 20, [0, 16]),
      ("T{(2,2)f:a:}", 16, [0, 4, 8, 12]), ("T{4s:s:2w:u:=q:n:}", 20, [0, 4, 12]),
    ])
  func numpy(text: String, itemByteCount: Int, offsets: [Int]) throws {
    try expect(text, itemByteCount, offsets)
  }

  @Test(
    "Structures of ctypes have the offsets of the compiler",
    arguments: [
      ("T{<i:a:4x<d:b:}", 16, [0, 8]), ("T{<B:a:<i:b:}", 5, [0, 1]),
      ("T{>h:a:2x>i:b:}", 8, [0, 4]),
      ("T{(4)<c:s:4x<P:p:}", 16, [0, 1, 2, 3, 8]), ("T{X{}:f:<u:w:4x}", 16, [0, 8]),
      ("T{T{<i:a:4x<d:b:}:s:(3)<B:v:5x}", 24, [0, 8, 16, 17, 18]), ("T{}", 0, []),
      // Fields of a base class are not exported.
      ("T{<B:z:7x}", 24, [0]),
    ])
  func ctypes(text: String, itemByteCount: Int, offsets: [Int]) throws {
    try expect(text, itemByteCount, offsets)
  }

  @Test("The item size decides between the compiler's and NumPy's layout")
  func sizes() throws {
    let text = "T{b:x:T{d:d:b:c:}:s:b:y:}"
    try expect(text, 32, [0, 8, 16, 24])
    let nested = "T{T{d:d:b:c:}:s:b:y:}"
    try expect(nested, 24, [0, 8, 16])
    try expect(nested, 16, [0, 8, 9])
    try expect(nested, 10, [0, 8, 9])
    // None has this size: the compiler's fits.
    try expect(nested, 40, [0, 8, 16])
    try expect("T{b:x:T{d:d:b:c:}:s:b:y:}", 11, [0, 1, 9, 10])
    // None fits.
    try withFormat(nested, itemByteCount: 4) { #expect($0.byteCount > 4) }
  }

  @Test("A format without structures is struct's, whatever the item size")
  func structFormats() throws {
    try withFormat("bi", itemByteCount: 5) { #expect($0.leafOffsets == [0, 4]) }
    try withFormat("b&T{bi}i", itemByteCount: 13) { #expect($0.leafOffsets == [0, 8, 16]) }
    try expect("ib", 5, [0, 4])
  }

  @Test("Without a size the layout is the compiler's")
  func compiled() throws {
    try withFormat("T{T{d:d:b:c:}:s:b:y:}") { #expect($0.leafOffsets == [0, 8, 16]) }
  }

  @Test("Explicit orders leave nothing to decide", arguments: ["=", "<", ">", "^"])
  func packed(order: String) throws {
    for itemByteCount in [10, 16, 24] {
      try expect(order + "T{T{d:d:b:c:}:s:b:y:}", itemByteCount, [0, 8, 9])
    }
  }
}
