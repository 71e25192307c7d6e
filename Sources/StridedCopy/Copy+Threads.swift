import Kernels
import Layout

/// Most threads that can share a copy.
public var mostThreads: Int { Int(PYMV_K_MOST_THREADS) }

/// Number of threads that share a large copy, the calling one among them; 1 unless told otherwise.
public var threadCount: Int { Int(pymv_k_thread_count()) }

/// Number of processors on which this process may run, at most `mostThreads`.
public var processorCount: Int { Int(pymv_k_processor_count()) }

/// Sets how many threads share a large copy.
///
/// - Parameter count: 1 to `mostThreads`.
public func setThreadCount(_ count: Int) { pymv_k_set_thread_count(CInt(count)) }

/// Runs a plan on several threads if it is large enough.
///
/// A destination whose items may share bytes is written by one thread, because the order of writes
/// matters. Assumes: no extent is zero and the two arrays do not overlap.
///
/// - Parameters:
///   - destination: the first item by index. Likewise `source`.
///   - threadCount: at most `mostThreads`.
/// - Returns: false, with nothing copied, if one thread should do it.
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

/// A copy that is cut into ranges along one axis of its plan.
private struct SharedCopy {
  let destination: StridedArray
  let source: StridedArray
  let axis: Int
  let partCount: Int

  /// Least bytes per thread.
  private static var partByteCount: Int { 4 << 20 }

  /// Cuts the outermost axis that gives even parts, else the longest one; nil if that gives one part.
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
  /// The part of the array that begins at an index of an axis and has the given extents.
  fileprivate func range(from start: Int, axis: Int, shape: UnsafePointer<Int>) -> StridedArray {
    var range = self
    range.base = step(from: base, axis: axis, index: start)
    range.shape = shape
    return range
  }
}

extension WalkPlan {
  /// Whether no two items of the destination share a byte, as far as the strides tell.
  fileprivate var hasItemsApart: Bool {
    var reach = itemByteCount
    for axis in (0..<axisCount).reversed() {
      if destinationStrides[axis] < reach { return false }
      // Wrapping: a distance within the destination's memory.
      reach &+= (extents[axis] &- 1) &* destinationStrides[axis]
    }
    return true
  }
}
