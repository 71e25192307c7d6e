/// Computes strides that express another shape of an array without moving its items.
///
/// Iterates over the axes of both shapes, the fastest one first. Each axis of the new shape takes
/// its items from a run of old axes whose strides are those of a contiguous array.
///
/// Assumes: both shapes have equally many items, at least one, and at most 64 axes.
///
/// - Parameters:
///   - newStrides: receives a stride in bytes for each axis of the new shape.
///   - order: the order in which both shapes enumerate the items.
/// - Returns: false if the items would have to be copied.
public func fillReshapedStrides(
  _ newStrides: UnsafeMutablePointer<Int>, newShape: UnsafePointer<Int>, newAxisCount: Int,
  shape: UnsafePointer<Int>, strides: UnsafePointer<Int>, axisCount: Int, itemByteCount: Int,
  order: ItemOrder
) -> Bool {
  assert(axisCount <= StridedArray.maximumAxisCount)
  assert(newAxisCount <= StridedArray.maximumAxisCount)
  assert(itemCount(newShape, newAxisCount) == itemCount(shape, axisCount))
  var run = AxisRun(
    shape: shape, strides: strides, axisCount: axisCount, order: order, stride: itemByteCount)
  for rank in 0..<newAxisCount {
    let axis = order.axis(rank: rank, of: newAxisCount)
    guard let stride = run.take(newShape[axis]) else { return false }
    newStrides[axis] = stride
  }
  return true
}

/// Wrapping arithmetic suffices, because the array is in memory.
private func itemCount(_ shape: UnsafePointer<Int>, _ axisCount: Int) -> Int {
  (0..<axisCount).reduce(1) { $0 &* shape[$1] }
}

/// Axes that together have one stride, as in a contiguous array: the remainder that no new axis has
/// taken.
private struct AxisRun {
  let shape: UnsafePointer<Int>
  let strides: UnsafePointer<Int>
  let axisCount: Int
  let order: ItemOrder
  /// Stride of the run, in bytes.
  var stride: Int
  /// Number of items of the run.
  var extent = 1
  /// Number of old axes that were added to the run or skipped.
  var rank = 0

  /// Takes a new axis from the run.
  ///
  /// - Returns: its stride; nil if no stride can express it.
  mutating func take(_ count: Int) -> Int? {
    if count == 1 { return stride }
    if extent == 1 {
      guard let axis = nextAxis() else { return nil }
      stride = strides[axis]
      extent = shape[axis]
    }
    // Wrapping arithmetic suffices: these are sizes and distances within an array in memory.
    while extent % count != 0 {
      guard let axis = nextAxis(), strides[axis] == stride &* extent else { return nil }
      extent &*= shape[axis]
    }
    extent /= count
    defer { stride &*= count }
    return stride
  }

  /// The next old axis of more than one item; nil if there is none.
  private mutating func nextAxis() -> Int? {
    while rank < axisCount {
      let axis = order.axis(rank: rank, of: axisCount)
      rank &+= 1
      if shape[axis] > 1 { return axis }
    }
    return nil
  }
}
