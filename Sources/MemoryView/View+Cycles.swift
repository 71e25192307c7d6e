import BufferProtocol
import CPyMemoryView
import MemoryViewTables

// Support for a host's garbage collector. Never called without a host.

extension View {
  /// Breaks cycles through this view; does nothing while it has exported buffers.
  public func clear() {
    guard pymv_c_view_exports(self) == 0, let managed = pointee.mbuf else { return }
    try? release()
    pointee.mbuf = nil
    Py_DecRef(managed.object)
  }

  public func visitReferences(_ visit: (Object?) -> CInt) -> CInt {
    guard let managed = pointee.mbuf else { return 0 }
    return visit(managed.object)
  }
}

extension ManagedBuffer {
  /// Breaks cycles through the exporter: all views of it become inaccessible.
  public func clear() { release() }

  public func visitReferences(_ visit: (Object?) -> CInt) -> CInt { visit(pointee.master.obj) }
}
