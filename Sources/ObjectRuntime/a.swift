import CPyMemoryView

@_cdecl("Py_DecRef") public func dec(_ o: UnsafeMutablePointer<PyObject>?) {}
