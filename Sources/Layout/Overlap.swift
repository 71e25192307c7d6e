/// Whether two arrays may overlap in memory. Compares their bounding address ranges, so interleaved
/// arrays count as overlapping. Indirect arrays always do, because their pointers may lead
/// anywhere.
public func mayOverlap(_ first: StridedArray, _ second: StridedArray) -> Bool {
  if first.isDirect && second.isDirect {
    let a = first.reach
    let b = second.reach
    if a.low >= b.high || b.low >= a.high { return false }
  }
  return !first.isEmpty && !second.isEmpty
}

extension StridedArray {
  /// Lowest byte and end of the highest byte of a direct array, if it has items.
  @inline(__always)
  fileprivate var reach: (low: UnsafeMutableRawPointer, high: UnsafeMutableRawPointer) {
    var low = base
    var high = base + itemByteCount
    var axis = 0
    while axis < axisCount {
      // Wrapping: the distance between two items of one array fits.
      let span = (shape[axis] &- 1) &* strides[axis]
      if span < 0 { low += span } else { high += span }
      axis &+= 1
    }
    return (low, high)
  }
}
