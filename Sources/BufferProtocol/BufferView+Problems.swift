import CPyMemoryView
import StridedCopy

// What an exporter or caller may get wrong in a Py_buffer. Each reason is the text of a ValueError.

extension BufferView {
  /// Why the fields describe no array; nil if they do.
  public var layoutProblem: StaticString? {
    if pointee.ndim > PyBUF_MAX_NDIM {
      return "memoryview: number of dimensions must not exceed 64"
    }
    if pointee.ndim < 0 { return "number of dimensions must not be negative" }
    if pointee.shape != nil { return nil }
    if pointee.ndim > 1 { return "a buffer with several dimensions must have a shape" }
    if pointee.ndim == 1 && pointee.itemsize <= 0 {
      return "the itemsize of a buffer without a shape must be positive"
    }
    return nil
  }

  /// Why the items cannot be copied; nil if they can.
  public var copyProblem: StaticString? {
    if let problem = layoutProblem { return problem }
    if !hasConsistentLength { return "product(shape) * itemsize != len of the buffer" }
    return addressProblem
  }

  /// Why there is no memory to copy from or to; nil if there is.
  public var addressProblem: StaticString? {
    pointee.buf == nil && pointee.len > 0
      ? "the address of a buffer with items must not be NULL" : nil
  }

  /// Whether len is the size of the items, and no extent is negative.
  private var hasConsistentLength: Bool {
    guard let shape = pointee.shape else { return true }
    var byteCount = pointee.itemsize
    var isSound = byteCount >= 0
    for axis in 0..<axisCount {
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: shape[axis])
      if overflow || shape[axis] < 0 { isSound = false }
      byteCount = product
    }
    return isSound && byteCount == pointee.len
  }
}
