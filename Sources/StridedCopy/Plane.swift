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
}
