import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// Memory of a bytes object in bytes, including its header and NUL; `nil` on overflow.
func memorySize(ofBytes count: Int) -> Int? {
  let (size, overflow) = count.addingReportingOverflow(pymv_bytes_header + 1)
  return overflow ? nil : size
}

/// A bytes object with indeterminate contents, which the caller must fill immediately. The empty
/// object is shared.
///
/// - Returns: A new reference, or `nil` with OverflowError or MemoryError.
func makeBytes(count: Int) -> Object? {
  if count == 0 { return pymv_c_bytes_empty().retained() }
  guard let size = memorySize(ofBytes: count) else {
    raise(PyExc_OverflowError, "byte string is too large")
    return nil
  }
  guard let memory = pymv_c_block_alloc(size) else { return noMemory() }
  let op = memory.assumingMemoryBound(to: PyObject.self)
  initialize(op, pymv_c_bytes_type())
  setItemCount(op, count)
  layout(op, as: PyBytesObject.self).pointee.ob_shash = -1
  pymv_c_bytes_start(op)[count] = 0
  return op
}

func makeBytes(copying source: UnsafeRawBufferPointer) -> Object? {
  guard let op = makeBytes(count: source.count) else { return nil }
  contents(ofBytes: op).copyMemory(from: source)
  return op
}

/// The bytes of a bytes object, without the NUL. Assumes: the object is one.
func contents(ofBytes op: Object) -> UnsafeMutableRawBufferPointer {
  assert(isBytes(op))
  return UnsafeMutableRawBufferPointer(start: pymv_c_bytes_start(op), count: itemCount(op))
}

@c @implementation
public func pymv_s_bytes_getbuffer(_ op: Object?, _ view: BufferView?, _ request: CInt) -> CInt {
  guard let op else { return -1 }
  return fillInfo(
    view, exporter: op, bytes: pymv_c_bytes_start(op), byteCount: itemCount(op), readonly: 1,
    request: request)
}

@_cdecl("PyBytes_FromStringAndSize") @_optimize(speed)
public func bytesFromMemory(_ bytes: CText?, _ size: Int) -> Object? {
  guard size == 1, let bytes else { return newBytes(bytes, size) }
  return pymv_c_single_byte(UInt8(bitPattern: bytes.pointee)).retained()
}

private func newBytes(_ bytes: CText?, _ size: Int) -> Object? {
  if size < 0 {
    raise(PyExc_SystemError, "Negative size passed to PyBytes_FromStringAndSize")
    return nil
  }
  guard let bytes else { return makeBytes(count: size) }
  return makeBytes(copying: UnsafeRawBufferPointer(start: bytes, count: size))
}

@_cdecl("PyBytes_FromString")
public func bytesFromCString(_ text: CText?) -> Object? {
  guard let text else {
    badInternalCall()
    return nil
  }
  return bytesFromMemory(text, strlen(text))
}

/// Returns the argument if it is a bytes object; else `nil` with TypeError, or SystemError for
/// NULL.
private func bytesArgument(_ op: Object?) -> Object? {
  guard let op else {
    badInternalCall()
    return nil
  }
  if isBytes(op) { return op }
  raise(PyExc_TypeError, "expected bytes, %.200s found", op.typeName)
  return nil
}

@_cdecl("PyBytes_Size")
public func bytesSize(_ op: Object?) -> Int { bytesArgument(op).map(itemCount) ?? -1 }

@_cdecl("PyBytes_AsString")
public func bytesAsCString(_ op: Object?) -> UnsafeMutablePointer<CChar>? {
  bytesArgument(op).map {
    UnsafeMutableRawPointer(pymv_c_bytes_start($0)).assumingMemoryBound(to: CChar.self)
  }
}

@_cdecl("PyBytes_AsStringAndSize")
public func bytesAsCString(
  _ op: Object?, _ bytes: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
  _ size: UnsafeMutablePointer<Int>?
) -> CInt {
  guard let bytes else {
    badInternalCall()
    return -1
  }
  guard let op, let start = bytesAsCString(op) else { return -1 }
  bytes.pointee = start
  if let size {
    size.pointee = itemCount(op)
  } else if strlen(start) != itemCount(op) {
    raise(PyExc_ValueError, "embedded null byte")
    return -1
  }
  return 0
}
