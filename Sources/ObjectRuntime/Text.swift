import BufferProtocol
import CPyMemoryView
import RuntimeTables

// A str is stored as UTF-8, so that PyUnicode_AsUTF8 needs no second copy. It is ASCII if its
// number of code points equals its number of bytes. Access by index takes constant time for ASCII,
// else linear time.

/// A str of `byteCount` bytes, which the caller must fill immediately with valid UTF-8 of `length`
/// code points; `nil` with MemoryError.
func makeText(byteCount: Int, length: Int) -> Object? {
  if byteCount == 0 { return pymv_c_text_empty().retained() }
  let (size, overflow) = byteCount.addingReportingOverflow(pymv_text_header + 1)
  guard !overflow, let memory = pymv_c_block_alloc(size) else { return noMemory() }
  let text = memory.assumingMemoryBound(to: pymv_text.self)
  let op = memory.assumingMemoryBound(to: PyObject.self)
  initialize(op, pymv_c_text_type())
  text.pointee.byte_count = byteCount
  text.pointee.length = length
  pymv_c_text_start(op)[byteCount] = 0
  return op
}

@_cdecl("PyUnicode_New")
public func textNew(_ size: Int, _ largest: UInt32) -> Object? {
  if size < 0 {
    raise(PyExc_SystemError, "Negative size passed to PyUnicode_New")
    return nil
  }
  // For non-ASCII characters the size of the UTF-8 is not known yet.
  if size > 0 && largest > 127 {
    raise(PyExc_SystemError, "invalid maximum character passed to PyUnicode_New")
    return nil
  }
  return makeText(byteCount: size, length: size)
}

/// A new str of valid UTF-8, or `nil` with MemoryError.
func makeText(_ utf8: UnsafeBufferPointer<UInt8>, length: Int) -> Object? {
  guard let op = makeText(byteCount: utf8.count, length: length) else { return nil }
  if let source = utf8.baseAddress {
    // Not `update`: with optimization for size that compiles to a loop over bytes.
    UnsafeMutableRawPointer(pymv_c_text_start(op)).copyMemory(
      from: source, byteCount: utf8.count)
  }
  return op
}

/// The bytes of a str. Assumes: the object is one.
func utf8(of op: Object) -> UnsafeBufferPointer<UInt8> {
  assert(isText(op))
  return UnsafeBufferPointer(
    start: pymv_c_text_start(op), count: layout(op, as: pymv_text.self).pointee.byte_count)
}

func isASCII(_ op: Object) -> Bool {
  let text = layout(op, as: pymv_text.self)
  return text.pointee.byte_count == text.pointee.length
}

/// Returns the argument if it is a str; else `nil` with TypeError.
func textArgument(_ op: Object?) -> Object? {
  if let op, isText(op) { return op }
  _ = errBadArgument()
  return nil
}

@c @implementation
public func pymv_s_text_str(_ op: Object?) -> Object? {
  guard let op else { return nil }
  if op.type == pymv_c_text_type() { return op.retained() }
  return makeText(utf8(of: op), length: layout(op, as: pymv_text.self).pointee.length)
}

@_cdecl("PyUnicode_GetLength")
public func textLength(_ op: Object?) -> Int {
  guard let op = textArgument(op) else { return -1 }
  return layout(op, as: pymv_text.self).pointee.length
}

@_cdecl("PyUnicode_ReadChar")
public func textReadScalar(_ op: Object?, _ index: Int) -> UInt32 {
  guard let op = textArgument(op) else { return UInt32.max }
  guard index >= 0 && index < layout(op, as: pymv_text.self).pointee.length else {
    raise(PyExc_IndexError, "string index out of range")
    return UInt32.max
  }
  let bytes = utf8(of: op)
  if isASCII(op) { return UInt32(bytes[index]) }
  var offset = 0
  for _ in 0..<index { offset += scalar(in: bytes, at: offset).byteCount }
  return scalar(in: bytes, at: offset).value
}

@_cdecl("PyUnicode_CompareWithASCIIString")
public func textCompare(_ op: Object?, withASCII text: CText?) -> CInt {
  guard let op, let text else { return 0 }
  let bytes = utf8(of: op)
  var offset = 0
  var index = 0
  while offset < bytes.count {
    let mine = scalar(in: bytes, at: offset)
    let other = UInt32(UInt8(bitPattern: text[index]))
    // `text` ends at its NUL. The str is then longer, even if its next character is a NUL.
    if other == 0 || mine.value > other { return 1 }
    if mine.value < other { return -1 }
    offset += mine.byteCount
    index += 1
  }
  return text[index] == 0 ? 0 : -1
}
