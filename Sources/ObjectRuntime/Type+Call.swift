import BufferProtocol
import CPyMemoryView
import RuntimeTables

// Calling a type creates an object.

@c @implementation
func pymv_s_type_call(_ op: Object?, _ args: Object?, _ kwds: Object?) -> Object? {
  guard let op, let args, let type = asType(op) else { return raiseNullArgument() }
  if type == pymv_c_type_type() {
    guard itemCount(args) == 1, kwds == nil else {
      return fail(PyExc_TypeError, "type() takes 1 or 3 arguments")
    }
    return objectType(pymv_c_tuple_items(args)[0])
  }
  guard let make = type.pointee.tp_new, !has(type, Py_TPFLAGS_DISALLOW_INSTANTIATION) else {
    raise(PyExc_TypeError, "cannot create '%s' instances", type.pointee.tp_name)
    return nil
  }
  guard let made = checked(make(type, args, kwds), of: op) else { return nil }
  guard isSubtype(made.type, type), let start = slot(of: made.type, { $0.pointee.tp_init }) else {
    return made
  }
  if start(made, args, kwds) >= 0 { return made }
  made.release()
  return nil
}

/// tp_new of `object`. Accepts arguments only if the type has a tp_init that uses them.
@c @implementation
func pymv_s_object_new(_ type: TypeObject?, _ args: Object?, _ kwds: Object?) -> Object? {
  guard let type else { return raiseNullArgument() }
  if args.map({ itemCount($0) > 0 }) ?? false, type.pointee.tp_init == nil {
    raise(PyExc_TypeError, "%.200s() takes no arguments", shortName(type))
    return nil
  }
  return typeGenericNew(type, args, kwds)
}

@_cdecl("PyObject_Type")
public func objectType(_ op: Object?) -> Object? {
  guard let op else { return pymv_s_null_argument() }
  return asObject(op.type).retained()
}

@_cdecl("PyObject_IsInstance")
public func objectIsInstance(_ op: Object?, _ wanted: Object?) -> CInt {
  guard let op, let wanted else { return nullStatus() }
  if let type = asType(wanted) { return isSubtype(op.type, type) ? 1 : 0 }
  guard isTuple(wanted) else {
    raise(
      PyExc_TypeError, "isinstance() arg 2 must be a type, a tuple of types, or a union")
    return -1
  }
  let place: StaticString = " in __instancecheck__"
  guard pymv_c_enter_call(place.cText) else { return -1 }
  defer { pymv_c_leave_call() }
  for index in 0..<itemCount(wanted) {
    let answer = objectIsInstance(op, pymv_c_tuple_items(wanted)[index])
    if answer != 0 { return answer }
  }
  return 0
}
