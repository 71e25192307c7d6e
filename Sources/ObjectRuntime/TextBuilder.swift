import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// A str under construction: UTF-8 that grows as needed.
///
/// After a failed allocation it takes nothing more, and `finish` returns nil with MemoryError.
struct TextBuilder: ~Copyable {
  private var bytes: UnsafeMutablePointer<UInt8>?
  private var byteCount = 0
  private var capacity = 0
  private var length = 0
  private var hasFailed = false

  deinit { PyMem_Free(bytes) }

  /// Appends one ASCII character.
  mutating func append(_ character: UInt8) {
    guard reserve(1), let bytes else { return }
    bytes[byteCount] = character
    byteCount += 1
    length += 1
  }

  /// Appends valid UTF-8 of `length` code points.
  mutating func append(_ utf8: UnsafeBufferPointer<UInt8>, length addedLength: Int) {
    guard utf8.count > 0, let source = utf8.baseAddress else { return }
    guard reserve(utf8.count), let bytes else { return }
    (bytes + byteCount).update(from: source, count: utf8.count)
    byteCount += utf8.count
    length += addedLength
  }

  mutating func append(ascii text: StaticString) {
    append(
      UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount),
      length: text.utf8CodeUnitCount)
  }

  /// Appends the contents of a str.
  mutating func append(_ op: Object) {
    let text = layout(op, as: pymv_text.self)
    append(
      UnsafeBufferPointer(start: pymv_c_text_start(op), count: text.pointee.byte_count),
      length: text.pointee.length)
  }

  /// Appends the repr of an object; NULL gives "<NULL>".
  ///
  /// - Returns: `false` with the exception of the object's repr.
  mutating func append(reprOf op: Object?) -> Bool {
    guard let repr = PyObject_Repr(op) else { return false }
    append(repr)
    Py_DecRef(repr)
    return true
  }

  mutating func append(decimal magnitude: UInt64) {
    var divisor: UInt64 = 1
    while magnitude / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(magnitude / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends the lowest `digitCount` hexadecimal digits of a number.
  mutating func append(hexadecimal number: UInt32, digitCount: Int) {
    var shift = UInt32(digitCount * 4)
    while shift > 0 {
      shift -= 4
      let digit = UInt8(number >> shift & 15)
      append(digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
    }
  }

  /// A new reference to the str, or `nil` with MemoryError.
  consuming func finish() -> Object? {
    if hasFailed { return PyErr_NoMemory() }
    guard let text = makeText(byteCount: byteCount, length: length) else { return nil }
    if let bytes { pymv_c_text_start(text).update(from: bytes, count: byteCount) }
    return text
  }

  /// Makes room for more bytes; `false` if there is none.
  private mutating func reserve(_ addedCount: Int) -> Bool {
    if hasFailed { return false }
    if capacity - byteCount >= addedCount { return true }
    let (needed, overflow) = byteCount.addingReportingOverflow(addedCount)
    let newCapacity = max(needed, capacity &* 2, 64)
    guard !overflow, let moved = PyMem_Realloc(bytes, newCapacity) else {
      hasFailed = true
      return false
    }
    bytes = moved.assumingMemoryBound(to: UInt8.self)
    capacity = newCapacity
    return true
  }
}
