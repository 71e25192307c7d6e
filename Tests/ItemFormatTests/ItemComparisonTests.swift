import ItemFormat
import Testing

@Suite("Comparing items")
struct ItemComparisonTests {
  /// Nil if one of the formats is not supported.
  private func areEqual(
    _ left: String, _ a: [UInt8], _ right: String, _ b: [UInt8]
  ) -> Bool? {
    left.withCString { left in
      right.withCString { right in
        withComparison(
          left: left, leftByteCount: a.count, right: right, rightByteCount: b.count
        ) { $0.areEqual(a, stride: 0, b, otherStride: 0, itemCount: 1) }
      }
    }
  }

  @Test(
    "Values are compared, whatever their byte order and size",
    arguments: [
      ("<h", [1, 2], ">h", [2, 1], true), ("<h", [1, 2], "<h", [1, 3], false),
      ("<i", [255, 255, 255, 255], "b", [255], true),
      ("<I", [255, 255, 255, 255], "b", [255], false),
      ("<f", [0, 0, 128, 63], "?", [7], true), (">e", [0x3C, 0], "B", [1], true),
      ("<hh", [1, 0, 2, 0], "2h", [1, 0, 2, 0], true),
      ("=bq", [5, 1, 0, 0, 0, 0, 0, 0, 0], "bh", [5, 0, 1, 0], true),
    ] as [(String, [UInt8], String, [UInt8], Bool)])
  func values(left: String, a: [UInt8], right: String, b: [UInt8], equal: Bool) {
    #expect(areEqual(left, a, right, b) == equal)
  }

  @Test("Padding does not count")
  func padding() {
    #expect(areEqual("hx", [1, 0, 9], "hx", [1, 0, 8]) == true)
    #expect(areEqual("bi", [1, 7, 7, 7, 2, 0, 0, 0], "bi", [1, 8, 8, 8, 2, 0, 0, 0]) == true)
    #expect(areEqual("x", [1], "x", [2]) == true)
  }

  @Test("Runs of bytes equal runs with the same content")
  func runs() {
    #expect(areEqual("3s", [97, 98, 99], "3s", [97, 98, 99]) == true)
    #expect(areEqual("3s", [97, 98, 99], "ccc", [97, 98, 99]) == false)
    #expect(areEqual("c", [97], "s", [97]) == true)
    #expect(areEqual("c", [97], "B", [97]) == false)
    #expect(areEqual("3p", [2, 97, 98], "2s", [97, 98]) == true)
    #expect(areEqual("3p", [200, 97, 98], "2s", [97, 98]) == true)
  }

  @Test("Different numbers of values are unequal")
  func counts() {
    #expect(areEqual("2h", [1, 0, 2, 0], "h", [1, 0]) == false)
    #expect(areEqual("x", [0], "b", [0]) == false)
  }

  @Test("Formats that are none cannot be compared", arguments: ["T{i:a:}", "y", "<n", "i3"])
  func unknown(format: String) {
    #expect(areEqual(format, [0, 0, 0, 0], "i", [0, 0, 0, 0]) == nil)
    #expect(areEqual("i", [0, 0, 0, 0], format, [0, 0, 0, 0]) == nil)
  }

  @Test("Items smaller than their format are not read")
  func shortItems() {
    #expect(areEqual("i", [0, 0], "i", [0, 0]) == nil)
  }

  @Test(
    "A difference is found in every field of a long format", arguments: [15, 16, 17, 32, 33, 50])
  func longFormats(fieldCount: Int) {
    // Each pair of fields is a run of its own: types or byte orders differ from one to the next.
    let left = "<" + String(repeating: "hb", count: fieldCount)
    let right = ">" + String(repeating: "hi", count: fieldCount)
    let a = [UInt8](repeating: 0, count: 3 * fieldCount)
    var b = [UInt8](repeating: 0, count: 6 * fieldCount)
    #expect(areEqual(left, a, right, b) == true)
    for index in b.indices {
      b[index] = 1
      #expect(areEqual(left, a, right, b) == false)
      b[index] = 0
    }
  }

  @Test(
    "A difference is found in every value of a repeated field",
    arguments: [
      ("200h", 400, "200i", 800), ("200h", 400, ">200h", 400), ("100F", 800, ">100F", 800),
      ("3h5h", 16, ">2q6q", 64), ("200b", 200, "200c", 200), ("7?0i3?", 15, "10b", 10),
    ])
  func repeatedFields(left: String, leftSize: Int, right: String, rightSize: Int) {
    let a = [UInt8](repeating: 0, count: leftSize)
    var b = [UInt8](repeating: 0, count: rightSize)
    let areComparable = !right.hasSuffix("c")
    #expect(areEqual(left, a, right, b) == areComparable)
    for index in b.indices {
      b[index] = 1
      #expect(areEqual(left, a, right, b) == false)
      b[index] = 0
    }
  }

  @Test("Repeat counts cost nothing where there are no items, and do not overflow")
  func hugeCounts() {
    let most = Int.max
    let texts = ["\(most)b", "\(most)B", "\(most)?", ">\(most)b", "\(most)b0s0p", "\(most)x"]
    for left in texts {
      for right in texts {
        #expect(haveEqualNothing(left, right, itemByteCount: most) == true)
      }
    }
  }

  /// Whether no items of two formats are equal; nil if one of the formats is not supported.
  private func haveEqualNothing(_ left: String, _ right: String, itemByteCount: Int) -> Bool? {
    left.withCString { left in
      right.withCString { right in
        withComparison(
          left: left, leftByteCount: itemByteCount, right: right, rightByteCount: itemByteCount
        ) { $0.areEqual(left, stride: 0, right, otherStride: 0, itemCount: 0) }
      }
    }
  }
}

@Suite("Formats of whole items")
struct NativeFormatTests {
  private func type(_ format: String) -> ItemType? {
    if case .item(let type) = NativeFormat(format) { type } else { nil }
  }

  @Test("One native character after an optional @ is an item")
  func items() {
    #expect(type("B") == .uint8)
    #expect(type("@l") == .int64)
    #expect(type("Zd") == .complex128)
    #expect(type("@Zf") == .complex64)
    #expect(type("P") == .pointer)
  }

  @Test("One character that cannot be read is told from other formats")
  func others() {
    for format in ["s", "@p", "x", "O", "F", "D", "Z"] {
      if case .unknownItem = NativeFormat(format) { continue }
      Issue.record("\(format) should be an unknown item")
    }
    for format in ["", "@", "<h", "hh", "3s", "T{i:a:}", "Zg", "Zff"] {
      if case .notOneItem = NativeFormat(format) { continue }
      Issue.record("\(format) should not be one item")
    }
  }
}
