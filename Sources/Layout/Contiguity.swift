/// Order of the items of a contiguous array.
public enum ItemOrder {
  /// C order: the last axis varies fastest.
  case lastAxisFastest
  /// Fortran order: the first axis varies fastest.
  case firstAxisFastest
}

extension ItemOrder {
  /// The axis that varies fastest.
  @inline(__always)
  func firstAxis(of axisCount: Int) -> Int { axis(rank: 0, of: axisCount) }

  /// Difference between an axis and the axis that varies next fastest.
  @inline(__always)
  var step: Int { self == .lastAxisFastest ? -1 : 1 }

  /// The axis that is `rank` places away from the fastest one.
  @inline(__always)
  public func axis(rank: Int, of axisCount: Int) -> Int {
    switch self {
    case .lastAxisFastest: axisCount - 1 - rank
    case .firstAxisFastest: rank
    }
  }
}

/// Computes the strides of a contiguous array.
///
/// - Parameters:
///   - strides: receives one value in bytes for each axis.
///   - shape: extent of each axis.
///   - itemByteCount: bytes of one item.
public func fillContiguousStrides(
  _ strides: UnsafeMutablePointer<Int>, shape: UnsafePointer<Int>, axisCount: Int,
  itemByteCount: Int, order: ItemOrder
) {
  var stride = itemByteCount
  var axis = order.firstAxis(of: axisCount)
  for _ in 0..<axisCount {
    strides[axis] = stride
    // Wrapping: if the shape describes memory, the product fits; otherwise the strides are
    // meaningless.
    stride &*= shape[axis]
    axis &+= order.step
  }
}

/// Whether strides are those of a contiguous array in the given order; axes of extent 1 or less are
/// ignored.
@inline(__always)
public func hasContiguousStrides(
  _ strides: UnsafePointer<Int>, shape: UnsafePointer<Int>, axisCount: Int, itemByteCount: Int,
  order: ItemOrder
) -> Bool {
  var stride = itemByteCount
  var axis = order.firstAxis(of: axisCount)
  for _ in 0..<axisCount {
    let extent = shape[axis]
    if extent > 1 && strides[axis] != stride { return false }
    stride &*= extent
    axis &+= order.step
  }
  return true
}

extension StridedArray {
  /// Calls `body` with a contiguous array of the same shape at another address.
  @inline(__always)
  public func withContiguousItems(
    at memory: UnsafeMutableRawPointer, _ order: ItemOrder, _ body: (StridedArray) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedArray.maximumAxisCount) {
      storage in
      let strides = storage.baseAddress.unsafelyUnwrapped
      fillContiguousStrides(
        strides, shape: shape, axisCount: axisCount, itemByteCount: itemByteCount, order: order)
      body(
        StridedArray(
          base: memory, itemByteCount: itemByteCount, axisCount: axisCount, shape: shape,
          strides: strides))
    }
  }
}
