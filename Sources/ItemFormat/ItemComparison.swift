/// Compares items of two formats value by value, as Python compares the objects that they read as. A
/// single value equals a single value, never a tuple of one.
///
/// A comparison holds a limited number of pairs of value runs, in storage of the caller; of formats
/// with more, it walks through both for each block of items. Bound on work: the lengths of the
/// formats and the bytes of the compared items, independent of the repeat counts.
public struct ItemComparison {
  private let left: Format
  private let right: Format
  private let storage: Storage
  private var pairCount = 0
  /// Whether the storage holds all pairs.
  private var isComplete = false
  private var haveSameStructure = true
  /// Number of items per block; all pairs of a block are compared while it is in the cache.
  private let blockCount: Int
  /// Which bytes of items decide, if only bytes do.
  private var mask: ByteMask?
  /// How the equality of whole items follows from their bytes.
  public private(set) var decision = ByteDecision.values

  private struct Storage {
    let pairs: UnsafeMutablePointer<ItemPair>
    let mask: UnsafeMutableBufferPointer<UInt64>
  }

  /// Enough for nearly all formats, and small enough for a temporary allocation on the stack.
  private static var mostPairs: Int { 1024 / MemoryLayout<ItemPair>.stride }

  /// Calls `body` with a comparison of two formats.
  ///
  /// - Returns: nil if one of the formats needs more bytes than an item has.
  /// - Parameters:
  ///   - left: NUL-terminated. Likewise `right`.
  ///   - leftByteCount: bytes of one item on the left. Likewise `rightByteCount`.
  @inline(__always)
  public static func with<Result>(
    left: UnsafePointer<CChar>, leftByteCount: Int, right: UnsafePointer<CChar>,
    rightByteCount: Int, _ dialect: FormatDialect = .structModule,
    _ body: (ItemComparison) -> Result
  ) throws(FormatProblem) -> Result? {
    let left = try Format.load(left, dialect, itemByteCount: leftByteCount)
    defer { left.unload() }
    guard left.format.byteCount <= leftByteCount else { return nil }
    let right = try Format.load(right, dialect, itemByteCount: rightByteCount)
    defer { right.unload() }
    guard right.format.byteCount <= rightByteCount else { return nil }
    return withStorage { storage in
      body(ItemComparison(left.format, leftByteCount, right.format, rightByteCount, storage))
    }
  }

  private static func withStorage<Result>(_ body: (Storage) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: ItemPair.self, capacity: mostPairs) { pairs in
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: ByteMask.mostWords) { mask in
        // The storage has a base address: its capacity is not zero.
        body(Storage(pairs: pairs.baseAddress.unsafelyUnwrapped, mask: mask))
      }
    }
  }

  private init(
    _ left: Format, _ leftByteCount: Int, _ right: Format, _ rightByteCount: Int,
    _ storage: Storage
  ) {
    self.left = left
    self.right = right
    self.storage = storage
    blockCount = max(1, min(128, 0x4000 / max(leftByteCount, rightByteCount, 1)))
    collectPairs()
    guard isComplete, leftByteCount == rightByteCount else { return }
    if pairCount == 1, storage.pairs[0].byteCount == leftByteCount {
      decision = storage.pairs[0].decision
    } else {
      mask = ByteMask(
        of: UnsafeBufferPointer(start: storage.pairs, count: pairCount),
        itemByteCount: leftByteCount, in: storage.mask)
    }
  }

  private mutating func collectPairs() {
    var visitor = PairVisitor.collect(
      UnsafeMutableBufferPointer(start: storage.pairs, count: ItemComparison.mostPairs), count: 0)
    let outcome = walk(left, right, &visitor)
    if case .collect(_, let count) = visitor { pairCount = count }
    isComplete = outcome == .completed
    haveSameStructure = outcome != .different
  }

  /// Whether two strided columns of items are equal; compares items with the same index.
  public func areEqual(
    _ a: UnsafeRawPointer, stride: Int, _ b: UnsafeRawPointer, otherStride: Int, itemCount: Int
  ) -> Bool {
    if !haveSameStructure { return itemCount == 0 }
    if let mask, stride == mask.itemByteCount, otherStride == stride {
      return mask.areEqual(a, b, byteCount: itemCount &* stride)
    }
    return haveEqualPairs(
      ItemColumn(start: a, stride: stride), ItemColumn(start: b, stride: otherStride), itemCount)
  }

  /// Not inlined, because there are several loops over columns.
  @inline(never)
  private func haveEqualPairs(_ left: ItemColumn, _ right: ItemColumn, _ itemCount: Int) -> Bool {
    if isComplete, pairCount <= 1 {
      return pairCount == 0 || storage.pairs[0].isEqual(left, right, itemCount)
    }
    var index = 0
    while index < itemCount {
      let count = min(blockCount, itemCount &- index)
      let x = ItemColumn(start: left[index], stride: left.stride)
      let y = ItemColumn(start: right[index], stride: right.stride)
      if !areEqual(x, y, count) { return false }
      index &+= count
    }
    return true
  }

  /// Whether the items of one block are equal.
  private func areEqual(_ a: ItemColumn, _ b: ItemColumn, _ count: Int) -> Bool {
    if isComplete {
      for place in 0..<pairCount where !storage.pairs[place].isEqual(a, b, count) { return false }
      return true
    }
    var visitor = PairVisitor.compare(a, b, count)
    return walk(left, right, &visitor) == .completed
  }
}

/// How the equality of two items follows from their bytes.
public enum ByteDecision: Sendable {
  /// Items are equal if and only if their bytes are.
  case bytes
  /// Both items are floats of this machine, or complex numbers made of them.
  case float16, float32, float64
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
      .bytes, .text, .padding:
      .bytes
    case .float16: .float16
    case .float32, .complex64: .float32
    case .float64, .complex128: .float64
    case .boolean: .truth
    case .pascalBytes, .longDouble, .complexLongDouble, .registered: .values
    }
  }
}
