import CPyMemoryView
import RuntimeTables

// Generic aliases such as memoryview[int], for annotations; they delegate to their type. This
// runtime has no type variables, so an alias has no parameters to substitute.

private func fields(_ op: Object) -> UnsafeMutablePointer<pymv_generic_alias> {
  assert(op.type == pymv_c_generic_alias_type())
  return layout(op, as: pymv_generic_alias.self)
}

@_cdecl("Py_GenericAlias")
public func genericAlias(_ origin: Object?, _ arguments: Object?) -> Object? {
  guard let origin, let arguments else { return raiseNullArgument() }
  var item: Object? = arguments
  guard
    let tuple = isTuple(arguments) ? arguments.retained() : makeTuple(copying: &item, count: 1)
  else { return nil }
  guard let op = newObject(pymv_c_generic_alias_type()) else {
    tuple.release()
    return nil
  }
  fields(op).pointee.origin = origin.retained()
  fields(op).pointee.arguments = tuple
  return op
}

@c @implementation
func pymv_s_generic_alias_dealloc(_ op: Object?) {
  guard let op else { return }
  fields(op).pointee.origin.release()
  fields(op).pointee.arguments.release()
  objectFree(op)
}

extension TextBuilder {
  /// Appends a type by its name, Ellipsis as "...", other objects by their repr.
  fileprivate mutating func append(argument: Object?) {
    if let type = argument.flatMap(asType) {
      append(cString: type.pointee.tp_name)
    } else if argument == pymv_c_ellipsis() {
      append("...")
    } else {
      append(repr: argument)
    }
  }
}

@c @implementation
func pymv_s_generic_alias_repr(_ op: Object?) -> Object? {
  guard let op, let arguments = fields(op).pointee.arguments else { return nil }
  var text = TextBuilder()
  text.append(argument: fields(op).pointee.origin)
  text.append("[")
  for index in 0..<itemCount(arguments) {
    if index > 0 { text.append(", ") }
    text.append(argument: pymv_c_tuple_items(arguments)[index])
  }
  if itemCount(arguments) == 0 { text.append("()") }
  text.append("]")
  return text.finish()
}

@c @implementation
func pymv_s_generic_alias_hash(_ op: Object?) -> Int {
  guard let op else { return -1 }
  let origin = objectHash(fields(op).pointee.origin)
  let arguments = origin == -1 ? -1 : objectHash(fields(op).pointee.arguments)
  return arguments == -1 ? -1 : hashValue(origin ^ arguments)
}

@c @implementation
func pymv_s_generic_alias_richcompare(_ op: Object?, _ other: Object?, _ operation: CInt) -> Object?
{
  guard let op, let other, other.type == op.type, operation == Py_EQ || operation == Py_NE else {
    return pymv_c_not_implemented().retained()
  }
  var isEqual = objectRichCompareBool(
    fields(op).pointee.origin, fields(other).pointee.origin, Py_EQ)
  if isEqual > 0 {
    isEqual = objectRichCompareBool(
      fields(op).pointee.arguments, fields(other).pointee.arguments, Py_EQ)
  }
  return isEqual < 0 ? nil : PyBool_FromLong((isEqual > 0) == (operation == Py_EQ) ? 1 : 0)
}

@c @implementation
func pymv_s_generic_alias_call(_ op: Object?, _ args: Object?, _ kwds: Object?) -> Object? {
  op.flatMap { objectCall(fields($0).pointee.origin, args, kwds) }
}

/// Forwards attributes that are not the alias's own to the type.
@c @implementation
func pymv_s_generic_alias_getattro(_ op: Object?, _ name: Object?) -> Object? {
  guard let op, let name = textArgument(name) else { return nil }
  return findEntry(name, in: op.type) != nil
    ? objectGenericGetAttr(op, name) : objectGetAttr(fields(op).pointee.origin, name)
}

@c @implementation
func pymv_s_generic_alias_parameters(_ op: Object?, _ closure: UnsafeMutableRawPointer?) -> Object?
{
  pymv_c_tuple_empty().retained()
}

@c @implementation
func pymv_s_generic_alias_subscript(_ op: Object?, _ key: Object?) -> Object? {
  if let op { raise(PyExc_TypeError, "%R is not a generic class", op) }
  return nil
}
