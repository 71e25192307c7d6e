import BufferProtocol
import CPyMemoryView
import RuntimeTables

// Slots of list and bytearray for assignment to and deletion of items.

@c @implementation
func pymv_s_sequence_ass_item(_ op: Object?, _ index: Int, _ value: Object?) -> CInt {
  guard let op, let kind = SequenceKind(op) else { return -1 }
  guard kind == .byteArray, let value else {
    guard index >= 0 && index < kind.count(op) else {
      kind.raiseOutOfRange(forAssignment: true)
      return -1
    }
    if let value {
      return replaceItem(op, at: index, with: value.retained(), outOfRange: "")
    }
    return deleteItems(op, kind, index..<index + 1)
  }
  guard let byte = byteValue(value) else { return -1 }
  // Converting the value may have run foreign code that changed the array.
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

@c @implementation
func pymv_s_sequence_ass_subscript(_ op: Object?, _ key: Object?, _ value: Object?) -> CInt {
  guard let op, let key, let kind = SequenceKind(op) else { return -1 }
  if let value, kind == .list, key.type == pymv_c_slice_type() {
    return assignItems(of: value, to: op, key)
  }
  switch Subscript(key, of: op, kind) {
  case .failed: return -1
  case .index(let index): return pymv_s_sequence_ass_item(op, index, value)
  case .range(let start, let step, let count):
    guard let range = plainRange(start, step, count) else { return -1 }
    guard let value else { return deleteItems(op, kind, range) }
    return assignBytes(of: value, to: op, range, key)
  }
}

private func deleteItems(_ op: Object, _ kind: SequenceKind, _ range: Range<Int>) -> CInt {
  kind == .list
    ? listReplace(op, range, with: nil, count: 0) : byteArrayReplace(op, range, with: nil, count: 0)
}

/// The range of a slice with step 1; else nil with NotImplementedError.
private func plainRange(_ start: Int, _ step: Int, _ count: Int) -> Range<Int>? {
  if step == 1 { return start..<start + count }
  return fail(
    PyExc_NotImplementedError, "this runtime assigns to slices with step 1 only")
}

/// Assigns to a slice of a list. Resolves the slice after the new items are collected, because
/// collecting them may change the list.
private func assignItems(of value: Object, to op: Object, _ slice: Object) -> CInt {
  var (start, stop, step) = (0, 0, 0)
  guard sliceUnpack(slice, &start, &stop, &step) == 0 else { return -1 }
  let complaint: StaticString = "must assign iterable to extended slice"
  guard let items = sequenceFast(value, complaint.cText) else { return -1 }
  // Copies a list, because it may be the one that is assigned to.
  guard let copy = sequenceTuple(items) else {
    items.release()
    return -1
  }
  items.release()
  defer { copy.release() }
  let count = sliceAdjustIndices(itemCount(op), &start, &stop, step)
  guard let range = plainRange(start, step, count) else { return -1 }
  return listReplace(
    op, range, with: UnsafeRawPointer(pymv_c_tuple_items(copy)), count: itemCount(copy))
}

/// Assigns to a slice of a bytearray.
///
/// - Parameter range: The range of the slice, if the value is a bytearray. Otherwise the slice is
///   resolved again after the bytes are collected, because collecting them may change the array.
private func assignBytes(
  of value: Object, to op: Object, _ range: Range<Int>, _ slice: Object
) -> CInt {
  if value != op, isSubtype(value.type, pymv_c_bytearray_type()) {
    let bytes = contents(ofByteArray: value)
    return byteArrayReplace(
      op, range, with: UnsafeRawPointer(bytes.baseAddress), count: bytes.count)
  }
  if isText(value) || isNumber(value) {
    raise(
      PyExc_TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)")
    return -1
  }
  guard let copy = byteArrayFromObject(value) else { return -1 }
  defer { copy.release() }
  return pymv_s_sequence_ass_subscript(op, slice, copy)
}
