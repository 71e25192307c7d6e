import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// The arguments of a call in vectorcall layout: positional ones, then the values of keywords.
struct CallArguments {
  let items: UnsafePointer<Object?>?
  /// Number of positional arguments.
  let count: Int
  /// A tuple of the keywords' names, or nil.
  let keywords: Object?

  /// - Parameter count: The highest bit, PY_VECTORCALL_ARGUMENTS_OFFSET, is ignored.
  init(_ items: UnsafePointer<Object?>?, _ count: Int, _ keywords: Object?) {
    self.items = items
    self.count = count & Int.max
    self.keywords = keywords
  }

  var hasKeywords: Bool { keywords.map { itemCount($0) > 0 } ?? false }

  /// Calls a closure with a tuple of the arguments; raises TypeError if there are keywords.
  func withTuple(_ body: (Object) -> Object?) -> Object? {
    if hasKeywords { return raiseNoDictionaries() }
    guard let items, count > 0 else { return body(pymv_c_tuple_empty()) }
    guard let tuple = makeTuple(copying: items, count: count) else { return nil }
    defer { tuple.release() }
    return body(tuple)
  }
}

private func raiseNoDictionaries() -> Object? {
  fail(
    PyExc_TypeError,
    "this runtime has no dictionaries: pass keyword arguments with PyObject_Vectorcall")
}

private func vectorcallFunction(_ callable: Object) -> vectorcallfunc? {
  let type = callable.type
  guard has(type, Py_TPFLAGS_HAVE_VECTORCALL), type.pointee.tp_vectorcall_offset > 0 else {
    return nil
  }
  return UnsafeRawPointer(callable)
    .load(fromByteOffset: type.pointee.tp_vectorcall_offset, as: vectorcallfunc?.self)
}

private func callFunction(_ callable: Object) -> ternaryfunc? {
  if let call = slot(of: callable.type, { $0.pointee.tp_call }) { return call }
  raise(PyExc_TypeError, "'%.200s' object is not callable", callable.typeName)
  return nil
}

/// Validates that a call returned either a result or an exception; else raises SystemError.
func checked(_ result: Object?, of callable: Object) -> Object? {
  if (result == nil) == (pymv_c_error_get() != nil) { return result }
  raise(
    PyExc_SystemError,
    result == nil
      ? "%R returned NULL without setting an exception"
      : "%R returned a result with an exception set", callable)
  result?.release()
  return nil
}

/// Starts a nested call; false with RecursionError if there are too many.
private func enterCall() -> Bool {
  let place: StaticString = " while calling a Python object"
  return pymv_c_enter_call(place.cText)
}

/// Runs a nested call with the recursion check, and validates its result.
private func guarded(_ callable: Object, _ body: () -> Object?) -> Object? {
  guard enterCall() else { return nil }
  defer { pymv_c_leave_call() }
  return checked(body(), of: callable)
}

@_cdecl("PyObject_Vectorcall")
public func objectVectorcall(
  _ callable: Object?, _ items: UnsafePointer<Object?>?, _ count: Int, _ keywords: Object?
) -> Object? {
  guard let callable else { return raiseNullArgument() }
  if let function = vectorcallFunction(callable) {
    return guarded(callable) { function(callable, items, count, keywords) }
  }
  guard let call = callFunction(callable) else { return nil }
  return guarded(callable) {
    CallArguments(items, count, keywords).withTuple { call(callable, $0, nil) }
  }
}

@_cdecl("PyObject_Call")
public func objectCall(_ callable: Object?, _ args: Object?, _ kwargs: Object?) -> Object? {
  guard let callable, let args else { return raiseNullArgument() }
  guard isTuple(args) else { return fail(PyExc_TypeError, "argument list must be a tuple") }
  if kwargs != nil { return raiseNoDictionaries() }
  if let function = vectorcallFunction(callable) {
    return guarded(callable) {
      function(callable, pymv_c_tuple_items(args), itemCount(args), nil)
    }
  }
  guard let call = callFunction(callable) else { return nil }
  return guarded(callable) { call(callable, args, nil) }
}

@c @implementation
func pymv_s_call_by_vectorcall(_ callable: Object?, _ args: Object?, _ kwargs: Object?) -> Object? {
  guard let callable, let args, let function = vectorcallFunction(callable) else {
    return raiseNullArgument()
  }
  if kwargs != nil { return raiseNoDictionaries() }
  return function(callable, pymv_c_tuple_items(args), itemCount(args), nil)
}

@_cdecl("PyObject_CallObject")
public func objectCallObject(_ callable: Object?, _ args: Object?) -> Object? {
  guard let args else { return objectVectorcall(callable, nil, 0, nil) }
  return objectCall(callable, args, nil)
}

@_cdecl("PyObject_CallNoArgs")
public func objectCallNoArgs(_ callable: Object?) -> Object? {
  objectVectorcall(callable, nil, 0, nil)
}

@_cdecl("PyObject_CallOneArg")
public func objectCallOneArg(_ callable: Object?, _ argument: Object?) -> Object? {
  guard let argument else { return raiseNullArgument() }
  var item: Object? = argument
  return objectVectorcall(callable, &item, 1, nil)
}

/// Fast path: calls a method without creating a bound method, unless an error message needs one.
private func call(
  _ method: UnboundMethod, on receiver: Object, _ arguments: CallArguments
) -> Object? {
  guard enterCall() else { return nil }
  let result = invoke(method.method, of: method.owner, on: receiver, arguments)
  pymv_c_leave_call()
  if (result == nil) == (pymv_c_error_get() != nil) { return result }
  guard let descriptor = method.makeDescriptor() else { return nil }
  defer { descriptor.release() }
  return checked(result, of: descriptor)
}

@_cdecl("PyObject_VectorcallMethod")
public func objectVectorcallMethod(
  _ name: Object?, _ items: UnsafePointer<Object?>?, _ count: Int, _ keywords: Object?
) -> Object? {
  let arguments = CallArguments(items, count, keywords)
  guard let name, let items, arguments.count > 0, let receiver = items[0] else {
    return raiseNullArgument()
  }
  if let method = UnboundMethod(name, of: receiver) {
    return call(method, on: receiver, CallArguments(items + 1, arguments.count - 1, keywords))
  }
  guard let method = objectGetAttr(receiver, name) else { return nil }
  defer { method.release() }
  return objectVectorcall(method, items + 1, arguments.count - 1, keywords)
}

@_cdecl("PyCallable_Check")
public func callableCheck(_ op: Object?) -> CInt {
  guard let op else { return 0 }
  return slot(of: op.type) { $0.pointee.tp_call } != nil ? 1 : 0
}

@c @implementation
func pymv_s_null_argument() -> Object? {
  // The NULL may come from a failed call; then keep its exception.
  if pymv_c_error_get() != nil { return nil }
  return raiseNullArgument()
}
