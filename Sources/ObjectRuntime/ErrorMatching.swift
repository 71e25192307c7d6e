import CPyMemoryView
import RuntimeTables

/// Whether an exception or type of exceptions is of a type, or of one of a tuple's.
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
