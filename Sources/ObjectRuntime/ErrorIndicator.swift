import CPyMemoryView
import RuntimeTables

// The error indicator holds a single exception object, created when the error is raised. Its type
// is the type of the error. There are no tracebacks.

/// Replaces the calling thread's exception; steals the reference.
func setRaised(_ exception: Object?) {
  pymv_c_error_swap(exception)?.release()
}

/// Raises an exception: `type()` if the value is nil or None, `type(*value)` for a tuple, the value
/// itself if it is an exception of that type, else `type(value)`.
func raise(_ type: Object, value: Object?) {
  guard let exceptionType = exceptionType(type) else {
    let message: StaticString =
      "_PyErr_SetObject: exception %R is not a BaseException subclass"
    raise(PyExc_SystemError, message, type)
    return
  }
  if let value, isException(value), isSubtype(value.type, exceptionType) {
    setRaised(value.retained())
    return
  }
  setRaised(nil)
  if let exception = makeException(exceptionType, value) { setRaised(exception) }
}

@_cdecl("PyErr_Occurred") public func errOccurred() -> Object? {
  guard let exception = pymv_c_error_get() else { return nil }
  return asObject(exception.type)
}

@_cdecl("PyErr_Clear") public func errClear() {
  setRaised(nil)
}

@_cdecl("PyErr_SetObject") public func errSetObject(_ type: Object?, _ value: Object?) {
  guard let type else {
    let _: Object? = raiseNullArgument()
    return
  }
  raise(type, value: value)
}

@_cdecl("PyErr_SetString")
public func errSetString(_ type: Object?, _ message: UnsafePointer<CChar>?) {
  guard let message else {
    let _: Object? = raiseNullArgument()
    return
  }
  guard let text = PyUnicode_FromString(message) else { return }
  errSetObject(type, text)
  text.release()
}

@_cdecl("PyErr_SetNone") public func errSetNone(_ type: Object?) {
  errSetObject(type, nil)
}

@_cdecl("PyErr_NoMemory") public func errNoMemory() -> Object? {
  noMemory()
}

@_cdecl("PyErr_BadInternalCall") public func badInternalCall() {
  raise(PyExc_SystemError, "bad argument to internal function")
}

@_cdecl("_PyErr_BadInternalCall")
public func errBadInternalCallAt(_ file: UnsafePointer<CChar>?, _ line: Int32) {
  var message = TextBuilder()
  if let file { message.append(cString: file) }
  message.append(":")
  message.append(decimal: Int(line))
  message.append(": bad argument to internal function")
  guard let text = message.finish() else { return }
  raise(PyExc_SystemError, value: text)
  text.release()
}

@_cdecl("PyErr_BadArgument") public func errBadArgument() -> Int32 {
  raise(PyExc_TypeError, "bad argument type for built-in operation")
  return 0
}

// MARK: - Matching

/// Whether an exception or exception type matches a type, or one of the types in a tuple.
private func matches(_ given: Object, _ wanted: Object) -> Bool {
  if isTuple(wanted) {
    for index in 0..<PyTuple_Size(wanted) {
      if let item = PyTuple_GetItem(wanted, index), matches(given, item) { return true }
    }
    return false
  }
  let type = isException(given) ? given.type : exceptionType(given)
  guard let type, let base = exceptionType(wanted) else { return given == wanted }
  return isSubtype(type, base)
}

@_cdecl("PyErr_GivenExceptionMatches")
public func errGivenExceptionMatches(_ given: Object?, _ wanted: Object?) -> Int32 {
  guard let given, let wanted else { return 0 }
  return matches(given, wanted) ? 1 : 0
}

@_cdecl("PyErr_ExceptionMatches")
public func errExceptionMatches(_ wanted: Object?) -> Int32 {
  errGivenExceptionMatches(pymv_c_error_get(), wanted)
}
