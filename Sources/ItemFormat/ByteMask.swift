/// Which bytes of contiguous items decide their equality, repeated to whole words, so that items
/// with padding are compared without a loop over their fields.
struct ByteMask {
  let itemByteCount: Int
  private let words: UnsafeBufferPointer<UInt64>

  /// Words of storage.
  static var mostWords: Int { 128 }
  /// The mask covers at least so many words, so that the inner loop is vectorised.
  private static var leastWords: Int { 32 }

  /// - Parameters:
  ///   - pairs: all pairs of two formats with the same item size.
  ///   - storage: room for `mostWords`.
  /// - Returns: nil if not only bytes decide, or the items are too large.
  init?(
    of pairs: UnsafeBufferPointer<ItemPair>, itemByteCount: Int,
    in storage: UnsafeMutableBufferPointer<UInt64>
  ) {
    // So many items have the size of a number of whole words.
    let step = itemByteCount & 7 == 0 ? 1 : 8 >> min(itemByteCount.trailingZeroBitCount, 3)
    guard itemByteCount > 0, itemByteCount <= 8 * ByteMask.mostWords / step else { return nil }
    for pair in pairs where pair.decision != .bytes || pair.commonOffset == nil { return nil }
    var itemCount = step
    while itemCount * itemByteCount < 8 * ByteMask.leastWords { itemCount += step }
    let byteCount = itemCount * itemByteCount
    let bytes = UnsafeMutableRawBufferPointer(
      start: storage.baseAddress, count: byteCount)
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
    for index in 0..<itemCount {
      for pair in pairs {
        let start = index * itemByteCount + (pair.commonOffset ?? 0)
        for place in start..<start + pair.byteCount { bytes[place] = 0xFF }
      }
    }
    self.itemByteCount = itemByteCount
    words = UnsafeBufferPointer(rebasing: storage[0..<byteCount / 8])
  }

  /// Whether the deciding bytes of contiguous items are equal.
  @_optimize(speed)
  func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, byteCount: Int) -> Bool {
    let period = 8 &* words.count
    let mask = words.baseAddress.unsafelyUnwrapped
    var start = 0
    while byteCount &- start >= period {
      if !areEqual(a + start, b + start, mask, wordCount: words.count) { return false }
      start &+= period
    }
    let wordCount = (byteCount &- start) / 8
    if !areEqual(a + start, b + start, mask, wordCount: wordCount) { return false }
    for place in start &+ 8 &* wordCount..<byteCount {
      let x = a.load(fromByteOffset: place, as: UInt8.self)
      let y = b.load(fromByteOffset: place, as: UInt8.self)
      let bits = UnsafeRawPointer(mask).load(fromByteOffset: place &- start, as: UInt8.self)
      if (x ^ y) & bits != 0 { return false }
    }
    return true
  }

  /// Has no early exit, so that the loop is vectorised.
  @inline(__always)
  private func areEqual(
    _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ mask: UnsafePointer<UInt64>, wordCount: Int
  ) -> Bool {
    var different: UInt64 = 0
    for index in 0..<wordCount {
      let x = (a + 8 &* index).loadUnaligned(as: UInt64.self)
      let y = (b + 8 &* index).loadUnaligned(as: UInt64.self)
      different |= (x ^ y) & mask[index]
    }
    return different == 0
  }
}
