import BufferProtocol
import CPyMemoryView
import Layout
import RuntimeTables

/// Lends the bytes of an exporter's items, in C order, to a closure: where they are if they lie so,
/// else a copy.
///
/// - Parameter refused: Called when the exporter's memory is not to be had, with its exception set.
/// - Returns: What the closure returns; `nil` after a refusal.
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
    if let problem = view.problem { return fail(PyExc_ValueError, problem) }
    if view.isContiguous(order: .cOrder) {
      return body(UnsafeRawBufferPointer(start: view.pointee.buf, count: view.pointee.len))
    }
    return withCopiedBytes(of: view, body)
  }
}

private func withCopiedBytes(
  of view: BufferView, _ body: (UnsafeRawBufferPointer) -> Object?
) -> Object? {
  guard let copy = PyMem_Malloc(view.pointee.len) else { return noMemory() }
  defer { PyMem_Free(copy) }
  if let copyToContiguous = pymv_c_copy_to_contiguous() {
    if copyToContiguous(copy, view, view.pointee.len, .cOrder) != 0 { return nil }
  } else if view.pointee.len > 0 {
    view.withItems { items in _ = copyItems(of: items, from: items.base, axis: 0, to: copy) }
  }
  return body(UnsafeRawBufferPointer(start: copy, count: view.pointee.len))
}

/// Copies the items below a place on an axis, one by one, in C order.
///
/// - Returns: The place behind the copied items.
private func copyItems(
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
    end = copyItems(of: array, from: next, axis: axis + 1, to: end)
  }
  return end
}

/// A bytearray of the ints that an object consists of. Each is looked at before the next one is asked
/// for, because that may change the object.
///
/// - Parameters:
///   - complaint: TypeError for an object that cannot be iterated over.
///   - range: ValueError for an int that is no byte.
///   - asksForLength: Whether an object whose length raises is refused.
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

/// A bytearray of as many zeros as an index says.
private func makeZeros(_ value: IntegerValue, countedBy op: Object) -> Object? {
  guard let count = value.exactly(Int.self) else {
    raise(PyExc_OverflowError, "cannot fit '%.200s' into an index-sized integer", op.typeName)
    return nil
  }
  if count < 0 { return fail(PyExc_ValueError, "negative count") }
  guard let zeros = makeByteArray(count: count) else { return nil }
  _ = contents(ofByteArray: zeros).initializeMemory(as: UInt8.self, repeating: 0)
  return zeros
}

@_cdecl("PyByteArray_FromObject")
public func byteArrayFromObject(_ op: Object?) -> Object? {
  guard let op else { return raiseNullArgument() }
  if isText(op) { return fail(PyExc_TypeError, "string argument without an encoding") }
  if isIndex(op) {
    if let count = integerIndex(op) { return makeZeros(count, countedBy: op) }
    // TypeError says that it is no number after all; it may still be something else.
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
