import BufferProtocol
import CPyMemoryView
import MemoryViewTables

extension View {
  /// Whether an object is a memoryview; the type has no subclasses.
  @inline(__always)
  public static func isView(_ object: Object) -> Bool { pymv_c_is_view(object) }

  /// Makes a memoryview of an exporter. A view of a memoryview shares its managed buffer.
  ///
  /// - Parameter flags: the request to the exporter; ignored for memoryviews.
  /// - Returns: new reference.
  public static func fromObject(
    _ base: Object, flags: CInt = Request.fullReadOnly
  ) throws(ViewError) -> View {
    if isView(base) {
      return try View(base).makeSibling()
    }
    guard isExporter(base) else { throw .notAnExporter(base) }
    return try ManagedBuffer.request(from: base, flags: flags).addFirstView()
  }

  /// Makes another view of the same memory. New reference.
  func makeSibling() throws(ViewError) -> View {
    try joined { (managed) throws(ViewError) in try managed.addView(from: buffer) }
  }

  /// Makes a read-only view of the same memory. New reference.
  public func makeReadOnly() throws(ViewError) -> View {
    try joined { (managed) throws(ViewError) in
      var source = pointee.view
      source.readonly = 1
      return try managed.addView(from: &source)
    }
  }

  /// Counts one more view on the managed buffer, for the view that `body` makes. This keeps the
  /// memory alive even if foreign code in `body` releases this view, which is not pinned.
  @inline(__always)
  func joined(
    _ body: (ManagedBuffer) throws(ViewError) -> View
  ) throws(ViewError) -> View {
    try requireAccess()
    let managed = try held { () throws(ViewError) in
      try requireUnrestricted()
      pointee.mbuf.join()
      return pointee.mbuf!
    }
    do throws(ViewError) {
      return try body(managed)
    } catch {
      managed.leave()
      throw error
    }
  }

  /// Makes a memoryview of memory that has no owner.
  ///
  /// - Parameter access: PyBUF_READ or PyBUF_WRITE. For code compiled for CPython, any other value
  ///   means PyBUF_READ.
  public static func fromMemory(
    _ memory: UnsafeMutableRawPointer?, byteCount: Int, access: CInt
  ) throws(ViewError) -> View {
    if byteCount < 0 { throw .value("PyMemoryView_FromMemory(): size must not be negative") }
    if memory == nil && byteCount > 0 {
      throw .value("PyMemoryView_FromMemory(): mem must not be NULL")
    }
    if !isAccessFlag(access) && !pymv_c_rules.caller_expects_cpython {
      throw .value("PyMemoryView_FromMemory(): flags must be PyBUF_READ or PyBUF_WRITE")
    }
    let readonly = access != PyBUF_WRITE
    return try ManagedBuffer.wrap(memory, byteCount: byteCount, readonly: readonly).addFirstView()
  }

  /// Makes a memoryview that owns a filled buffer. The buffer is moved from: its `obj` becomes
  /// NULL. On failure it is unchanged.
  public static func fromOwnedBuffer(_ info: BufferView) throws(ViewError) -> View {
    try info.requireMemory()
    let managed = try ManagedBuffer.adopt(info)
    do throws(ViewError) {
      let view = try managed.addView(from: managed.masterView)
      info.pointee.obj = nil
      return view
    } catch {
      managed.forget()
      throw error
    }
  }

  /// Makes a memoryview of a filled buffer whose memory and format the caller continues to own. New
  /// reference.
  public static func fromBorrowedBuffer(_ info: BufferView) throws(ViewError) -> View {
    try info.requireMemory()
    return try ManagedBuffer.borrow(info).addFirstView()
  }
}

extension BufferView {
  /// Unlike an exporter's buffer, a caller's needs an address even if it has no items.
  fileprivate func requireMemory() throws(ViewError) {
    if pointee.buf == nil { throw .value("PyMemoryView_FromBuffer(): info->buf must not be NULL") }
    try requireSound()
  }
}

/// Whether an object's type has a buffer slot.
public func isExporter(_ object: Object) -> Bool {
  guard let procs = object.pointee.ob_type.pointee.tp_as_buffer else { return false }
  return procs.pointee.bf_getbuffer != nil
}
