import Kernels
import Layout

/// Copies every item of one array to the item with the same indices in another.
///
/// Either array may have strides of any sign, zero strides, and indirect axes. Assumes:
/// both have the same shape and item size, at most 64 axes, and do not overlap in memory.
@inline(never)
@_optimize(speed)
public func copyItems(to destination: StridedArray, from source: StridedArray) {
  assert(source.hasShape(of: destination) && source.itemByteCount == destination.itemByteCount)
  let byteCount = source.byteCount
  if byteCount == 0 { return }
  assert(!source.isDirect || !destination.isDirect || !mayOverlap(source, destination))
  if source.isDirect && destination.isDirect {
    if isSmall(byteCount, itemByteCount: source.itemByteCount) {
      var plan = WalkPlan(asTheyCome: destination, source, byteCount: byteCount)
      var kernel = CopyKernel(small: &plan)
      return kernel.run(plan, to: destination.base, from: source.base)
    }
    if let plane = Plane(of: destination, source), plane.isInPlace(of: byteCount) {
      return plane.transpose(to: destination.base, from: source.base)
    }
  }
  copyByPlan(to: destination, from: source, threadCount: threadCount)
}

/// Whether creating a plan would take longer than the copy.
private func isSmall(_ byteCount: Int, itemByteCount: Int) -> Bool {
  byteCount < 128 || byteCount <= 32 &* itemByteCount
}

/// Copies by a plan, on at most `threadCount` threads; indirect arrays on one thread. Assumes: no
/// extent is zero.
@inline(never)
@_optimize(speed)
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

/// Walks the axes up to the last indirect one, and copies the direct sub-array at each of their
/// indices.
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

/// Copies contiguous items to the first items of an array in the given order.
///
/// Assumes: `itemCount` is at most the number of items of the array; no overlap.
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

// MARK: - Threads

/// Limit on the number of threads that share a copy.
public var mostThreads: Int { Int(PYMV_K_MOST_THREADS) }

/// Number of threads that share a large copy, including the calling one; 1 by default.
public var threadCount: Int { Int(pymv_k_thread_count()) }

/// Number of processors on which this process may run, at most `mostThreads`.
public var processorCount: Int { Int(pymv_k_processor_count()) }

/// Sets how many threads share a large copy.
///
/// - Parameter count: 1 to `mostThreads`.
public func setThreadCount(_ count: Int) { pymv_k_set_thread_count(CInt(count)) }

/// Runs a plan on several threads if it is large enough.
///
/// If items of the destination may overlap each other, one thread writes them, because the order of
/// writes matters. Assumes: no extent is zero and the two arrays do not overlap.
///
/// - Parameters:
///   - destination: the first item by index. Likewise `source`.
///   - threadCount: at most `mostThreads`.
/// - Returns: false, with nothing copied, if a single thread should copy.
@inline(never)
func copyInParts(
  _ plan: WalkPlan, to destination: UnsafeMutableRawPointer,
  from source: UnsafeMutableRawPointer, _ threadCount: Int
) -> Bool {
  assert(plan.byteCount > 0)
  guard var copy = SharedCopy(plan, to: destination, from: source, threadCount) else {
    return false
  }
  pymv_k_run_parts(
    { context, part in
      context.unsafelyUnwrapped.load(as: SharedCopy.self).run(part: Int(part))
    }, &copy, CInt(copy.partCount))
  return true
}

/// A copy that is split into ranges along one axis of its plan.
private struct SharedCopy {
  let destination: StridedArray
  let source: StridedArray
  let axis: Int
  let partCount: Int

  /// Least bytes per thread.
  private static var partByteCount: Int { min(4 << 20, PYMV_K_STREAMED_BYTES) }

  /// Splits the outermost axis that yields even parts, else the longest one; nil if that yields a
  /// single part.
  init?(
    _ plan: WalkPlan, to destination: UnsafeMutableRawPointer,
    from source: UnsafeMutableRawPointer, _ threadCount: Int
  ) {
    let wanted = min(threadCount, plan.byteCount / SharedCopy.partByteCount)
    guard wanted > 1, plan.hasItemsApart else { return nil }
    var axis = 0
    for other in 0..<plan.axisCount where plan.extents[axis] < 8 * wanted {
      if plan.extents[other] > plan.extents[axis] { axis = other }
    }
    self.axis = axis
    partCount = min(wanted, plan.extents[axis])
    self.destination = StridedArray(
      base: destination + plan.destinationOffset, itemByteCount: plan.itemByteCount,
      axisCount: plan.axisCount, shape: plan.extents, strides: plan.destinationStrides)
    self.source = StridedArray(
      base: source + plan.sourceOffset, itemByteCount: plan.itemByteCount,
      axisCount: plan.axisCount, shape: plan.extents, strides: plan.sourceStrides)
  }

  func run(part: Int) {
    let extent = source.shape[axis]
    // Wrapping: both are at most the extent.
    let start = part &* (extent / partCount) &+ min(part, extent % partCount)
    let count = extent / partCount &+ (part < extent % partCount ? 1 : 0)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedArray.maximumAxisCount) { shape in
      for other in 0..<source.axisCount { shape[other] = source.shape[other] }
      shape[axis] = count
      let shape = UnsafePointer(shape.baseAddress.unsafelyUnwrapped)
      copyByPlan(
        to: destination.range(from: start, axis: axis, shape: shape),
        from: source.range(from: start, axis: axis, shape: shape), threadCount: 1)
    }
  }
}

extension StridedArray {
  /// The sub-array that starts at an index of an axis and has the given extents.
  fileprivate func range(from start: Int, axis: Int, shape: UnsafePointer<Int>) -> StridedArray {
    var range = self
    range.base = step(from: base, axis: axis, index: start)
    range.shape = shape
    return range
  }
}

extension WalkPlan {
  /// Whether no two items of the destination overlap; false if the strides do not prove it.
  var hasItemsApart: Bool {
    var reach = itemByteCount
    for axis in (0..<axisCount).reversed() {
      if destinationStrides[axis] < reach { return false }
      // Wrapping: a distance within the destination's memory.
      reach &+= (extents[axis] &- 1) &* destinationStrides[axis]
    }
    return true
  }
}
