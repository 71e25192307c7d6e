import CPyMemoryView
import StridedCopy

// What an exporter or caller may get wrong in a Py_buffer. Each reason is the text of a ValueError.
// What suboffsets lead to cannot be checked without following them.

extension BufferView {
  /// Whether the fields are those of one axis of neighbouring items, as they are in most buffers:
  /// then there is no problem. Reads nothing but the fields and the first extent and stride.
  @inline(__always)
  public var isPlainRow: Bool {
    guard pointee.ndim == 1, pointee.suboffsets == nil, pointee.buf != nil,
      let shape = pointee.shape
    else { return false }
    if let strides = pointee.strides, strides[0] != pointee.itemsize { return false }
    let (byteCount, overflow) = shape[0].multipliedReportingOverflow(by: pointee.itemsize)
    return !overflow && byteCount == pointee.len && shape[0] | pointee.itemsize >= 0
  }

  /// Whether the fields describe an array in memory.
  @inline(__always)
  public var isSound: Bool { isPlainRow || problem == nil }

  /// Why the fields do not describe an array in memory; nil if they do.
  @inline(never)
  public var problem: StaticString? {
    if pointee.ndim > PyBUF_MAX_NDIM {
      return "memoryview: number of dimensions must not exceed 64"
    }
    if pointee.ndim < 0 { return "number of dimensions must not be negative" }
    if pointee.itemsize < 0 { return "itemsize of the buffer must not be negative" }
    if pointee.len < 0 { return "len of the buffer must not be negative" }
    if let problem = shapeProblem { return problem }
    return addressProblem ?? strideProblem
  }

  private var shapeProblem: StaticString? {
    if let shape = pointee.shape { return lengthProblem(shape) }
    if pointee.ndim > 1 { return "a buffer with several dimensions must have a shape" }
    if pointee.ndim == 0 { return lengthProblem(nil) }
    if pointee.itemsize == 0 {
      return "the itemsize of a buffer without a shape must be positive"
    }
    return pointee.len % pointee.itemsize == 0
      ? nil : "len of a buffer without a shape must be a multiple of its itemsize"
  }

  /// Assumes: there is a shape if there are axes.
  private func lengthProblem(_ shape: UnsafePointer<Int>?) -> StaticString? {
    var itemCount = 1
    for axis in 0..<axisCount {
      let extent = shape.unsafelyUnwrapped[axis]
      if extent < 0 { return "shape of the buffer must not be negative" }
      let (product, overflow) = itemCount.multipliedReportingOverflow(by: extent)
      if overflow { return "product(shape) of the buffer is too large" }
      itemCount = product
    }
    let (byteCount, overflow) = itemCount.multipliedReportingOverflow(by: pointee.itemsize)
    if overflow { return "product(shape) * itemsize of the buffer is too large" }
    return byteCount == pointee.len ? nil : "product(shape) * itemsize != len of the buffer"
  }

  /// Why there is no memory at the address.
  public var addressProblem: StaticString? {
    pointee.buf == nil && pointee.len > 0
      ? "the address of a buffer with items must not be NULL" : nil
  }

  /// Whether the distance between the lowest and the highest byte is no number, or, unless there are
  /// pointers on the way, memory would end before the highest byte or start after the lowest.
  ///
  /// Assumes: there is no other problem.
  private var strideProblem: StaticString? {
    guard pointee.len > 0, let shape = pointee.shape, let strides = pointee.strides else {
      return nil
    }
    let isDirect = pointee.suboffsets == nil
    // No process has memory above the largest Int.
    var low = isDirect ? Int(bitPattern: pointee.buf) : 0
    var (high, overflow) = low.addingReportingOverflow(pointee.itemsize)
    for axis in 0..<axisCount {
      let (span, isTooLong) = (shape[axis] - 1).multipliedReportingOverflow(by: strides[axis])
      let (end, isTooFar) = (span < 0 ? low : high).addingReportingOverflow(span)
      overflow = overflow || isTooLong || isTooFar
      if span < 0 { low = end } else { high = end }
    }
    return overflow || isDirect && low < 0 ? "strides of the buffer lead out of memory" : nil
  }
}
