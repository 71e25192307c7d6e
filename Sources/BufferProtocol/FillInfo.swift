import CBufferProtocol
import CPyMemoryView

/// Fills a view of plain contiguous bytes, as PyBuffer_FillInfo does.
///
/// - Parameters:
///   - view: The view to fill; its shape and strides will point into it. `nil` raises BufferError.
///   - exporter: Becomes `view.obj` with a new reference; `nil`: the view has no exporter.
///   - readonly: If not 0, a request for writable memory raises BufferError.
///   - request: The consumer's request, `PyBUF_*`.
/// - Returns: 0, or -1 with an exception set and `view` unchanged.
public func fillInfo(
  _ view: BufferView?, exporter: Object?, bytes: UnsafeMutableRawPointer?, byteCount: Int,
  readonly: CInt, request: CInt
) -> CInt {
  guard let view else {
    raise(PyExc_BufferError, "PyBuffer_FillInfo: view==NULL argument is obsolete")
    return -1
  }
  if refusesAccessFlag(request) { return -1 }
  if byteCount < 0 || bytes == nil && byteCount > 0 { return refuseMemory(ofSize: byteCount) }
  if request & PyBUF_WRITABLE != 0 && readonly != 0 {
    raise(PyExc_BufferError, "Object is not writable.")
    return -1
  }
  let format: StaticString = "B"
  let formatText = UnsafeMutableRawPointer(mutating: format.utf8Start)
  view.initialize(
    to: Py_buffer(
      buf: bytes, obj: exporter, len: byteCount, itemsize: 1, readonly: readonly, ndim: 1,
      format: request & PyBUF_FORMAT != 0
        ? formatText.assumingMemoryBound(to: CChar.self) : nil,
      shape: request & PyBUF_ND != 0 ? pymv_c_len_address(view) : nil,
      strides: request & PyBUF_STRIDES == PyBUF_STRIDES ? pymv_c_itemsize_address(view) : nil,
      suboffsets: nil, internal: nil))
  Py_IncRef(exporter)
  return 0
}

@inline(never)
private func refuseMemory(ofSize byteCount: Int) -> CInt {
  raise(
    PyExc_BufferError,
    byteCount < 0
      ? "PyBuffer_FillInfo: len must not be negative" : "PyBuffer_FillInfo: buf must not be NULL")
  return -1
}
