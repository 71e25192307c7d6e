import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// The result of decoding one code point of UTF-8.
enum DecodedScalar {
  case scalar(UInt32, byteCount: Int)
  /// Ill-formed. `byteCount` is the length of the longest prefix of a well-formed sequence, at
  /// least 1.
  case failure(StaticString, byteCount: Int)
}

/// Decodes the code point at an offset, strictly: no surrogates, no overlong forms, nothing beyond
/// U+10FFFF (Unicode, table 3-7). Assumes: the offset is within the bytes.
func decode(_ utf8: UnsafeBufferPointer<UInt8>, at offset: Int) -> DecodedScalar {
  assert(offset >= 0 && offset < utf8.count)
  let lead = utf8[offset]
  if lead < 0x80 { return .scalar(UInt32(lead), byteCount: 1) }
  let byteCount: Int
  switch lead {
  case 0xC2...0xDF: byteCount = 2
  case 0xE0...0xEF: byteCount = 3
  case 0xF0...0xF4: byteCount = 4
  default: return .failure("invalid start byte", byteCount: 1)
  }
  // The lead byte restricts only the range of the second byte.
  var allowed: ClosedRange<UInt8> =
    switch lead {
    case 0xE0: 0xA0...0xBF
    case 0xED: 0x80...0x9F
    case 0xF0: 0x90...0xBF
    case 0xF4: 0x80...0x8F
    default: 0x80...0xBF
    }
  var value = UInt32(lead) & (0x7F >> UInt32(byteCount))
  for index in 1..<byteCount {
    guard offset + index < utf8.count else {
      return .failure("unexpected end of data", byteCount: index)
    }
    let byte = utf8[offset + index]
    guard allowed.contains(byte) else {
      return .failure("invalid continuation byte", byteCount: index)
    }
    value = value << 6 | UInt32(byte & 0x3F)
    allowed = 0x80...0xBF
  }
  return .scalar(value, byteCount: byteCount)
}

/// The code point at an offset of valid UTF-8.
func scalar(
  in utf8: UnsafeBufferPointer<UInt8>, at offset: Int
) -> (value: UInt32, byteCount: Int) {
  switch decode(utf8, at: offset) {
  case .scalar(let value, let byteCount): (value, byteCount)
  case .failure: (0xFFFD, 1)
  }
}

/// Whether an error handler is "strict", the only one; raises LookupError for others.
func isStrict(_ errors: CText?) -> Bool {
  guard let errors, strcmp(errors, "strict") != 0 else { return true }
  raise(PyExc_LookupError, "unknown error handler name '%.400s'", errors)
  return false
}

private func raiseUndecodable(
  _ codec: StaticString, _ text: UnsafeBufferPointer<UInt8>, at positions: ClosedRange<Int>,
  _ reason: StaticString
) {
  let bytes = makeBytes(copying: UnsafeRawBufferPointer(text))
  raiseUnicodeError(PyExc_UnicodeDecodeError, codec, bytes, at: positions, reason)
}

/// The bytes of a C string with a size; `nil` with SystemError if the size or pointer is invalid.
private func sized(_ text: CText?, _ size: Int) -> UnsafeBufferPointer<UInt8>? {
  guard size >= 0 && (text != nil || size == 0) else {
    badInternalCall()
    return nil
  }
  return UnsafeBufferPointer(
    start: UnsafeRawPointer(text)?.assumingMemoryBound(to: UInt8.self), count: size)
}

/// Copies bytes into a str without validating them; its length is right for ASCII only. The caller
/// validates the copy, because another thread may change the original. `nil` with an exception.
private func makeUnchecked(_ text: CText?, _ size: Int) -> (Object, UnsafeBufferPointer<UInt8>)? {
  guard let bytes = sized(text, size), let op = makeText(bytes, length: size) else { return nil }
  return (op, utf8(of: op))
}

@_cdecl("PyUnicode_DecodeUTF8")
public func textDecodeUTF8(_ text: CText?, _ size: Int, _ errors: CText?) -> Object? {
  guard let (op, utf8) = makeUnchecked(text, size) else { return nil }
  if isASCII(utf8) { return op }
  var offset = 0
  var length = 0
  while offset < utf8.count {
    switch decode(utf8, at: offset) {
    case .scalar(_, let byteCount):
      offset += byteCount
      length += 1
    case .failure(let reason, let byteCount):
      if isStrict(errors) {
        raiseUndecodable("utf-8", utf8, at: offset...(offset + byteCount - 1), reason)
      }
      op.release()
      return nil
    }
  }
  layout(op, as: pymv_text.self).pointee.length = length
  return op
}

/// Whether all bytes are ASCII; reads eight bytes at a time.
private func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let start = UnsafeRawPointer(bytes.baseAddress) else { return true }
  var all: UInt64 = 0
  var offset = 0
  while offset &+ 8 <= bytes.count {
    all |= (start + offset).loadUnaligned(as: UInt64.self)
    offset &+= 8
  }
  while offset < bytes.count {
    all |= UInt64((start + offset).load(as: UInt8.self))
    offset &+= 1
  }
  return all & 0x8080_8080_8080_8080 == 0
}

@_cdecl("PyUnicode_DecodeASCII")
public func textDecodeASCII(_ text: CText?, _ size: Int, _ errors: CText?) -> Object? {
  guard let (op, ascii) = makeUnchecked(text, size) else { return nil }
  guard !isASCII(ascii), let position = ascii.firstIndex(where: { $0 >= 0x80 }) else { return op }
  if isStrict(errors) {
    raiseUndecodable("ascii", ascii, at: position...position, "ordinal not in range(128)")
  }
  op.release()
  return nil
}

@_cdecl("PyUnicode_FromStringAndSize")
public func textFromBytes(_ text: CText?, _ size: Int) -> Object? {
  if size < 0 {
    raise(PyExc_SystemError, "Negative size passed to PyUnicode_FromStringAndSize")
    return nil
  }
  if text == nil && size > 0 {
    raise(
      PyExc_SystemError,
      "NULL string with positive size with NULL passed to PyUnicode_FromStringAndSize")
    return nil
  }
  return textDecodeUTF8(text, size, nil)
}

@_cdecl("PyUnicode_FromString")
public func textFromCString(_ text: CText?) -> Object? {
  guard let text else {
    badInternalCall()
    return nil
  }
  return textDecodeUTF8(text, strlen(text), nil)
}
