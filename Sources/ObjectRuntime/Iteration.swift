import CPyMemoryView
import RuntimeTables

private func fields(_ op: Object) -> UnsafeMutablePointer<pymv_iterator> {
  assert(
    op.type >= pymv_c_sequence_iterator_type(PYMV_OVER_ANY)
      && op.type <= pymv_c_sequence_iterator_type(PYMV_OVER_TEXT))
  return layout(op, as: pymv_iterator.self)
}

private func makeIterator(over op: Object, _ iterated: pymv_iterated) -> Object? {
  guard let iterator = newObject(pymv_c_sequence_iterator_type(iterated)) else { return nil }
  fields(iterator).pointee.index = 0
  fields(iterator).pointee.offset = 0
  fields(iterator).pointee.sequence = op.retained()
  return iterator
}

@_cdecl("PyObject_GetIter")
public func objectGetIter(_ op: Object?) -> Object? {
  guard let op else { return pymv_s_null_argument() }
  guard let iterate = slot(of: op.type, { $0.pointee.tp_iter }) else {
    if sequenceCheck(op) != 0 { return makeIterator(over: op, PYMV_OVER_ANY) }
    raiseType("'%.200s' object is not iterable", op)
    return nil
  }
  guard let iterator = iterate(op) else { return nil }
  if iterCheck(iterator) != 0 { return iterator }
  raise(PyExc_TypeError, "iter() returned non-iterator of type '%.100s'", iterator.typeName)
  iterator.release()
  return nil
}

@_cdecl("PyObject_SelfIter")
public func objectSelfIter(_ op: Object?) -> Object? { op?.retained() }

@_cdecl("PyIter_Check")
public func iterCheck(_ op: Object?) -> CInt {
  op.flatMap { slot(of: $0.type) { $0.pointee.tp_iternext } } != nil ? 1 : 0
}

@_cdecl("PyIter_Next") @_optimize(speed)
public func iteratorNext(_ op: Object?) -> Object? {
  guard let op, let next = slot(of: op.type, { $0.pointee.tp_iternext }) else {
    return pymv_s_null_argument()
  }
  return next(op) ?? endOfIteration()
}

/// Returns nil, and clears a StopIteration, which only marks the end.
@inline(never)
private func endOfIteration() -> Object? {
  if errExceptionMatches(PyExc_StopIteration) != 0 { errClear() }
  return nil
}

// MARK: - Slots

@c @implementation
func pymv_s_sequence_iter(_ op: Object?) -> Object? {
  guard let op, let kind = SequenceKind(op) else { return nil }
  let iterated: pymv_iterated =
    switch kind {
    case .tuple: PYMV_OVER_TUPLE
    case .list: PYMV_OVER_LIST
    case .bytes: PYMV_OVER_BYTES
    case .byteArray: PYMV_OVER_BYTEARRAY
    case .text: isASCII(op) ? PYMV_OVER_ASCII : PYMV_OVER_TEXT
    }
  return makeIterator(over: op, iterated)
}

@c @implementation
func pymv_s_sequence_iterator_dealloc(_ op: Object?) {
  guard let op else { return }
  fields(op).pointee.sequence?.release()
  pymv_s_object_dealloc(op)
}

@c @implementation
func pymv_s_sequence_iterator_next(_ op: Object?) -> Object? {
  guard let op, let sequence = fields(op).pointee.sequence else { return nil }
  if let item = item(of: sequence, at: fields(op)) {
    fields(op).pointee.index += 1
    return item
  }
  // Without another exception the iterator is exhausted, and stays so.
  if errExceptionMatches(PyExc_IndexError) != 0 || errExceptionMatches(PyExc_StopIteration) != 0 {
    errClear()
  }
  if pymv_c_error_get() == nil {
    let rest = fields(op).pointee.sequence
    fields(op).pointee.sequence = nil
    rest?.release()
  }
  return nil
}

/// The next item of an iterator; `nil` at the end, with or without IndexError or StopIteration.
private func item(of op: Object, at place: UnsafeMutablePointer<pymv_iterator>) -> Object? {
  let index = place.pointee.index
  let type = place.pointee.ob_base.ob_type
  if type == pymv_c_sequence_iterator_type(PYMV_OVER_ANY) {
    // The sequence may call the iterator and exhaust it, which drops the iterator's reference.
    _ = op.retained()
    defer { op.release() }
    return sequenceGetItem(op, index)
  }
  guard let kind = SequenceKind(op), index < kind.count(op) else { return nil }
  guard kind == .text else { return kind.item(op, index) }
  let scalar = scalar(in: utf8(of: op), at: place.pointee.offset)
  place.pointee.offset += scalar.byteCount
  return makeText(codePoint: scalar.value)
}
