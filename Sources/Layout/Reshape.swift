/// Computes strides that give an array another shape where its items are.
///
/// Both shapes are walked from the axis that varies fastest. Each axis of the new shape takes its part
/// of a run of old axes that lie one within the other, as in a contiguous array.
///
/// Assumes: both shapes have equally many items, at least one, and at most 64 axes.
///
/// - Parameters:
///   - newStrides: receives a value in bytes for each axis of the new shape.
///   - order: in which the items keep their places.
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

/// Wrapping: of an array in memory it fits.
private func itemCount(_ shape: UnsafePointer<Int>, _ axisCount: Int) -> Int {
  (0..<axisCount).reduce(1) { $0 &* shape[$1] }
}

/// What is left of some axes that lie one within the other.
private struct AxisRun {
  let shape: UnsafePointer<Int>
  let strides: UnsafePointer<Int>
  let axisCount: Int
  let order: ItemOrder
  /// Distance of neighbouring items of the run, in bytes.
  var stride: Int
  /// Items of the run that no axis has taken.
  var extent = 1
  /// Number of axes that were read.
  var rank = 0

  /// Takes an axis of its own from the run; its stride, or nil if the items do not lie so.
  mutating func take(_ count: Int) -> Int? {
    if count == 1 { return stride }
    if extent == 1 {
      guard let axis = nextAxis() else { return nil }
      stride = strides[axis]
      extent = shape[axis]
    }
    // Wrapping: products of extents of an array in memory, and distances within it.
    while extent % count != 0 {
      guard let axis = nextAxis(), strides[axis] == stride &* extent else { return nil }
      extent &*= shape[axis]
    }
    extent /= count
    defer { stride &*= count }
    return stride
  }

  /// The next axis of more than one item; nil if there is none.
  private mutating func nextAxis() -> Int? {
    while rank < axisCount {
      let axis = order.axis(rank: rank, of: axisCount)
      rank &+= 1
      if shape[axis] > 1 { return axis }
    }
    return nil
  }
}
