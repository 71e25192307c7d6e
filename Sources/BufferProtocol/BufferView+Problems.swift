import CPyMemoryView
import Layout

// Validation of a Py_buffer from an exporter or caller. Each problem is the text of a ValueError.

extension BufferView {
  @inline(__always)
  private var unchecked: UncheckedLayout {
    UncheckedLayout(
      base: pointee.buf, byteCount: pointee.len, itemByteCount: pointee.itemsize,
      axisCount: Int(pointee.ndim), shape: pointee.shape, strides: pointee.strides,
      isIndirect: pointee.suboffsets != nil)
  }

  /// Fast path for most buffers: whether the fields describe one axis of contiguous items; then
  /// there is no problem. Reads only the fields, the first extent and the first stride.
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
  private var problemOfAnyLayout: StaticString? { unchecked.flaw?.text }

  /// Why the address is invalid; nil if it is not.
  public var addressProblem: StaticString? {
    unchecked.lacksAddress ? LayoutFlaw.noAddress.text : nil
  }
}

extension LayoutFlaw {
  fileprivate var text: StaticString {
    switch self {
    case .tooManyAxes: "memoryview: number of dimensions must not exceed 64"
    case .negativeAxisCount: "number of dimensions must not be negative"
    case .negativeItemByteCount: "itemsize of the buffer must not be negative"
    case .negativeByteCount: "len of the buffer must not be negative"
    case .noAddress: "the address of a buffer with items must not be NULL"
    case .noShape: "a buffer with several dimensions must have a shape"
    case .byteCountMismatch: "product(shape) * itemsize != len of the buffer"
    case .noItemByteCount: "the itemsize of a buffer without a shape must be positive"
    case .partialItem: "len of a buffer without a shape must be a multiple of its itemsize"
    case .negativeExtent: "shape of the buffer must not be negative"
    case .tooManyBytes: "product(shape) * itemsize of the buffer is too large"
    case .outOfMemory: "strides of the buffer lead out of memory"
    }
  }
}
