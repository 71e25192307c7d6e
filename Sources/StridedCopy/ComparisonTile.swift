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
