import BufferProtocol
import CPyMemoryView
import RuntimeTables

// Bound methods, and calls of methods with the calling convention of their table.

private func fields(_ op: Object) -> UnsafeMutablePointer<pymv_bound_method> {
  assert(op.type == pymv_c_bound_method_type())
  return layout(op, as: pymv_bound_method.self)
}

/// Binds a method to an object.
///
/// - Parameters:
///   - owner: The type whose table has the method; the receiver of a static method.
///   - receiver: The object; nil to bind a class or static method of `type` itself.
///   - type: The object's type; the receiver of a class method.
func bind(
  _ method: UnsafePointer<PyMethodDef>, of owner: TypeObject, to receiver: Object?,
  of type: TypeObject
) -> Object? {
  let flags = method.pointee.ml_flags
  let bound =
    flags & METH_STATIC != 0
    ? asObject(owner) : flags & METH_CLASS != 0 ? asObject(type) : receiver
  guard let bound, let op = newObject(pymv_c_bound_method_type()) else { return nil }
  fields(op).pointee.receiver = bound.retained()
  fields(op).pointee.method = method
  fields(op).pointee.vectorcall = callBoundMethod
  return op
}

private func callBoundMethod(
  _ op: Object?, _ items: UnsafePointer<Object?>?, _ count: Int, _ keywords: Object?
) -> Object? {
  guard let op, let method = fields(op).pointee.method,
    let receiver = fields(op).pointee.receiver
  else { return raiseNullArgument() }
  let arguments = CallArguments(items, count, keywords)
  let flags = method.pointee.ml_flags
  if flags & (METH_VARARGS | METH_KEYWORDS) == METH_VARARGS && arguments.hasKeywords {
    raise(PyExc_TypeError, "%.200s() takes no keyword arguments", method.pointee.ml_name)
    return nil
  }
  return invoke(
    method, of: asType(receiver) ?? receiver.type,
    on: flags & METH_STATIC != 0 ? nil : receiver, arguments)
}

/// Calls a method with the calling convention that its flags select.
///
/// - Parameter type: The type that error messages name.
/// - Returns: The result of the method; `nil` with TypeError if the arguments do not match.
func invoke(
  _ method: UnsafePointer<PyMethodDef>, of type: TypeObject, on receiver: Object?,
  _ arguments: CallArguments
) -> Object? {
  let convention = method.pointee.ml_flags & ~(METH_CLASS | METH_STATIC | METH_COEXIST)
  guard let name = method.pointee.ml_name, let function = method.pointee.ml_meth else {
    return raiseNullArgument()
  }
  func refuse(_ complaint: StaticString) -> Object? {
    pymv_c_raise_arguments(type, name, complaint.cText, arguments.count)
    return nil
  }
  if convention & METH_KEYWORDS == 0 && arguments.hasKeywords {
    return refuse("takes no keyword arguments")
  }
  switch convention {
  case METH_NOARGS:
    if arguments.count != 0 { return refuse("takes no arguments (%zd given)") }
    return function(receiver, nil)
  case METH_O:
    guard arguments.count == 1, let items = arguments.items else {
      return refuse("takes exactly one argument (%zd given)")
    }
    return function(receiver, items[0])
  case METH_FASTCALL:
    typealias Function = @convention(c) (Object?, UnsafePointer<Object?>?, Int) -> Object?
    return unsafeBitCast(function, to: Function.self)(receiver, arguments.items, arguments.count)
  case METH_FASTCALL | METH_KEYWORDS:
    typealias Function = @convention(c) (Object?, UnsafePointer<Object?>?, Int, Object?) -> Object?
    return unsafeBitCast(function, to: Function.self)(
      receiver, arguments.items, arguments.count, arguments.keywords)
  case METH_VARARGS, METH_VARARGS | METH_KEYWORDS:
    return arguments.withTuple { tuple in
      if convention == METH_VARARGS { return function(receiver, tuple) }
      return unsafeBitCast(function, to: ternaryfunc.self)(receiver, tuple, nil)
    }
  default:
    raise(PyExc_SystemError, "%s() method: bad call flags", name)
    return nil
  }
}

@c @implementation
func pymv_s_bound_method_dealloc(_ op: Object?) {
  guard let op else { return }
  fields(op).pointee.receiver.release()
  objectFree(op)
}

@c @implementation
func pymv_s_bound_method_repr(_ op: Object?) -> Object? {
  guard let op, let receiver = fields(op).pointee.receiver else { return nil }
  var text = TextBuilder()
  text.append("<built-in method ")
  text.append(cString: fields(op).pointee.method.pointee.ml_name)
  text.append(" of ")
  text.append(cString: receiver.typeName)
  text.append(" object at ")
  text.append(address: receiver)
  text.append(">")
  return text.finish()
}

@c @implementation
func pymv_s_bound_method_hash(_ op: Object?) -> Int {
  guard let op else { return -1 }
  let hash =
    pymv_s_object_hash(fields(op).pointee.receiver) ^ Int(bitPattern: fields(op).pointee.method)
  return hash == -1 ? -2 : hash
}

@c @implementation
func pymv_s_bound_method_richcompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object?
{
  guard let op, let other, other.type == pymv_c_bound_method_type(),
    operation == Py_EQ || operation == Py_NE
  else { return pymv_c_not_implemented().retained() }
  let isSame =
    fields(op).pointee.receiver == fields(other).pointee.receiver
    && fields(op).pointee.method == fields(other).pointee.method
  return PyBool_FromLong(isSame == (operation == Py_EQ) ? 1 : 0)
}
