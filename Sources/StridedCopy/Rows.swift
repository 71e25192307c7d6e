import Layout

/// Whether a relation holds for all rows of two arrays; stops at the first row for which it does
/// not. The relation receives, for each array, the address of the first item and the stride in
/// bytes, and the number of items.
///
/// Rows are as long as the layouts allow. Indirect arrays are visited item by item. Items of size
/// 0, however many, are visited once. Assumes: both arrays have the same shape, up to the first
/// extent of zero, and at most 64 axes.
public func allRows(
  of a: StridedArray, and b: StridedArray,
  satisfy relation: (UnsafeRawPointer, Int, UnsafeRawPointer, Int, Int) -> Bool
) -> Bool {
  assert(a.hasShape(of: b))
  if a.isEmpty { return true }
  if a.itemByteCount | b.itemByteCount == 0 { return relation(a.base, 0, b.base, 0, 1) }
  guard a.isDirect, b.isDirect else {
    return allPairs(of: a, and: b, axis: 0, a.base, b.base) { relation($0, 0, $1, 0, 1) }
  }
  return WalkPlan.with(a, b) { plan in
    let first = a.base + plan.destinationOffset
    let second = UnsafeRawPointer(b.base + plan.sourceOffset)
    guard plan.axisCount > 0 else { return relation(first, 0, second, 0, 1) }
    let last = plan.axisCount - 1
    let stride = plan.destinationStrides[last]
    let otherStride = plan.sourceStrides[last]
    let count = plan.extents[last]
    return plan.allBlocks(of: 1, first, second) { relation($0, stride, $1, otherStride, count) }
  }
}

/// Whether a relation holds for all pairs of items with the same indices, in two sub-arrays with the
/// axes from `axis` on; stops at the first pair for which it does not. Depth of recursion: the
/// number of axes.
private func allPairs(
  of a: StridedArray, and b: StridedArray, axis: Int,
  _ start: UnsafeMutableRawPointer, _ otherStart: UnsafeMutableRawPointer,
  _ relation: (UnsafeRawPointer, UnsafeRawPointer) -> Bool
) -> Bool {
  guard axis < a.axisCount else { return relation(start, otherStart) }
  for index in 0..<a.shape[axis] {
    let holds = allPairs(
      of: a, and: b, axis: axis + 1, a.step(from: start, axis: axis, index: index),
      b.step(from: otherStart, axis: axis, index: index), relation)
    if !holds { return false }
  }
  return true
}
