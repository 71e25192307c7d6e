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

  /// Makes a bytes object of the items, which nobody else knows while it is filled. New reference.
  func makeCopy(order: CChar) throws(ViewError) -> Object {
    try held { () throws(ViewError) in
      try buffer.requireSound()
      // Larger copies are left to what follows, which may let the host's other threads run.
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

  /// Calls `body`, which runs no foreign code, with the bytes of the items in C order: in place if they
  /// lie so, else a copy. Assumes: access was checked.
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

  /// The hash of the bytes in C order, the same as that of a bytes object with this content. It is
  /// computed once.
  public func hashValue() throws(ViewError) -> Int {
    let cached = pymv_c_view_hash(self)
    if cached != -1 { return cached }
    try requireAccess()
    if pointee.view.readonly == 0 { throw .value("cannot hash writable memoryview object") }
    let hash = try pinned { () throws(ViewError) in try contentHash() }
    pymv_c_view_set_hash(self, hash)
    return hash
  }

  /// The exporter must be hashable too; its `__hash__` is foreign code.
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
