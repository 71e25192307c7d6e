import CPyMemoryView
import Layout

extension BufferView {
  /// ndim; 0 if it is negative.
  public var axisCount: Int { max(0, Int(pointee.ndim)) }

  /// Writes the extents; without a shape the buffer has one axis.
  ///
  /// Assumes: a shape is present if there are several axes.
  public func fillShape(_ shape: UnsafeMutablePointer<Int>) {
    assert(pointee.shape != nil || axisCount <= 1)
    if let given = pointee.shape {
      shape.update(from: given, count: axisCount)
    } else if axisCount == 1 {
      shape[0] = pointee.itemsize > 0 ? pointee.len / pointee.itemsize : 0
    }
  }

  /// Writes the strides; without strides the buffer is C-contiguous.
  public func fillStrides(_ strides: UnsafeMutablePointer<Int>, shape: UnsafePointer<Int>) {
    if let given = pointee.strides {
      strides.update(from: given, count: axisCount)
    } else {
      fillContiguousStrides(strides, shape: shape, order: .lastAxisFastest)
    }
  }

  public func fillContiguousStrides(
    _ strides: UnsafeMutablePointer<Int>, shape: UnsafePointer<Int>, order: ItemOrder
  ) {
    Layout.fillContiguousStrides(
      strides, shape: shape, axisCount: axisCount, itemByteCount: pointee.itemsize, order: order)
  }

  /// Whether the items are contiguous in the given order.
  @inline(__always)
  public func isContiguous(_ order: ItemOrder) -> Bool {
    // Fast path for one axis without suboffsets.
    guard pointee.ndim == 1, pointee.suboffsets == nil, let strides = pointee.strides,
      let shape = pointee.shape
    else { return hasContiguousAxes(order) }
    return strides[0] == pointee.itemsize || shape[0] <= 1 || pointee.len == 0
  }

  @inline(never)
  private func hasContiguousAxes(_ order: ItemOrder) -> Bool {
    if pointee.ndim < 0 || pointee.ndim > PyBUF_MAX_NDIM || pointee.suboffsets != nil {
      return false
    }
    if pointee.len == 0 { return true }
    guard let strides = pointee.strides else {
      return order == .lastAxisFastest || longAxisCount <= 1
    }
    guard let shape = pointee.shape else {
      return axisCount == 0 || (axisCount == 1 && strides[0] == pointee.itemsize)
    }
    return hasContiguousStrides(
      strides, shape: shape, axisCount: axisCount, itemByteCount: pointee.itemsize, order: order)
  }

  /// Whether an axis follows pointers.
  public var followsPointers: Bool {
    guard let suboffsets = pointee.suboffsets else { return false }
    for axis in 0..<min(axisCount, StridedArray.maximumAxisCount) where suboffsets[axis] >= 0 {
      return true
    }
    return false
  }

  /// Number of axes with more than one item.
  private var longAxisCount: Int {
    guard axisCount > 1, let shape = pointee.shape else { return min(axisCount, 1) }
    var count = 0
    for axis in 0..<axisCount where shape[axis] > 1 { count += 1 }
    return count
  }

  /// Whether the items are contiguous in order 'C', 'F', or 'A' for either; false for other orders.
  @inline(__always)
  public func isContiguous(order: CChar) -> Bool {
    switch UInt8(bitPattern: order) {
    case UInt8(ascii: "C"): isContiguous(.lastAxisFastest)
    case UInt8(ascii: "F"): isContiguous(.firstAxisFastest)
    case UInt8(ascii: "A"): isContiguous(.lastAxisFastest) || isContiguous(.firstAxisFastest)
    default: false
    }
  }

  /// Calls `body` with the buffer's items as an array, with shape and strides computed if the
  /// exporter left them out.
  ///
  /// Assumes: `problem` is nil.
  @inline(__always)
  public func withItems<Result>(_ body: (StridedArray) -> Result) -> Result {
    assert(problem == nil)
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedArray.maximumAxisCount + 1)
    {
      body(items(spare: $0.baseAddress.unsafelyUnwrapped))
    }
  }

  /// The buffer's items; `spare` has room for the shape of one axis and the strides of all.
  @inline(never)
  func items(spare: UnsafeMutablePointer<Int>) -> StridedArray {
    if pointee.shape == nil { fillShape(spare) }
    let shape = pointee.shape ?? spare
    let strides = pointee.strides ?? spare + 1
    if pointee.strides == nil {
      fillContiguousStrides(strides, shape: shape, order: .lastAxisFastest)
    }
    // A buffer without items may have no address; this substitute is never accessed.
    let base = pointee.buf ?? UnsafeMutableRawPointer(spare)
    var items = items(at: base, shape: shape, strides: strides)
    // Items of size 0 have no memory, so there may be no pointers to follow either.
    if pointee.itemsize == 0 { items.suboffsets = nil }
    return items
  }

  /// The buffer's items with a different address, shape and strides.
  func items(
    at base: UnsafeMutableRawPointer, shape: UnsafePointer<Int>, strides: UnsafePointer<Int>
  ) -> StridedArray {
    StridedArray(
      base: base, itemByteCount: pointee.itemsize, axisCount: axisCount, shape: shape,
      strides: strides, suboffsets: UnsafePointer(pointee.suboffsets))
  }
}
