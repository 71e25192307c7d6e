/// Whether two arrays may share bytes, judged by the lowest and highest byte each can reach; arrays
/// that interleave count as overlapping. Arrays that follow pointers may reach anything.
public func mayOverlap(_ first: StridedArray, _ second: StridedArray) -> Bool {
  if first.isEmpty || second.isEmpty { return false }
  if first.indirectAxisCount > 0 || second.indirectAxisCount > 0 { return true }
  let a = first.reach
  let b = second.reach
  return a.low < b.high && b.low < a.high
}

extension StridedArray {
  /// Lowest byte and end of the highest byte of a direct array that has items.
  fileprivate var reach: (low: UnsafeMutableRawPointer, high: UnsafeMutableRawPointer) {
    var low = base
    var high = base + itemByteCount
    for axis in 0..<axisCount {
      // Wrapping: the distance of two items of one array fits.
      let span = (shape[axis] &- 1) &* strides[axis]
      if span < 0 { low += span } else { high += span }
    }
    return (low, high)
  }
}
