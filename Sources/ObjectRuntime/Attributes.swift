import CPyMemoryView
import RuntimeTables

@_cdecl("PyObject_GetAttrString")
public func objectGetAttrString(_ op: Object?, _ name: UnsafePointer<CChar>?) -> Object? {
  guard let op, let name else { return raiseNullArgument() }
  if let get = op.type.pointee.tp_getattr { return get(op, UnsafeMutablePointer(mutating: name)) }
  guard let text = PyUnicode_FromString(name) else { return nil }
  defer { text.release() }
  return slot(of: op.type) { $0.pointee.tp_getattro }?(op, text)
}

/// `object` has no attributes, so far as this runtime shows them.
@_cdecl("pymv_s_object_getattro")
func defaultAttribute(_ op: Object?, _ name: Object?) -> Object? {
  raiseNoAttribute("'%.100s' object has no attribute '%s'", op?.type, name)
}

@_cdecl("pymv_s_type_getattro") func typeAttribute(_ op: Object?, _ name: Object?) -> Object? {
  raiseNoAttribute("type object '%.100s' has no attribute '%s'", op.flatMap(asType), name)
}

private func raiseNoAttribute(
  _ format: StaticString, _ type: TypeObject?, _ name: Object?
) -> Object? {
  guard let type, let name else { return raiseNullArgument() }
  guard let text = PyUnicode_AsUTF8(name) else { return nil }
  raise(PyExc_AttributeError, format, type.pointee.tp_name, text)
  return nil
}
