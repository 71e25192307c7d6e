import CopyKernels

/// Two axes of a copy that are contiguous one in the source, the other in the destination: a
/// transposition, whatever else goes on around it.
///
/// `row` is the axis along which the destination is contiguous, `column` the one along which the
/// source is.
struct Plane {
  let itemByteCount: Int
  let rowExtent: Int
  let columnExtent: Int
  /// Distance of neighbours along the row in the source, in bytes.
  let sourceStride: Int
  /// Distance of neighbours along the column in the destination, in bytes.
  let destinationStride: Int

  /// Whether there is a kernel for items of this size.
  static func hasKernel(forItemsOf byteCount: Int) -> Bool {
    switch byteCount {
    case 1, 2, 4, 8, 16: true
    default: false
    }
  }

  /// Copies all items of the plane directly.
  func copy(to destination: UnsafeMutablePointer<UInt8>, from source: UnsafePointer<UInt8>) {
    var block = pymv_k_block(
      to: destination, to_stride: destinationStride, from: source, from_stride: sourceStride,
      rows: rowExtent, columns: columnExtent)
    pymv_k_transpose(&block, itemByteCount)
  }

  // MARK: Through a tile

  /// Room for a transposed block: small enough to stay in the first-level cache.
  typealias Tile = InlineArray<2048, SIMD2<UInt64>>

  private static var tileByteCount: Int { MemoryLayout<Tile>.size }

  /// Bytes of one row of the source that a tile takes in: whole cache lines, more than one where that
  /// still leaves runs of the destination long.
  private var columnByteCount: Int { itemByteCount < 8 ? 64 : 256 }

  /// Whether the rows and columns are long enough for whole lines of both arrays.
  var isRoomy: Bool {
    rowExtent &* itemByteCount >= 128 && columnExtent &* itemByteCount >= 64
  }

  /// Copies all items by way of a tile that holds a block transposed, so that the destination is
  /// written in long runs.
  ///
  /// - Parameter tile: the memory of a `Tile`.
  func copy(
    to destination: UnsafeMutablePointer<UInt8>, from source: UnsafePointer<UInt8>,
    tile: UnsafeMutablePointer<UInt8>
  ) {
    let columns = min(columnExtent, max(columnByteCount / itemByteCount, 1))
    let rows = min(rowExtent, Plane.tileByteCount / (columns * itemByteCount))
    var row = 0
    while row < rowExtent {
      let rowCount = min(rows, rowExtent - row)
      var column = 0
      while column < columnExtent {
        var block = pymv_k_block(
          to: tile, to_stride: rowCount &* itemByteCount,
          from: source + row &* sourceStride + column &* itemByteCount, from_stride: sourceStride,
          rows: rowCount, columns: min(columns, columnExtent - column))
        pymv_k_transpose(&block, itemByteCount)
        let target = destination + column &* destinationStride + row &* itemByteCount
        writeColumns(of: block, to: target)
        column += columns
      }
      row += rows
    }
  }

  /// Writes the columns of a transposed block. Columns that go on where the one before ends are one
  /// run.
  private func writeColumns(of block: pymv_k_block, to target: UnsafeMutablePointer<UInt8>) {
    let target = UnsafeMutableRawPointer(target)
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
