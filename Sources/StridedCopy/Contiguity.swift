/// Order of the items of a contiguous array.
public enum ItemOrder {
  /// C order: the last axis varies fastest.
  case lastAxisFastest
  /// Fortran order: the first axis varies fastest.
  case firstAxisFastest
}

extension ItemOrder {
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
  for rank in 0..<axisCount {
    let axis = order.axis(rank: rank, of: axisCount)
    strides[axis] = stride
    // Wrapping: the product of a shape that describes memory fits; for any other the strides mean
    // nothing anyway.
    stride &*= shape[axis]
  }
}

/// Whether strides are those of a contiguous array in the given order; axes of extent 1 or less do
/// not matter.
public func hasContiguousStrides(
  _ strides: UnsafePointer<Int>, shape: UnsafePointer<Int>, axisCount: Int, itemByteCount: Int,
  order: ItemOrder
) -> Bool {
  var stride = itemByteCount
  for rank in 0..<axisCount {
    let axis = order.axis(rank: rank, of: axisCount)
    if shape[axis] > 1 && strides[axis] != stride { return false }
    stride &*= shape[axis]
  }
  return true
}
