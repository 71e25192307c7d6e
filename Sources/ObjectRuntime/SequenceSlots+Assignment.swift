import BufferProtocol
import CPyMemoryView
import RuntimeTables

// Slots of list and bytearray that set and delete items.

@_cdecl("pymv_s_sequence_ass_item")
func sequenceSlotAssignItem(_ op: Object?, _ index: Int, _ value: Object?) -> CInt {
  guard let op, let kind = SequenceKind(op) else { return -1 }
  guard kind == .byteArray, let value else {
    guard index >= 0 && index < kind.count(op) else {
      kind.raiseOutOfRange(forAssignment: true)
      return -1
    }
    if let value {
      return replaceItem(op, at: index, with: value.retained(), outOfRange: "")
    }
    return replaceItems(op, kind, index..<index + 1, with: Replacement.none)
  }
  guard let byte = byteValue(value) else { return -1 }
  // Making a number of the value may have changed the array.
  guard index >= 0 && index < itemCount(op) else {
    kind.raiseOutOfRange(forAssignment: true)
    return -1
  }
  contents(ofByteArray: op)[index] = byte
  return 0
}

private func byteValue(_ value: Object) -> UInt8? {
  guard let number = integerIndex(value) else { return nil }
  if let byte = number.exactly(UInt8.self) { return byte }
  return fail(PyExc_ValueError, "byte must be in range(0, 256)")
}

@_cdecl("pymv_s_sequence_ass_subscript")
func sequenceSlotAssignSubscript(_ op: Object?, _ key: Object?, _ value: Object?) -> CInt {
  guard let op, let key, let kind = SequenceKind(op) else { return -1 }
  switch Subscript(key, of: op, kind) {
  case .failed: return -1
  case .index(let index): return sequenceSlotAssignItem(op, index, value)
  case .range(_, let step, _) where step != 1:
    raise(PyExc_NotImplementedError, "this runtime assigns to slices with step 1 only")
    return -1
  case .range(let start, _, let count):
    let range = start..<start + count
    guard let value else { return replaceItems(op, kind, range, with: Replacement.none) }
    return kind == .list
      ? assignItems(of: value, to: op, range) : assignBytes(of: value, to: op, range)
  }
}

private func assignItems(of value: Object, to op: Object, _ range: Range<Int>) -> CInt {
  let complaint: StaticString = "must assign iterable to extended slice"
  guard let items = sequenceFast(value, complaint.cText) else { return -1 }
  // A list is copied, because it may be the one that changes.
  guard let copy = sequenceTuple(items) else {
    items.release()
    return -1
  }
  items.release()
  defer { copy.release() }
  let replacement = Replacement(
    start: UnsafeRawPointer(pymv_c_tuple_items(copy)), count: itemCount(copy))
  return replaceItems(op, .list, range, with: replacement)
}

private func assignBytes(of value: Object, to op: Object, _ range: Range<Int>) -> CInt {
  if isText(value) || isNumber(value) {
    raise(
      PyExc_TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)")
    return -1
  }
  // A copy, because the bytes may be those of the array that changes.
  guard let copy = byteArrayFromObject(value) else { return -1 }
  defer { copy.release() }
  let bytes = contents(ofByteArray: copy)
  return replaceItems(
    op, .byteArray, range,
    with: Replacement(start: UnsafeRawPointer(bytes.baseAddress), count: bytes.count))
}

/// Items to put in the place of others: references or bytes.
private struct Replacement {
  let start: UnsafeRawPointer?
  let count: Int

  static var none: Replacement { Replacement(start: nil, count: 0) }
}

/// Puts items in the place of others, as far as these still exist: making the new ones may have run
/// foreign code.
private func replaceItems(
  _ op: Object, _ kind: SequenceKind, _ range: Range<Int>, with items: Replacement
) -> CInt {
  let range = range.clamped(to: 0..<itemCount(op))
  return kind == .list
    ? listReplace(op, range, with: items.start, count: items.count)
    : byteArrayReplace(op, range, with: items.start, count: items.count)
}
