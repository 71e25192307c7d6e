import BufferProtocol
import CPyMemoryView
import Layout
import RuntimeTables

/// Calls a closure with the bytes of an exporter's items in C order: the exporter's memory if it is
/// C-contiguous, else a copy.
///
/// - Parameter refused: Called if the buffer request fails, with the exception set.
/// - Returns: The result of the closure; `nil` if the request failed.
func withBytes(
  of exporter: Object, request: CInt = Request.fullReadOnly, refused: () -> Void = {},
  _ body: (UnsafeRawBufferPointer) -> Object?
) -> Object? {
  withUnsafeTemporaryAllocation(of: Py_buffer.self, capacity: 1) { buffer -> Object? in
    let view = buffer.baseAddress
    guard requestBuffer(exporter, view, request) == 0, let view else {
      refused()
      return nil
    }
    defer { releaseBuffer(view) }
    var copy: UnsafeMutableRawPointer?
    defer { PyMem_Free(copy) }
    guard copyUnlessContiguous(view, to: &copy) else { return nil }
    return body(
      UnsafeRawBufferPointer(start: copy ?? view.pointee.buf, count: view.pointee.len))
  }
}

/// Copies the items to new memory, which the caller frees with `PyMem_Free`, unless they are
/// C-contiguous; false with an exception if that fails.
@inline(never)
private func copyUnlessContiguous(
  _ view: BufferView, to copy: inout UnsafeMutableRawPointer?
) -> Bool {
  if let problem = view.problem {
    raise(PyExc_ValueError, problem)
    return false
  }
  if view.isContiguous(order: .cOrder) { return true }
  guard let memory = PyMem_Malloc(view.pointee.len) else { return noMemory() != nil }
  copy = memory
  if let copyToContiguous = pymv_c_copy_to_contiguous() {
    return copyToContiguous(memory, view, view.pointee.len, .cOrder) == 0
  }
  if view.pointee.len > 0 {
    view.withItems { items in _ = gatherItems(of: items, from: items.base, axis: 0, to: memory) }
  }
  return true
}

/// Copies the items of the sub-array at `place`, which has the axes from `axis` on, one by one in C
/// order.
///
/// - Returns: The end of the copied items in `copy`.
private func gatherItems(
  of array: StridedArray, from place: UnsafeMutableRawPointer, axis: Int,
  to copy: UnsafeMutableRawPointer
) -> UnsafeMutableRawPointer {
  if axis == array.axisCount {
    copy.copyMemory(from: place, byteCount: array.itemByteCount)
    return copy + array.itemByteCount
  }
  var end = copy
  for index in 0..<array.shape[axis] {
    let next = array.step(from: place, axis: axis, index: index)
    end = gatherItems(of: array, from: next, axis: axis + 1, to: end)
  }
  return end
}

/// A bytearray of the ints of an iterable object. Each int is converted before the next one is
/// fetched, because either step may change the object.
///
/// - Parameters:
///   - complaint: Message of the TypeError for an object that is not iterable.
///   - range: Message of the ValueError for an int outside 0 to 255.
///   - asksForLength: Whether to compute the length first, and to fail if that raises.
private func collectBytes(
  of op: Object, _ complaint: StaticString, range: StaticString, asksForLength: Bool
) -> Object? {
  guard let iterator = isText(op) ? nil : objectGetIter(op) else {
    if isText(op) || errExceptionMatches(PyExc_TypeError) != 0 { raiseType(complaint, op) }
    return nil
  }
  defer { iterator.release() }
  guard !asksForLength || hasSoundLength(op), let array = makeByteArray(count: 0) else {
    return nil
  }
  _ = forEach(iterator) { item in
    guard let value = integerIndex(item) else { return false }
    guard let byte = value.exactly(UInt8.self) else {
      return fail(PyExc_ValueError, range) ?? false
    }
    return append(byte, toByteArray: array)
  }
  if pymv_c_error_get() == nil { return array }
  array.release()
  return nil
}

@_cdecl("PyBytes_FromObject")
public func bytesFromObject(_ op: Object?) -> Object? {
  guard let op else {
    badInternalCall()
    return nil
  }
  if op.type == pymv_c_bytes_type() { return op.retained() }
  if op.type.pointee.tp_as_buffer?.pointee.bf_getbuffer != nil {
    return withBytes(of: op) { makeBytes(copying: $0) }
  }
  guard
    let array = collectBytes(
      of: op, "cannot convert '%.200s' object to bytes", range: "bytes must be in range(0, 256)",
      asksForLength: true)
  else { return nil }
  defer { array.release() }
  return makeBytes(copying: UnsafeRawBufferPointer(contents(ofByteArray: array)))
}

/// A bytearray of zeros; `value` is its size.
private func makeZeros(_ value: IntegerValue, countedBy op: Object) -> Object? {
  guard let count = value.exactly(Int.self) else {
    raise(PyExc_OverflowError, "cannot fit '%.200s' into an index-sized integer", op.typeName)
    return nil
  }
  if count < 0 { return fail(PyExc_ValueError, "negative count") }
  return makeByteArray(ofZeros: count)
}

@_cdecl("PyByteArray_FromObject")
public func byteArrayFromObject(_ op: Object?) -> Object? {
  guard let op else { return raiseNullArgument() }
  if isText(op) { return fail(PyExc_TypeError, "string argument without an encoding") }
  if isIndex(op) {
    if let count = integerIndex(op) { return makeZeros(count, countedBy: op) }
    // On TypeError the object is not an index; it may still be an exporter or iterable.
    if errExceptionMatches(PyExc_TypeError) == 0 { return nil }
    errClear()
  }
  if op.type.pointee.tp_as_buffer?.pointee.bf_getbuffer != nil {
    return withBytes(of: op) { bytes in
      guard let copy = makeByteArray(count: bytes.count) else { return nil }
      contents(ofByteArray: copy).copyMemory(from: bytes)
      return copy
    }
  }
  return collectBytes(
    of: op, "cannot convert '%.200s' object to bytearray", range: "byte must be in range(0, 256)",
    asksForLength: false)
}
