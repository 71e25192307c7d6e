import Kernels

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

  /// Whether there is a kernel for items of this size.
  static func hasKernel(forItemsOf byteCount: Int) -> Bool {
    switch byteCount {
    case 1, 2, 4, 8, 16: true
    default: false
    }
  }

  /// Copies all items of the plane directly.
  func transpose(to destination: UnsafeMutablePointer<UInt8>, from source: UnsafePointer<UInt8>) {
    var block = pymv_k_block(
      to: destination, to_stride: destinationStride, from: source, from_stride: sourceStride,
      rows: rowExtent, columns: columnExtent)
    pymv_k_transpose(&block, itemByteCount)
  }
}

// MARK: - Through a tile

extension Plane {
  /// Buffer for a transposed block; small enough to stay in the first-level cache.
  typealias Tile = InlineArray<2048, SIMD2<UInt64>>

  /// Whether rows and columns are long enough for whole cache lines of both arrays.
  var isRoomy: Bool {
    rowExtent &* itemByteCount >= 128 && columnExtent &* itemByteCount >= 64
  }

  /// Bytes of one row of the source in a tile: one cache line for small items, several for large
  /// ones, where the runs in the destination are still long enough.
  private var lineByteCount: Int { itemByteCount < 8 ? 64 : 256 }

  /// Whether `body` returns true for every block of the plane; stops at the first one for which it
  /// does not. It receives the block, transposed in a tile, and the offset of the block's first
  /// item in the destination, in bytes.
  ///
  /// - Parameter tile: buffer of `tileByteCount` bytes, at least 8 KiB.
  @inline(__always)
  func allTiles(
    of source: UnsafeRawPointer, in tile: UnsafeMutablePointer<UInt8>, of tileByteCount: Int,
    _ body: (pymv_k_block, Int) -> Bool
  ) -> Bool {
    let columns = min(columnExtent, lineByteCount / itemByteCount)
    let rows = min(rowExtent, tileByteCount / (columns &* itemByteCount))
    var row = 0
    while row < rowExtent {
      let rowCount = min(rows, rowExtent &- row)
      var column = 0
      while column < columnExtent {
        // Wrapping: distances within the arrays' memory.
        let from = source + (row &* sourceStride &+ column &* itemByteCount)
        var block = pymv_k_block(
          to: tile, to_stride: rowCount &* itemByteCount,
          from: from.assumingMemoryBound(to: UInt8.self), from_stride: sourceStride,
          rows: rowCount, columns: min(columns, columnExtent &- column))
        pymv_k_transpose(&block, itemByteCount)
        let offset = column &* destinationStride &+ row &* itemByteCount
        if !body(block, offset) { return false }
        column &+= columns
      }
      row &+= rows
    }
    return true
  }

  /// Copies all items through a tile, so that writes to the destination are long runs.
  ///
  /// - Parameter tile: the memory of a `Tile`.
  @inline(never)
  func transpose(
    to destination: UnsafeMutableRawPointer, from source: UnsafeRawPointer,
    tile: UnsafeMutablePointer<UInt8>
  ) {
    _ = allTiles(of: source, in: tile, of: MemoryLayout<Tile>.size) { block, offset in
      writeColumns(of: block, to: destination + offset)
      return true
    }
  }

  /// Writes the columns of a transposed block; contiguous columns in one copy.
  private func writeColumns(of block: pymv_k_block, to target: UnsafeMutableRawPointer) {
    let from = UnsafeRawPointer(block.to.unsafelyUnwrapped)
    let run = block.to_stride
    if run == destinationStride {
      return target.copyMemory(from: from, byteCount: run &* block.columns)
    }
    for column in 0..<block.columns {
      (target + column &* destinationStride)
        .copyMemory(from: from + column &* run, byteCount: run)
    }
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

  func transposePlanes(
    _ plane: Plane, _ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer
  ) {
    forEachBlock(of: 2, destination, source) {
      plane.transpose(
        to: $0.assumingMemoryBound(to: UInt8.self), from: $1.assumingMemoryBound(to: UInt8.self))
    }
  }

  func transposeTiles(
    _ plane: Plane, _ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer
  ) {
    // Too large for a temporary allocation on the stack.
    var tile = Plane.Tile(repeating: .zero)
    withUnsafeMutableBytes(of: &tile) { tile in
      let tile = tile.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
      forEachBlock(of: 2, destination, source) { plane.transpose(to: $0, from: $1, tile: tile) }
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

  /// Number of axes that the kernel walks.
  var axisCount: Int { rowAxisCount + columnAxisCount }

  /// Columns of at least this many bytes consist mostly of whole cache lines.
  private static var longByteCount: Int { 512 }

  /// Runs of this many bytes are as long as those of a mosaic.
  private static var longRun: Int { 128 }

  /// For every item size, this many columns fill whole cache lines of the source.
  private static var manyColumns: Int { 64 }

  /// Whether the plane has long runs in both arrays.
  var isLong: Bool { min(rows, columns) &* item >= LargePlane.longRun }

  /// Creates a plane from the last axis, along which the destination must be contiguous, and
  /// another axis along which the source is. Nil if there is no such axis, or no kernel for the
  /// item size.
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
    // Short contiguous columns are written together.
    if rows &* item < LargePlane.longByteCount
      && plan.destinationStrides[plan.axisCount - 2] == rows &* item
    {
      return
    }
    while rows &* item < LargePlane.longByteCount && growRows(plan) {}
    while columns < LargePlane.manyColumns && growColumns(plan) {}
    while growRows(plan) {}
  }

  /// Adds the axis that continues the rows in the destination, if there is one.
  private mutating func growRows(_ plan: WalkPlan) -> Bool {
    let outer = plan.axisCount - axisCount
    guard let axis = (0..<outer).first(where: { plan.destinationStrides[$0] == rows &* item })
    else { return false }
    rows &*= plan.extents[axis]
    rowAxisCount += 1
    plan.rotate(axis, to: plan.axisCount - rowAxisCount)
    return true
  }

  /// Adds the axis that continues the columns in the source, if there is one.
  private mutating func growColumns(_ plan: WalkPlan) -> Bool {
    let outer = plan.axisCount - axisCount
    guard let axis = (0..<outer).first(where: { plan.sourceStrides[$0] == columns &* item })
    else { return false }
    columns &*= plan.extents[axis]
    columnAxisCount += 1
    plan.rotate(axis, to: outer - 1)
    return true
  }

  /// Copies all items of the plan from which the plane was created.
  func transpose(
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
    plan.forEachBlock(of: axisCount, destination, source) {
      pymv_k_copy_plane(
        &plane, $0.assumingMemoryBound(to: UInt8.self), $1.assumingMemoryBound(to: UInt8.self))
    }
  }
}
