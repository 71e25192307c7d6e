/// Carries out a plan: the row kernel is chosen once, the loops decide nothing.
extension CopyPlan {
  /// Copies all items. Assumes: no extent is zero and the two arrays do not overlap.
  func run(to destination: UnsafeMutableRawPointer, from source: UnsafeRawPointer) {
    guard axisCount > 0 else {
      destination.copyMemory(from: source, byteCount: itemByteCount)
      return
    }
    if isContiguousAlongLastAxis {
      let byteCount = extents[axisCount - 1] &* itemByteCount
      eachRow(destination, source) { $0.copyMemory(from: $1, byteCount: byteCount) }
      return
    }
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
    eachRow(destination, source) { to, from in
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
    eachRow(destination, source) { to, from in
      for index in 0..<count {
        (to + index &* destinationStride).copyMemory(
          from: from + index &* sourceStride, byteCount: itemByteCount)
      }
    }
  }

  /// Calls `row` with the start of every row along the last axis.
  @inline(__always)
  private func eachRow(
    _ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer,
    _ row: (UnsafeMutableRawPointer, UnsafeRawPointer) -> Void
  ) {
    let outer = axisCount - 1
    guard outer > 0 else { return row(destination, source) }
    withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedArray.maximumAxisCount) { index in
      for axis in 0..<outer { index[axis] = 0 }
      var to = destination
      var from = source
      while true {
        row(to, from)
        var axis = outer - 1
        while true {
          index[axis] &+= 1
          to += destinationStrides[axis]
          from += sourceStrides[axis]
          if index[axis] < extents[axis] { break }
          to -= extents[axis] &* destinationStrides[axis]
          from -= extents[axis] &* sourceStrides[axis]
          index[axis] = 0
          if axis == 0 { return }
          axis -= 1
        }
      }
    }
  }
}
