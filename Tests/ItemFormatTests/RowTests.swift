import ItemFormat
import Testing

/// Formats of one real number, with the byte count of an item.
private let numberFormats: [(String, Int)] = [
  ("b", 1), ("B", 1), ("?", 1), ("h", 2), ("H", 2), ("i", 4), ("I", 4), ("q", 8), ("Q", 8),
  ("e", 2), ("f", 4), ("d", 8), (">h", 2), (">I", 4), (">q", 8), (">e", 2), (">f", 4), (">d", 8),
]

/// Values near the limits of all types.
private let landmarks: [Double] = [
  0, -0.0, 1, -1, 2, 127, 128, -128, 255, 256, 32767, -32768, 65504, 65535, 0x1p31, -0x1p31,
  0x1p32 - 1, 0x1p53, 0x1p63, -0x1p63, 0x1p64, 0.5, .nan, .infinity, -.infinity, 0x1p-24,
]

private func itemType(_ format: String) -> ItemType {
  let native = format.hasPrefix(">") ? String(format.dropFirst()) : format
  if case .item(let type) = NativeFormat(native) { return type }
  fatalError("\(format) is no item")
}

/// The bytes of one item: a landmark if the type can store it, else random ones.
private func itemBytes(
  _ format: String, _ byteCount: Int, using random: inout SystemRandomNumberGenerator
) -> [UInt8] {
  var bytes = (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
  let landmark = landmarks.randomElement(using: &random)!
  let integer = Int64(exactly: landmark)
  let values: [ItemValue] =
    [.float(landmark), .boolean(landmark != 0)] + (integer.map { [.signed($0)] } ?? [])
    + [.unsigned(.max), .signed(.max), .unsigned(1 << 63)]
  _ = bytes.withUnsafeMutableBytes { bytes in
    values.first { itemType(format).store($0, to: bytes.baseAddress!) }
  }
  return format.hasPrefix(">") ? bytes.reversed() : bytes
}

private func value(_ format: String, _ place: UnsafeRawPointer) -> ItemValue {
  itemType(format).load(from: place, isSwapped: format.hasPrefix(">"))
}

/// Rows of random items at an odd distance.
private struct RandomRow {
  let format: String
  let byteCount: Int
  let stride: Int
  var bytes: [UInt8]

  init(_ format: String, _ byteCount: Int, count: Int) {
    var random = SystemRandomNumberGenerator()
    self.format = format
    self.byteCount = byteCount
    stride = byteCount + Int.random(in: 0...3)
    bytes = []
    for _ in 0..<count {
      bytes += itemBytes(format, byteCount, using: &random)
      bytes += [UInt8](repeating: 0xAA, count: stride - byteCount)
    }
  }
}

@Suite("Comparing rows of items")
struct RowTests {
  @Test("Rows are equal where their values are, for every pair of number types")
  func pairs() {
    for (left, leftSize) in numberFormats {
      for (right, rightSize) in numberFormats {
        let a = RandomRow(left, leftSize, count: 300)
        let b = RandomRow(right, rightSize, count: 300)
        compare(a, b)
      }
    }
  }

  /// Compares the results with those for the values, for each item and for rows of equal ones.
  private func compare(_ a: RandomRow, _ b: RandomRow) {
    a.format.withCString { left in
      b.format.withCString { right in
        withComparison(
          left: left, leftByteCount: a.byteCount, right: right, rightByteCount: b.byteCount
        ) { compare(a, b, by: $0) }
      }
    }
  }

  private func compare(_ a: RandomRow, _ b: RandomRow, by comparison: ItemComparison) {
    a.bytes.withUnsafeBytes { x in
      b.bytes.withUnsafeBytes { y in
        for index in 0..<300 {
          let p = x.baseAddress! + index * a.stride
          let q = y.baseAddress! + index * b.stride
          let equal = value(a.format, p) == value(b.format, q)
          let found = comparison.areEqual(
            p, stride: a.stride, q, otherStride: b.stride, itemCount: 1)
          #expect(found == equal, "\(a.format) \(b.format) at \(index)")
          // An equal pair remains equal in any number of repetitions.
          let repeated = comparison.areEqual(p, stride: 0, q, otherStride: 0, itemCount: 131)
          #expect(repeated == equal)
        }
      }
    }
  }

  @Test("A difference is found wherever it is", arguments: [0, 1, 127, 128, 129, 299])
  func place(of index: Int) {
    let narrow = [Int16](repeating: -3, count: 300)
    var wide = [Double](repeating: -3, count: 300)
    func areEqual() -> Bool {
      withComparison(left: "h", leftByteCount: 2, right: "d", rightByteCount: 8) {
        $0.areEqual(narrow, stride: 2, wide, otherStride: 8, itemCount: 300)
      }!
    }
    #expect(areEqual())
    wide[index] = -3.5
    #expect(!areEqual())
  }

  @Test("Structs are compared by their fields, not by what is between them")
  func structs() {
    let count = 200
    var a = [UInt8](repeating: 0, count: 16 * count)
    var b = a
    for index in 0..<count {
      // hxd with native alignment: bytes 2 to 7 are padding.
      a[16 * index] = UInt8(index)
      b[16 * index] = UInt8(index)
      a[16 * index + 5] = 1
      a[16 * index + 15] = 0x80
    }
    func areEqual() -> Bool {
      withComparison(left: "hxd", leftByteCount: 16, right: "hxd", rightByteCount: 16) {
        $0.areEqual(a, stride: 16, b, otherStride: 16, itemCount: count)
      }!
    }
    #expect(areEqual())
    b[16 * 150] ^= 1
    #expect(!areEqual())
    b[16 * 150] ^= 1
    b[16 * 199 + 14] = 0xF0
    #expect(!areEqual())
  }

  @Test(
    "Bytes decide about structs without gaps",
    arguments: [
      ("iq", 16, ByteDecision.values), ("=iq", 12, .bytes), ("2i3h", 14, .bytes),
      ("ddd", 24, .float64), ("2f", 8, .float32), ("fi", 8, .values), ("ii", 12, .values),
      ("bx", 2, .values), ("??", 2, .truth), ("3e", 6, .float16), (">3e", 6, .values),
    ])
  func decisions(format: String, byteCount: Int, decision: ByteDecision) {
    let found = withComparison(
      left: format, leftByteCount: byteCount, right: format, rightByteCount: byteCount
    ) { $0.decision }
    #expect(found == decision)
  }
}

@Suite("Searching for values")
struct ItemPatternTests {
  @Test("A pattern matches the items that equal the value")
  func search() {
    var values: [ItemValue] = [
      .boolean(true), .boolean(false), .unsigned(.max), .signed(.min), .signed(.max),
      .float(0x1p70),
    ]
    for landmark in landmarks {
      values.append(.float(landmark))
      if let integer = Int64(exactly: landmark) { values.append(.signed(integer)) }
    }
    for (format, byteCount) in numberFormats where !format.hasPrefix(">") {
      let row = RandomRow(format, byteCount, count: 500)
      for value in values { search(row, for: value) }
    }
  }

  private func search(_ row: RandomRow, for wanted: ItemValue) {
    let pattern = ItemPattern(of: itemType(row.format), equalTo: wanted)!
    row.bytes.withUnsafeBytes { bytes in
      let start = bytes.baseAddress!
      let matches = (0..<500).filter { value(row.format, start + $0 * row.stride) == wanted }
      let found = pattern.count(in: start, stride: row.stride, itemCount: 500)
      #expect(found == matches.count, "\(row.format) \(wanted)")
      let first = pattern.firstIndex(in: start, stride: row.stride, itemCount: 500)
      #expect(first == matches.first, "\(row.format) \(wanted)")
    }
  }

  @Test("Numbers are not searched for among bytes, nor bytes among numbers")
  func kinds() {
    let byte: [UInt8] = [65]
    byte.withUnsafeBytes { byte in
      #expect(ItemPattern(of: .uint8, equalTo: .bytes(byte)) == nil)
      #expect(ItemPattern(of: .character, equalTo: .signed(65)) == nil)
      let pattern = ItemPattern(of: .character, equalTo: .bytes(byte))
      #expect(pattern?.count(in: byte.baseAddress!, stride: 1, itemCount: 1) == 1)
    }
  }
}
