import CPyMemoryView
import RuntimeTables

// Items of any sequence by index, through its sequence slots.

@_cdecl("PySequence_Check")
public func sequenceCheck(_ op: Object?) -> CInt {
  op?.type.pointee.tp_as_sequence?.pointee.sq_item != nil ? 1 : 0
}

@_cdecl("PySequence_Size")
public func sequenceSize(_ op: Object?) -> Int {
  guard let op else { return Int(nullStatus()) }
  if let length = op.type.pointee.tp_as_sequence?.pointee.sq_length { return length(op) }
  raiseType(
    op.type.pointee.tp_as_mapping?.pointee.mp_length != nil
      ? "%.200s is not a sequence" : "object of type '%.200s' has no len()", op)
  return -1
}

@_cdecl("PySequence_Length")
public func sequenceLength(_ op: Object?) -> Int { sequenceSize(op) }

/// Converts a negative index, which counts from the end, to one from the start; `nil` if computing
/// the length raises.
private func fromStart(_ index: Int, in op: Object) -> Int? {
  guard index < 0, let length = op.type.pointee.tp_as_sequence?.pointee.sq_length else {
    return index
  }
  let count = length(op)
  return count < 0 ? nil : index + count
}

@_cdecl("PySequence_GetItem") @_optimize(speed)
public func sequenceGetItem(_ op: Object?, _ index: Int) -> Object? {
  guard index >= 0, let op, let get = op.type.pointee.tp_as_sequence?.pointee.sq_item else {
    return sequenceItemAnyhow(op, index)
  }
  return get(op, index)
}

@inline(never)
private func sequenceItemAnyhow(_ op: Object?, _ index: Int) -> Object? {
  guard let op else { return pymv_s_null_argument() }
  if let get = op.type.pointee.tp_as_sequence?.pointee.sq_item {
    return fromStart(index, in: op).flatMap { get(op, $0) }
  }
  raiseType(
    op.type.pointee.tp_as_mapping?.pointee.mp_subscript != nil
      ? "%.200s is not a sequence" : "'%.200s' object does not support indexing", op)
  return nil
}

@_cdecl("PySequence_SetItem")
public func sequenceSetItem(_ op: Object?, _ index: Int, _ value: Object?) -> CInt {
  setItem(op, index, value, refusal: "'%.200s' object does not support item assignment")
}

@_cdecl("PySequence_DelItem")
public func sequenceDelItem(_ op: Object?, _ index: Int) -> CInt {
  setItem(op, index, nil, refusal: "'%.200s' object doesn't support item deletion")
}

private func setItem(
  _ op: Object?, _ index: Int, _ value: Object?, refusal: StaticString
) -> CInt {
  guard let op else { return nullStatus() }
  if let set = op.type.pointee.tp_as_sequence?.pointee.sq_ass_item {
    return fromStart(index, in: op).map { set(op, $0, value) } ?? -1
  }
  raiseType(
    op.type.pointee.tp_as_mapping?.pointee.mp_ass_subscript != nil
      ? "%.200s is not a sequence" : refusal, op)
  return -1
}

/// Calls a closure with a slice object; returns `failed` with MemoryError.
private func withSlice<Result>(
  _ low: Int, _ high: Int, failed: Result, _ body: (Object) -> Result
) -> Result {
  guard let start = makeInteger(low) else { return failed }
  defer { start.release() }
  guard let stop = makeInteger(high) else { return failed }
  defer { stop.release() }
  guard let slice = sliceNew(start, stop, nil) else { return failed }
  defer { slice.release() }
  return body(slice)
}

@_cdecl("PySequence_GetSlice")
public func sequenceGetSlice(_ op: Object?, _ low: Int, _ high: Int) -> Object? {
  guard let op else { return pymv_s_null_argument() }
  if let get = op.type.pointee.tp_as_mapping?.pointee.mp_subscript {
    return withSlice(low, high, failed: nil) { get(op, $0) }
  }
  raiseType("'%.200s' object is unsliceable", op)
  return nil
}

@_cdecl("PySequence_SetSlice")
public func sequenceSetSlice(_ op: Object?, _ low: Int, _ high: Int, _ value: Object?) -> CInt {
  setSlice(op, low, high, value, refusal: "'%.200s' object doesn't support slice assignment")
}

@_cdecl("PySequence_DelSlice")
public func sequenceDelSlice(_ op: Object?, _ low: Int, _ high: Int) -> CInt {
  setSlice(op, low, high, nil, refusal: "'%.200s' object doesn't support slice deletion")
}

private func setSlice(
  _ op: Object?, _ low: Int, _ high: Int, _ value: Object?, refusal: StaticString
) -> CInt {
  guard let op else { return nullStatus() }
  if let set = op.type.pointee.tp_as_mapping?.pointee.mp_ass_subscript {
    return withSlice(low, high, failed: -1) { set(op, $0, value) }
  }
  raiseType(refusal, op)
  return -1
}
