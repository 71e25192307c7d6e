import Kernels

/// Adjacent values of one leaf within an item.
struct ValueRun {
  let leaf: Leaf
  /// Offset of the first value from the start of the item, in bytes.
  let offset: Int
  let count: Int

  var byteCount: Int { count &* leaf.byteCount }

  /// How the equality of these and other values follows from their bytes.
  func decision(against other: ValueRun) -> ByteDecision {
    if !isSameLeaf(as: other) { return .values }
    let decision = leaf.type.decision
    let isNumber = decision != .bytes && decision != .truth
    return leaf.isSwapped && isNumber ? .values : decision
  }

  /// Whether the values have the same type, size and byte order.
  func isSameLeaf(as other: ValueRun) -> Bool {
    let (a, b) = (leaf, other.leaf)
    return a.type == b.type && a.isSwapped == b.isSwapped && a.byteCount == b.byteCount
      && a.scalar == b.scalar && (a.type != .text || a.hasLength == b.hasLength)
  }

  /// A column of the real numbers that start at the same place of each value; nil if there are none.
  func numbers(at values: ItemColumn) -> pymv_k_numbers? {
    leaf.type.numberType.map {
      pymv_k_numbers(
        type: $0, is_swapped: leaf.isSwapped,
        start: values.start.assumingMemoryBound(to: UInt8.self), stride: values.stride)
    }
  }

  /// How many real numbers a value consists of.
  var numbersPerValue: Int {
    leaf.type == .complex64 || leaf.type == .complex128 ? 2 : 1
  }
}
