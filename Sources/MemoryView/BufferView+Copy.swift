import BufferProtocol
import CPyMemoryView
import StridedCopy

extension BufferView {
  /// The address of an item. Assumes: strides are present and the indices lie within the shape.
  public func address(at indices: UnsafePointer<Int>) -> UnsafeMutableRawPointer? {
    guard let base = pointee.buf, let strides = pointee.strides else { return pointee.buf }
    // The extents are not needed to find an address.
    let items = StridedArray(
      base: base, itemByteCount: pointee.itemsize, axisCount: axisCount, shape: indices,
      strides: strides, suboffsets: UnsafePointer(pointee.suboffsets))
    return items.address(at: indices)
  }

  /// Copies the items into `memory`, in the given order.
  ///
  /// - Parameter byteCount: must be the buffer's len.
  public func copy(
    toContiguous memory: UnsafeMutableRawPointer, byteCount: Int, order: CChar
  ) throws(ViewError) {
    if byteCount != pointee.len {
      throw .value("PyBuffer_ToContiguous: len != view->len")
    }
    if isContiguous(order: order) {
      if byteCount > 0 { memory.copyMemory(from: pointee.buf, byteCount: byteCount) }
      return
    }
    try requireCopyable()
    withItems { from in
      from.withContiguousItems(at: memory, ItemOrder(copying: order)) { to in
        copyItems(to: to, from: from)
      }
    }
  }

  /// Copies the items at `memory`, which lie in the given order, into the buffer's items, the first
  /// ones if there are fewer.
  public func copy(
    fromContiguous memory: UnsafeMutableRawPointer, byteCount: Int, order: CChar
  ) throws(ViewError) {
    let byteCount = min(byteCount, pointee.len)
    if byteCount <= 0 { return }
    if isContiguous(order: order) {
      return pointee.buf.copyMemory(from: memory, byteCount: byteCount)
    }
    try requireCopyable()
    if pointee.itemsize <= 0 {
      throw .value("PyBuffer_FromContiguous: view->itemsize must be positive")
    }
    let order = ItemOrder(fortranOnlyFor: order)
    let itemCount = byteCount / pointee.itemsize
    withItems { to in
      guard byteCount == pointee.len else {
        return copyFirstItems(to: to, from: memory, itemCount: itemCount, order: order)
      }
      to.withContiguousItems(at: memory, order) { from in copyItems(to: to, from: from) }
    }
  }

  /// Refuses what the copying loops must not be given.
  func requireCopyable() throws(ViewError) {
    try requireLayout("number of dimensions must not exceed 64")
    try requireConsistentLength()
    try requireAddress()
  }

  func requireAddress() throws(ViewError) {
    if pointee.buf == nil && pointee.len > 0 {
      throw .value("the address of a buffer with items must not be NULL")
    }
  }
}

extension StridedArray {
  /// Calls `body` with a contiguous array of the same shape at another address.
  func withContiguousItems(
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
