import CPyMemoryView
import RuntimeTables

extension IntegerValue {
  /// Three-way comparison: -1, 0 or 1 for less than, equal to or greater than `other`.
  func order(_ other: IntegerValue) -> Int {
    if isNegative != other.isNegative {
      return magnitude == 0 && other.magnitude == 0 ? 0 : isNegative ? -1 : 1
    }
    if magnitude == other.magnitude { return 0 }
    return (magnitude < other.magnitude) != isNegative ? -1 : 1
  }

  /// Exact three-way comparison with a double, which must not be NaN.
  func order(_ other: Double) -> Int {
    if other.magnitude >= 0x1p64 { return other < 0 ? 1 : -1 }
    let whole = IntegerValue(isNegative: other < 0, magnitude: UInt64(other.magnitude))
    let order = order(whole)
    if order != 0 || whole.double == other { return order }
    return other < 0 ? 1 : -1
  }
}

@c @implementation
func pymv_s_int_richcompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
  guard let op, let other, isInteger(op), isInteger(other) else { return notComparable() }
  return answer(operation, IntegerValue(op).order(IntegerValue(other)), 0)
}

private func isFloat(_ op: Object) -> Bool { isSubtype(op.type, pymv_c_float_type()) }

private func double(_ op: Object) -> Double {
  layout(op, as: PyFloatObject.self).pointee.ob_fval
}

@c @implementation
func pymv_s_float_richcompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
  guard let op, let other, isFloat(op) else { return notComparable() }
  let a = double(op)
  if isInteger(other) {
    if a.isNaN { return PyBool_FromLong(operation == Py_NE ? 1 : 0) }
    return answer(operation, 0, IntegerValue(other).order(a))
  }
  guard isFloat(other) else { return notComparable() }
  let b = double(other)
  if a.isNaN || b.isNaN { return PyBool_FromLong(operation == Py_NE ? 1 : 0) }
  return answer(operation, a < b ? -1 : a == b ? 0 : 1, 0)
}

@c @implementation
func pymv_s_complex_richcompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object? {
  guard let op, let other, let a = complexValue(op), operation == Py_EQ || operation == Py_NE
  else { return notComparable() }
  let isEqual: Bool
  if let b = complexValue(other) {
    isEqual = a.real == b.real && a.imag == b.imag
  } else if isFloat(other) {
    isEqual = a.imag == 0 && a.real == double(other)
  } else if isInteger(other) {
    isEqual = a.imag == 0 && !a.real.isNaN && IntegerValue(other).order(a.real) == 0
  } else {
    return notComparable()
  }
  return PyBool_FromLong(isEqual == (operation == Py_EQ) ? 1 : 0)
}
