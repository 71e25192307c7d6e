import CPyMemoryView
import RuntimeTables

// Slots of tuple, list, bytes, bytearray and str for access to items.

@c @implementation
func pymv_s_sequence_length(_ op: Object?) -> Int {
  op.flatMap { op in SequenceKind(op)?.count(op) } ?? -1
}

@c @implementation
func pymv_s_sequence_item(_ op: Object?, _ index: Int) -> Object? {
  guard let op, let kind = SequenceKind(op) else { return nil }
  if index >= 0 && index < kind.count(op) { return kind.item(op, index) }
  kind.raiseOutOfRange()
  return nil
}

@c @implementation
func pymv_s_sequence_subscript(_ op: Object?, _ key: Object?) -> Object? {
  guard let op, let key, let kind = SequenceKind(op) else { return nil }
  switch Subscript(key, of: op, kind) {
  case .index(let index): return pymv_s_sequence_item(op, index)
  case .range(let start, let step, let count):
    return kind.slice(op, from: start, by: step, count: count)
  case .failed: return nil
  }
}

/// The items of a sequence that a key selects.
enum Subscript {
  /// Counted from the start; may be out of range.
  case index(Int)
  case range(start: Int, step: Int, count: Int)
  /// An exception is set.
  case failed

  /// Converting a key may run foreign code, so the length is read afterwards.
  init(_ key: Object, of op: Object, _ kind: SequenceKind) {
    if isIndex(key) {
      let index = numberAsSignedSize(key, PyExc_IndexError)
      if index == -1 && pymv_c_error_get() != nil {
        self = .failed
      } else {
        self = .index(index < 0 ? index + kind.count(op) : index)
      }
    } else if key.type == pymv_c_slice_type() {
      var (start, stop, step) = (0, 0, 0)
      guard sliceUnpack(key, &start, &stop, &step) == 0 else {
        self = .failed
        return
      }
      let count = sliceAdjustIndices(kind.count(op), &start, &stop, step)
      self = .range(start: start, step: step, count: count)
    } else {
      kind.raiseBadKey(key)
      self = .failed
    }
  }
}

@c @implementation
func pymv_s_bytes_contains(_ op: Object?, _ value: Object?) -> CInt {
  guard let op, let value else { return nullStatus() }
  if isIndex(value) {
    let number = numberAsSignedSize(value, nil)
    if number != -1 || pymv_c_error_get() == nil {
      guard let byte = UInt8(exactly: number) else {
        raise(PyExc_ValueError, "byte must be in range(0, 256)")
        return -1
      }
      return bytesLike(op).contains(byte) ? 1 : 0
    }
    errClear()
  }
  var found = false
  let searched = withBytes(of: value) { wanted in
    found = contains(bytesLike(op), wanted)
    return pymv_c_none()
  }
  return searched == nil ? -1 : found ? 1 : 0
}

/// The bytes of a bytes object or bytearray.
private func bytesLike(_ op: Object) -> UnsafeRawBufferPointer {
  UnsafeRawBufferPointer(isBytes(op) ? contents(ofBytes: op) : contents(ofByteArray: op))
}

/// Whether `bytes` contains `wanted`.
private func contains(_ bytes: UnsafeRawBufferPointer, _ wanted: UnsafeRawBufferPointer) -> Bool {
  if wanted.isEmpty { return true }
  var rest = bytes
  while rest.count >= wanted.count {
    let candidates = rest.count - wanted.count + 1
    guard let start = rest.baseAddress, let pattern = wanted.baseAddress,
      let hit = memchr(start, CInt(wanted[0]), candidates)
    else { return false }
    if memcmp(hit, pattern, wanted.count) == 0 { return true }
    let offset = UnsafeRawPointer(hit) - start + 1
    rest = UnsafeRawBufferPointer(rebasing: rest[offset...])
  }
  return false
}

@c @implementation
func pymv_s_text_contains(_ op: Object?, _ value: Object?) -> CInt {
  guard let op, let value else { return nullStatus() }
  guard isText(value) else {
    raiseType("'in <string>' requires string as left operand, not %.100s", value)
    return -1
  }
  // A search for bytes suffices, because UTF-8 matches only at the start of code points.
  return contains(UnsafeRawBufferPointer(utf8(of: op)), UnsafeRawBufferPointer(utf8(of: value)))
    ? 1 : 0
}
