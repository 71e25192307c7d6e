import BufferProtocol
import CPyMemoryView
import MemoryView

// Slots of the static types in MemoryViewTables. The interpreter or runtime calls them with an
// object of the type, never with NULL.

@_cdecl("pymv_s_view_dealloc")
public func viewDealloc(_ self: UnsafeMutablePointer<PyObject>) { View(self).deallocate() }

@_cdecl("pymv_s_view_repr")
public func viewRepr(_ self: UnsafeMutablePointer<PyObject>) -> UnsafeMutablePointer<PyObject>? {
  View(self).makeRepr()
}

@_cdecl("pymv_s_view_traverse")
public func viewTraverse(
  _ self: UnsafeMutablePointer<PyObject>, _ visit: visitproc, _ arg: UnsafeMutableRawPointer?
) -> CInt {
  View(self).visitReferences { $0 == nil ? 0 : visit($0, arg) }
}

@_cdecl("pymv_s_view_clear")
public func viewClear(_ self: UnsafeMutablePointer<PyObject>) -> CInt {
  View(self).clear()
  return 0
}

@_cdecl("pymv_s_view_getbuffer")
public func viewGetBuffer(
  _ self: UnsafeMutablePointer<PyObject>, _ view: UnsafeMutablePointer<Py_buffer>, _ flags: CInt
) -> CInt {
  statusOf { () throws(ViewError) in try View(self).fill(view, flags: flags) }
}

@_cdecl("pymv_s_view_releasebuffer")
public func viewReleaseBuffer(
  _ self: UnsafeMutablePointer<PyObject>, _ view: UnsafeMutablePointer<Py_buffer>
) {
  View(self).takeBack()
}

@_cdecl("pymv_s_managed_dealloc")
public func managedDealloc(_ self: UnsafeMutablePointer<PyObject>) {
  ManagedBuffer(self).deallocate()
}

@_cdecl("pymv_s_managed_traverse")
public func managedTraverse(
  _ self: UnsafeMutablePointer<PyObject>, _ visit: visitproc, _ arg: UnsafeMutableRawPointer?
) -> CInt {
  ManagedBuffer(self).visitReferences { $0 == nil ? 0 : visit($0, arg) }
}

@_cdecl("pymv_s_managed_clear")
public func managedClear(_ self: UnsafeMutablePointer<PyObject>) -> CInt {
  ManagedBuffer(self).clear()
  return 0
}
