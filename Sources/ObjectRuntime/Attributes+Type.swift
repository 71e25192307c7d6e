import CPyMemoryView
import RuntimeTables

// Attributes of types: those that `type` defines, and the unbound entries of their own tables.

@c @implementation
func pymv_s_type_getattro(_ op: Object?, _ name: Object?) -> Object? {
  guard let op, let type = asType(op), let name = textArgument(name) else { return nil }
  let ofType = findEntry(name, in: op.type)
  if let ofType, ofType.isData { return value(of: ofType, in: op) }
  if let entry = findEntry(name, in: type) { return unbound(entry, from: type) }
  if let ofType { return value(of: ofType, in: op) }
  raiseAttribute("type object '%.100s' has no attribute '%s'", type, name)
  return nil
}

@c @implementation
func pymv_s_type_setattro(_ op: Object?, _ name: Object?, _ value: Object?) -> CInt {
  guard let op, let type = asType(op), let name = textArgument(name) else { return -1 }
  raise(
    PyExc_TypeError, "cannot set '%s' attribute of immutable type '%s'",
    cText(pymv_c_text_start(name)), type.pointee.tp_name)
  return -1
}

/// The value of an instance attribute if it is read from the type. New reference.
private func unbound(_ entry: TypeEntry, from type: TypeObject) -> Object? {
  switch entry.kind {
  case .method(let method):
    if method.pointee.ml_flags & (METH_CLASS | METH_STATIC) != 0 {
      return bind(method, of: entry.owner, to: nil, of: type)
    }
    return makeDescriptor(
      pymv_c_method_descriptor_type(), of: entry.owner, method, vectorcall: callMethodDescriptor)
  case .computed(let computed):
    return makeDescriptor(pymv_c_getset_descriptor_type(), of: entry.owner, computed)
  case .stored(let member):
    return makeDescriptor(pymv_c_member_descriptor_type(), of: entry.owner, member)
  }
}

/// A method of a type, not bound to an object.
struct UnboundMethod {
  let method: UnsafePointer<PyMethodDef>
  let owner: TypeObject

  /// Looks up a method by name in an object's type; nil if the attribute is not an
  /// instance method.
  init?(_ name: Object, of op: Object) {
    guard isText(name), pymv_c_has_generic_attributes(getter(of: op.type)?.pointee.tp_getattro),
      let entry = findEntry(name, in: op.type), case .method(let method) = entry.kind,
      method.pointee.ml_flags & (METH_CLASS | METH_STATIC) == 0
    else { return nil }
    self.method = method
    owner = entry.owner
  }

  /// The descriptor of the method. New reference.
  func makeDescriptor() -> Object? {
    ObjectRuntime.makeDescriptor(
      pymv_c_method_descriptor_type(), of: owner, method, vectorcall: callMethodDescriptor)
  }
}

@c @implementation
func pymv_s_type_name(_ op: Object?, _ closure: UnsafeMutableRawPointer?) -> Object? {
  op.flatMap(asType).flatMap { PyUnicode_FromString(shortName($0)) }
}

@c @implementation
func pymv_s_type_module(_ op: Object?, _ closure: UnsafeMutableRawPointer?) -> Object? {
  guard let type = op.flatMap(asType), let name = CText(type.pointee.tp_name) else { return nil }
  let length = shortName(type) - name
  return length > 0 ? PyUnicode_FromStringAndSize(name, length - 1) : makeText("builtins")
}

@c @implementation
func pymv_s_type_doc(_ op: Object?, _ closure: UnsafeMutableRawPointer?) -> Object? {
  op.flatMap(asType).flatMap(typeDocumentation)
}

@c @implementation
func pymv_s_type_text_signature(_ op: Object?, _ closure: UnsafeMutableRawPointer?) -> Object? {
  op.flatMap(asType).flatMap { Documentation($0.pointee.tp_doc, of: shortName($0)).signature() }
}

/// A type's `__doc__`. New reference.
func typeDocumentation(_ type: TypeObject) -> Object? {
  Documentation(type.pointee.tp_doc, of: shortName(type)).text()
}
