import CBufferProtocol
import CPyMemoryView

// Both libraries contain these functions, because in a process with Python the exported names
// PyBuffer_FillInfo, PyObject_GetBuffer and PyBuffer_Release may resolve to the interpreter's own.
// They call only functions that CPython has exported since 3.9.

public typealias Object = UnsafeMutablePointer<PyObject>
public typealias BufferView = UnsafeMutablePointer<Py_buffer>

/// Raises an exception with a fixed ASCII text.
func raise(_ exception: Object?, _ text: StaticString) {
  PyErr_SetString(exception, text.cText)
}

/// Whether a request is an access flag of PyMemoryView_FromMemory. No valid request has the same
/// value.
public func isAccessFlag(_ request: CInt) -> Bool {
  request == PyBUF_READ || request == PyBUF_WRITE
}

/// Raises SystemError for an access flag instead of a request.
func refusesAccessFlag(_ request: CInt) -> Bool {
  guard isAccessFlag(request) else { return false }
  PyErr_BadInternalCall()
  return true
}

/// Requests a buffer from an exporter, as PyObject_GetBuffer does.
///
/// - Returns: 0, and the caller must call `releaseBuffer` once; or -1 with an exception set:
///   TypeError for an object without the buffer protocol, SystemError for a NULL argument or an
///   access flag, else the exporter's exception. If the exporter failed, `view.obj` is NULL.
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

/// Completes the failure of an exporter that may have broken the protocol.
@inline(never)
private func completeFailure(of view: BufferView) {
  // A stale `obj` would be released by the consumer.
  view.pointee.obj = nil
  if PyErr_Occurred() == nil {
    raise(PyExc_SystemError, "PyObject_GetBuffer: the exporter failed without an exception")
  }
}

/// Calls a release hook; preserves an exception that is set, and reports one that the hook raises.
private func callRelease(_ exporter: Object, _ release: releasebufferproc, _ view: BufferView) {
  if PyErr_Occurred() != nil { return callReleaseDuringException(exporter, release, view) }
  release(exporter, view)
  if PyErr_Occurred() != nil { PyErr_WriteUnraisable(exporter) }
}

@inline(never)
private func callReleaseDuringException(
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

/// Releases a buffer, as PyBuffer_Release does; a second call does nothing.
@inline(never)
public func releaseBuffer(_ view: BufferView?) {
  guard let view, let exporter = view.pointee.obj else { return }
  if let procs = exporter.pointee.ob_type.pointee.tp_as_buffer,
    let release = procs.pointee.bf_releasebuffer
  {
    callRelease(exporter, release, view)
  }
  view.pointee.obj = nil
  Py_DecRef(exporter)
}

/// Requests that the header defines as compound macros, which Swift does not import.
public enum Request {
  /// Any layout, writable: PyBUF_FULL.
  public static var full: CInt { fullReadOnly | PyBUF_WRITABLE }
  /// Any layout: PyBUF_FULL_RO.
  public static var fullReadOnly: CInt { PyBUF_INDIRECT | PyBUF_FORMAT }
}
