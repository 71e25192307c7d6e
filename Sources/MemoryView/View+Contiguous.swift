import BufferProtocol
import CPyMemoryView
import ItemFormat
import Layout
import MemoryViewTables

extension View {
  /// Makes a memoryview of an exporter's items in contiguous memory: zero-copy if they are
  /// contiguous in the order, else of a copy in a new bytes object.
  ///
  /// - Parameters:
  ///   - access: PyBUF_READ or PyBUF_WRITE. For code compiled for CPython, any other value means
  ///     PyBUF_READ.
  ///   - order: 'C', 'F', or 'A' for either; a copy for 'A' is in C order.
  /// - Returns: new reference.
  public static func getContiguous(
    _ base: Object, access: CInt, order: CChar
  ) throws(ViewError) -> View {
    if !isAccessFlag(access) && !pymv_c_rules.caller_expects_cpython {
      throw .value("PyMemoryView_GetContiguous(): buffertype must be PyBUF_READ or PyBUF_WRITE")
    }
    try require(
      order: order, else: "PyMemoryView_GetContiguous(): order must be 'C', 'F' or 'A'")
    let writable = access == PyBUF_WRITE
    let view = try fromObject(base)
    do throws(ViewError) {
      if writable && view.pointee.view.readonly != 0 {
        throw .buffer("underlying buffer is not writable")
      }
      if view.buffer.isContiguous(order: order) { return view }
      if writable {
        throw .buffer(
          "writable contiguous buffer requested for a non-contiguous object.")
      }
      let copy = try view.makeContiguousCopy(order)
      Py_DecRef(view.object)
      return copy
    } catch {
      Py_DecRef(view.object)
      throw error
    }
  }

  /// Makes a memoryview of a copy of the items in a new bytes object, with the same shape and
  /// format.
  private func makeContiguousCopy(_ order: CChar) throws(ViewError) -> View {
    let bytes = try makeCopy(order: order)
    defer { Py_DecRef(bytes) }
    let managed = try ManagedBuffer.request(from: bytes)
    do throws(ViewError) {
      return try addCopy(on: managed, contiguousIn: ItemOrder(copying: order))
    } catch {
      managed.leave()
      throw error
    }
  }

  /// Adds the first view of a copy of the memory, with this view's shape and format.
  private func addCopy(
    on managed: ManagedBuffer, contiguousIn order: ItemOrder
  ) throws(ViewError) -> View {
    try managed.setFormat(copying: pointee.view.format)
    var description = pointee.view
    description.buf = managed.pointee.master.buf
    description.readonly = 1
    description.format = managed.pointee.master.format
    description.suboffsets = nil
    description.internal = nil
    return try managed.addView(from: &description, contiguousIn: order)
  }
}

extension View {
  /// Makes a bytes object of the items. New reference.
  ///
  /// - Parameter order: 'C', 'F' or 'A'.
  public func makeBytes(order: CChar) throws(ViewError) -> Object {
    try requireAccess()
    if !order.isOrder { throw .value("order must be 'C', 'F' or 'A'") }
    return try makeCopy(order: order)
  }

  /// Makes a bytes object of the items. No other code can reach it before it is filled. New
  /// reference.
  @_optimize(speed)
  func makeCopy(order: CChar) throws(ViewError) -> Object {
    try held { () throws(ViewError) in
      try buffer.requireSound()
      // Larger copies take the path below, which may release the GIL.
      if order == .cOrder, hasAll(_Py_MEMORYVIEW_C),
        pointee.view.len < leastUnlockedByteCount
      {
        return try check(
          PyBytes_FromStringAndSize(
            pointee.view.buf?.assumingMemoryBound(to: CChar.self), pointee.view.len))
      }
      let bytes = try check(PyBytes_FromStringAndSize(nil, pointee.view.len))
      let memory = PyBytes_AsString(bytes).unsafelyUnwrapped
      _ = pymv_c_expect_large_write(memory, pointee.view.len)
      readUnlocked(self) { buffer.pack(into: memory, order: order) }
      return bytes
    }
  }

  /// Calls `body`, which must not run foreign code, with the bytes of the items in C order, without
  /// a copy if the view is C-contiguous. Assumes: the view was checked to be accessible.
  @_optimize(speed)
  func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    try held { () throws(ViewError) in
      if hasAll(_Py_MEMORYVIEW_C) {
        return try body(
          UnsafeRawBufferPointer(start: pointee.view.buf, count: pointee.view.len))
      }
      let copy = try makeBytes(order: .cOrder)
      defer { Py_DecRef(copy) }
      return try body(
        UnsafeRawBufferPointer(start: PyBytes_AsString(copy), count: pointee.view.len))
    }
  }
}
