import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// Returns the result of a slot if it is a str or NULL; else raises TypeError.
private func checkedText(_ result: Object?, _ complaint: StaticString) -> Object? {
  guard let result, !has(result.type, Py_TPFLAGS_UNICODE_SUBCLASS) else { return result }
  raise(PyExc_TypeError, complaint, result.type.pointee.tp_name)
  result.release()
  return nil
}

@_cdecl("PyObject_Repr") public func objectRepr(_ op: Object?) -> Object? {
  guard let op else { return makeText("<NULL>") }
  guard let repr = slot(of: op.type, { $0.pointee.tp_repr }) else { return pymv_s_object_repr(op) }
  let place: StaticString = " while getting the repr of an object"
  guard pymv_c_enter_call(place.cText) else { return nil }
  defer { pymv_c_leave_call() }
  return checkedText(repr(op), "__repr__ returned non-string (type %.200s)")
}

@_cdecl("PyObject_Str") public func objectStr(_ op: Object?) -> Object? {
  guard let op, op.type != pymv_c_text_type() else { return op?.retained() ?? objectRepr(nil) }
  guard let str = slot(of: op.type, { $0.pointee.tp_str }) else { return objectRepr(op) }
  return checkedText(str(op), "__str__ returned non-string (type %.200s)")
}

/// `ascii(op)` in Python: its `repr` with non-ASCII characters escaped.
func asciiRepr(_ op: Object?) -> Object? {
  guard let repr = objectRepr(op) else { return nil }
  defer { repr.release() }
  var text = TextBuilder()
  let length = PyUnicode_GetLength(repr)
  for index in 0..<max(length, 0) {
    text.append(escaped: PyUnicode_ReadChar(repr, index))
  }
  return text.finish()
}

@c @implementation func pymv_s_object_repr(_ op: Object?) -> Object? {
  guard let op else { return nil }
  var text = TextBuilder()
  text.append("<")
  text.append(cString: op.type.pointee.tp_name)
  text.append(" object at ")
  text.append(address: op)
  text.append(">")
  return text.finish()
}

/// `str` of `object` calls `repr`.
@c @implementation func pymv_s_object_str(_ op: Object?) -> Object? {
  guard let op, let repr = slot(of: op.type, { $0.pointee.tp_repr }) else { return nil }
  return repr(op)
}

@c @implementation func pymv_s_type_repr(_ op: Object?) -> Object? {
  guard let op, let type = asType(op) else { return nil }
  var text = TextBuilder()
  text.append("<class '")
  text.append(cString: type.pointee.tp_name)
  text.append("'>")
  return text.finish()
}
