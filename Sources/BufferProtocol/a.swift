import CPyMemoryView

public func check(_ o: UnsafeMutablePointer<PyObject>) -> Bool {
  o.pointee.ob_type.pointee.tp_as_buffer != nil
}
