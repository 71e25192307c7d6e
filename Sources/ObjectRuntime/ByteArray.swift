import BufferProtocol
import CPyMemoryView
import RuntimeTables

// The bytes of a bytearray are in a separate block, followed by a NUL; the pointer is NULL until
// the first allocation. Bytes are never removed by moving the start, so ob_start equals ob_bytes.

private func fields(_ op: Object) -> UnsafeMutablePointer<PyByteArrayObject> {
  assert(isSubtype(op.type, pymv_c_bytearray_type()))
  return layout(op, as: PyByteArrayObject.self)
}

/// Returns the argument if it is a bytearray; else `nil` with SystemError.
private func byteArrayArgument(_ op: Object?) -> Object? {
  if let op, isSubtype(op.type, pymv_c_bytearray_type()) { return op }
  badInternalCall()
  return nil
}

/// A new bytearray with indeterminate contents, which the caller must fill immediately; `nil` with
/// MemoryError.
func makeByteArray(count: Int) -> Object? {
  guard let op = newObject(pymv_c_bytearray_type()) else { return nil }
  setItemCount(op, 0)
  fields(op).pointee.ob_alloc = 0
  fields(op).pointee.ob_bytes = nil
  fields(op).pointee.ob_start = nil
  fields(op).pointee.ob_exports = 0
  if resize(op, to: count) { return op }
  op.release()
  return nil
}

/// A new bytearray of zeros, whose fresh memory is not written to; `nil` with MemoryError. Assumes:
/// `count` is not negative.
func makeByteArray(ofZeros count: Int) -> Object? {
  assert(count >= 0)
  guard let op = makeByteArray(count: 0) else { return nil }
  guard count < Int.max, let memory = allocateZeroed(count + 1, 1) else {
    op.release()
    return noMemory()
  }
  setMemory(of: op, to: memory, byteCount: count + 1)
  setItemCount(op, count)
  return op
}

private func setMemory(of op: Object, to memory: UnsafeMutableRawPointer, byteCount: Int) {
  fields(op).pointee.ob_bytes = memory.assumingMemoryBound(to: CChar.self)
  fields(op).pointee.ob_start = fields(op).pointee.ob_bytes
  fields(op).pointee.ob_alloc = byteCount
}

/// The bytes of a bytearray, without the NUL.
func contents(ofByteArray op: Object) -> UnsafeMutableRawBufferPointer {
  UnsafeMutableRawBufferPointer(start: fields(op).pointee.ob_start, count: itemCount(op))
}

/// Capacity in bytes for a new size. Growing a little over-allocates; growing by much allocates the
/// exact size; shrinking keeps the block while at least half of it is in use. `nil` on overflow.
private func allocation(for count: Int, now: Int) -> Int? {
  if count == Int.max { return nil }
  if count < now { return count < now / 2 ? count + 1 : now }
  let isStep = count - now <= now / 8
  let (size, overflow) = count.addingReportingOverflow(isStep ? count / 8 + 8 : 1)
  return overflow ? nil : size
}

/// Changes the size; new bytes are indeterminate. `false` with MemoryError.
private func resize(_ op: Object, to count: Int) -> Bool {
  let array = fields(op)
  if count == itemCount(op) { return true }
  guard let size = allocation(for: count, now: array.pointee.ob_alloc) else {
    return noMemory() ?? false
  }
  if size != array.pointee.ob_alloc {
    guard let memory = reallocate(array.pointee.ob_bytes, size) else {
      return noMemory() ?? false
    }
    setMemory(of: op, to: memory, byteCount: size)
  }
  setItemCount(op, count)
  array.pointee.ob_start[count] = 0
  return true
}

/// Appends a byte; `false` with MemoryError.
func append(_ byte: UInt8, toByteArray op: Object) -> Bool {
  let count = itemCount(op)
  guard resize(op, to: count + 1) else { return false }
  contents(ofByteArray: op)[count] = byte
  return true
}

/// Replaces a range of bytes. Assumes: the range is within the array, and the new bytes are not the
/// array's own.
///
/// - Returns: 0, or -1 with BufferError or MemoryError and the array unchanged.
func byteArrayReplace(
  _ op: Object, _ range: Range<Int>, with bytes: UnsafeRawPointer?, count: Int
) -> CInt {
  assert(range.lowerBound >= 0 && range.upperBound <= itemCount(op))
  let change = count - range.count
  let tail = itemCount(op) - range.upperBound
  func moveTail() {
    guard let start = contents(ofByteArray: op).baseAddress else { return }
    memmove(start + range.lowerBound + count, start + range.upperBound, tail)
  }
  if change < 0 {
    if !mayResize(op) { return -1 }
    moveTail()
  }
  if byteArrayResize(op, itemCount(op) + change) < 0 { return -1 }
  if change > 0 { moveTail() }
  if let bytes, count > 0 {
    memcpy(contents(ofByteArray: op).baseAddress! + range.lowerBound, bytes, count)
  }
  return 0
}

@c @implementation
public func pymv_s_bytearray_dealloc(_ op: Object?) {
  guard let op else { return }
  objectFree(fields(op).pointee.ob_bytes)
  pymv_s_object_dealloc(op)
}

@c @implementation
public func pymv_s_bytearray_getbuffer(_ op: Object?, _ view: BufferView?, _ request: CInt) -> CInt
{
  guard let op else { return -1 }
  if view == nil {
    raise(PyExc_BufferError, "bytearray_getbuffer: view==NULL argument is obsolete")
    return -1
  }
  let status = fillInfo(
    view, exporter: op, bytes: byteArrayAsCString(op), byteCount: itemCount(op), readonly: 0,
    request: request)
  if status == 0 { pymv_c_bytearray_add_exports(op, 1) }
  return status
}

@c @implementation
public func pymv_s_bytearray_releasebuffer(_ op: Object?, _ view: BufferView?) {
  if let op { pymv_c_bytearray_add_exports(op, -1) }
}

@_cdecl("PyByteArray_FromStringAndSize")
public func byteArrayFromMemory(_ bytes: CText?, _ size: Int) -> Object? {
  if size < 0 {
    return fail(PyExc_SystemError, "Negative size passed to PyByteArray_FromStringAndSize")
  }
  guard let op = makeByteArray(count: size) else { return nil }
  if let bytes {
    contents(ofByteArray: op).copyMemory(from: UnsafeRawBufferPointer(start: bytes, count: size))
  }
  return op
}

@_cdecl("PyByteArray_Concat")
public func byteArrayConcatenate(_ head: Object?, _ tail: Object?) -> Object? {
  guard let head, let tail else { return raiseNullArgument() }
  return concatenate(head, tail, make: makeByteArray(count:)) { contents(ofByteArray: $0) }
}

@_cdecl("PyByteArray_Size")
public func byteArraySize(_ op: Object?) -> Int { byteArrayArgument(op).map(itemCount) ?? -1 }

@_cdecl("PyByteArray_AsString")
public func byteArrayAsCString(_ op: Object?) -> UnsafeMutablePointer<CChar>? {
  guard let op = byteArrayArgument(op) else { return nil }
  // Without a block, return an empty C string.
  return fields(op).pointee.ob_start
    ?? UnsafeMutablePointer(mutating: cText(pymv_c_text_start(pymv_c_text_empty())))
}

@_cdecl("PyByteArray_Resize")
public func byteArrayResize(_ op: Object?, _ size: Int) -> CInt {
  guard let op = byteArrayArgument(op) else { return -1 }
  if size < 0 {
    raise(PyExc_ValueError, "Can only resize to positive sizes, got %zd", size)
    return -1
  }
  if size == itemCount(op) { return 0 }
  return mayResize(op) && resize(op, to: size) ? 0 : -1
}

/// Whether a bytearray has no exports; else raises BufferError.
private func mayResize(_ op: Object) -> Bool {
  if pymv_c_bytearray_exports(op) == 0 { return true }
  raise(PyExc_BufferError, "Existing exports of data: object cannot be re-sized")
  return false
}
