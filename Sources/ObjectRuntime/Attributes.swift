import CPyMemoryView
import RuntimeTables

// Attribute access by name through the slots of the type.

/// Whether an object is a valid attribute name, a str; else raises TypeError.
private func isName(_ name: Object) -> Bool {
  if isText(name) { return true }
  raise(PyExc_TypeError, "attribute name must be string, not '%.200s'", name.typeName)
  return false
}

/// The nearest type, along the bases, with tp_getattro or tp_getattr.
func getter(of type: TypeObject) -> TypeObject? {
  slot(of: type) { $0.pointee.tp_getattro != nil || $0.pointee.tp_getattr != nil ? $0 : nil }
}

/// The nearest type, along the bases, with tp_setattro or tp_setattr.
private func setter(of type: TypeObject) -> TypeObject? {
  slot(of: type) { $0.pointee.tp_setattro != nil || $0.pointee.tp_setattr != nil ? $0 : nil }
}

@_cdecl("PyObject_GetAttr")
public func objectGetAttr(_ op: Object?, _ name: Object?) -> Object? {
  guard let op, let name else { return raiseNullArgument() }
  guard isName(name) else { return nil }
  let type = getter(of: op.type)
  if let get = type?.pointee.tp_getattro { return get(op, name) }
  if let get = type?.pointee.tp_getattr {
    return get(op, UnsafeMutablePointer(mutating: PyUnicode_AsUTF8(name)))
  }
  raiseAttribute("'%.100s' object has no attribute '%s'", op.type, name)
  return nil
}

/// Raises AttributeError with a type's name and a str.
func raiseAttribute(_ format: StaticString, _ type: TypeObject, _ name: Object) {
  raise(PyExc_AttributeError, format, type.pointee.tp_name, cText(pymv_c_text_start(name)))
}

/// Calls a closure with a name as a str; returns `failed` with an exception if that fails.
private func withName<Result>(
  _ name: CText?, failed: Result, _ body: (Object) -> Result
) -> Result {
  guard let name else {
    let _: Object? = raiseNullArgument()
    return failed
  }
  guard let text = PyUnicode_FromString(name) else { return failed }
  defer { text.release() }
  return body(text)
}

@_cdecl("PyObject_GetAttrString")
public func objectGetAttrString(_ op: Object?, _ name: CText?) -> Object? {
  guard let op else { return raiseNullArgument() }
  if let get = op.type.pointee.tp_getattr { return get(op, UnsafeMutablePointer(mutating: name)) }
  return withName(name, failed: nil) { objectGetAttr(op, $0) }
}

@_cdecl("PyObject_HasAttrString")
public func objectHasAttrString(_ op: Object?, _ name: CText?) -> CInt {
  guard let value = objectGetAttrString(op, name) else {
    errClear()
    return 0
  }
  value.release()
  return 1
}

@_cdecl("PyObject_SetAttr")
public func objectSetAttr(_ op: Object?, _ name: Object?, _ value: Object?) -> CInt {
  guard let op, let name else {
    let _: Object? = raiseNullArgument()
    return -1
  }
  guard isName(name) else { return -1 }
  let type = setter(of: op.type)
  if let set = type?.pointee.tp_setattro { return set(op, name, value) }
  if let set = type?.pointee.tp_setattr {
    return set(op, UnsafeMutablePointer(mutating: PyUnicode_AsUTF8(name)), value)
  }
  raiseAttribute(
    value == nil
      ? "'%.100s' object has only read-only attributes (del .%s)"
      : "'%.100s' object has only read-only attributes (assign to .%s)", op.type, name)
  return -1
}

@_cdecl("PyObject_SetAttrString")
public func objectSetAttrString(_ op: Object?, _ name: CText?, _ value: Object?) -> CInt {
  guard let op else {
    let _: Object? = raiseNullArgument()
    return -1
  }
  if let set = op.type.pointee.tp_setattr {
    return set(op, UnsafeMutablePointer(mutating: name), value)
  }
  return withName(name, failed: -1) { objectSetAttr(op, $0, value) }
}
