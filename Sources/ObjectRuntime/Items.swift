import BufferProtocol
import CPyMemoryView
import RuntimeTables

// Items of any object by key: by its mapping slots, or else by its sequence slots.

/// Raises TypeError with the name of an object's type.
func raiseType(_ format: StaticString, _ op: Object) {
  raise(PyExc_TypeError, format, op.typeName)
}

@_cdecl("PyObject_Size")
public func objectSize(_ op: Object?) -> Int {
  guard let op else { return Int(nullStatus()) }
  if let length = op.type.pointee.tp_as_sequence?.pointee.sq_length { return length(op) }
  if let length = op.type.pointee.tp_as_mapping?.pointee.mp_length { return length(op) }
  raiseType("object of type '%.200s' has no len()", op)
  return -1
}

@_cdecl("PyObject_Length")
public func objectLength(_ op: Object?) -> Int { objectSize(op) }

/// Converts a key to an index for sequence slots; `nil` with an exception.
private func sequenceIndex(_ key: Object) -> Int? {
  guard isIndex(key) else {
    raiseType("sequence index must be integer, not '%.200s'", key)
    return nil
  }
  let index = numberAsSignedSize(key, PyExc_IndexError)
  return index == -1 && pymv_c_error_get() != nil ? nil : index
}

@_cdecl("PyObject_GetItem") @_optimize(speed)
public func objectGetItem(_ op: Object?, _ key: Object?) -> Object? {
  guard let op, let key, let get = op.type.pointee.tp_as_mapping?.pointee.mp_subscript else {
    return itemWithoutMapping(op, key)
  }
  return get(op, key)
}

@inline(never)
private func itemWithoutMapping(_ op: Object?, _ key: Object?) -> Object? {
  guard let op, let key else { return pymv_s_null_argument() }
  if op.type.pointee.tp_as_sequence?.pointee.sq_item != nil {
    return sequenceIndex(key).flatMap { sequenceGetItem(op, $0) }
  }
  if let type = asType(op) { return classItem(type, key) }
  raiseType("'%.200s' object is not subscriptable", op)
  return nil
}

/// `type[key]`: calls `__class_getitem__`.
private func classItem(_ type: TypeObject, _ key: Object) -> Object? {
  if type == pymv_c_type_type() { return genericAlias(asObject(type), key) }
  let name: StaticString = "__class_getitem__"
  guard let method = objectGetAttrString(asObject(type), name.cText) else {
    if errExceptionMatches(PyExc_AttributeError) == 0 { return nil }
    raise(PyExc_TypeError, "type '%.200s' is not subscriptable", type.pointee.tp_name)
    return nil
  }
  defer { method.release() }
  return objectCallOneArg(method, key)
}

@_cdecl("PyObject_SetItem") @_optimize(speed)
public func objectSetItem(_ op: Object?, _ key: Object?, _ value: Object?) -> CInt {
  guard let op, let key, let value,
    let set = op.type.pointee.tp_as_mapping?.pointee.mp_ass_subscript
  else { return setItemWithoutMapping(op, key, value) }
  return set(op, key, value)
}

@inline(never)
private func setItemWithoutMapping(_ op: Object?, _ key: Object?, _ value: Object?) -> CInt {
  guard let op, let key, let value else { return nullStatus() }
  return setItem(op, key, value, refusal: "'%.200s' object does not support item assignment")
}

@_cdecl("PyObject_DelItem")
public func objectDelItem(_ op: Object?, _ key: Object?) -> CInt {
  guard let op, let key else { return nullStatus() }
  return setItem(op, key, nil, refusal: "'%.200s' object does not support item deletion")
}

private func setItem(
  _ op: Object, _ key: Object, _ value: Object?, refusal: StaticString
) -> CInt {
  if let set = op.type.pointee.tp_as_mapping?.pointee.mp_ass_subscript {
    return set(op, key, value)
  }
  if let sequence = op.type.pointee.tp_as_sequence {
    if isIndex(key) {
      guard let index = sequenceIndex(key) else { return -1 }
      return value == nil ? sequenceDelItem(op, index) : sequenceSetItem(op, index, value)
    }
    if sequence.pointee.sq_ass_item != nil {
      raiseType("sequence index must be integer, not '%.200s'", key)
      return -1
    }
  }
  raiseType(refusal, op)
  return -1
}

@_cdecl("PyMapping_Check")
public func mappingCheck(_ op: Object?) -> CInt {
  op?.type.pointee.tp_as_mapping?.pointee.mp_subscript != nil ? 1 : 0
}

@_cdecl("PyMapping_Size")
public func mappingSize(_ op: Object?) -> Int {
  guard let op else { return Int(nullStatus()) }
  if let length = op.type.pointee.tp_as_mapping?.pointee.mp_length { return length(op) }
  raiseType(
    op.type.pointee.tp_as_sequence?.pointee.sq_length != nil
      ? "%.200s is not a mapping" : "object of type '%.200s' has no len()", op)
  return -1
}

@_cdecl("PyMapping_Length")
public func mappingLength(_ op: Object?) -> Int { mappingSize(op) }
