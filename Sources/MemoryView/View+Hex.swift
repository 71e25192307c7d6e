import BufferProtocol
import CPyMemoryView
import Kernels
import MemoryViewTables

/// Grouping of hexadecimal digits.
private struct HexGroups {
  /// An ASCII character.
  let separator: UInt8
  /// Bytes from one separator to the next, at least 1.
  let byteCount: Int
  /// Whether groups are counted from the first byte; else from the last.
  let fromStart: Bool

  /// - Parameters:
  ///   - separator: a str or bytes of length 1. Taking its length may run foreign code.
  ///   - byteCount: bytes per group, counted from the end if positive, from the start if negative.
  /// - Returns: nil for 0 bytes per group, which disables grouping.
  init?(separator: Object, byteCount: Int) throws(ViewError) {
    self.separator = try HexGroups.character(separator)
    if byteCount == 0 { return nil }
    // Negating the minimum would overflow; no group of either size is ever full.
    self.byteCount = byteCount == .min ? .max : abs(byteCount)
    fromStart = byteCount < 0
  }

  private static func character(_ separator: Object) throws(ViewError) -> UInt8 {
    let length = PyObject_Size(separator)
    if length < 0 { throw .raised }
    if length != 1 { throw .value("sep must be length 1.") }
    let code: UInt32?
    if pymv_c_is_str(separator) {
      code = narrowCharacter(separator)
    } else if pymv_c_is_bytes(separator) {
      code = UInt32(UInt8(bitPattern: PyBytes_AsString(separator)![0]))
    } else {
      throw .type("sep must be str or bytes.")
    }
    guard let code, code <= asciiLimit else { throw .value("sep must be ASCII.") }
    return UInt8(code)
  }

  /// The first character of a str, NUL if it is empty. Nil if any character is above 255: CPython
  /// then stores wide characters, and raises. `__len__` of a subclass may return 1 for a str of any
  /// length.
  private static func narrowCharacter(_ text: Object) -> UInt32? {
    let count = PyUnicode_GetLength(text)
    for index in 1..<max(count, 1) where PyUnicode_ReadChar(text, index) > 255 { return nil }
    return count > 0 ? PyUnicode_ReadChar(text, 0) : 0
  }

  /// Number of separators in the text of `count` bytes.
  func separatorCount(among count: Int) -> Int { count == 0 ? 0 : (count - 1) / byteCount }

  /// Writes digits and separators for one or more bytes.
  func write(_ bytes: UnsafeRawBufferPointer, to text: UnsafeMutablePointer<UInt8>) {
    var from = bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
    var to = text
    var rest = bytes.count
    let short = fromStart ? 0 : rest % byteCount
    if short > 0 && short < rest {
      pymv_k_hex(to, from, short)
      to[2 &* short] = separator
      to += 2 &* short &+ 1
      from += short
      rest -= short
    }
    pymv_k_hex_groups(to, from, rest, byteCount, separator)
  }
}

extension View {
  /// Makes a str of two hexadecimal digits for each byte in C order. New reference.
  ///
  /// - Parameters:
  ///   - separator: a str or bytes of length 1 between groups; nil: none. Taking its length may run
  ///     foreign code, while the view is pinned.
  ///   - byteCount: bytes in a group, counted from the end if positive, from the start if negative;
  ///     0: one group.
  @_optimize(speed)
  public func makeHex(
    separator: Object?, groupedBy byteCount: Int
  ) throws(ViewError) -> Object {
    try requireAccess()
    let groups = try separator.map { (separator) throws(ViewError) in
      try pinned { () throws(ViewError) in
        try HexGroups(separator: separator, byteCount: byteCount)
      }
    }
    return try withBytes { (bytes) throws(ViewError) in try makeHex(bytes, groups ?? nil) }
  }

  @_optimize(speed)
  private func makeHex(
    _ bytes: UnsafeRawBufferPointer, _ groups: HexGroups?
  ) throws(ViewError) -> Object {
    let separatorCount = groups?.separatorCount(among: bytes.count) ?? 0
    let (digits, productOverflow) = bytes.count.multipliedReportingOverflow(by: 2)
    let (count, sumOverflow) = digits.addingReportingOverflow(separatorCount)
    if productOverflow || sumOverflow { throw .noMemory }
    let text = try check(PyUnicode_New(count, asciiLimit))
    // No other code can reach the str yet, and the UTF-8 of an ASCII str is its own storage.
    guard let characters = PyUnicode_AsUTF8AndSize(text, nil) else {
      Py_DecRef(text)
      throw .raised
    }
    let storage = UnsafeMutableRawPointer(mutating: characters)
    _ = pymv_c_expect_large_write(storage, count)
    readUnlocked(self) {
      write(bytes, groups, to: storage.assumingMemoryBound(to: UInt8.self))
    }
    return text
  }

  private func write(
    _ bytes: UnsafeRawBufferPointer, _ groups: HexGroups?, to text: UnsafeMutablePointer<UInt8>
  ) {
    guard bytes.count > 0, let start = bytes.baseAddress else { return }
    if let groups { return groups.write(bytes, to: text) }
    pymv_k_hex(text, start.assumingMemoryBound(to: UInt8.self), bytes.count)
  }
}

/// The largest ASCII character.
private let asciiLimit: UInt32 = 127
