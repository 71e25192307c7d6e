import BufferProtocol
import CPyMemoryView
import RuntimeTables

// These two change a bytes object that nobody else has seen: one reference, held in the caller's
// variable. On failure the variable becomes NULL.

/// Gives up the reference in a variable.
private func clear(_ variable: UnsafeMutablePointer<Object?>) {
  let old = variable.pointee
  variable.pointee = nil
  Py_DecRef(old)
}

@_cdecl("_PyBytes_Resize")
public func bytesResize(_ variable: UnsafeMutablePointer<Object?>?, _ size: Int) -> CInt {
  guard let variable, let op = variable.pointee, isBytes(op), size >= 0 else {
    if let variable { clear(variable) }
    PyErr_BadInternalCall()
    return -1
  }
  let oldSize = itemCount(op)
  if oldSize == size { return 0 }
  if oldSize != 0 && pymv_c_refcount(op) != 1 {
    clear(variable)
    PyErr_BadInternalCall()
    return -1
  }
  if oldSize == 0 || size == 0 {
    clear(variable)
    variable.pointee = makeBytes(count: size)
    return variable.pointee == nil ? -1 : 0
  }
  guard let byteCount = memorySize(ofBytes: size), let memory = PyObject_Realloc(op, byteCount)
  else {
    clear(variable)
    _ = PyErr_NoMemory()
    return -1
  }
  let moved = memory.assumingMemoryBound(to: PyObject.self)
  setItemCount(moved, size)
  layout(moved, as: PyBytesObject.self).pointee.ob_shash = -1
  pymv_c_bytes_start(moved)[size] = 0
  variable.pointee = moved
  return 0
}

@_cdecl("PyBytes_Concat")
public func bytesConcatenate(_ variable: UnsafeMutablePointer<Object?>?, _ tail: Object?) {
  guard let variable, let head = variable.pointee else { return }
  guard let tail else { return clear(variable) }
  let joined = concatenate(head, tail, make: makeBytes(count:)) {
    contents(ofBytes: $0)
  }
  clear(variable)
  variable.pointee = joined
}

/// A new object with the bytes of two exporters.
///
/// - Parameters:
///   - make: Makes the object, given its size.
///   - contents: Finds its bytes.
/// - Returns: `nil` with TypeError if one of them exports nothing that is plain bytes, or with the
///   exception of `make`.
func concatenate(
  _ head: Object, _ tail: Object, make: (Int) -> Object?,
  contents: (Object) -> UnsafeMutableRawBufferPointer
) -> Object? {
  var views = (Py_buffer(), Py_buffer())
  guard requestBuffer(head, &views.0, PyBUF_SIMPLE) == 0 else {
    raise(PyExc_TypeError, "can't concat %.100s to %.100s", typesOf: tail, head)
    return nil
  }
  defer { releaseBuffer(&views.0) }
  guard requestBuffer(tail, &views.1, PyBUF_SIMPLE) == 0 else {
    raise(PyExc_TypeError, "can't concat %.100s to %.100s", typesOf: tail, head)
    return nil
  }
  defer { releaseBuffer(&views.1) }
  let (count, overflow) = views.0.len.addingReportingOverflow(views.1.len)
  guard !overflow else { return PyErr_NoMemory() }
  guard let joined = make(count) else { return nil }
  let target = contents(joined)
  target.copyMemory(from: UnsafeRawBufferPointer(start: views.0.buf, count: views.0.len))
  UnsafeMutableRawBufferPointer(rebasing: target[views.0.len...])
    .copyMemory(from: UnsafeRawBufferPointer(start: views.1.buf, count: views.1.len))
  return joined
}
