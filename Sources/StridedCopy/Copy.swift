/// Copies every item of one array to the item with the same indices in another.
///
/// Either array may have strides of any sign, zero strides, and axes that follow pointers. Assumes:
/// both have the same shape and item size, at most 64 axes, and do not overlap in memory.
public func copyItems(to destination: StridedArray, from source: StridedArray) {
  copyItems(to: destination, from: source, threadCount: threadCount)
}

/// Copies by at most so many threads.
@inline(never)
func copyItems(to destination: StridedArray, from source: StridedArray, threadCount: Int) {
  if source.isEmpty || source.itemByteCount == 0 { return }
  let indirect = max(source.indirectAxisCount, destination.indirectAxisCount)
  let copy = IndirectCopy(
    destination: destination, source: source, indirectAxisCount: indirect,
    threadCount: threadCount)
  copy.run(axis: 0, to: destination.base, from: source.base)
}

/// Walks the axes up to the last one that follows pointers, and copies the direct block below each
/// of their indices by a plan.
private struct IndirectCopy {
  let destination: StridedArray
  let source: StridedArray
  let indirectAxisCount: Int
  let threadCount: Int

  /// Depth of recursion: the number of indirect axes, at most 64.
  func run(axis: Int, to: UnsafeMutableRawPointer, from: UnsafeMutableRawPointer) {
    guard axis < indirectAxisCount else { return copyBlock(to: to, from: from) }
    for index in 0..<source.shape[axis] {
      run(
        axis: axis + 1,
        to: destination.step(from: to, axis: axis, index: index),
        from: source.step(from: from, axis: axis, index: index))
    }
  }

  private func copyBlock(to: UnsafeMutableRawPointer, from: UnsafeMutableRawPointer) {
    WalkPlan.with(destination, source, firstAxis: indirectAxisCount) { plan in
      if threadCount > 1, copyInParts(plan, to: to, from: from, threadCount) { return }
      plan.run(to: to, from: from)
    }
  }
}

/// Copies contiguous items into the first items of an array, counted in the given order.
///
/// Assumes: `itemCount` is at most the array's, and the two do not overlap.
public func copyFirstItems(
  to destination: StridedArray, from source: UnsafeRawPointer, itemCount: Int, order: ItemOrder
) {
  let itemByteCount = destination.itemByteCount
  withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedArray.maximumAxisCount) { indices in
    for axis in 0..<destination.axisCount { indices[axis] = 0 }
    let index = indices.baseAddress.unsafelyUnwrapped
    for item in 0..<itemCount {
      destination.address(at: index)
        .copyMemory(from: source + item &* itemByteCount, byteCount: itemByteCount)
      destination.advance(index, order: order)
    }
  }
}

extension StridedArray {
  /// Moves indices on to the next item in the given order; after the last comes the first.
  func advance(_ indices: UnsafeMutablePointer<Int>, order: ItemOrder) {
    for rank in 0..<axisCount {
      let axis = order.axis(rank: rank, of: axisCount)
      indices[axis] += 1
      if indices[axis] < shape[axis] { return }
      indices[axis] = 0
    }
  }
}
