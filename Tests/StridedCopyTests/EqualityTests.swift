import StridedCopy
import Testing

@Suite("Comparing arrays")
struct EqualityTests {
  private func areEqual(_ a: NaiveArray, _ b: NaiveArray, _ equality: ItemEquality) -> Bool {
    a.withStridedArray { a in b.withStridedArray { b in haveEqualItems(a, b, equality) } }
  }

  @Test("Equal items are found equal, and a single different byte is found, for random layouts")
  func randomLayouts() {
    var generator = RepeatableGenerator(state: 2)
    for _ in 0..<2000 {
      let layout = RandomLayout(maximumAxisCount: 4, using: &generator)
      let arrays = (0..<2).map { _ in
        NaiveArray(
          shape: layout.shape, strides: layout.strides(using: &generator),
          itemByteCount: layout.itemByteCount)
      }
      for index in arrays[0].indices {
        for (offset, byte) in arrays[0].item(at: index).enumerated() {
          arrays[1].bytes[arrays[1].place(of: index) + offset] = byte
        }
      }
      #expect(areEqual(arrays[0], arrays[1], .bytes))
      guard let index = arrays[0].indices.randomElement(using: &generator) else { continue }
      let offset = Int.random(in: 0..<layout.itemByteCount, using: &generator)
      arrays[1].bytes[arrays[1].place(of: index) + offset] ^= 1
      #expect(!areEqual(arrays[0], arrays[1], .bytes))
    }
  }

  @Test("A NaN anywhere makes floats unequal, a negative zero does not", arguments: [8, 12])
  func floats(stride: Int) {
    for count in [1, 2, 127, 128, 129, 300] {
      let a = NaiveArray(shape: [count], strides: [stride], itemByteCount: 8)
      let b = NaiveArray(shape: [count], strides: [8], itemByteCount: 8)
      let set = { (array: NaiveArray, index: Int, value: Double) in
        UnsafeMutableRawPointer(array.bytes.baseAddress! + array.place(of: [index]))
          .storeBytes(of: value, as: Double.self)
      }
      for index in 0..<count {
        set(a, index, index % 3 == 0 ? 0 : Double(index))
        set(b, index, index % 3 == 0 ? -0.0 : Double(index))
      }
      #expect(areEqual(a, b, .float64))
      for index in [0, count / 2, count - 1] {
        set(a, index, .nan)
        set(b, index, .nan)
        #expect(!areEqual(a, b, .float64))
        set(a, index, 1)
        set(b, index, 1)
      }
      #expect(areEqual(a, b, .float64))
    }
  }

  @Test("Bytes of truth are equal if both are zero or neither is", arguments: [1, 2, -1])
  func truth(stride: Int) {
    for count in [1, 31, 127, 128, 129, 300, 9000] {
      let a = NaiveArray(shape: [count], strides: [stride], itemByteCount: 1)
      let b = NaiveArray(shape: [count], strides: [1], itemByteCount: 1)
      for index in 0..<count {
        a.bytes[a.place(of: [index])] = index % 3 == 0 ? 0 : 128
        b.bytes[b.place(of: [index])] = index % 3 == 0 ? 0 : 1
      }
      #expect(areEqual(a, b, .truth))
      for index in [0, count / 2, count - 1] {
        let old = a.bytes[a.place(of: [index])]
        a.bytes[a.place(of: [index])] = old == 0 ? 2 : 0
        #expect(!areEqual(a, b, .truth))
        a.bytes[a.place(of: [index])] = old
      }
    }
  }
}
