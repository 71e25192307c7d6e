/// Compares items of two struct formats value by value, as Python compares what its `struct` module
/// unpacks. A single value equals a single value, never a tuple of one.
///
/// Both formats are parsed once: a comparison holds a limited number of pairs of value runs, in
/// storage of the caller, and `advance` replaces them with the next ones. Bound on work: the
/// lengths of the formats and the bytes of the compared items, independent of the repeat counts.
public struct ItemComparison {
  private var reader: PairReader
  private let pairs: UnsafeMutablePointer<ItemPair>
  private var pairCount = 0
  private let haveSameCount: Bool
  /// Number of items per block; all pairs of a block are compared while it is in the cache.
  private let blockCount: Int
  /// How the equality of whole items follows from their bytes.
  public private(set) var decision = ByteDecision.values

  /// Enough for nearly all formats, and small enough for a temporary allocation on the stack.
  private static var mostPairs: Int { 1024 / MemoryLayout<ItemPair>.stride }

  /// Calls `body` with a comparison of two formats.
  ///
  /// - Returns: nil if one of the formats is invalid, or needs more bytes than an item has.
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

  /// Advances to the next pairs; false at the end.
  public mutating func advance() -> Bool {
    if !haveSameCount { return false }
    pairCount = 0
    while pairCount < ItemComparison.mostPairs, let pair = reader.next() {
      (pairs + pairCount).initialize(to: pair)
      pairCount += 1
    }
    return pairCount > 0
  }

  /// Whether the current pairs are equal in all items of two strided columns; compares items with
  /// the same index.
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
  /// Items are equal if and only if their bytes are.
  case bytes
  /// Both items are floats of this machine, or complex numbers made of them.
  case float32, float64
  /// Both items are bytes; equal if both are zero or both are not.
  case truth
  /// Bytes do not decide; compare the values.
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

/// The number of values of one item; nil if the format is invalid or needs more than `byteCount`
/// bytes.
private func valueCount(ofFormat format: UnsafePointer<CChar>, within byteCount: Int) -> UInt? {
  var fields = FieldReader(format)
  // Cannot overflow: every value uses at least one byte of the item or one character of the format.
  var count: UInt = 0
  do {
    while let field = try fields.next() { count += UInt(field.type.valueCount(field.count)) }
  } catch {
    return nil
  }
  return fields.byteCount <= byteCount ? count : nil
}
