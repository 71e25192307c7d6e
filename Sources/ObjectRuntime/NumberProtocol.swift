import CPyMemoryView
import RuntimeTables

/// Raises SystemError for a NULL argument. Returns -1.
func nullStatus() -> CInt {
  _ = pymv_s_null_argument()
  return -1
}

@_cdecl("PyIndex_Check")
public func indexCheck(_ op: Object?) -> CInt { op.map(isIndex) ?? false ? 1 : 0 }

@_cdecl("PyNumber_Index")
public func numberIndex(_ op: Object?) -> Object? {
  guard let op else { return pymv_s_null_argument() }
  if op.type == pymv_c_int_type() { return op.retained() }
  return integerIndex(op).flatMap(makeInteger)
}

@_cdecl("PyNumber_AsSsize_t")
public func numberAsSignedSize(_ op: Object?, _ exception: Object?) -> Int {
  guard let op else { return Int(nullStatus()) }
  guard let value = integerIndex(op) else { return -1 }
  if let exception, value.exactly(Int.self) == nil {
    raise(exception, "cannot fit '%.200s' into an index-sized integer", op.typeName)
    return -1
  }
  return value.clipped
}

/// Whether an object is a number, or can be converted to one.
func isNumber(_ op: Object) -> Bool {
  if isIndex(op) || isSubtype(op.type, pymv_c_float_type()) || complexValue(op) != nil {
    return true
  }
  let slots = op.type.pointee.tp_as_number
  return slots?.pointee.nb_int != nil || slots?.pointee.nb_float != nil
}

@_cdecl("PyObject_IsTrue")
public func objectIsTrue(_ op: Object?) -> CInt {
  guard let op else { return nullStatus() }
  if op == pymv_c_true() { return 1 }
  if op == pymv_c_false() || op == pymv_c_none() { return 0 }
  if let truth = op.type.pointee.tp_as_number?.pointee.nb_bool { return min(truth(op), 1) }
  let length =
    op.type.pointee.tp_as_mapping?.pointee.mp_length
    ?? op.type.pointee.tp_as_sequence?.pointee.sq_length
  guard let length else { return 1 }
  return CInt(max(min(length(op), 1), -1))
}

@_cdecl("PyObject_Not")
public func objectNot(_ op: Object?) -> CInt {
  let truth = objectIsTrue(op)
  return truth < 0 ? truth : 1 - truth
}

@c @implementation
func pymv_s_int_bool(_ op: Object?) -> CInt {
  op.map { IntegerValue($0).magnitude != 0 } ?? false ? 1 : 0
}

@c @implementation
func pymv_s_float_bool(_ op: Object?) -> CInt {
  op.map { layout($0, as: PyFloatObject.self).pointee.ob_fval != 0 } ?? false ? 1 : 0
}
