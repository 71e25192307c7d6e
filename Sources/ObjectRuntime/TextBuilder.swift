import CPyMemoryView
import RuntimeTables

/// A str under construction, as UTF-8. After a failure an exception is set, further appends have no
/// effect, and `finish` returns nil, so that callers check only the result of `finish`. The basic
/// functions stay out of line, because they have hundreds of callers.
typealias TextBuilder = pymv_text_builder

extension pymv_text_builder {
  /// Reserves capacity for more bytes.
  /// - Returns: where to write them, or nil after a failure.
  private mutating func reserve(_ extra: Int) -> UnsafeMutablePointer<CChar>? {
    guard !failed else { return nil }
    let (needed, overflow) = count.addingReportingOverflow(extra)
    if !overflow, needed <= capacity { return bytes + count }
    let larger = overflow ? -1 : max(needed, 64, capacity &+ capacity / 2)
    guard let block = reallocate(bytes, larger) else {
      failed = true
      return noMemory()
    }
    bytes = block.assumingMemoryBound(to: CChar.self)
    capacity = larger
    return bytes + count
  }

  /// Appends UTF-8, which must be valid.
  @inline(never)
  mutating func append(_ text: UnsafePointer<CChar>, count extra: Int) {
    guard extra > 0, let room = reserve(extra) else { return }
    memcpy(room, text, extra)
    count += extra
  }

  /// Appends valid UTF-8 up to its NUL.
  mutating func append(cString text: UnsafePointer<CChar>) {
    append(text, count: strlen(text))
  }

  @inline(never)
  mutating func append(_ text: StaticString) {
    text.utf8Start.withMemoryRebound(to: CChar.self, capacity: text.utf8CodeUnitCount) {
      append($0, count: text.utf8CodeUnitCount)
    }
  }

  /// Appends UTF-8; replaces every ill-formed sequence by U+FFFD.
  mutating func append(repairing utf8: UnsafeBufferPointer<UInt8>) {
    var offset = 0
    while offset < utf8.count {
      switch decode(utf8, at: offset) {
      case .scalar(let value, let byteCount):
        append(codePoint: value)
        offset += byteCount
      case .failure(_, let byteCount):
        append(codePoint: 0xFFFD)
        offset += byteCount
      }
    }
  }

  /// Appends an ASCII character several times.
  @inline(never)
  mutating func append(ascii: UInt8, repeated times: Int = 1) {
    guard times > 0, let room = reserve(times) else { return }
    memset(room, Int32(ascii), times)
    count += times
  }

  /// Appends a code point; not a surrogate.
  mutating func append(codePoint: UInt32) {
    guard codePoint >= 0x80 else { return append(ascii: UInt8(codePoint)) }
    let tail = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3
    let lead: UInt32 = tail == 1 ? 0xC0 : tail == 2 ? 0xE0 : 0xF0
    append(ascii: UInt8(lead | codePoint >> (6 * UInt32(tail))))
    for index in stride(from: tail - 1, through: 0, by: -1) {
      append(ascii: UInt8(0x80 | (codePoint >> (6 * UInt32(index)) & 0x3F)))
    }
  }

  /// Appends an ASCII character unchanged, and others as \xhh, \uhhhh or \Uhhhhhhhh.
  mutating func append(escaped codePoint: UInt32) {
    if codePoint < 0x80 { return append(ascii: UInt8(codePoint)) }
    let width = codePoint < 0x100 ? 2 : codePoint < 0x10000 ? 4 : 8
    let prefix: StaticString = width == 2 ? "\\x" : width == 4 ? "\\u" : "\\U"
    append(prefix)
    append(hexadecimal: codePoint, digitCount: width)
  }

  /// Appends the lowest digits of a number in base 16.
  mutating func append(hexadecimal number: UInt32, digitCount: Int) {
    for index in stride(from: digitCount - 1, through: 0, by: -1) {
      append(digits: UInt(number >> (4 * UInt32(index)) & 0xF), base: 16)
    }
  }

  /// Appends a number's digits, in base 8, 10 or 16, after a '-' if it is negative.
  mutating func append(
    digits magnitude: UInt, base: UInt = 10, negative: Bool = false, uppercase: Bool = false
  ) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 24) { scratch in
      var rest = magnitude
      var start = scratch.count
      repeat {
        start -= 1
        let digit = UInt8(truncatingIfNeeded: rest % base)
        let letters: UInt8 = uppercase ? 0x41 : 0x61
        scratch[start] = CChar(digit < 10 ? 0x30 + digit : letters + digit - 10)
        rest /= base
      } while rest != 0
      if negative {
        start -= 1
        scratch[start] = 0x2D
      }
      append(scratch.baseAddress! + start, count: scratch.count - start)
    }
  }

  mutating func append(decimal value: Int) {
    append(digits: value.magnitude, negative: value < 0)
  }

  /// Appends an address as PyUnicode_FromFormat formats "%p".
  mutating func append(address: UnsafeRawPointer?) {
    guard let address else { return append("0x(nil)") }
    append("0x")
    append(digits: UInt(bitPattern: address), base: 16)
  }

  /// Appends a str and steals the reference; nil marks the builder as failed.
  mutating func append(consuming text: Object?) {
    var size = 0
    guard let text, let utf8 = PyUnicode_AsUTF8AndSize(text, &size) else {
      text?.release()
      failed = true
      return
    }
    append(utf8, count: size)
    text.release()
  }

  /// Appends `repr(op)`.
  mutating func append(repr op: Object?) {
    guard !failed else { return }
    append(consuming: objectRepr(op))
  }

  /// Appends `str(op)`.
  mutating func append(str op: Object?) {
    guard !failed else { return }
    append(consuming: objectStr(op))
  }

  /// Creates the str. Always frees the builder's memory, also after a failure.
  /// - Returns: a new reference, or nil.
  mutating func finish() -> Object? {
    defer { discard() }
    return failed ? nil : PyUnicode_FromStringAndSize(bytes, count)
  }

  mutating func discard() {
    free(bytes)
    self = pymv_text_builder()
  }
}
