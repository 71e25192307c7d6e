import Testing

@testable import ItemFormat

@Suite("Comparing padded items through a mask")
struct ByteMaskTests {
  /// Calls `body` with the mask of a format's items, and which of their bytes decide.
  private func withMask(
    _ text: String, _ itemByteCount: Int, _ body: (ByteMask?, [Bool]) -> Void
  ) throws {
    let pairs = UnsafeMutableBufferPointer<ItemPair>.allocate(capacity: 1000)
    let words = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: ByteMask.mostWords)
    defer {
      pairs.deallocate()
      words.deallocate()
    }
    words.initialize(repeating: .random(in: 0 ... .max))
    try withFormat(text) { format in
      var visitor = PairVisitor.collect(pairs, count: 0)
      #expect(walk(format, format, &visitor) == .completed)
      guard case .collect(_, let count) = visitor else { fatalError("the visitor has changed") }
      var decides = [Bool](repeating: false, count: itemByteCount)
      for pair in pairs[..<count] {
        for place in 0..<pair.byteCount { decides[pair.commonOffset! + place] = true }
      }
      let mask = ByteMask(
        of: UnsafeBufferPointer(rebasing: pairs[..<count]), itemByteCount: itemByteCount, in: words)
      body(mask, decides)
    }
  }

  /// A packed format with gaps that ends before a number of bytes.
  private func randomFormat(_ byteCount: Int) -> String {
    var text = "="
    var size = 0
    while true {
      let (code, bytes) = [("b", 1), ("x", 1), ("h", 2), ("i", 4), ("3x", 3), ("3s", 3), ("q", 8)]
        .randomElement()!
      if size + bytes > byteCount { return text }
      text += code
      size += bytes
    }
  }

  @Test("Differences are found in the bytes that decide, whatever size and alignment")
  func differences() throws {
    for itemByteCount in Array(1...40) + [63, 64, 65, 100, 126, 127, 128, 256, 1000, 1024] {
      let text = randomFormat(itemByteCount)
      try withMask(text, itemByteCount) { mask, decides in
        guard let mask else {
          Issue.record("\(text) of \(itemByteCount) bytes has no mask")
          return
        }
        for itemCount in [0, 1, 2, 3, 7, 8, 9, 33, 300] where itemCount * itemByteCount < 3000 {
          compare(mask, decides, itemCount, text)
        }
      }
    }
  }

  private func compare(_ mask: ByteMask, _ decides: [Bool], _ itemCount: Int, _ text: String) {
    let byteCount = itemCount * decides.count
    for alignment in 0..<8 {
      let other = Int.random(in: 0..<8)
      var a = [UInt8](repeating: 0, count: byteCount + 24)
      for place in a.indices { a[place] = .random(in: 0...255) }
      var b = [UInt8](repeating: 0x55, count: byteCount + 24)
      for place in 0..<byteCount {
        let isSame = decides[place % decides.count] || Bool.random()
        b[other + place] = a[alignment + place] ^ (isSame ? 0 : 0xFF)
      }
      func areEqual() -> Bool {
        a.withUnsafeBytes { a in
          b.withUnsafeBytes { b in
            mask.areEqual(
              a.baseAddress! + alignment, b.baseAddress! + other, byteCount: byteCount)
          }
        }
      }
      #expect(areEqual(), "\(text), \(itemCount) items")
      if byteCount == 0 { continue }
      for place in [0, byteCount - 1] + (0..<10).map({ _ in Int.random(in: 0..<byteCount) }) {
        b[other + place] ^= 1 << UInt8.random(in: 0..<8)
        if areEqual() == decides[place % decides.count] {
          Issue.record("\(text), byte \(place) of \(itemCount) items")
        }
        b[other + place] = a[alignment + place]
      }
    }
  }

  @Test("Values that bytes do not decide have no mask", arguments: ["bxf", "bx?", "bx4p", "bxg"])
  func values(text: String) throws {
    try withMask("=" + text, 24) { mask, _ in #expect(mask == nil) }
  }

  @Test("Large items have no mask")
  func largeItems() throws {
    for byteCount in [129, 131, 258, 516, 1032, 4096] {
      try withMask("bxb", byteCount) { mask, _ in #expect(mask == nil) }
    }
    try withMask("", 0) { mask, _ in #expect(mask == nil) }
  }
}
