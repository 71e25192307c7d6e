import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

extension View {
  /// The hash of the bytes in C order, equal to that of a bytes object with the same content.
  /// Caches it for callers, which look there first.
  public func makeHash() throws(ViewError) -> Int {
    let hash = if let plain = plainHash() { plain } else { try anyHash() }
    pymv_c_view_set_hash(self, hash)
    return hash
  }

  @inline(never)
  private func anyHash() throws(ViewError) -> Int {
    try requireAccess()
    if pointee.view.readonly == 0 { throw .value("cannot hash writable memoryview object") }
    return try pinned { () throws(ViewError) in try contentHash() }
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
