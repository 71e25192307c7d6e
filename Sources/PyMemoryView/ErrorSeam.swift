import CPyMemoryView
import ItemFormat
import MemoryView
import MemoryViewTables

// The seam through which failures go out to C: a Swift error becomes an exception in the error
// indicator and -1 or NULL.

extension ViewError {
  /// Puts the error into the error indicator.
  func raise() {
    switch self {
    case .raised: break
    case .noMemory: PyErr_NoMemory()
    case .type(let message): raise(PyExc_TypeError, message)
    case .value(let message): raise(PyExc_ValueError, message)
    case .buffer(let message): raise(PyExc_BufferError, message)
    case .notAnExporter(let object): pymv_c_raise_not_an_exporter(object)
    case .exported(let count): pymv_c_raise_exported(count)
    }
  }

  private func raise(_ exception: UnsafeMutablePointer<PyObject>?, _ message: StaticString) {
    setException(exception, message)
  }
}

extension FormatError {
  /// Raises `struct.error` with the struct module's text.
  func raise() {
    guard let module = PyImport_ImportModule("struct") else { return }
    defer { Py_DecRef(module) }
    guard let exception = PyObject_GetAttrString(module, "error") else { return }
    defer { Py_DecRef(exception) }
    switch self {
    case .unknownCharacter: setException(exception, "bad char in struct format")
    case .countWithoutCharacter:
      setException(exception, "repeat count given without format specifier")
    case .sizeOverflow: setException(exception, "total struct size too long")
    }
  }
}

private func setException(_ exception: UnsafeMutablePointer<PyObject>?, _ message: StaticString) {
  // A static string ends with a NUL.
  message.utf8Start.withMemoryRebound(to: CChar.self, capacity: message.utf8CodeUnitCount + 1) {
    PyErr_SetString(exception, $0)
  }
}

/// Runs a body that may fail; -1 with an exception if it does.
func statusOf(_ body: () throws(ViewError) -> Void) -> CInt {
  do {
    try body()
    return 0
  } catch {
    error.raise()
    return -1
  }
}

/// Runs a body that makes a memoryview; NULL with an exception if it fails.
func objectOf(_ body: () throws(ViewError) -> View) -> UnsafeMutablePointer<PyObject>? {
  do {
    return try body().object
  } catch {
    error.raise()
    return nil
  }
}

/// An argument that must not be NULL.
func required<Pointee>(
  _ argument: UnsafeMutablePointer<Pointee>?
) throws(ViewError) -> UnsafeMutablePointer<Pointee> {
  guard let argument else {
    PyErr_BadInternalCall()
    throw .raised
  }
  return argument
}
