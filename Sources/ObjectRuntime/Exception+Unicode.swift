import CPyMemoryView
import RuntimeTables

// UnicodeDecodeError and UnicodeEncodeError compute their text from five arguments: the name of the
// codec, the bytes or str, the start and end positions, and the reason.

/// Raises one of the two exceptions for positions of `subject`; steals the reference. If `subject`
/// is nil, keeps the exception that is set.
func raiseUnicodeError(
  _ type: Object, _ codec: StaticString, _ subject: Object?,
  at positions: ClosedRange<Int>, _ reason: StaticString
) {
  guard let subject else { return }
  guard let args = makeTuple(count: 5) else { return subject.release() }
  let items = pymv_c_tuple_items(args)!
  items[0] = makeText(codec)
  items[1] = subject
  items[2] = PyLong_FromSsize_t(positions.lowerBound)
  items[3] = PyLong_FromSsize_t(positions.upperBound + 1)
  items[4] = makeText(reason)
  if items[0] != nil, items[2] != nil, items[3] != nil, items[4] != nil {
    raise(type, value: args)
  }
  args.release()
}

@c @implementation
func pymv_s_decode_error_init(_ op: Object?, _ args: Object?, _ kwds: Object?) -> Int32 {
  let complaint: StaticString = "a bytes-like object is required, not '%s'"
  return check(args, subject: pymv_c_bytes_type(), complaint)
    ? pymv_s_exception_init(op, args, kwds) : -1
}

@c @implementation
func pymv_s_encode_error_init(_ op: Object?, _ args: Object?, _ kwds: Object?) -> Int32 {
  check(args, subject: pymv_c_text_type(), "argument 2 must be str, not %s")
    ? pymv_s_exception_init(op, args, kwds) : -1
}

/// Validates the arguments of such an exception; raises TypeError if they are wrong.
private func check(_ args: Object?, subject: TypeObject, _ complaint: StaticString) -> Bool {
  guard let args else { return false }
  guard itemCount(args) == 5 else {
    raise(PyExc_TypeError, "function takes exactly 5 arguments (%zd given)", itemCount(args))
    return false
  }
  let text: TypeObject = pymv_c_text_type()
  let int: TypeObject = pymv_c_int_type()
  let notInt: StaticString = "'%s' object cannot be interpreted as an integer"
  return check(args, 0, text, "argument 1 must be str, not %s")
    && check(args, 1, subject, complaint)
    && check(args, 2, int, notInt) && check(args, 3, int, notInt)
    && check(args, 4, text, "argument 5 must be str, not %s")
}

private func check(
  _ args: Object, _ index: Int, _ type: TypeObject, _ complaint: StaticString
) -> Bool {
  guard let item = pymv_c_tuple_items(args)[index] else { return false }
  if isSubtype(item.type, type) { return true }
  raise(PyExc_TypeError, complaint, item.typeName)
  return false
}

@c @implementation func pymv_s_decode_error_str(_ op: Object?) -> Object? {
  describe(op, "decode", "byte", "bytes") { subject, position, text in
    guard position >= 0, position < itemCount(subject) else { return false }
    text.append(" 0x")
    text.append(hexadecimal: UInt32(pymv_c_bytes_start(subject)[position]), digitCount: 2)
    return true
  }
}

@c @implementation func pymv_s_encode_error_str(_ op: Object?) -> Object? {
  describe(op, "encode", "character", "characters") { subject, position, text in
    guard position >= 0, position < PyUnicode_GetLength(subject) else { return false }
    text.append(" '")
    text.append(escaped: PyUnicode_ReadChar(subject, position))
    text.append("'")
    return true
  }
}

/// Creates the text of such an exception. If exactly one item is wrong, `appendItem` writes it; it
/// returns false if there is none at that position.
private func describe(
  _ op: Object?, _ verb: StaticString, _ item: StaticString, _ items: StaticString,
  _ appendItem: (Object, Int, inout TextBuilder) -> Bool
) -> Object? {
  guard let op else { return nil }
  // Computing the str of an argument may run foreign code, which may replace the arguments.
  let args = exceptionArguments(op)?.retained()
  defer { args?.release() }
  guard let args, itemCount(args) == 5, let values = pymv_c_tuple_items(args),
    let subject = values[1]
  else { return makeText("") }
  let start = PyLong_AsSsize_t(values[2])
  let end = PyLong_AsSsize_t(values[3])
  guard pymv_c_error_get() == nil else { return nil }
  var text = TextBuilder()
  text.append("'")
  text.append(str: values[0])
  text.append("' codec can't ")
  text.append(verb)
  text.append(" ")
  var one = TextBuilder()
  one.append(item)
  if end &- 1 == start, appendItem(subject, start, &one) {
    text.append(consuming: one.finish())
    text.append(" in position ")
    text.append(decimal: start)
  } else {
    one.discard()
    text.append(items)
    text.append(" in position ")
    text.append(decimal: start)
    text.append("-")
    text.append(decimal: end &- 1)
  }
  text.append(": ")
  text.append(str: values[4])
  return text.finish()
}
