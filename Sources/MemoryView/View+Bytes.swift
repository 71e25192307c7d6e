import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

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
      readUnlocked(self) { buffer.pack(into: memory, order: order) }
      return bytes
    }
  }

  /// Calls `body`, which must not run foreign code, with the bytes of the items in C order, without
  /// a copy if the view is C-contiguous. Assumes: the view was checked to be accessible.
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

  /// The hash of the bytes in C order, equal to that of a bytes object with the same content.
  /// Cached after the first call.
  public func hashValue() throws(ViewError) -> Int {
    let cached = pymv_c_view_hash(self)
    if cached != -1 { return cached }
    try requireAccess()
    if pointee.view.readonly == 0 { throw .value("cannot hash writable memoryview object") }
    let hash = try pinned { () throws(ViewError) in try contentHash() }
    pymv_c_view_set_hash(self, hash)
    return hash
  }

  /// Computes the hash. The exporter must be hashable too; its `__hash__` is foreign code.
  private func contentHash() throws(ViewError) -> Int {
    guard case .item(let type) = itemFormat, type.isByte else {
      throw .value("memoryview: hashing is restricted to formats 'B', 'b' or 'c'")
    }
    if let exporter = pointee.view.obj, PyObject_Hash(exporter) == -1 { throw .raised }
    if hasAll(_Py_MEMORYVIEW_C) {
      try buffer.requireSound()
      return pymv_c_hash_bytes(pointee.view.buf, pointee.view.len)
    }
    let bytes = try makeBytes(order: .cOrder)
    defer { Py_DecRef(bytes) }
    let hash = PyObject_Hash(bytes)
    if hash == -1 { throw .raised }
    return hash
  }
}
