/// Compares items of two struct formats value by value, as Python compares what its `struct` module
/// unpacks. A single value equals a single value, never a tuple of one.
///
/// Both formats are parsed once: a comparison holds a limited number of pairs of values, in storage
/// lent to it, and `advance` replaces them with those that follow. Bound on work: the lengths of the
/// texts and the bytes of the items that are compared, whatever the repeat counts.
public struct ItemComparison {
  private var reader: PairReader
  private let pairs: UnsafeMutablePointer<ItemPair>
  private var pairCount = 0
  private let haveSameCount: Bool
  /// Items to compare pair by pair, while they are in the cache.
  private let blockCount: Int
  /// How the equality of whole items follows from their bytes.
  public private(set) var decision = ByteDecision.values

  /// Nearly all formats fit; few enough for a temporary allocation on the stack.
  private static var mostPairs: Int { 1024 / MemoryLayout<ItemPair>.stride }

  /// Calls `body` with a comparison of two formats.
  ///
  /// - Returns: nil if one of the formats is none, or needs more bytes than an item of it has.
  /// - Parameters:
  ///   - left: NUL-terminated. Likewise `right`.
  ///   - leftByteCount: bytes of one item on the left. Likewise `rightByteCount`.
  @inline(__always)
  public static func with<Result>(
    left: UnsafePointer<CChar>, leftByteCount: Int, right: UnsafePointer<CChar>,
    rightByteCount: Int, _ body: (inout ItemComparison) -> Result
  ) -> Result? {
    withUnsafeTemporaryAllocation(of: ItemPair.self, capacity: mostPairs) { storage in
      // The storage has a base address: its capacity is not zero.
      ItemComparison(
        left: left, leftByteCount: leftByteCount, right: right, rightByteCount: rightByteCount,
        pairs: storage.baseAddress.unsafelyUnwrapped
      ).map { comparison in
        var comparison = comparison
        return body(&comparison)
      }
    }
  }

  private init?(
    left: UnsafePointer<CChar>, leftByteCount: Int, right: UnsafePointer<CChar>,
    rightByteCount: Int, pairs: UnsafeMutablePointer<ItemPair>
  ) {
    guard let leftCount = valueCount(ofFormat: left, within: leftByteCount),
      let rightCount = valueCount(ofFormat: right, within: rightByteCount)
    else { return nil }
    haveSameCount = leftCount == rightCount
    blockCount = max(1, min(128, 0x4000 / max(leftByteCount, rightByteCount, 1)))
    reader = PairReader(left, right)
    self.pairs = pairs
    guard advance(), pairCount == 1, leftByteCount == rightByteCount,
      pairs[0].byteCount == leftByteCount
    else { return }
    decision = pairs[0].decision
  }

  /// Moves on to the pairs that follow; false at the end.
  public mutating func advance() -> Bool {
    if !haveSameCount { return false }
    pairCount = 0
    while pairCount < ItemComparison.mostPairs, let pair = reader.next() {
      (pairs + pairCount).initialize(to: pair)
      pairCount += 1
    }
    return pairCount > 0
  }

  /// Whether the current pairs are equal in items at equal distances, each item compared with the one
  /// with the same index.
  public func areEqual(
    _ a: UnsafeRawPointer, stride: Int, _ b: UnsafeRawPointer, otherStride: Int, itemCount: Int
  ) -> Bool {
    if !haveSameCount { return itemCount == 0 }
    let left = ItemColumn(start: a, stride: stride)
    let right = ItemColumn(start: b, stride: otherStride)
    if pairCount <= 1 { return pairCount == 0 || pairs[0].isEqual(left, right, itemCount) }
    var index = 0
    while index < itemCount {
      let count = min(blockCount, itemCount &- index)
      let x = ItemColumn(start: left[index], stride: stride)
      let y = ItemColumn(start: right[index], stride: otherStride)
      for place in 0..<pairCount where !pairs[place].isEqual(x, y, count) { return false }
      index &+= count
    }
    return true
  }
}

/// How the equality of two items follows from their bytes.
public enum ByteDecision: Sendable {
  /// Equal bytes are equal items, different bytes different ones.
  case bytes
  /// Both items are floats of this machine, or complex numbers made of them.
  case float32, float64
  /// Both items are bytes that are zero or not.
  case truth
  /// It does not: values must be compared.
  case values
}

extension ItemType {
  /// How the equality of two values of this type, in native byte order, follows from their bytes.
  public var decision: ByteDecision {
    switch self {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .pointer, .character,
      .bytes:
      .bytes
    case .float32, .complex64: .float32
    case .float64, .complex128: .float64
    case .boolean: .truth
    case .float16, .pascalBytes, .padding: .values
    }
  }

  /// The number of values that a field with this count unpacks to.
  func valueCount(_ count: Int) -> Int {
    if self == .padding { return 0 }
    return isByteString ? 1 : count
  }
}

/// The number of values of one item; nil if the text is no format or needs more than `byteCount`
/// bytes.
private func valueCount(ofFormat format: UnsafePointer<CChar>, within byteCount: Int) -> UInt? {
  var fields = FieldReader(format)
  // Cannot overflow: a value has a byte of the item, or a character of the text to itself.
  var count: UInt = 0
  do {
    while let field = try fields.next() { count += UInt(field.type.valueCount(field.count)) }
  } catch {
    return nil
  }
  return fields.byteCount <= byteCount ? count : nil
}
