import BufferProtocol
import CPyMemoryView
import Layout
import MemoryViewTables
import StridedCopy

// Copies between views and plain memory.

extension View {
  /// Copies the items into a new array of the same shape and format. New reference to a view of it.
  public func makeCopy(inOrder order: CInt) throws(ViewError) -> View {
    let order = try CChar(givenOrder: order)
    return try pinned { () throws(ViewError) in
      try requireUnrestricted()
      try buffer.requireSound()
      let isFortran =
        order == .anyOrder && hasAll(_Py_MEMORYVIEW_FORTRAN) && !hasAll(_Py_MEMORYVIEW_C)
      let copy = try GivenArray(
        format: format, itemByteCount: pointee.view.itemsize,
        shape: GivenShape(axisCount: pointee.view.ndim, pointee.view.shape),
        order: isFortran ? .firstAxisFastest : ItemOrder(copying: order)
      ).makeView(in: { pymv_c_expect_large_write(malloc($0), $0) })
      if let memory = copy.pointee.view.buf {
        buffer.pack(into: memory, order: order)
      }
      return copy
    }
  }

  /// Copies the items into contiguous memory.
  public func read(
    into memory: UnsafeMutableRawPointer?, byteCount: Int, order: CInt
  ) throws(ViewError) {
    try requireAccess()
    let order = try CChar(givenOrder: order)
    try held { () throws(ViewError) in
      guard let memory = try requireMemory(memory, byteCount) else { return }
      buffer.pack(into: memory, order: order)
    }
  }

  /// Copies items from contiguous memory.
  public func write(
    from memory: UnsafeRawPointer?, byteCount: Int, order: CInt
  ) throws(ViewError) {
    try requireAccess()
    try requireWritable()
    let order = try CChar(givenOrder: order)
    try held { () throws(ViewError) in
      let memory = UnsafeMutableRawPointer(mutating: memory)
      guard let memory = try requireMemory(memory, byteCount) else { return }
      buffer.unpack(from: memory, byteCount: byteCount, order: order)
    }
  }

  /// Validates the caller's memory, which must have the size of the items. Nil if that is zero.
  private func requireMemory(
    _ memory: UnsafeMutableRawPointer?, _ byteCount: Int
  ) throws(ViewError) -> UnsafeMutableRawPointer? {
    if byteCount != pointee.view.len { throw .value("len must be the number of bytes of the view") }
    try buffer.requireSound()
    if byteCount == 0 { return nil }
    guard let memory else { throw .value("buf must not be NULL") }
    return memory
  }

  /// Copies the items of another view with the same shape and format, which may overlap.
  public func setItems(from source: View) throws(ViewError) {
    try requireAccess()
    try requireWritable()
    try source.requireAccess()
    try held { () throws(ViewError) in
      try source.held { () throws(ViewError) in
        try buffer.requireSound()
        try source.buffer.requireSound()
        guard haveEqualShapes(buffer, source.buffer), try haveEqualFormats(buffer, source.buffer)
        else {
          throw .value("the views have different shapes or formats")
        }
        if pointee.view.len > 0 { try copySameIndices(to: buffer, from: source.buffer) }
      }
    }
  }

  /// Sets every item to the same bytes.
  public func setItems(toBytes item: UnsafeRawPointer?) throws(ViewError) {
    try requireAccess()
    try requireWritable()
    try held { () throws(ViewError) in
      try buffer.requireSound()
      let byteCount = pointee.view.itemsize
      if pointee.view.len == 0 { return }
      guard let item else { throw .value("item must not be NULL") }
      // The item may be one of this view's.
      guard let copy = PyMem_Malloc(byteCount) else { throw .noMemory }
      defer { PyMem_Free(copy) }
      copy.copyMemory(from: item, byteCount: byteCount)
      if buffer.isContiguous(order: .anyOrder) {
        repeatBytes(of: copy, byteCount)
      } else {
        repeatItem(copy)
      }
    }
  }

  /// Fills contiguous memory; each copy doubles the filled part.
  private func repeatBytes(of item: UnsafeRawPointer, _ byteCount: Int) {
    let start = pointee.view.buf.unsafelyUnwrapped
    start.copyMemory(from: item, byteCount: byteCount)
    var filled = byteCount
    while filled < pointee.view.len {
      let count = min(filled, pointee.view.len - filled)
      (start + filled).copyMemory(from: start, byteCount: count)
      filled += count
    }
  }

  private func repeatItem(_ item: UnsafeMutableRawPointer) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: Int(PyBUF_MAX_NDIM)) { strides in
      strides.initialize(repeating: 0)
      buffer.withItems { items in
        StridedCopy.copyItems(
          to: items,
          from: StridedArray(
            base: item, itemByteCount: items.itemByteCount, axisCount: items.axisCount,
            shape: items.shape, strides: UnsafePointer(strides.baseAddress.unsafelyUnwrapped)))
      }
    }
  }

  /// Whether another view has the same shape and equal items.
  public func isEqual(toView other: View) throws(ViewError) -> Bool {
    try requireAccess()
    try other.requireAccess()
    return try isEqual(to: other.object) ?? false
  }
}
