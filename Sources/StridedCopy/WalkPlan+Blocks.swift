import Layout

extension WalkPlan {
  /// Calls `body` with the start of every block of the last `innerCount` axes.
  @inline(__always)
  func forEachBlock(
    of innerCount: Int, _ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer,
    _ body: (UnsafeMutableRawPointer, UnsafeRawPointer) -> Void
  ) {
    _ = allBlocks(of: innerCount, destination, source) {
      body($0, $1)
      return true
    }
  }

  /// Whether `body` holds for every block of the last `innerCount` axes, given their starts; stops at
  /// the first for which it does not.
  @inline(__always)
  func allBlocks(
    of innerCount: Int, _ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer,
    _ body: (UnsafeMutableRawPointer, UnsafeRawPointer) -> Bool
  ) -> Bool {
    let outer = axisCount - innerCount
    guard outer > 0 else { return body(destination, source) }
    return withUnsafeTemporaryAllocation(
      of: Int.self, capacity: StridedArray.maximumAxisCount
    ) { index in
      for axis in 0..<outer { index[axis] = 0 }
      var to = destination
      var from = source
      while true {
        guard body(to, from) else { return false }
        var axis = outer - 1
        while true {
          index[axis] &+= 1
          to += destinationStrides[axis]
          from += sourceStrides[axis]
          if index[axis] < extents[axis] { break }
          // Wrapping: the stride of an axis of extent 1 may be any number.
          to += extents[axis] &* (0 &- destinationStrides[axis])
          from += extents[axis] &* (0 &- sourceStrides[axis])
          index[axis] = 0
          if axis == 0 { return true }
          axis -= 1
        }
      }
    }
  }

  /// Makes the plan for the axes of two arrays from `firstAxis` on, in storage that it lends.
  @inline(__always)
  static func with<Result>(
    _ destination: StridedArray, _ source: StridedArray, firstAxis: Int = 0,
    _ body: (inout WalkPlan) -> Result
  ) -> Result {
    let capacity = StridedArray.maximumAxisCount
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: capacity) { extents in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * capacity) { strides in
        // Both buffers have a base address: their capacity is not zero.
        var plan = WalkPlan(
          axes: firstAxis..<source.axisCount, shape: source.shape, sourceStrides: source.strides,
          destinationStrides: destination.strides, itemByteCount: source.itemByteCount,
          extents: extents.baseAddress.unsafelyUnwrapped,
          strides: strides.baseAddress.unsafelyUnwrapped)
        return body(&plan)
      }
    }
  }
}
