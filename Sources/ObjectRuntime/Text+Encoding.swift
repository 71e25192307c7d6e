import BufferProtocol
import CPyMemoryView
import RuntimeTables

@_cdecl("PyUnicode_AsUTF8AndSize")
public func textAsUTF8(_ op: Object?, _ size: UnsafeMutablePointer<Int>?) -> CText? {
  guard let op = textArgument(op) else {
    size?.pointee = -1
    return nil
  }
  size?.pointee = layout(op, as: pymv_text.self).pointee.byte_count
  return UnsafeRawPointer(pymv_c_text_start(op)).assumingMemoryBound(to: CChar.self)
}

@_cdecl("PyUnicode_AsUTF8")
public func textAsUTF8(_ op: Object?) -> CText? { textAsUTF8(op, nil) }

@_cdecl("PyUnicode_AsUTF8String")
public func textAsUTF8Bytes(_ op: Object?) -> Object? {
  guard let op = textArgument(op) else { return nil }
  return makeBytes(copying: UnsafeRawBufferPointer(utf8(of: op)))
}

@_cdecl("PyUnicode_AsASCIIString")
public func textAsASCIIBytes(_ op: Object?) -> Object? {
  guard let op = textArgument(op) else { return nil }
  let bytes = utf8(of: op)
  guard let offset = bytes.firstIndex(where: { $0 >= 0x80 }) else {
    return makeBytes(copying: UnsafeRawBufferPointer(bytes))
  }
  // All bytes before are ASCII, so the byte offset equals the position in code points.
  var end = offset
  var last = offset - 1
  while end < bytes.count && bytes[end] >= 0x80 {
    end += scalar(in: bytes, at: end).byteCount
    last += 1
  }
  raiseUnicodeError(
    PyExc_UnicodeEncodeError, "ascii", op.retained(), at: offset...last,
    "ordinal not in range(128)")
  return nil
}
