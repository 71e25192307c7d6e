import CopyKernels

/// What copies the innermost axes of a plan, chosen once: the loops decide nothing.
struct CopyKernel {
  /// The last two axes, if they are a transposition.
  private var plane: Plane?
  /// Else these, or the only axis. Not set if no axis is left: all is one run of bytes then.
  private var rows = pymv_k_rows()

  /// Below this size a transposition is not worth its preparations.
  private static var planeByteCount: Int { 128 }

  /// Chooses, and arranges the plan's axes accordingly.
  @inline(__always)
  init(_ plan: inout WalkPlan) {
    plan.takeRunsAsItems()
    if plan.byteCount >= CopyKernel.planeByteCount {
      plane = plan.gatherPlane()
      if plane != nil { return }
    }
    setRows(plan)
  }

  /// Chooses for a small copy, whose plan has the axes as they come.
  @inline(__always)
  init(small plan: inout WalkPlan) {
    plan.leaveOutLastUnitAxes()
    plan.takeRunsAsItems()
    setRows(plan)
  }

  @inline(__always)
  private mutating func setRows(_ plan: borrowing WalkPlan) {
    let last = plan.axisCount &- 1
    guard last >= 0 else { return }
    rows.count = plan.extents[last]
    rows.to_stride = plan.destinationStrides[last]
    rows.from_stride = plan.sourceStrides[last]
    rows.item = plan.itemByteCount
    rows.rows = 1
    if last > 0 {
      rows.rows = plan.extents[last &- 1]
      rows.to_step = plan.destinationStrides[last &- 1]
      rows.from_step = plan.sourceStrides[last &- 1]
    }
    pymv_k_choose_rows(&rows)
  }

  /// Copies all items. Assumes: no extent is zero and the two arrays do not overlap.
  ///
  /// - Parameters:
  ///   - destination: the first item by index. Likewise `source`.
  mutating func run(
    _ plan: borrowing WalkPlan, to destination: UnsafeMutableRawPointer,
    from source: UnsafeRawPointer
  ) {
    let to = destination + plan.destinationOffset
    let from = source + plan.sourceOffset
    if plan.axisCount == 0 { return to.copyMemory(from: from, byteCount: plan.itemByteCount) }
    if let plane { return plan.copyPlanes(plane, to, from) }
    plan.eachBlock(of: 2, to, from) {
      rows.kernel(
        &rows, $0.assumingMemoryBound(to: UInt8.self), $1.assumingMemoryBound(to: UInt8.self))
    }
  }
}

extension WalkPlan {
  /// Makes one item of each run of items that is contiguous in both arrays.
  @inline(__always)
  fileprivate mutating func takeRunsAsItems() {
    while isContiguousAlongLastAxis {
      axisCount &-= 1
      itemByteCount &*= extents[axisCount]
    }
  }

  @inline(__always)
  fileprivate mutating func leaveOutLastUnitAxes() {
    while axisCount > 0 && extents[axisCount &- 1] == 1 { axisCount &-= 1 }
  }

  // MARK: Planes

  /// From this size on a transposition goes through a tile: directly, the destination's rows would
  /// push each other out of the first-level cache.
  private static var tiledByteCount: Int { 16 << 10 }

  /// From this size on the destination is written past the cache.
  private static var streamedByteCount: Int { 4 << 20 }

  fileprivate func copyPlanes(
    _ plane: Plane, _ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer
  ) {
    guard byteCount >= WalkPlan.tiledByteCount else {
      return eachBlock(of: 2, destination, source) {
        plane.copy(
          to: $0.assumingMemoryBound(to: UInt8.self), from: $1.assumingMemoryBound(to: UInt8.self))
      }
    }
    let isStreamed = byteCount >= WalkPlan.streamedByteCount
    // Too large for a temporary allocation on the stack.
    var tile = Plane.Tile(repeating: .zero)
    withUnsafeMutableBytes(of: &tile) { tile in
      let tile = tile.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
      eachBlock(of: 2, destination, source) {
        plane.copy(
          to: $0.assumingMemoryBound(to: UInt8.self), from: $1.assumingMemoryBound(to: UInt8.self),
          tile: tile, isStreamed: isStreamed)
      }
    }
    if isStreamed { pymv_k_stream_fence() }
  }
}
