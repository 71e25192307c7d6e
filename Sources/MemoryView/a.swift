import BufferProtocol
import CPyMemoryView
import MemoryViewTables

public func checkMV(_ o: UnsafeMutablePointer<PyObject>) -> Bool {
  o.pointee.ob_type.pointee.tp_as_buffer != nil || o.pointee.ob_type == pymv_c_memoryview_type()
}
