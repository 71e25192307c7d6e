import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// The equivalent operation for swapped operands.
private func mirrored(_ operation: CInt) -> CInt {
  switch operation {
  case Py_LT: Py_GT
  case Py_LE: Py_GE
  case Py_GT: Py_LT
  case Py_GE: Py_LE
  default: operation
  }
}

/// Whether a result is not NotImplemented. Drops the reference to NotImplemented.
private func isAnswer(_ result: Object?) -> Bool {
  guard let result, result == pymv_c_not_implemented() else { return true }
  result.release()
  return false
}

/// Tries the tp_richcompare of both operands: the left one first, unless the right operand's type
/// derives from the left one's.
private func compare(_ a: Object, _ b: Object, _ operation: CInt) -> Object? {
  let reflected = slot(of: b.type) { $0.pointee.tp_richcompare }
  let isDerived = a.type != b.type && isSubtype(b.type, a.type)
  if isDerived, let reflected {
    let result = reflected(b, a, mirrored(operation))
    if isAnswer(result) { return result }
  }
  if let compare = slot(of: a.type, { $0.pointee.tp_richcompare }) {
    let result = compare(a, b, operation)
    if isAnswer(result) { return result }
  }
  if !isDerived, let reflected {
    let result = reflected(b, a, mirrored(operation))
    if isAnswer(result) { return result }
  }
  switch operation {
  case Py_EQ: return PyBool_FromLong(a == b ? 1 : 0)
  case Py_NE: return PyBool_FromLong(a == b ? 0 : 1)
  default:
    raiseUnsupported(a, b, operation)
    return nil
  }
}

private func raiseUnsupported(_ a: Object, _ b: Object, _ operation: CInt) {
  let format: StaticString =
    switch operation {
    case Py_LT: "'<' not supported between instances of '%.100s' and '%.100s'"
    case Py_LE: "'<=' not supported between instances of '%.100s' and '%.100s'"
    case Py_GT: "'>' not supported between instances of '%.100s' and '%.100s'"
    default: "'>=' not supported between instances of '%.100s' and '%.100s'"
    }
  raise(PyExc_TypeError, format, a.typeName, b.typeName)
}

@_cdecl("PyObject_RichCompare")
public func objectRichCompare(_ a: Object?, _ b: Object?, _ operation: CInt) -> Object? {
  guard let a, let b else {
    if pymv_c_error_get() == nil { badInternalCall() }
    return nil
  }
  let place: StaticString = " in comparison"
  guard pymv_c_enter_call(place.cText) else { return nil }
  defer { pymv_c_leave_call() }
  return compare(a, b, operation)
}

@_cdecl("PyObject_RichCompareBool")
public func objectRichCompareBool(_ a: Object?, _ b: Object?, _ operation: CInt) -> CInt {
  if a == b, a != nil {
    if operation == Py_EQ { return 1 }
    if operation == Py_NE { return 0 }
  }
  guard let result = objectRichCompare(a, b, operation) else { return -1 }
  defer { result.release() }
  return objectIsTrue(result)
}

/// The result of an operation on two numbers as a bool. New reference.
func answer(_ operation: CInt, _ a: Int, _ b: Int) -> Object? {
  let isTrue =
    switch operation {
    case Py_LT: a < b
    case Py_LE: a <= b
    case Py_EQ: a == b
    case Py_NE: a != b
    case Py_GT: a > b
    default: a >= b
    }
  return PyBool_FromLong(isTrue ? 1 : 0)
}

/// NotImplemented, for operands that cannot be compared. New reference.
func notComparable() -> Object? { pymv_c_not_implemented().retained() }
