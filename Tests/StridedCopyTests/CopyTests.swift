import Layout
import StridedCopy
import Testing

@Suite("Copying items")
struct CopyTests {
  private func copy(to destination: NaiveArray, from source: NaiveArray) {
    destination.withStridedArray { to in
      source.withStridedArray { from in copyItems(to: to, from: from) }
    }
  }

  @Test("Every item arrives and no other byte changes, for 4,000 random layouts")
  func randomLayouts() {
    var generator = RepeatableGenerator(state: 1)
    for _ in 0..<4000 {
      let layout = RandomLayout(maximumAxisCount: 5, using: &generator)
      let source = NaiveArray(
        shape: layout.shape, strides: layout.strides(using: &generator),
        itemByteCount: layout.itemByteCount)
      let destination = NaiveArray(
        shape: layout.shape, strides: layout.strides(using: &generator),
        itemByteCount: layout.itemByteCount)
      let gaps = destination.gaps
      copy(to: destination, from: source)
      for index in source.indices {
        #expect(destination.item(at: index) == source.item(at: index))
      }
      #expect(destination.gaps == gaps)
    }
  }

  @Test("A source with zero strides is broadcast")
  func broadcast() {
    let source = NaiveArray(shape: [3, 4], strides: [0, 0], itemByteCount: 4)
    let destination = NaiveArray(shape: [3, 4], strides: [16, 4], itemByteCount: 4)
    copy(to: destination, from: source)
    for index in destination.indices {
      #expect(destination.item(at: index) == source.item(at: [0, 0]))
    }
  }

  @Test("Short columns are transposed, for every small item size", arguments: 1...16)
  func shortColumns(itemByteCount: Int) {
    for rows in 1...5 {
      let columns = (17 << 10) / (rows * itemByteCount) + 1
      let source = NaiveArray(
        shape: [columns, rows], strides: [itemByteCount, columns * itemByteCount],
        itemByteCount: itemByteCount)
      let destination = NaiveArray(
        shape: [columns, rows], strides: [rows * itemByteCount, itemByteCount],
        itemByteCount: itemByteCount)
      copy(to: destination, from: source)
      #expect(source.indices.allSatisfy { destination.item(at: $0) == source.item(at: $0) })
    }
  }

  @Test("A large array is filled with one item", arguments: [1, 2, 3, 4, 8, 12, 16, 24, 25])
  func largeFill(itemByteCount: Int) {
    let itemCount = (5 << 20) / itemByteCount + 1
    let item = (0..<itemByteCount).map { UInt8($0 + 1) }
    // At an odd offset, which is unaligned for vectors, and with one byte after the end.
    let start = 5
    let byteCount = itemCount * itemByteCount
    var filled = [UInt8](repeating: 0, count: start + byteCount + 1)
    filled.withUnsafeMutableBytes { filled in
      item.withUnsafeBytes { item in
        let base = UnsafeMutableRawPointer(mutating: item.baseAddress!)
        withUnsafePointer(to: itemCount) { shape in
          let broadcast = [0]
          let strides = [itemByteCount]
          copyItems(
            to: StridedArray(
              base: filled.baseAddress! + start, itemByteCount: itemByteCount, axisCount: 1,
              shape: shape, strides: strides),
            from: StridedArray(
              base: base, itemByteCount: itemByteCount, axisCount: 1, shape: shape,
              strides: broadcast))
        }
      }
    }
    let wrong = (0..<byteCount).first { filled[start + $0] != item[$0 % itemByteCount] }
    #expect(wrong == nil)
    #expect(filled[..<start].allSatisfy { $0 == 0 } && filled[start + byteCount] == 0)
  }

  @Test("Many short axes are copied in tiles", arguments: [1, 2, 3, 4, 8, 12, 16, 24])
  func manyShortAxes(itemByteCount: Int) {
    var generator = RepeatableGenerator(state: UInt64(itemByteCount))
    for gap in [0, 0, 0, 9] {
      var layout = RandomLayout(maximumAxisCount: 0, using: &generator)
      layout.itemByteCount = itemByteCount
      while layout.shape.reduce(itemByteCount, *) < 24 << 10 {
        layout.shape.append(Int.random(in: 2...4, using: &generator))
      }
      let arrays = (0..<2).map { _ in
        NaiveArray(
          shape: layout.shape, strides: layout.strides(gap: gap, using: &generator),
          itemByteCount: itemByteCount)
      }
      copy(to: arrays[0], from: arrays[1])
      #expect(
        arrays[0].indices.allSatisfy { arrays[0].item(at: $0) == arrays[1].item(at: $0) })
    }
  }

  @Test("64 axes are copied")
  func manyAxes() {
    var shape = [Int](repeating: 1, count: 64)
    shape[0] = 3
    shape[31] = 2
    shape[63] = 5
    var strides = [Int](repeating: 7, count: 64)
    strides[0] = 40
    strides[31] = -20
    strides[63] = 4
    let source = NaiveArray(shape: shape, strides: strides, itemByteCount: 4)
    strides[31] = 20
    let destination = NaiveArray(shape: shape, strides: strides, itemByteCount: 4)
    copy(to: destination, from: source)
    for index in source.indices {
      #expect(destination.item(at: index) == source.item(at: index))
    }
  }

  @Test("Rows behind pointers are found")
  func suboffsets() {
    let rows = (0..<3).map { row in NaiveArray(shape: [5], strides: [2 + row], itemByteCount: 2) }
    var pointers = rows.map { UnsafeMutableRawPointer($0.bytes.baseAddress!) }
    let suboffsets = [1, -1]
    let destination = NaiveArray(shape: [3, 4], strides: [8, 2], itemByteCount: 2)
    let layout = NaiveArray(shape: [3, 4], strides: [8, 2], itemByteCount: 2)
    pointers.withUnsafeMutableBytes { pointers in
      suboffsets.withUnsafeBufferPointer { suboffsets in
        layout.withStridedArray { source in
          var source = source
          source.base = pointers.baseAddress!
          source.suboffsets = suboffsets.baseAddress!
          destination.withStridedArray { copyItems(to: $0, from: source) }
        }
      }
    }
    for index in destination.indices {
      let start = 1 + 2 * index[1]
      let expected = Array(rows[index[0]].bytes[start..<start + 2])
      #expect(destination.item(at: index) == expected)
    }
  }

  @Test("The first items are filled in the order asked for", arguments: [false, true])
  func firstItems(fortran: Bool) {
    let order: ItemOrder = fortran ? .firstAxisFastest : .lastAxisFastest
    for count in 0...6 {
      let destination = NaiveArray(shape: [2, 3], strides: [4, -9], itemByteCount: 2)
      let before = destination.indices.map(destination.item(at:))
      let items = (0..<12).map { UInt8($0) }
      items.withUnsafeBytes { items in
        destination.withStridedArray {
          copyFirstItems(to: $0, from: items.baseAddress!, itemCount: count, order: order)
        }
      }
      for (position, index) in destination.indices.enumerated() {
        let rank = fortran ? index[0] + 2 * index[1] : position
        let expected =
          rank < count ? [UInt8(2 * rank), UInt8(2 * rank + 1)] : before[position]
        #expect(destination.item(at: index) == expected)
      }
    }
  }
}
