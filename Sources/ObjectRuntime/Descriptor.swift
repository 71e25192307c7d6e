import CPyMemoryView
import RuntimeTables

// Descriptors: entries of a type's tables as objects, which are attributes of the type.

private func fields(_ op: Object) -> UnsafeMutablePointer<pymv_descriptor> {
  assert(
    op.type == pymv_c_method_descriptor_type() || op.type == pymv_c_getset_descriptor_type()
      || op.type == pymv_c_member_descriptor_type())
  return layout(op, as: pymv_descriptor.self)
}

/// Creates the descriptor for an entry.
///
/// - Parameter kind: Type of the descriptor, according to the kind of entry.
func makeDescriptor(
  _ kind: TypeObject?, of owner: TypeObject, _ entry: UnsafeRawPointer,
  vectorcall: vectorcallfunc? = nil
) -> Object? {
  guard let op = newObject(kind) else { return nil }
  _ = asObject(owner).retained()
  fields(op).pointee.owner = owner
  fields(op).pointee.entry = entry
  fields(op).pointee.vectorcall = vectorcall
  return op
}

/// Calls a method descriptor; the first argument is the receiver.
func callMethodDescriptor(
  _ op: Object?, _ items: UnsafePointer<Object?>?, _ count: Int, _ keywords: Object?
) -> Object? {
  guard let op, let owner = fields(op).pointee.owner else { return raiseNullArgument() }
  let method = fields(op).pointee.entry.assumingMemoryBound(to: PyMethodDef.self)
  let arguments = CallArguments(items, count, keywords)
  guard arguments.count > 0, let items, let receiver = items[0] else {
    raise(
      PyExc_TypeError, "unbound method %s.%s() needs an argument", shortName(owner),
      method.pointee.ml_name)
    return nil
  }
  guard isSubtype(receiver.type, owner) else {
    pymv_c_raise_wrong_receiver(method.pointee.ml_name, owner, receiver)
    return nil
  }
  return invoke(
    method, of: owner, on: receiver, CallArguments(items + 1, arguments.count - 1, keywords))
}

@c @implementation
func pymv_s_descriptor_dealloc(_ op: Object?) {
  guard let op else { return }
  asObject(fields(op).pointee.owner).release()
  pymv_s_object_dealloc(op)
}

@c @implementation
func pymv_s_descriptor_repr(_ op: Object?) -> Object? {
  guard let op else { return nil }
  var text = TextBuilder()
  if op.type == pymv_c_method_descriptor_type() {
    text.append("<method '")
  } else {
    text.append(op.type == pymv_c_getset_descriptor_type() ? "<attribute '" : "<member '")
  }
  text.append(cString: fields(op).pointee.entry.load(as: CText.self))
  text.append("' of '")
  text.append(cString: fields(op).pointee.owner.pointee.tp_name)
  text.append("' objects>")
  return text.finish()
}

/// The table entry behind a descriptor or a bound method.
private func entry(of op: Object) -> UnsafeRawPointer {
  if op.type == pymv_c_bound_method_type() {
    return UnsafeRawPointer(layout(op, as: pymv_bound_method.self).pointee.method)
  }
  return fields(op).pointee.entry
}

/// Name and documentation of an entry.
private func documentation(of op: Object) -> Documentation {
  let entry = entry(of: op)
  let doc: CText? =
    if op.type == pymv_c_getset_descriptor_type() {
      CText(entry.assumingMemoryBound(to: PyGetSetDef.self).pointee.doc)
    } else if op.type == pymv_c_member_descriptor_type() {
      CText(entry.assumingMemoryBound(to: PyMemberDef.self).pointee.doc)
    } else {
      CText(entry.assumingMemoryBound(to: PyMethodDef.self).pointee.ml_doc)
    }
  return Documentation(doc, of: entry.load(as: CText.self))
}

@c @implementation
func pymv_s_entry_name(_ op: Object?, _ closure: UnsafeMutableRawPointer?) -> Object? {
  op.flatMap { PyUnicode_FromString(entry(of: $0).load(as: CText.self)) }
}

@c @implementation
func pymv_s_entry_doc(_ op: Object?, _ closure: UnsafeMutableRawPointer?) -> Object? {
  op.flatMap { documentation(of: $0).text() }
}

@c @implementation
func pymv_s_entry_text_signature(_ op: Object?, _ closure: UnsafeMutableRawPointer?) -> Object? {
  op.flatMap { documentation(of: $0).signature() }
}
