import Layout

/// Copies every item of one array to the item with the same indices in another.
///
/// Either array may have strides of any sign, zero strides, and axes that follow pointers. Assumes:
/// both have the same shape and item size, at most 64 axes, and do not overlap in memory.
@inline(never)
public func copyItems(to destination: StridedArray, from source: StridedArray) {
  assert(source.hasShape(of: destination) && source.itemByteCount == destination.itemByteCount)
  let byteCount = source.byteCount
  if byteCount == 0 { return }
  assert(!source.isDirect || !destination.isDirect || !mayOverlap(source, destination))
  if source.isDirect && destination.isDirect
    && isSmall(byteCount, itemByteCount: source.itemByteCount)
  {
    var plan = WalkPlan(asTheyCome: destination, source, byteCount: byteCount)
    var kernel = CopyKernel(small: &plan)
    return kernel.run(plan, to: destination.base, from: source.base)
  }
  copyByPlan(to: destination, from: source, threadCount: threadCount)
}

/// Whether making a plan would take longer than the copy.
private func isSmall(_ byteCount: Int, itemByteCount: Int) -> Bool {
  byteCount < 128 || byteCount <= 32 &* itemByteCount
}

/// Copies by a plan, on at most `threadCount` threads; indirect arrays on one. Assumes: no extent is
/// zero.
@inline(never)
func copyByPlan(to destination: StridedArray, from source: StridedArray, threadCount: Int) {
  assert(!source.isEmpty)
  let indirectAxisCount = max(source.indirectAxisCount, destination.indirectAxisCount)
  WalkPlan.with(destination, source, firstAxis: indirectAxisCount) { plan in
    if indirectAxisCount == 0 && threadCount > 1
      && copyInParts(plan, to: destination.base, from: source.base, threadCount)
    {
      return
    }
    var kernel = CopyKernel(&plan)
    if indirectAxisCount == 0 { return kernel.run(plan, to: destination.base, from: source.base) }
    let walk = IndirectWalk(
      destination: destination, source: source, axisCount: indirectAxisCount, plan: plan)
    walk.run(&kernel, axis: 0, to: destination.base, from: source.base)
  }
}

/// Walks the axes up to the last one that follows pointers, and copies the direct block below each
/// of their indices.
private struct IndirectWalk {
  let destination: StridedArray
  let source: StridedArray
  let axisCount: Int
  let plan: WalkPlan

  /// Depth of recursion: the number of indirect axes, at most 64.
  func run(
    _ kernel: inout CopyKernel, axis: Int, to: UnsafeMutableRawPointer,
    from: UnsafeMutableRawPointer
  ) {
    guard axis < axisCount else { return kernel.run(plan, to: to, from: from) }
    for index in 0..<source.shape[axis] {
      run(
        &kernel, axis: axis + 1,
        to: destination.step(from: to, axis: axis, index: index),
        from: source.step(from: from, axis: axis, index: index))
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
  assert(itemCount &* itemByteCount <= destination.byteCount)
  withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedArray.maximumAxisCount) { indices in
    for axis in 0..<destination.axisCount { indices[axis] = 0 }
    let index = indices.baseAddress.unsafelyUnwrapped
    for item in 0..<itemCount {
      destination.address(at: index)
        .copyMemory(from: source + item &* itemByteCount, byteCount: itemByteCount)
      destination.increment(index, order: order)
    }
  }
}
