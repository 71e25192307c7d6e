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

  /// Copies all items of the plane directly, a block at a time.
  func copy(to destination: UnsafeMutablePointer<UInt8>, from source: UnsafePointer<UInt8>) {
    transpose(
      Block(rows: rowExtent, columns: columnExtent), to: destination, destinationStride, source)
  }

  /// A part of the plane: some rows by some columns.
  struct Block {
    let rows: Int
    let columns: Int
  }

  /// Copies a block to rows that lie `stride` bytes apart.
  @inline(__always)
  private func transpose(
    _ block: Block, to target: UnsafeMutablePointer<UInt8>, _ stride: Int,
    _ source: UnsafePointer<UInt8>
  ) {
    switch itemByteCount {
    case 1:
      transpose(block, UInt8.self, 16, target, stride, source) {
        pymv_k_transpose_16x1($0, $1, $2, $3)
      }
    case 2:
      transpose(block, UInt16.self, 8, target, stride, source) {
        pymv_k_transpose_8x2($0, $1, $2, $3)
      }
    case 4:
      transpose(block, UInt32.self, 4, target, stride, source) {
        pymv_k_transpose_4x4($0, $1, $2, $3)
      }
    case 8:
      transpose(block, UInt64.self, 2, target, stride, source) {
        pymv_k_transpose_2x8($0, $1, $2, $3)
      }
    default:
      transpose(block, SIMD2<UInt64>.self, 1, target, stride, source) { to, _, from, _ in
        UnsafeMutableRawPointer(to).storeBytes(
          of: UnsafeRawPointer(from).loadUnaligned(as: SIMD2<UInt64>.self),
          as: SIMD2<UInt64>.self)
      }
    }
  }

  /// Assumes: `Item` has the size of an item, and `kernel` transposes squares of `side` items.
  @inline(__always)
  private func transpose<Item: BitwiseCopyable>(
    _ block: Block, _ type: Item.Type, _ side: Int, _ target: UnsafeMutablePointer<UInt8>,
    _ stride: Int, _ source: UnsafePointer<UInt8>,
    _ kernel: (UnsafeMutablePointer<UInt8>, Int, UnsafePointer<UInt8>, Int) -> Void
  ) {
    assert(MemoryLayout<Item>.size == itemByteCount)
    let size = MemoryLayout<Item>.size
    let wholeColumns = block.columns / side * side
    let wholeRows = block.rows / side * side
    var column = 0
    while column < wholeColumns {
      let to = target + column &* stride
      let from = source + column &* size
      var row = 0
      while row < wholeRows {
        kernel(to + row &* size, stride, from + row &* sourceStride, sourceStride)
        row &+= side
      }
      column &+= side
    }
    copyEdge(type, wholeRows..<block.rows, 0..<wholeColumns, target, stride, source)
    copyEdge(type, 0..<block.rows, wholeColumns..<block.columns, target, stride, source)
  }

  /// Copies what the squares leave over, item by item.
  @inline(__always)
  private func copyEdge<Item: BitwiseCopyable>(
    _ type: Item.Type, _ rows: Range<Int>, _ columns: Range<Int>,
    _ target: UnsafeMutablePointer<UInt8>, _ stride: Int, _ source: UnsafePointer<UInt8>
  ) {
    let size = MemoryLayout<Item>.size
    for column in columns {
      for row in rows {
        let from = UnsafeRawPointer(source + row &* sourceStride + column &* size)
        UnsafeMutableRawPointer(target + column &* stride + row &* size)
          .storeBytes(of: from.loadUnaligned(as: type), as: type)
      }
    }
  }

  // MARK: Through a tile

  /// Room for a transposed block: small enough to stay in the first-level cache.
  typealias Tile = InlineArray<512, SIMD2<UInt64>>

  static var tileByteCount: Int { MemoryLayout<Tile>.size }

  /// Copies all items by way of a tile that holds a block transposed, so that the destination is
  /// written in long runs, past the cache.
  ///
  /// - Parameter tile: the memory of a `Tile`.
  func stream(
    to destination: UnsafeMutablePointer<UInt8>, from source: UnsafePointer<UInt8>,
    tile: UnsafeMutablePointer<UInt8>
  ) {
    let columns = min(columnExtent, max(64 / itemByteCount, 1))
    let rows = min(rowExtent, Plane.tileByteCount / (columns * itemByteCount))
    var row = 0
    while row < rowExtent {
      let rowCount = min(rows, rowExtent - row)
      var column = 0
      while column < columnExtent {
        let columnCount = min(columns, columnExtent - column)
        streamBlock(
          Block(rows: rowCount, columns: columnCount),
          to: destination + column &* destinationStride + row &* itemByteCount,
          from: source + row &* sourceStride + column &* itemByteCount, tile: tile)
        column += columns
      }
      row += rows
    }
  }

  private func streamBlock(
    _ block: Block, to target: UnsafeMutablePointer<UInt8>, from source: UnsafePointer<UInt8>,
    tile: UnsafeMutablePointer<UInt8>
  ) {
    let rowByteCount = block.rows &* itemByteCount
    transpose(block, to: tile, rowByteCount, source)
    for column in 0..<block.columns {
      pymv_k_stream_copy(
        target + column &* destinationStride, tile + column &* rowByteCount, rowByteCount)
    }
  }
}
