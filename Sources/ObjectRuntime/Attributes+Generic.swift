import CPyMemoryView
import RuntimeTables

// Generic attribute access: by the method, getset and member tables of the type and its bases.

@_cdecl("PyObject_GenericGetAttr")
public func objectGenericGetAttr(_ op: Object?, _ name: Object?) -> Object? {
  guard let op, let name = textArgument(name) else { return nil }
  if let entry = findEntry(name, in: op.type) { return value(of: entry, in: op) }
  if names(name, "__doc__") { return typeDocumentation(op.type) }
  raiseAttribute("'%.100s' object has no attribute '%s'", op.type, name)
  return nil
}

/// The attribute value that an entry yields for an object. New reference.
func value(of entry: TypeEntry, in op: Object) -> Object? {
  switch entry.kind {
  case .method(let method): return bind(method, of: entry.owner, to: op, of: op.type)
  case .stored(let member): return read(member, of: op)
  case .computed(let computed):
    if let get = computed.pointee.get { return get(op, computed.pointee.closure) }
    raise(
      PyExc_AttributeError, "attribute '%.100s' of '%.100s' objects is not readable",
      computed.pointee.name, entry.owner.pointee.tp_name)
    return nil
  }
}

@_cdecl("PyObject_GenericSetAttr")
public func objectGenericSetAttr(_ op: Object?, _ name: Object?, _ value: Object?) -> CInt {
  guard let op, let name = textArgument(name) else { return -1 }
  guard let entry = findEntry(name, in: op.type) else {
    raiseAttribute(
      names(name, "__doc__")
        ? "'%.100s' object attribute '%s' is read-only"
        : "'%.100s' object has no attribute '%s' and no __dict__ for setting new attributes",
      op.type, name)
    return -1
  }
  return set(entry, in: op, to: value, name)
}

/// Sets the attribute that an entry describes, or deletes it if the value is nil.
func set(_ entry: TypeEntry, in op: Object, to value: Object?, _ name: Object) -> CInt {
  switch entry.kind {
  case .method:
    raiseAttribute("'%.100s' object attribute '%s' is read-only", op.type, name)
    return -1
  case .stored(let member): return write(value, to: member, of: op) ? 0 : -1
  case .computed(let computed):
    if let set = computed.pointee.set { return set(op, value, computed.pointee.closure) }
    raise(
      PyExc_AttributeError, "attribute '%s' of '%.100s' objects is not writable",
      computed.pointee.name, entry.owner.pointee.tp_name)
    return -1
  }
}

@c @implementation
func pymv_s_object_class(_ op: Object?, _ closure: UnsafeMutableRawPointer?) -> Object? {
  op.map { asObject($0.type).retained() }
}

@c @implementation
func pymv_s_object_set_class(_ op: Object?, _ value: Object?, _ closure: UnsafeMutableRawPointer?)
  -> CInt
{
  if let value {
    if asType(value) != nil {
      raise(
        PyExc_TypeError,
        "__class__ assignment only supported for mutable types or ModuleType subclasses")
    } else {
      raise(
        PyExc_TypeError, "__class__ must be set to a class, not '%s' object", value.typeName)
    }
  } else {
    raise(PyExc_TypeError, "can't delete __class__ attribute")
  }
  return -1
}
