import CopyKernels

extension Plane {
  /// Room for a transposed block: small enough to stay in the first-level cache.
  typealias Tile = InlineArray<2048, SIMD2<UInt64>>

  /// Whether the rows and columns are long enough for whole lines of both arrays.
  var isRoomy: Bool {
    rowExtent &* itemByteCount >= 128 && columnExtent &* itemByteCount >= 64
  }

  /// Bytes of one row of the source that a tile takes in: whole cache lines, more than one where that
  /// still leaves runs of the destination long.
  private var lineByteCount: Int { itemByteCount < 8 ? 64 : 256 }

  /// Whether `body` holds for every block of the plane, transposed in a tile, and for the offset of
  /// its first item in the destination in bytes; stops at the first for which it does not.
  ///
  /// - Parameter tile: room for `tileByteCount` bytes, 8 KiB at least.
  @inline(__always)
  func everyBlock(
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

  /// Copies all items by way of a tile, so that the destination is written in long runs.
  ///
  /// - Parameter tile: the memory of a `Tile`.
  @inline(never)
  func copy(
    to destination: UnsafeMutableRawPointer, from source: UnsafeRawPointer,
    tile: UnsafeMutablePointer<UInt8>
  ) {
    _ = everyBlock(of: source, in: tile, of: MemoryLayout<Tile>.size) { block, offset in
      writeColumns(of: block, to: destination + offset)
      return true
    }
  }

  /// Writes the columns of a transposed block. Columns that go on where the one before ends are one
  /// run.
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
