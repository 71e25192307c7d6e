import Kernels

/// One axis of two arrays that are compared; strides are in bytes.
struct ComparedRow {
  let itemByteCount: Int
  let itemCount: Int
  let stride: Int
  let otherStride: Int
}

/// A buffer for packing strided items before comparison; fits into the first-level cache.
struct ComparisonTile {
  typealias Memory = InlineArray<1024, SIMD2<UInt64>>

  let memory: UnsafeMutablePointer<UInt8>
  let equality: ItemEquality

  private static var byteCount: Int { MemoryLayout<Memory>.size }

  /// Compares the items of a plane. Transposes those of `b` into the order of `a`, block by block.
  @inline(never)
  func haveEqualPlane(_ plane: Plane, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer) -> Bool {
    plane.allTiles(of: b, in: memory, of: ComparisonTile.byteCount) { block, offset in
      haveEqualColumns(block, a + offset, plane.destinationStride)
    }
  }

  /// Compares the columns of a transposed block with contiguous runs `stride` bytes apart.
  private func haveEqualColumns(
    _ block: pymv_k_block, _ start: UnsafeRawPointer, _ stride: Int
  ) -> Bool {
    for column in 0..<block.columns {
      let run = UnsafeRawPointer(memory + column &* block.to_stride)
      if !equality.areEqual(start + column &* stride, run, byteCount: block.to_stride) {
        return false
      }
    }
    return true
  }

  /// Compares the items of a row. The first block is short, because most unequal arrays differ
  /// early.
  @inline(never)
  func haveEqualRow(_ row: ComparedRow, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer) -> Bool {
    let size = row.itemByteCount
    let half = ComparisonTile.byteCount / 2
    var limit = 256
    var index = 0
    while index < row.itemCount {
      let count = min(max(limit / size, 1), row.itemCount &- index)
      let x = gathered(a + index &* row.stride, row.stride, count, size, to: memory)
      let y = gathered(
        b + index &* row.otherStride, row.otherStride, count, size, to: memory + half)
      if !equality.areEqual(x, y, byteCount: count &* size) { return false }
      index &+= count
      limit = half
    }
    return true
  }

  /// Returns the items contiguously: in place if they already are, else packed into `memory`.
  private func gathered(
    _ start: UnsafeRawPointer, _ stride: Int, _ count: Int, _ size: Int,
    to memory: UnsafeMutablePointer<UInt8>
  ) -> UnsafeRawPointer {
    if stride == size || count == 1 { return start }
    var row = pymv_k_rows()
    row.count = count
    row.to_stride = size
    row.from_stride = stride
    row.rows = 1
    row.item = size
    pymv_k_choose_rows(&row)
    row.kernel(&row, memory, start.assumingMemoryBound(to: UInt8.self))
    return UnsafeRawPointer(memory)
  }
}

extension Plane {
  /// Bytes of one row of the source in a tile: one cache line for small items, several for large
  /// ones, where the runs in the destination are still long enough.
  private var lineByteCount: Int { itemByteCount < 8 ? 64 : 256 }

  /// Whether `body` returns true for every block of the plane; stops at the first one for which it
  /// does not. It receives the block, transposed in a tile, and the offset of the block's first
  /// item in the destination, in bytes.
  ///
  /// - Parameter tile: buffer of `tileByteCount` bytes, at least 8 KiB.
  @inline(__always)
  fileprivate func allTiles(
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
}
