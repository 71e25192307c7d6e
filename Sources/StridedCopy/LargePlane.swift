import CopyKernels

/// The innermost axes of a plan, arranged for the kernel of large transpositions: first those along
/// which the source is contiguous, then those along which the destination is.
struct LargePlane {
  let item: Int
  /// Axes along which the destination is contiguous, and the product of their extents.
  private(set) var rowAxisCount = 1
  private(set) var rows: Int
  /// Axes along which the source is contiguous, and the product of their extents.
  private(set) var columnAxisCount = 1
  private(set) var columns: Int

  /// Number of axes that the kernel goes along.
  var axisCount: Int { rowAxisCount + columnAxisCount }

  /// Columns of so many bytes are written a line at a time, without much loss at their ends.
  private static var longByteCount: Int { 512 }

  /// Enough columns for whole lines of the source, whatever the item.
  private static var manyColumns: Int { 64 }

  /// Makes a plane of the last axis, along which the destination must be contiguous, and another one,
  /// along which the source is. Nil if there is none, or no kernel for the items.
  init?(of plan: WalkPlan) {
    let last = plan.axisCount - 1
    guard plan.itemByteCount <= PYMV_K_MOST_ITEM, last > 0,
      plan.destinationStrides[last] == plan.itemByteCount,
      let column = (0..<last).last(where: { plan.sourceStrides[$0] == plan.itemByteCount })
    else { return nil }
    item = plan.itemByteCount
    rows = plan.extents[plan.axisCount - 1]
    columns = plan.extents[column]
    plan.rotate(column, to: plan.axisCount - 2)
    // Short columns that follow one another are written together.
    if rows &* item < LargePlane.longByteCount
      && plan.destinationStrides[plan.axisCount - 2] == rows &* item
    {
      return
    }
    while rows &* item < LargePlane.longByteCount && growRows(plan) {}
    while columns < LargePlane.manyColumns && growColumns(plan) {}
    while growRows(plan) {}
  }

  /// Takes in the axis with which the destination goes on, if there is one.
  private mutating func growRows(_ plan: WalkPlan) -> Bool {
    let outer = plan.axisCount - axisCount
    guard let axis = (0..<outer).first(where: { plan.destinationStrides[$0] == rows &* item })
    else { return false }
    rows &*= plan.extents[axis]
    rowAxisCount += 1
    plan.rotate(axis, to: plan.axisCount - rowAxisCount)
    return true
  }

  /// Takes in the axis with which the source goes on, if there is one.
  private mutating func growColumns(_ plan: WalkPlan) -> Bool {
    let outer = plan.axisCount - axisCount
    guard let axis = (0..<outer).first(where: { plan.sourceStrides[$0] == columns &* item })
    else { return false }
    columns &*= plan.extents[axis]
    columnAxisCount += 1
    plan.rotate(axis, to: outer - 1)
    return true
  }

  /// Copies all items of a plan from which the plane was made.
  func copy(
    _ plan: WalkPlan, to destination: UnsafeMutableRawPointer, from source: UnsafeRawPointer
  ) {
    let row = plan.axisCount - rowAxisCount
    let column = row - columnAxisCount
    var plane = pymv_k_plane(
      item: item, rows: rows, columns: columns,
      row_axes: pymv_k_axes(
        extents: plan.extents + row, strides: plan.sourceStrides + row,
        count: Int32(truncatingIfNeeded: rowAxisCount)),
      column_axes: pymv_k_axes(
        extents: plan.extents + column, strides: plan.destinationStrides + column,
        count: Int32(truncatingIfNeeded: columnAxisCount)),
      streamed: plan.isStreamed)
    plan.eachBlock(of: axisCount, destination, source) {
      pymv_k_copy_plane(
        &plane, $0.assumingMemoryBound(to: UInt8.self), $1.assumingMemoryBound(to: UInt8.self))
    }
  }
}
