import CPyMemoryView
import RuntimeTables

// tp_new of the value types. There are no keyword arguments, because the runtime has no dictionary
// to pass them in.

@c @implementation
func pymv_s_value_new(_ type: TypeObject?, _ args: Object?, _ kwds: Object?) -> Object? {
  guard let type, let args, let items = pymv_c_tuple_items(args) else { return raiseNullArgument() }
  let count = itemCount(args)
  switch type {
  case pymv_c_slice_type(): return newSlice(items, count)
  case pymv_c_complex_type() where count == 2: return newComplex(items[0], items[1])
  default: break
  }
  guard count <= 1 else {
    pymv_c_raise_too_many_arguments(type, count)
    return nil
  }
  return count == 0 ? newEmptyValue(type) : pymv_s_value_new(type, from: items[0])
}

private func newSlice(_ items: UnsafeMutablePointer<Object?>, _ count: Int) -> Object? {
  switch count {
  case 1: return sliceNew(nil, items[0], nil)
  case 2: return sliceNew(items[0], items[1], nil)
  case 3: return sliceNew(items[0], items[1], items[2])
  case 0: return fail(PyExc_TypeError, "slice expected at least 1 argument, got 0")
  default:
    raise(PyExc_TypeError, "slice expected at most 3 arguments, got %zd", count)
    return nil
  }
}

private func newEmptyValue(_ type: TypeObject) -> Object? {
  switch type {
  case pymv_c_bool_type(): PyBool_FromLong(0)
  case pymv_c_int_type(): PyLong_FromLong(0)
  case pymv_c_float_type(): PyFloat_FromDouble(0)
  case pymv_c_complex_type(): complexFromDoubles(0, 0)
  case pymv_c_text_type(): makeText("")
  case pymv_c_bytes_type(): makeBytes(count: 0)
  case pymv_c_bytearray_type(): makeByteArray(count: 0)
  case pymv_c_tuple_type(): makeTuple(count: 0)
  case pymv_c_list_type(): listNew(0)
  default: refuse(type)
  }
}

private func pymv_s_value_new(_ type: TypeObject, from value: Object?) -> Object? {
  guard let value else { return raiseNullArgument() }
  switch type {
  case pymv_c_bool_type():
    let truth = objectIsTrue(value)
    return truth < 0 ? nil : PyBool_FromLong(Int(truth))
  case pymv_c_int_type(): return newInteger(from: value)
  case pymv_c_float_type(): return newFloat(from: value)
  case pymv_c_complex_type(): return newComplex(value, nil)
  case pymv_c_text_type(): return objectStr(value)
  case pymv_c_bytes_type(): return newBytes(from: value)
  case pymv_c_bytearray_type(): return byteArrayFromObject(value)
  case pymv_c_tuple_type(): return sequenceTuple(value)
  case pymv_c_list_type(): return sequenceList(value)
  default: return refuse(type)
  }
}

/// Raises TypeError for a derived type: it must define its own tp_new.
private func refuse(_ type: TypeObject) -> Object? {
  raise(PyExc_TypeError, "cannot create '%s' instances", type.pointee.tp_name)
  return nil
}

private func newInteger(from value: Object) -> Object? {
  if isSubtype(value.type, pymv_c_float_type()) {
    return PyLong_FromDouble(layout(value, as: PyFloatObject.self).pointee.ob_fval)
  }
  if isText(value) { return integerFromText(PyUnicode_AsUTF8(value), nil, 10) }
  if isIndex(value) { return numberIndex(value) }
  raise(
    PyExc_TypeError,
    "int() argument must be a string, a bytes-like object or a real number, not '%.200s'",
    value.typeName)
  return nil
}

private func newFloat(from value: Object) -> Object? {
  guard isNumber(value), complexValue(value) == nil else {
    raise(
      PyExc_TypeError, "float() argument must be a string or a real number, not '%.200s'",
      value.typeName)
    return nil
  }
  if value.type == pymv_c_float_type() { return value.retained() }
  let number = PyFloat_AsDouble(value)
  return number == -1 && PyErr_Occurred() != nil ? nil : PyFloat_FromDouble(number)
}

private func newBytes(from value: Object) -> Object? {
  if isText(value) { return fail(PyExc_TypeError, "string argument without an encoding") }
  guard isIndex(value), value.type.pointee.tp_as_buffer?.pointee.bf_getbuffer == nil else {
    return bytesFromObject(value)
  }
  let count = numberAsSignedSize(value, PyExc_OverflowError)
  if count < 0 {
    return PyErr_Occurred() != nil ? nil : fail(PyExc_ValueError, "negative count")
  }
  guard let zeros = makeBytes(count: count) else { return nil }
  memset(pymv_c_bytes_start(zeros), 0, count)
  return zeros
}
