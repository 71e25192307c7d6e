import CPyMemoryView
import MemoryView

@_cdecl("PyMemoryView_Check") public func c(_ o: UnsafeMutablePointer<PyObject>?) -> CInt {
  checkMV(o!) ? 1 : 0
}
@_cdecl("pymv_s_memory_dealloc") public func d(_ o: UnsafeMutablePointer<PyObject>?) {
  Py_DecRef(o)
}
