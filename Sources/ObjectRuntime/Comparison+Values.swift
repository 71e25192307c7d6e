import CPyMemoryView
import RuntimeTables

/// What an operation says of bytes, which compare one by one and then by number. New reference.
private func answer(
  _ operation: CInt, _ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer
) -> Object? {
  let common = min(a.count, b.count)
  if common > 0, let first = a.baseAddress, let second = b.baseAddress {
    if a.count != b.count && (operation == Py_EQ || operation == Py_NE) {
      return PyBool_FromLong(operation == Py_NE ? 1 : 0)
    }
    let order = Int(memcmp(first, second, common))
    if order != 0 { return answer(operation, order, 0) }
  }
  return answer(operation, a.count, b.count)
}

@_cdecl("pymv_s_bytes_richcompare")
func bytesCompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
  guard let op, let other, isBytes(op), isBytes(other) else { return notComparable() }
  return answer(
    operation, UnsafeRawBufferPointer(contents(ofBytes: op)),
    UnsafeRawBufferPointer(contents(ofBytes: other)))
}

/// A bytearray compares with any exporter of plain bytes.
@_cdecl("pymv_s_bytearray_richcompare")
func byteArrayCompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
  guard let op, let other, other.type.pointee.tp_as_buffer?.pointee.bf_getbuffer != nil else {
    return notComparable()
  }
  var refused = false
  let refuse = { refused = true }
  let result = withBytes(of: op, refused: refuse) { a in
    withBytes(of: other, refused: refuse) { b in answer(operation, a, b) }
  }
  if !refused { return result }
  errClear()
  return notComparable()
}

/// The order of UTF-8 is that of its code points.
@_cdecl("pymv_s_text_richcompare")
func textCompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
  guard let op, let other, isText(op), isText(other) else { return notComparable() }
  return answer(
    operation, UnsafeRawBufferPointer(utf8(of: op)), UnsafeRawBufferPointer(utf8(of: other)))
}

/// Tuples with tuples and lists with lists: by their first items that differ, or by their lengths.
@_cdecl("pymv_s_sequence_richcompare")
func sequenceCompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
  guard let op, let other, isTuple(op) ? isTuple(other) : isList(other) else {
    return notComparable()
  }
  if isList(op) && itemCount(op) != itemCount(other)
    && (operation == Py_EQ || operation == Py_NE)
  {
    return PyBool_FromLong(operation == Py_NE ? 1 : 0)
  }
  // Comparing items may run foreign code, which may change a list.
  var index = 0
  while index < itemCount(op) && index < itemCount(other) {
    guard let a = sequenceItems(op)[index], let b = sequenceItems(other)[index] else { break }
    switch compareItems(a, b, operation) {
    case .equal: index += 1
    case .decided(let result): return result
    }
  }
  return answer(operation, itemCount(op), itemCount(other))
}

private enum ItemComparison {
  case equal
  /// The items differ and say this; nil with an exception.
  case decided(Object?)
}

private func compareItems(_ a: Object, _ b: Object, _ operation: CInt) -> ItemComparison {
  _ = a.retained()
  _ = b.retained()
  defer {
    a.release()
    b.release()
  }
  let isEqual = objectRichCompareBool(a, b, Py_EQ)
  if isEqual > 0 { return .equal }
  if isEqual < 0 { return .decided(nil) }
  if operation == Py_EQ || operation == Py_NE {
    return .decided(PyBool_FromLong(operation == Py_NE ? 1 : 0))
  }
  return .decided(objectRichCompare(a, b, operation))
}

/// Slices compare as the tuples of their three parts.
@_cdecl("pymv_s_slice_richcompare")
func sliceCompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
  guard let op, let other, op.type == other.type else { return notComparable() }
  if op == other { return answer(operation, 0, 0) }
  for index in 0..<3 {
    guard let a = slicePart(op, index), let b = slicePart(other, index) else { return nil }
    if case .decided(let result) = compareItems(a, b, operation) { return result }
  }
  return answer(operation, 0, 0)
}

/// Start, stop or step of a slice; borrowed.
func slicePart(_ op: Object, _ index: Int) -> Object? {
  let slice = layout(op, as: PySliceObject.self)
  return index == 0 ? slice.pointee.start : index == 1 ? slice.pointee.stop : slice.pointee.step
}
