import CBufferProtocol
import CPyMemoryView

// Both libraries contain these functions, because in a process with Python the exported names
// PyBuffer_FillInfo, PyObject_GetBuffer and PyBuffer_Release may lead to the interpreter's own.
// They call nothing that CPython has not exported since 3.9.

public typealias Object = UnsafeMutablePointer<PyObject>
public typealias BufferView = UnsafeMutablePointer<Py_buffer>

/// Raises an exception with a fixed ASCII text.
func raise(_ exception: Object?, _ text: StaticString) {
  PyErr_SetString(exception, text.cText)
}

/// Whether a request is one of the access flags of PyMemoryView_FromMemory, which share their
/// numbers with no valid request.
public func isAccessFlag(_ request: CInt) -> Bool {
  request == PyBUF_READ || request == PyBUF_WRITE
}

/// Raises SystemError for an access flag in place of a request.
func refusesAccessFlag(_ request: CInt) -> Bool {
  guard isAccessFlag(request) else { return false }
  PyErr_BadInternalCall()
  return true
}

/// Asks an exporter for a view of its memory, as PyObject_GetBuffer does.
///
/// - Returns: 0, and the caller owes one `releaseBuffer`; or -1 with an exception set and, if the
///   exporter was asked, `view.obj` NULL: TypeError for
///   an object that exports nothing, SystemError for a missing argument or a request that is none,
///   else the exporter's.
public func requestBuffer(_ exporter: Object?, _ view: BufferView?, _ request: CInt) -> CInt {
  guard let exporter else {
    raise(PyExc_SystemError, "PyObject_GetBuffer: exporter must not be NULL")
    return -1
  }
  guard let view else {
    raise(PyExc_SystemError, "PyObject_GetBuffer: view must not be NULL")
    return -1
  }
  if refusesAccessFlag(request) { return -1 }
  guard let procs = exporter.pointee.ob_type.pointee.tp_as_buffer,
    let getBuffer = procs.pointee.bf_getbuffer
  else {
    pymv_c_raise_not_bytes_like(exporter)
    return -1
  }
  let status = getBuffer(exporter, view, request)
  if status < 0 { completeFailure(of: view) }
  return status
}

/// Does what an exporter that fails may have left undone.
@inline(never)
private func completeFailure(of view: BufferView) {
  // Leftovers of the exporter's would be released.
  view.pointee.obj = nil
  if PyErr_Occurred() == nil {
    raise(PyExc_SystemError, "PyObject_GetBuffer: the exporter failed without an exception")
  }
}

/// Calls a release hook, which may neither lose the exception that is on its way nor leave one.
private func tell(_ exporter: Object, _ release: releasebufferproc, _ view: BufferView) {
  if PyErr_Occurred() != nil { return tellDuringException(exporter, release, view) }
  release(exporter, view)
  if PyErr_Occurred() != nil { PyErr_WriteUnraisable(exporter) }
}

@inline(never)
private func tellDuringException(
  _ exporter: Object, _ release: releasebufferproc, _ view: BufferView
) {
  var type: Object?
  var value: Object?
  var traceback: Object?
  PyErr_Fetch(&type, &value, &traceback)
  release(exporter, view)
  if PyErr_Occurred() != nil { PyErr_WriteUnraisable(exporter) }
  PyErr_Restore(type, value, traceback)
}

/// Gives a view back to its exporter, as PyBuffer_Release does; a second call does nothing.
@inline(never)
public func releaseBuffer(_ view: BufferView?) {
  guard let view, let exporter = view.pointee.obj else { return }
  if let procs = exporter.pointee.ob_type.pointee.tp_as_buffer,
    let release = procs.pointee.bf_releasebuffer
  {
    tell(exporter, release, view)
  }
  view.pointee.obj = nil
  Py_DecRef(exporter)
}
