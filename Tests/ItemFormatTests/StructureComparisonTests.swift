import Testing

@testable import ItemFormat

/// Random formats and items whose values are often equal.
private struct RandomItems {
  var random = SystemRandomNumberGenerator()

  mutating func text() -> String {
    (Int.random(in: 0..<4, using: &random) == 0 ? order() : "") + members(level: 0)
  }

  private mutating func order() -> String {
    ["<", ">", "=", "@", "^", ""].randomElement(using: &random)!
  }

  private mutating func members(level: Int) -> String {
    (0..<Int.random(in: 1...4, using: &random)).map { _ in member(level) }.joined()
  }

  private mutating func member(_ level: Int) -> String {
    var text = ""
    if Int.random(in: 0..<5, using: &random) == 0 {
      text += ["(2)", "(1,2)", "(0)"].randomElement(using: &random)!
    }
    if Int.random(in: 0..<6, using: &random) == 0 { text += order() }
    if Int.random(in: 0..<4, using: &random) == 0 {
      text += ["2", "3", "0", "1"].randomElement(using: &random)!
    }
    if level < 3, Int.random(in: 0..<4, using: &random) == 0 {
      text += "T{" + members(level: level + 1) + "}"
    } else {
      text += Self.codes.randomElement(using: &random)!
    }
    return text + ["", "", ":a:"].randomElement(using: &random)!
  }

  static let codes = [
    "?", "c", "b", "B", "h", "H", "i", "I", "q", "Q", "e", "f", "d", "g", "Zf", "Zd", "Zg", "s",
    "p", "w", "x", "P", "[bfloat16]", "[float8_e5m2]",
  ]

  /// A format that may compare equal: other types of the same structure, or another text.
  mutating func variant(of text: String) -> String {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: text
    case 1: self.text()
    case 2: [">", "<", "=", "^"].randomElement(using: &random)! + text
    default:
      text.replacing("i", with: "h").replacing("q", with: "d").replacing("f", with: "B")
        .replacing("bB", with: "bf")
    }
  }

  mutating func items(
    _ text: String, _ byteCount: Int, _ itemCount: Int, _ stride: Int
  ) throws -> [UInt8] {
    let most: UInt8 = [0, 1, 255].randomElement(using: &random)!
    var bytes = (0...itemCount * stride).map { _ in UInt8.random(in: 0...most, using: &random) }
    // Random long doubles would be no doubles, by which the model compares them.
    let longDoubles = try withFormat(text, itemByteCount: byteCount) { format in
      format.leaves.filter { $0.leaf.type == .longDouble || $0.leaf.type == .complexLongDouble }
    }
    for index in 0..<itemCount {
      for (leaf, offset) in longDoubles {
        let number = Double(Int.random(in: -1...1, using: &random))
        let value: ItemValue =
          leaf.type == .longDouble ? .float(number) : .complex(real: number, imaginary: 0)
        let isStored = bytes.withUnsafeMutableBytes {
          leaf.store(value, to: $0.baseAddress! + index * stride + offset)
        }
        #expect(isStored)
      }
    }
    return bytes
  }
}

@Suite("Comparing structures")
struct StructureComparisonTests {
  @Test("Items are equal where their trees of values are")
  func trees() throws {
    var items = RandomItems()
    var equalCount = 0
    for _ in 0..<3000 {
      let left = items.text()
      let right = items.variant(of: left)
      if problem(left) != nil || problem(right) != nil { continue }
      let sizes = try (
        withFormat(left) { $0.byteCount }, withFormat(right) { $0.byteCount }
      )
      if max(sizes.0, sizes.1) > 2000 { continue }
      if try compare(left, sizes.0, right, sizes.1, &items) { equalCount += 1 }
    }
    #expect(equalCount > 300)
  }

  /// - Returns: whether all items were equal.
  private func compare(
    _ left: String, _ leftSize: Int, _ right: String, _ rightSize: Int, _ items: inout RandomItems
  ) throws -> Bool {
    let itemCount = [1, 3, 3, 3, 3, 3, 3, 200].randomElement()!
    let strides = (leftSize + [0, 1].randomElement()!, rightSize + [0, 3].randomElement()!)
    let a = try items.items(left, leftSize, itemCount, strides.0)
    let isSame = left == right && strides.0 == strides.1 && Bool.random()
    let b = isSame ? a : try items.items(right, rightSize, itemCount, strides.1)
    let expected = try withFormat(left, itemByteCount: leftSize) { left in
      try withFormat(right, itemByteCount: rightSize) { right in
        a.withUnsafeBytes { a in
          b.withUnsafeBytes { b in
            (0..<itemCount).map { index in
              left.tree(a.baseAddress! + index * strides.0)
                == right.tree(b.baseAddress! + index * strides.1)
            }
          }
        }
      }
    }
    let found = withComparison(
      left: left, leftByteCount: leftSize, right: right, rightByteCount: rightSize, .full
    ) { comparison in
      a.withUnsafeBytes { a in
        b.withUnsafeBytes { b in
          let all = comparison.areEqual(
            a.baseAddress!, stride: strides.0, b.baseAddress!, otherStride: strides.1,
            itemCount: itemCount)
          #expect(all == expected.allSatisfy { $0 }, "\(left) \(right)")
          return (0..<itemCount).map { index in
            comparison.areEqual(
              a.baseAddress! + index * strides.0, stride: strides.0,
              b.baseAddress! + index * strides.1, otherStride: strides.1, itemCount: 1)
          }
        }
      }
    }
    #expect((found == expected) as Bool, "\(left) \(right)")
    return expected.allSatisfy { $0 }
  }

  @Test("Long doubles are compared exactly, NaN equals nothing, zeros have no sign")
  func numbers() throws {
    func areEqual(_ left: String, _ a: [UInt8], _ right: String, _ b: [UInt8]) -> Bool? {
      withComparison(
        left: left, leftByteCount: a.count, right: right, rightByteCount: b.count, .full
      ) { $0.areEqual(a, stride: a.count, b, otherStride: b.count, itemCount: 1) }
    }
    #if arch(x86_64)
      let one: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0x80, 0xFF, 0x3F, 0, 0, 0, 0, 0, 0]
      let next = [1] + one[1...]
      let one2 = one[..<10] + [1, 2, 3, 4, 5, 6]
      #expect(areEqual("g", one, "g", one) == true)
      #expect(areEqual("g", one, "g", one + []) == true)
      #expect(areEqual("g", one, "g", Array(one2)) == true)
      #expect(areEqual("g", one, ">g", one.reversed()) == true)
      #expect(areEqual("g", one, "g", next) == false)
      #expect(areEqual("g", one, "b", [1]) == true)
      #expect(areEqual("g", next, "b", [1]) == false)
      #expect(areEqual("g", next, "d", [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]) == false)
      #expect(areEqual("Zg", one + next, "Zg", one + next) == true)
      #expect(areEqual("Zg", one + next, "Zg", one + one) == false)
      #expect(areEqual("Zg", one + [UInt8](repeating: 0, count: 16), "B", [1]) == true)
    #endif
    #expect(areEqual("T{f}", [0, 0, 0xC0, 0x7F], "T{f}", [0, 0, 0xC0, 0x7F]) == false)
    #expect(areEqual("T{fx}", [0, 0, 0, 0x80, 1, 0, 0, 0], "T{i}", [0, 0, 0, 0]) == true)
    #expect(areEqual("[bfloat16]", [0xC0, 0x7F], "[bfloat16]", [0xC0, 0x7F]) == false)
    #expect(areEqual("[bfloat16]", [0, 0x80], "[bfloat16]", [0, 0]) == true)
    #expect(areEqual("[bfloat16]", [0x80, 0x3F], "B", [1]) == true)
    #expect(areEqual("2w", [65, 0, 0, 0, 0, 0, 0, 0], ">1w", [0, 0, 0, 65]) == true)
    #expect(areEqual("2w", [65, 0, 0, 0, 0, 0, 0, 0], "s", [65]) == false)
    #expect(areEqual("w", [0, 0, 0, 0], "1w", [0, 0, 0, 0]) == false)
    #expect(areEqual("3x", [1, 2, 3], "3x", [1, 2, 3]) == true)
    #expect(areEqual("3x:p:", [1, 2, 3], "3s", [1, 2, 3]) == true)
    #expect(areEqual("3x:p:", [1, 2, 3], "3x:q:", [1, 2, 4]) == false)
  }

  @Test(
    "Formats that nothing reads cannot be compared", arguments: ["O", "t", "y", "T{", "(2)", "i3"])
  func unknown(format: String) {
    for (left, right) in [(format, "i"), ("i", format), (format, format)] {
      let isComparable = withComparison(
        left: left, leftByteCount: 8, right: right, rightByteCount: 8, .full
      ) { _ in true }
      #expect(isComparable == nil)
    }
  }
}
