import Kernels
import Layout

// Transpositions: copies between arrays that are contiguous along different axes.

/// Two axes of a copy: one contiguous in the source, the other one in the destination.
///
/// `row` is the axis along which the destination is contiguous, `column` the one along which the
/// source is.
struct Plane {
  let itemByteCount: Int
  let rowExtent: Int
  let columnExtent: Int
  /// Distance between adjacent items along the row in the source, in bytes.
  let sourceStride: Int
  /// Distance between adjacent items along the column in the destination, in bytes.
  let destinationStride: Int

  /// From this size of a copy on, narrow planes are faster in strips.
  static var stripByteCount: Int { min(16 << 10, PYMV_K_STREAMED_BYTES) }

  /// Whether there is a kernel for items of this size.
  static func hasKernel(forItemsOf byteCount: Int) -> Bool {
    switch byteCount {
    case 1, 2, 4, 8, 16: true
    default: false
    }
  }

  /// Whether rows and columns are long enough for whole cache lines of both arrays.
  private var isRoomy: Bool {
    rowExtent &* itemByteCount >= 128 && columnExtent &* itemByteCount >= 64
  }

  /// Whether there are few long rows or columns, which are faster one by one, as scatters or gathers.
  var isThin: Bool {
    if rowExtent < 4 { return columnExtent >= 32 }
    return columnExtent < 4 && rowExtent >= 32
      || columnExtent == 4 && rowExtent &* itemByteCount >= 4 << 10
  }

  /// Whether to transpose in place, as a copy of `byteCount` bytes or a part of it; other planes are
  /// faster in strips or with non-temporal stores.
  func isInPlace(of byteCount: Int) -> Bool {
    if isThin { return false }
    if byteCount < Plane.stripByteCount { return true }
    return isRoomy && byteCount < min(itemByteCount == 2 ? 5 << 19 : 4 << 20, PYMV_K_STREAMED_BYTES)
  }

  func block(to destination: UnsafeMutableRawPointer, from source: UnsafeRawPointer) -> pymv_k_block
  {
    pymv_k_block(
      to: destination.assumingMemoryBound(to: UInt8.self), to_stride: destinationStride,
      from: source.assumingMemoryBound(to: UInt8.self), from_stride: sourceStride,
      rows: rowExtent, columns: columnExtent)
  }

  /// Copies all items of the plane.
  func transpose(to destination: UnsafeMutableRawPointer, from source: UnsafeRawPointer) {
    var block = block(to: destination, from: source)
    pymv_k_transpose(&block, itemByteCount)
  }
}

extension Plane {
  /// Creates a plane from arrays of two axes; nil if they are not contiguous along different ones,
  /// or if there is no kernel for their items. Saves the plan of a small copy.
  @inline(__always)
  init?(of destination: StridedArray, _ source: StridedArray) {
    let item = source.itemByteCount
    guard source.axisCount == 2, Plane.hasKernel(forItemsOf: item) else { return nil }
    let row = destination.strides[1] == item ? 1 : 0
    let column = 1 &- row
    guard destination.strides[row] == item, source.strides[column] == item,
      source.shape[0] > 1, source.shape[1] > 1
    else { return nil }
    self.init(
      itemByteCount: item, rowExtent: source.shape[row], columnExtent: source.shape[column],
      sourceStride: source.strides[row], destinationStride: destination.strides[column])
  }
}

extension WalkPlan {
  /// If the destination is contiguous along the last axis and the source along another one, moves
  /// the other one next to the last.
  ///
  /// - Returns: the plane of the last two axes; nil if there is none, or no kernel for it.
  mutating func arrangePlane() -> Plane? {
    let last = axisCount - 1
    guard last > 0, Plane.hasKernel(forItemsOf: itemByteCount),
      destinationStrides[last] == itemByteCount
    else { return nil }
    var column = last - 1
    while column >= 0 && sourceStrides[column] != itemByteCount { column -= 1 }
    guard column >= 0 else { return nil }
    rotate(column, to: last - 1)
    return Plane(
      itemByteCount: itemByteCount, rowExtent: extents[last], columnExtent: extents[last - 1],
      sourceStride: sourceStrides[last], destinationStride: destinationStrides[last - 1])
  }

  /// Whether other axes continue the rows or columns of the plane of the last two.
  var hasLongerPlane: Bool {
    let last = axisCount - 1
    let row = extents[last] &* itemByteCount
    let column = extents[last - 1] &* itemByteCount
    return (0..<last - 1).contains {
      destinationStrides[$0] == row || sourceStrides[$0] == column
    }
  }

  func transposePlanes(
    _ plane: Plane, _ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer
  ) {
    var block = plane.block(to: destination, from: source)
    let transpose = pymv_k_choose_transposition(&block, plane.itemByteCount).unsafelyUnwrapped
    forEachBlock(of: 2, destination, source) {
      block.to = $0.assumingMemoryBound(to: UInt8.self)
      block.from = $1.assumingMemoryBound(to: UInt8.self)
      transpose(&block, plane.itemByteCount)
    }
  }
}

// MARK: - Large planes

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

  /// Rows and columns of at least this many bytes consist mostly of whole cache lines.
  private static var longByteCount: Int { 512 }

  /// Columns of the widest strips.
  private static var stripWidth: Int { 64 }

  /// Runs of more bytes are copied one by one.
  private static var longestRun: Int { 2 << 10 }

  /// Runs of this many bytes are as long as those of a mosaic.
  private static var longRun: Int { 64 }

  /// Whether both arrays have long runs in the plane: a row or column, or several that follow one
  /// another.
  func isLong(_ plan: WalkPlan) -> Bool {
    let last = plan.axisCount - 1
    let column = last - rowAxisCount
    var sourceRun = columns &* item
    var destinationRun = rows &* item
    if rowAxisCount == 1 && plan.sourceStrides[last] == sourceRun { sourceRun &*= rows }
    if columnAxisCount > 0 && plan.destinationStrides[column] == destinationRun {
      destinationRun &*= plan.extents[column]
    }
    return min(sourceRun, destinationRun) >= LargePlane.longRun
  }

  /// Creates a plane from the last axis, along which the destination must be contiguous, and
  /// another axis along which the source is; for runs, which are large items, from the last axis
  /// alone. Nil if there is no such axis, or no kernel for the item size.
  init?(of plan: WalkPlan) {
    let last = plan.axisCount - 1
    item = plan.itemByteCount
    guard last >= 0, plan.destinationStrides[last] == item else { return nil }
    rows = plan.extents[last]
    if item <= (plan.isStreamed ? PYMV_K_MOST_ITEM : PYMV_K_MOST_ITEM / 2),
      let column = (0..<last).last(where: { plan.sourceStrides[$0] == plan.itemByteCount })
    {
      columns = plan.extents[column]
      plan.rotate(column, to: last - 1)
      grow(plan)
    } else {
      guard plan.isStreamed, item > 16, item <= LargePlane.longestRun else { return nil }
      columns = 1
      columnAxisCount = 0
      while growRows(plan) {}
    }
  }

  /// Makes rows and columns long, unless short columns that follow one another are written together.
  private mutating func grow(_ plan: WalkPlan) {
    let areJoined = plan.destinationStrides[plan.axisCount - 2] == rows &* item
    if rows &* item < LargePlane.longByteCount && areJoined {
      if plan.isStreamed { growColumnsToLongOnes(plan) }
      return
    }
    while rows &* item < LargePlane.longByteCount && growRows(plan) {}
    growColumnsToLongOnes(plan)
    while growRows(plan) {}
  }

  private mutating func growColumnsToLongOnes(_ plan: WalkPlan) {
    let enough = plan.isStreamed ? LargePlane.longByteCount / item : LargePlane.stripWidth
    while columns < enough && growColumns(plan) {}
  }

  /// Adds the axis that continues the rows in the destination, if there is one.
  private mutating func growRows(_ plan: WalkPlan) -> Bool {
    let outer = plan.axisCount - rowAxisCount - columnAxisCount
    guard let axis = (0..<outer).first(where: { plan.destinationStrides[$0] == rows &* item })
    else { return false }
    rows &*= plan.extents[axis]
    rowAxisCount += 1
    plan.rotate(axis, to: plan.axisCount - rowAxisCount)
    return true
  }

  /// Adds the axis that continues the columns in the source, if there is one.
  private mutating func growColumns(_ plan: WalkPlan) -> Bool {
    let outer = plan.axisCount - rowAxisCount - columnAxisCount
    guard let axis = (0..<outer).first(where: { plan.sourceStrides[$0] == columns &* item })
    else { return false }
    columns &*= plan.extents[axis]
    columnAxisCount += 1
    plan.rotate(axis, to: outer - 1)
    return true
  }

  /// Copies all items of the plan from which the plane was created; false, with nothing copied, if
  /// there is no memory for it.
  func transpose(
    _ plan: WalkPlan, to destination: UnsafeMutableRawPointer, from source: UnsafeRawPointer
  ) -> Bool {
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
      planes: pymv_k_planes(
        extents: plan.extents, to_strides: plan.destinationStrides,
        from_strides: plan.sourceStrides, count: Int32(truncatingIfNeeded: column)),
      streamed: plan.isStreamed)
    return pymv_k_copy_planes(
      &plane, destination.assumingMemoryBound(to: UInt8.self),
      source.assumingMemoryBound(to: UInt8.self))
  }
}
