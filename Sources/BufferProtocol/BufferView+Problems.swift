import CPyMemoryView

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

  /// Why the fields do not describe an array in memory; nil if they do.
  @inline(__always)
  public var problem: StaticString? { isPlainRow ? nil : problemOfAnyLayout }

  @inline(never)
  private var problemOfAnyLayout: StaticString? {
    if pointee.ndim > PyBUF_MAX_NDIM {
      return "memoryview: number of dimensions must not exceed 64"
    }
    if pointee.ndim < 0 { return "number of dimensions must not be negative" }
    if pointee.itemsize < 0 { return "itemsize of the buffer must not be negative" }
    if pointee.len < 0 { return "len of the buffer must not be negative" }
    if let problem = addressProblem { return problem }
    if let shape = pointee.shape { return arrayProblem(shape) }
    return shapeProblem
  }

  /// Assumes: the fields that are numbers are what they may be on their own.
  private var shapeProblem: StaticString? {
    if pointee.ndim > 1 { return "a buffer with several dimensions must have a shape" }
    if pointee.ndim == 0 {
      return pointee.len == pointee.itemsize ? nil : lengthMismatch
    }
    if pointee.itemsize == 0 {
      return "the itemsize of a buffer without a shape must be positive"
    }
    return pointee.len % pointee.itemsize == 0
      ? nil : "len of a buffer without a shape must be a multiple of its itemsize"
  }

  /// The same where there is a shape. One walk finds the number of items and the places of the
  /// lowest byte and of the end of the highest one, unless there are pointers on the way.
  private func arrayProblem(_ shape: UnsafePointer<Int>) -> StaticString? {
    // No process has memory above the largest Int.
    var low = pointee.suboffsets == nil ? Int(bitPattern: pointee.buf) : 0
    var (high, isTooFar) = low.addingReportingOverflow(pointee.itemsize)
    var itemCount = 1
    var isTooLarge = false
    var axis = 0
    while axis < axisCount {
      let extent = shape[axis]
      if extent < 0 { return "shape of the buffer must not be negative" }
      let (product, overflow) = itemCount.multipliedReportingOverflow(by: extent)
      itemCount = product
      isTooLarge = isTooLarge || overflow
      if let strides = pointee.strides {
        // Cannot overflow: extents are not negative.
        let (span, isTooLong) = (extent &- 1).multipliedReportingOverflow(by: strides[axis])
        let (end, isBeyond) = (span < 0 ? low : high).addingReportingOverflow(span)
        if span < 0 { low = end } else { high = end }
        isTooFar = isTooFar || isTooLong || isBeyond
      }
      // Cannot overflow: an axis of at most 64.
      axis &+= 1
    }
    let (byteCount, overflow) = itemCount.multipliedReportingOverflow(by: pointee.itemsize)
    if isTooLarge || overflow { return "product(shape) * itemsize of the buffer is too large" }
    if byteCount != pointee.len { return lengthMismatch }
    // Where there are no items, no place counts.
    if byteCount == 0 { return nil }
    return isTooFar || pointee.suboffsets == nil && low < 0
      ? "strides of the buffer lead out of memory" : nil
  }

  private var lengthMismatch: StaticString { "product(shape) * itemsize != len of the buffer" }

  /// Why there is no memory at the address.
  public var addressProblem: StaticString? {
    pointee.buf == nil && pointee.len > 0
      ? "the address of a buffer with items must not be NULL" : nil
  }
}
