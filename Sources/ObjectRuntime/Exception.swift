import CPyMemoryView
import RuntimeTables

/// A type, cast to an object.
func asObject(_ type: TypeObject) -> Object {
  UnsafeMutableRawPointer(type).assumingMemoryBound(to: PyObject.self)
}

/// An object, cast to a type; nil if it is not a type.
func asType(_ op: Object) -> TypeObject? {
  guard has(op.type, Py_TPFLAGS_TYPE_SUBCLASS) else { return nil }
  return UnsafeMutableRawPointer(op).assumingMemoryBound(to: PyTypeObject.self)
}

/// An object, cast to an exception type; nil if it is not one.
func exceptionType(_ op: Object) -> TypeObject? {
  guard let type = asType(op), has(type, Py_TPFLAGS_BASE_EXC_SUBCLASS) else { return nil }
  return type
}

/// Whether an object is an exception.
func isException(_ op: Object) -> Bool {
  has(op.type, Py_TPFLAGS_BASE_EXC_SUBCLASS)
}

/// Whether an object is a tuple.
func isTuple(_ op: Object) -> Bool {
  has(op.type, Py_TPFLAGS_TUPLE_SUBCLASS)
}

/// The fields of an exception. Assumes: the object is one.
private func fields(_ op: Object) -> UnsafeMutablePointer<pymv_exception> {
  assert(isException(op))
  return UnsafeMutableRawPointer(op).assumingMemoryBound(to: pymv_exception.self)
}

/// An exception's arguments, a borrowed tuple; nil means the empty tuple.
func exceptionArguments(_ op: Object) -> Object? {
  fields(op).pointee.args
}

/// Replaces an exception's arguments; steals the reference.
private func setArguments(_ op: Object, _ args: Object?) {
  let old = fields(op).pointee.args
  fields(op).pointee.args = args
  old?.release()
}

/// The constructor arguments for an exception that is raised with a value. New reference.
private func arguments(from value: Object?) -> Object? {
  guard let value, value != pymv_c_none() else { return PyTuple_New(0) }
  if isTuple(value) { return value.retained() }
  guard let args = PyTuple_New(1) else { return nil }
  _ = PyTuple_SetItem(args, 0, value.retained())
  return args
}

/// Creates an exception from its type and the value that it is raised with.
/// - Returns: a new reference, or nil with another exception set.
func makeException(_ type: TypeObject, _ value: Object?) -> Object? {
  guard let args = arguments(from: value) else { return nil }
  defer { args.release() }
  guard let exception = slot(of: type, { $0.pointee.tp_new })?(type, args, nil) else {
    return nil
  }
  guard isException(exception) else {
    let message: StaticString =
      "calling %R should have returned an instance of BaseException, not %T"
    raise(PyExc_TypeError, message, asObject(type), exception)
    exception.release()
    return nil
  }
  if let initialize = slot(of: exception.type, { $0.pointee.tp_init }),
    initialize(exception, args, nil) < 0
  {
    exception.release()
    return nil
  }
  return exception
}

@c @implementation
func pymv_s_exception_new(_ type: TypeObject?, _ args: Object?, _ kwds: Object?) -> Object? {
  guard let exception = typeGenericNew(type, args, kwds) else { return nil }
  setArguments(exception, args?.retained())
  return exception
}

@c @implementation
func pymv_s_exception_args(_ op: Object?, _ closure: UnsafeMutableRawPointer?) -> Object? {
  op.map { (exceptionArguments($0) ?? pymv_c_tuple_empty()).retained() }
}

@c @implementation
func pymv_s_exception_init(_ op: Object?, _ args: Object?, _ kwds: Object?) -> Int32 {
  guard let op else { return -1 }
  setArguments(op, args?.retained())
  return 0
}

@c @implementation func pymv_s_exception_dealloc(_ op: Object?) {
  guard let op else { return }
  setArguments(op, nil)
  pymv_s_object_dealloc(op)
}

/// Calls a closure with an exception's arguments, and with the single argument if there is only
/// one. Owns a reference meanwhile, because foreign code may replace them.
private func withArguments(_ op: Object, _ body: (_ all: Object, _ only: Object?) -> Object?)
  -> Object?
{
  let args = (exceptionArguments(op) ?? pymv_c_tuple_empty()).retained()
  defer { args.release() }
  return body(args, itemCount(args) == 1 ? pymv_c_tuple_items(args)[0] : nil)
}

@c @implementation func pymv_s_exception_str(_ op: Object?) -> Object? {
  guard let op else { return nil }
  return withArguments(op) { all, only in
    itemCount(all) == 0 ? makeText("") : objectStr(only ?? all)
  }
}

/// Shows the repr of the key, because the str of a key such as `''` would be empty.
@c @implementation func pymv_s_key_error_str(_ op: Object?) -> Object? {
  guard let op else { return nil }
  return withArguments(op) { _, only in only.map(objectRepr) ?? pymv_s_exception_str(op) }
}

@c @implementation func pymv_s_exception_repr(_ op: Object?) -> Object? {
  guard let op else { return nil }
  return withArguments(op) { all, only in
    var text = TextBuilder()
    text.append(cString: shortName(op.type))
    if let only {
      text.append("(")
      text.append(repr: only)
      text.append(")")
    } else {
      text.append(repr: all)
    }
    return text.finish()
  }
}
