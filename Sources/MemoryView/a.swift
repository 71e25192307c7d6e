import BufferProtocol
import CPyMemoryView
import MemoryViewTables

public func checkMV(_ o: UnsafeMutablePointer<PyObject>) -> Bool {
  check(o) || o.pointee.ob_type == pymv_c_memoryview_type()
}
