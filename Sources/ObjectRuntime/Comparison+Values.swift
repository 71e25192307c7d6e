import CPyMemoryView
import RuntimeTables

/// Compares bytes in lexicographic order. Returns a bool; new reference.
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

@c @implementation
func pymv_s_bytes_richcompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
  guard let op, let other, isBytes(op), isBytes(other) else { return notComparable() }
  return answer(
    operation, UnsafeRawBufferPointer(contents(ofBytes: op)),
    UnsafeRawBufferPointer(contents(ofBytes: other)))
}

/// Compares a bytearray with any exporter that grants a simple buffer request. For others, whose
/// memory is not contiguous, returns NotImplemented, so that their own comparison runs.
@c @implementation
func pymv_s_bytearray_richcompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
  guard let op, let other, other.type.pointee.tp_as_buffer?.pointee.bf_getbuffer != nil else {
    return notComparable()
  }
  var refused = false
  let refuse = { refused = true }
  let result = withBytes(of: op, request: PyBUF_SIMPLE, refused: refuse) { a in
    withBytes(of: other, request: PyBUF_SIMPLE, refused: refuse) { b in answer(operation, a, b) }
  }
  if !refused { return result }
  errClear()
  return notComparable()
}

/// Compares UTF-8 bytes, whose order is that of the code points.
@c @implementation
func pymv_s_text_richcompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
  guard let op, let other, isText(op), isText(other) else { return notComparable() }
  return answer(
    operation, UnsafeRawBufferPointer(utf8(of: op)), UnsafeRawBufferPointer(utf8(of: other)))
}

/// Compares tuples with tuples and lists with lists: by the first items that differ, else by
/// length.
@c @implementation
func pymv_s_sequence_richcompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
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
    let isEqual = areEqual(sequenceItems(op)[index], sequenceItems(other)[index])
    if isEqual < 0 { return nil }
    if isEqual == 0 { break }
    index += 1
  }
  guard index < itemCount(op) && index < itemCount(other) else {
    return answer(operation, itemCount(op), itemCount(other))
  }
  return compareUnequal(sequenceItems(op)[index], sequenceItems(other)[index], operation)
}

/// Calls a closure with two items; owns references meanwhile, because their containers may drop
/// them.
private func holding<Result>(
  _ a: Object?, _ b: Object?, failed: Result, _ body: (Object, Object) -> Result
) -> Result {
  guard let a, let b else { return failed }
  _ = a.retained()
  _ = b.retained()
  defer {
    a.release()
    b.release()
  }
  return body(a, b)
}

private func areEqual(_ a: Object?, _ b: Object?) -> CInt {
  holding(a, b, failed: -1) { objectRichCompareBool($0, $1, Py_EQ) }
}

/// Compares two items that are known to be unequal.
private func compareUnequal(_ a: Object?, _ b: Object?, _ operation: CInt) -> Object? {
  if operation == Py_EQ || operation == Py_NE {
    return PyBool_FromLong(operation == Py_NE ? 1 : 0)
  }
  return holding(a, b, failed: nil) { objectRichCompare($0, $1, operation) }
}

/// Compares slices like the tuples of start, stop and step.
@c @implementation
func pymv_s_slice_richcompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
  guard let op, let other, op.type == other.type else { return notComparable() }
  if op == other { return answer(operation, 0, 0) }
  for index in 0..<3 {
    let (a, b) = (slicePart(op, index), slicePart(other, index))
    let isEqual = areEqual(a, b)
    if isEqual < 0 { return nil }
    if isEqual == 0 { return compareUnequal(a, b, operation) }
  }
  return answer(operation, 0, 0)
}

/// Start, stop or step of a slice; borrowed.
func slicePart(_ op: Object, _ index: Int) -> Object? {
  let slice = layout(op, as: PySliceObject.self)
  return index == 0 ? slice.pointee.start : index == 1 ? slice.pointee.stop : slice.pointee.step
}
