import BufferProtocol
import CPyMemoryView
import Layout
import MemoryView
import MemoryViewTables
import ObjectWatch

// The methods of memoryview, as listed by the table in MemoryViewTables. Arguments are borrowed
// references; results are new references.

@c @implementation
public func pymv_s_view_release(_ self: Object, _ none: Object?) -> Object? {
  objectOf { () throws(ViewError) in
    try View(self).release()
    return PyMemoryView.none()
  }
}

@c @implementation
public func pymv_s_view_enter(_ self: Object, _ none: Object?) -> Object? {
  objectOf { () throws(ViewError) in
    try View(self).requireAccess()
    Py_IncRef(self)
    return self
  }
}

@c @implementation
public func pymv_s_view_exit(_ self: Object, _ args: Object?) -> Object? {
  pymv_s_view_release(self, nil)
}

@c @implementation
public func pymv_s_view_tolist(_ self: Object, _ none: Object?) -> Object? {
  objectOf { () throws(ViewError) in try View(self).makeList() }
}

@c @implementation @inline(never)
public func pymv_s_view_toreadonly(_ self: Object, _ none: Object?) -> Object? {
  viewOf { () throws(ViewError) in try View(self).makeReadOnly() }
}

@c @implementation
public func pymv_s_view_count(_ self: Object, _ value: Object) -> Object? {
  objectOf { () throws(ViewError) in
    PyLong_FromSsize_t(try View(self).count(of: value))
  }
}

@c @implementation
public func pymv_s_view_index(
  _ self: Object, _ args: UnsafePointer<Object?>?, _ count: Int
) -> Object? {
  objectOf { () throws(ViewError) in
    try requireCount(count, of: "index", from: 1, to: 3)
    guard let args, let value = args[0] else { throw .raised }
    let start = count > 1 ? try boundArgument(args[1]!) : 0
    let stop = count > 2 ? try boundArgument(args[2]!) : .max
    return PyLong_FromSsize_t(try View(self).firstIndex(of: value, from: start, to: stop))
  }
}

@c @implementation @_optimize(speed)
public func pymv_s_view_tobytes(
  _ self: Object, _ args: UnsafePointer<Object?>?, _ count: Int, _ names: Object?
) -> Object? {
  if count == 0, names == nil, let bytes = View(self).plainBytes() { return bytes }
  return resultOf(PYMV_METHOD_TOBYTES, self, Arguments(args, count, names)) {
    (arguments) throws(ViewError) in
    let (order, _) = try arguments.bind(to: Signature("tobytes", "order"))
    return try View(self).makeBytes(order: try orderArgument(order))
  }
}

@c @implementation @_optimize(speed)
public func pymv_s_view_hex(
  _ self: Object, _ args: UnsafePointer<Object?>?, _ count: Int, _ names: Object?
) -> Object? {
  // The usual call, without the cost of a signature.
  if count == 0, names == nil {
    return objectOf { () throws(ViewError) in
      try View(self).makeHex(separator: nil, groupedBy: 1)
    }
  }
  return resultOf(PYMV_METHOD_HEX, self, Arguments(args, count, names)) {
    (arguments) throws(ViewError) in
    let (separator, group) = try arguments.bind(to: Signature("hex", "sep", "bytes_per_sep"))
    let byteCount =
      try group.map { (argument) throws(ViewError) in try groupArgument(argument) } ?? 1
    return try View(self).makeHex(separator: separator, groupedBy: byteCount)
  }
}

@c @implementation @inline(never)
public func pymv_s_view_cast(
  _ self: Object, _ args: UnsafePointer<Object?>?, _ count: Int, _ names: Object?
) -> Object? {
  madeBy(PYMV_METHOD_CAST, self, Arguments(args, count, names)) {
    (arguments) throws(ViewError) in
    do throws(ViewError) {
      return try cast(View(self), arguments)
    } catch {
      if !pymv_c_rules.leaves_failed_casts { throw error }
      error.raise()
      throw .misfit
    }
  }
}

@inline(__always)
private func cast(_ view: View, _ arguments: Arguments) throws(ViewError) -> Object {
  // The most frequent call, without the cost of a signature.
  if arguments.names == nil, arguments.positionalCount == 1,
    let format = arguments.values?[0], pymv_c_is_str(format)
  {
    return try view.cast(to: format, shape: nil, order: .lastAxisFastest).object
  }
  let signature = Signature("cast", "format", "shape", keywordOnly: "order", required: 1)
  let (format, shape) = try arguments.bind(to: signature)
  return try view.cast(
    to: try formatArgument(format), shape: shape,
    order: try castOrderArgument(arguments.keywordOnlyArgument(of: signature))
  ).object
}

@c @implementation @inline(never)
public func pymv_s_view_from_flags(
  _ type: Object, _ args: UnsafePointer<Object?>?, _ count: Int, _ names: Object?
) -> Object? {
  madeBy(PYMV_METHOD_FROM_FLAGS, type, Arguments(args, count, names)) {
    (arguments) throws(ViewError) in
    let (object, flags) = try arguments.bind(
      to: Signature("_from_flags", "object", "flags", required: 2))
    let request = try intArgument(try required(flags))
    return try View.fromObject(try required(object), flags: CInt(truncatingIfNeeded: request))
      .object
  }
}

/// `memoryview(object)`.
@c @implementation @inline(never)
public func pymv_s_view_vectorcall(
  _ type: Object, _ args: UnsafePointer<Object?>?, _ flaggedCount: Int, _ names: Object?
) -> Object? {
  // Clear PY_VECTORCALL_ARGUMENTS_OFFSET, the highest bit.
  let count = flaggedCount & Int.max
  // The usual call, without the cost of a signature.
  if count == 1, names == nil, let object = args?[0] {
    return viewOf { () throws(ViewError) in try View.fromObject(object) }
  }
  let arguments = Arguments(args, count, names)
  return madeBy(PYMV_METHOD_NEW, type, arguments) { (arguments) throws(ViewError) in
    let (object, _) = try arguments.bind(to: Signature("memoryview", "object", required: 1))
    return try View.fromObject(try required(object)).object
  }
}

/// Runs a method with keyword arguments. If they do not match its signature, a host's own method
/// handles the call: error messages differ by version, and some versions accept other arguments.
private func resultOf(
  _ method: pymv_method, _ self: Object, _ arguments: Arguments,
  _ body: (Arguments) throws(ViewError) -> Object?
) -> Object? {
  do {
    return try body(arguments)
  } catch {
    if case .misfit = error, let answer = pymv_c_services.answer_misfit {
      PyErr_Clear()
      return answer(
        method, self, arguments.values, arguments.positionalCount, arguments.names)
    }
    error.raise()
    return nil
  }
}

/// As above, for methods that make a memoryview. Inlined, because the return address of the calling
/// function is recorded as the maker of the view.
@inline(__always)
private func madeBy(
  _ method: pymv_method, _ self: Object, _ arguments: Arguments,
  _ body: (Arguments) throws(ViewError) -> Object?
) -> Object? {
  let view = resultOf(method, self, arguments, body)
  return pymv_c_is_watching() ? pymv_c_note_view(view, pymv_c_caller()) : view
}

private func requireCount(
  _ count: Int, of function: StaticString, from least: Int, to most: Int
) throws(ViewError) {
  if count >= least && count <= most { return }
  let bound: StaticString = count < least ? "at least" : "at most"
  pymv_c_raise_argument_count(
    function.cText, bound.cText, count < least ? least : most, count)
  throw .raised
}

private func formatArgument(_ argument: Object?) throws(ViewError) -> Object {
  let argument = try required(argument)
  guard pymv_c_is_str(argument) else {
    let texts: (StaticString, StaticString, StaticString) = ("cast", "format", "str")
    pymv_c_raise_argument_type(texts.0.cText, texts.1.cText, texts.2.cText, argument)
    throw .misfit
  }
  return argument
}
