import Kernels

/// The kernel for the innermost axes of a plan. Chosen once, so that the loops need no dispatch.
struct CopyKernel {
  private enum Way {
    /// Item by item along the last two axes, or the only one.
    case rows
    /// A transposition of the last two axes, in place.
    case plane(Plane)
    /// A transposition of the last axes in strips, or with non-temporal stores.
    case largePlane(LargePlane)
    /// Tiles of many short axes.
    case mosaic(Mosaic)
  }

  private var way = Way.rows
  /// Unused if no axis remains, when the copy is a single run of bytes.
  private var rows = pymv_k_rows()

  /// Below this size the setup of a transposition costs more than it saves.
  private static var planeByteCount: Int { 128 }

  /// Chooses a kernel and rearranges the axes of the plan for it.
  @inline(__always)
  init(_ plan: inout WalkPlan) {
    plan.takeRunsAsItems()
    if plan.byteCount >= CopyKernel.planeByteCount, plan.axisCount > 0,
      let way = CopyKernel.wayOfBlocks(&plan)
    {
      self.way = way
    } else {
      setRows(plan, isStreamed: plan.isStreamed)
    }
  }

  /// Chooses a transposition; nil to copy row by row.
  private static func wayOfBlocks(_ plan: inout WalkPlan) -> Way? {
    let isLarge = plan.byteCount >= Plane.stripByteCount
    // Asked before the axes are rearranged.
    let mayHaveTiles = (plan.isStreamed || isLarge && plan.axisCount >= 8) && plan.hasItemsApart
    let plane = plan.arrangePlane()
    if let plane, plane.isInPlace(of: plan.byteCount) { return .plane(plane) }
    if let plane, plane.isThin, !plan.isStreamed, !isLarge || !plan.hasLongerPlane {
      let last = plan.axisCount - 1
      if plane.rowExtent < plane.columnExtent { plan.rotate(last - 1, to: last) }
      return nil
    }
    guard isLarge else { return nil }
    let largePlane = LargePlane(of: plan)
    if mayHaveTiles && !(largePlane?.isLong(plan) ?? hasLongRows(plan)),
      let mosaic = Mosaic(of: &plan)
    {
      return .mosaic(mosaic)
    }
    return largePlane.map(Way.largePlane)
  }

  /// Whether the last two axes have enough items for the row kernels.
  private static func hasLongRows(_ plan: WalkPlan) -> Bool {
    let last = plan.axisCount - 1
    return plan.extents[last] &* (last > 0 ? plan.extents[last - 1] : 1) > 64
  }

  /// Chooses a kernel for a small copy, whose plan keeps the order of the axes.
  @inline(__always)
  init(small plan: inout WalkPlan) {
    plan.takeRunsAsItems()
    setRows(plan, isStreamed: false)
  }

  @inline(__always)
  private mutating func setRows(_ plan: borrowing WalkPlan, isStreamed: Bool) {
    let last = plan.axisCount &- 1
    guard last >= 0 else { return }
    rows.count = plan.extents[last]
    rows.to_stride = plan.destinationStrides[last]
    rows.from_stride = plan.sourceStrides[last]
    rows.item = plan.itemByteCount
    rows.streamed = isStreamed
    rows.rows = 1
    if last > 0 { rows.rows = plan.extents[last &- 1] }
    // The stride of an axis of extent 1 is unused and may be any number.
    if rows.rows != 1 {
      rows.to_step = plan.destinationStrides[last &- 1]
      rows.from_step = plan.sourceStrides[last &- 1]
    }
    if isStreamed && rows.item > PYMV_K_MOST_ITEM {
      rows.kernel = pymv_k_stream_rows
    } else {
      pymv_k_choose_rows(&rows)
    }
  }

  /// Copies all items. Assumes: no extent is zero and the two arrays do not overlap.
  ///
  /// - Parameters:
  ///   - destination: the first item by index. Likewise `source`.
  mutating func run(
    _ plan: borrowing WalkPlan, to destination: UnsafeMutableRawPointer,
    from source: UnsafeRawPointer
  ) {
    let byteCount = plan.byteCount
    assert(byteCount > 0)
    let to = destination + plan.destinationOffset
    let from = source + plan.sourceOffset
    if plan.axisCount == 0 { return to.copyMemory(from: from, byteCount: plan.itemByteCount) }
    switch way {
    case .rows: copyRows(plan, to, from)
    case .plane(let plane): plan.transposePlanes(plane, to, from)
    case .largePlane(let plane):
      if !plane.transpose(plan, to: to, from: from) {
        setRows(plan, isStreamed: plan.isStreamed)
        copyRows(plan, to, from)
      }
    case .mosaic(let mosaic): mosaic.copy(plan, to: to, from: from)
    }
    if plan.isStreamed { pymv_k_stream_fence() }
  }
}

extension CopyKernel {
  fileprivate mutating func copyRows(
    _ plan: borrowing WalkPlan, _ to: UnsafeMutableRawPointer, _ from: UnsafeRawPointer
  ) {
    plan.forEachBlock(of: 2, to, from) {
      rows.kernel(
        &rows, $0.assumingMemoryBound(to: UInt8.self), $1.assumingMemoryBound(to: UInt8.self))
    }
  }
}

extension WalkPlan {
  /// Merges runs of items that are contiguous in both arrays into single items, and drops last axes
  /// of extent 1.
  @inline(__always)
  fileprivate mutating func takeRunsAsItems() {
    while axisCount > 0 && extents[axisCount &- 1] == 1 || isContiguousAlongLastAxis {
      axisCount &-= 1
      itemByteCount &*= extents[axisCount]
    }
  }

  // MARK: Blocks

  /// Whether the destination is written with non-temporal stores.
  var isStreamed: Bool { byteCount >= PYMV_K_STREAMED_BYTES }
}
