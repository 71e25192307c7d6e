import Layout

/// Whether a relation holds for all pairs of items with the same indices; stops at the first pair
/// for which it does not. Arrays without items have no pair.
///
/// Assumes: both arrays have the same shape, up to the first extent of zero, and at most 64 axes.
@inlinable
public func allPairs(
  of a: StridedArray, and b: StridedArray,
  satisfy relation: (UnsafeRawPointer, UnsafeRawPointer) -> Bool
) -> Bool {
  if a.isEmpty { return true }
  return allPairs(of: a, and: b, axis: 0, a.base, b.base, relation)
}

/// The same for the part of the arrays below some indices. Depth of recursion: the number of axes.
@usableFromInline
func allPairs(
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
