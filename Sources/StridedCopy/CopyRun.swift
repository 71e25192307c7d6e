import CopyKernels

/// Carries out a plan: the row kernel is chosen once, the loops decide nothing.
extension WalkPlan {
  /// Copies all items. Assumes: no extent is zero and the two arrays do not overlap.
  ///
  /// - Parameters:
  ///   - destination: the first item by index. Likewise `source`.
  mutating func run(to destination: UnsafeMutableRawPointer, from source: UnsafeRawPointer) {
    let to = destination + destinationOffset
    let from = source + sourceOffset
    guard axisCount > 0 else { return to.copyMemory(from: from, byteCount: itemByteCount) }
    if isContiguousAlongLastAxis {
      copyRuns(to, from)
    } else if let plane = gatherPlane() {
      copyPlanes(plane, to, from)
    } else {
      copyItems(to, from)
    }
  }

  /// Row kernel for rows that are contiguous in both arrays.
  private func copyRuns(_ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer) {
    let byteCount = extents[axisCount - 1] &* itemByteCount
    eachBlock(of: 1, destination, source) { $0.copyMemory(from: $1, byteCount: byteCount) }
  }

  /// From this size on a transposition goes through a tile: directly, the destination's rows would
  /// push each other out of the first-level cache.
  private static var tiledByteCount: Int { 16 << 10 }

  /// From this size on the destination is written past the cache.
  private static var streamedByteCount: Int { 4 << 20 }

  private func copyPlanes(
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

  private func copyItems(_ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer) {
    switch itemByteCount {
    case 1: copyRows(of: UInt8.self, destination, source)
    case 2: copyRows(of: UInt16.self, destination, source)
    case 4: copyRows(of: UInt32.self, destination, source)
    case 8: copyRows(of: UInt64.self, destination, source)
    case 16: copyRows(of: SIMD2<UInt64>.self, destination, source)
    default: copyRowsOfBytes(destination, source)
    }
  }

  /// Row kernel for items that fit a machine type. Assumes: `Item` has the size of an item.
  @inline(__always)
  private func copyRows<Item: BitwiseCopyable>(
    of type: Item.Type, _ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer
  ) {
    assert(MemoryLayout<Item>.size == itemByteCount)
    let count = extents[axisCount - 1]
    let sourceStride = sourceStrides[axisCount - 1]
    let destinationStride = destinationStrides[axisCount - 1]
    eachBlock(of: 1, destination, source) { to, from in
      var to = to
      var from = from
      for _ in 0..<count {
        to.storeBytes(of: from.loadUnaligned(as: type), as: type)
        to += destinationStride
        from += sourceStride
      }
    }
  }

  /// Row kernel for items of any size.
  private func copyRowsOfBytes(_ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer) {
    let count = extents[axisCount - 1]
    let sourceStride = sourceStrides[axisCount - 1]
    let destinationStride = destinationStrides[axisCount - 1]
    eachBlock(of: 1, destination, source) { to, from in
      for index in 0..<count {
        (to + index &* destinationStride).copyMemory(
          from: from + index &* sourceStride, byteCount: itemByteCount)
      }
    }
  }
}
