import BufferProtocol
import CPyMemoryView
import Layout
import MemoryView
import MemoryViewTables

/// Parameters of a method with keyword arguments, for binding and for error messages.
struct Signature {
  let function: StaticString
  let first: StaticString
  let second: StaticString?
  /// A parameter that CPython 3.16 added.
  private let newKeyword: StaticString?
  /// How many parameters, counted from the first, are required.
  let requiredCount: Int

  init(
    _ function: StaticString, _ first: StaticString, _ second: StaticString? = nil,
    keywordOnly: StaticString? = nil, required: Int = 0
  ) {
    self.function = function
    self.first = first
    self.second = second
    self.newKeyword = keywordOnly
    self.requiredCount = required
  }

  /// The keyword-only parameter, nil if there is none.
  var keywordOnly: StaticString? { pymv_c_rules.casts_c_order_only ? nil : newKeyword }

  var count: Int { second == nil ? 1 : 2 }

  func name(_ position: Int) -> StaticString { position == 0 ? first : second ?? first }
}

/// Arguments of a METH_FASTCALL | METH_KEYWORDS method: the positional values, followed by one
/// value for each name.
struct Arguments {
  let values: UnsafePointer<Object?>?
  let positionalCount: Int
  /// Tuple of str, or nil.
  let names: Object?

  init(_ values: UnsafePointer<Object?>?, _ positionalCount: Int, _ names: Object?) {
    self.values = values
    self.positionalCount = positionalCount
    self.names = names
  }

  private var nameCount: Int { names.map { PyTuple_Size($0) } ?? 0 }

  /// Binds the arguments to the parameters, in their order; nil for a parameter without an
  /// argument. Borrowed references.
  @inline(__always)
  func bind(to signature: Signature) throws(ViewError) -> (Object?, Object?) {
    if names == nil, positionalCount >= signature.requiredCount, positionalCount <= signature.count
    {
      return (
        positionalCount > 0 ? values?[0] : nil, positionalCount > 1 ? values?[1] : nil
      )
    }
    return try bindNames(to: signature)
  }

  /// Slow path of `bind` for any arguments.
  @inline(never)
  private func bindNames(to signature: Signature) throws(ViewError) -> (Object?, Object?) {
    let nameCount = self.nameCount
    // `names` was not a tuple.
    if nameCount < 0 { throw .raised }
    let given = positionalCount &+ nameCount
    let most = signature.keywordOnly == nil ? signature.count : signature.count + 1
    if given > most {
      let kind: StaticString = positionalCount == 0 ? "keyword " : ""
      pymv_c_raise_too_many_arguments(signature.function.cText, most, kind.cText, given)
      throw .misfit
    }
    if positionalCount > signature.count {
      let kind: StaticString = "positional "
      pymv_c_raise_too_many_arguments(
        signature.function.cText, signature.count, kind.cText, positionalCount)
      throw .misfit
    }
    let first = try argument(0, signature)
    let second = signature.count > 1 ? try argument(1, signature) : nil
    try refuseUnknownNames(signature)
    return (first, second)
  }

  /// The argument of the keyword-only parameter; nil if it is not given. Borrowed reference.
  @inline(__always)
  func keywordOnlyArgument(of signature: Signature) -> Object? {
    names == nil ? nil : namedArgument(signature.keywordOnly)
  }

  @inline(never)
  private func namedArgument(_ name: StaticString?) -> Object? {
    guard let name else { return nil }
    for index in 0..<nameCount where isName(index, name) { return values?[positionalCount + index] }
    return nil
  }

  private func argument(_ position: Int, _ signature: Signature) throws(ViewError) -> Object? {
    if position < positionalCount { return values?[position] }
    for index in 0..<nameCount where isName(index, signature.name(position)) {
      return values?[positionalCount + index]
    }
    if position < signature.requiredCount {
      pymv_c_raise_missing_argument(
        signature.function.cText, signature.name(position).cText, CInt(position + 1))
      throw .misfit
    }
    return nil
  }

  private func refuseUnknownNames(_ signature: Signature) throws(ViewError) {
    for index in 0..<nameCount {
      if let name = signature.keywordOnly, isName(index, name) { continue }
      let position =
        isName(index, signature.first) ? 0 : isName(index, signature.name(1)) ? 1 : nil
      guard let position, position < signature.count else {
        raiseUnexpected(PyTuple_GetItem(names, index), signature)
        throw .misfit
      }
      if position < positionalCount {
        pymv_c_raise_repeated_argument(
          signature.function.cText, signature.name(position).cText, CInt(position + 1))
        throw .misfit
      }
    }
  }

  private func raiseUnexpected(_ name: Object?, _ signature: Signature) {
    var length = 0
    guard let text = PyUnicode_AsUTF8AndSize(name, &length) else { return }
    let name = UnsafeRawBufferPointer(start: text, count: length)
    let suggestion = signature.suggestion(for: name)
    pymv_c_raise_unexpected_argument(signature.function.cText, text, suggestion?.cText)
  }

  private func isName(_ index: Int, _ name: StaticString) -> Bool {
    guard let text = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(names, index), nil) else {
      PyErr_Clear()
      return false
    }
    return strcmp(text, name.cText) == 0
  }
}

// MARK: - Conversions

/// A C int.
func intArgument(_ argument: Object) throws(ViewError) -> Int {
  let index = try indexArgument(argument)
  defer { Py_DecRef(index) }
  var overflow: CInt = 0
  let value = PyLong_AsLongAndOverflow(index, &overflow)
  guard overflow == 0, CInt(exactly: value) != nil else {
    throw .overflow("Python int too large to convert to C int")
  }
  return value
}

/// The result of the argument's `__index__`. New reference.
private func indexArgument(_ argument: Object) throws(ViewError) -> Object {
  guard let index = PyNumber_Index(argument) else {
    throw PyIndex_Check(argument) == 0 ? .misfit : .raised
  }
  return index
}

/// The number of bytes in a group of hexadecimal digits.
func groupArgument(_ argument: Object) throws(ViewError) -> Int {
  if pymv_c_rules.counts_groups_as_int { return try intArgument(argument) }
  let index = try indexArgument(argument)
  defer { Py_DecRef(index) }
  let value = PyLong_AsSsize_t(index)
  if value == -1 && PyErr_Occurred() != nil { throw .raised }
  return value
}

/// A bound of a search: an index of any size, clipped.
func boundArgument(_ argument: Object) throws(ViewError) -> Int {
  guard PyIndex_Check(argument) != 0 else {
    throw .type("slice indices must be integers or have an __index__ method")
  }
  let value = PyNumber_AsSsize_t(argument, nil)
  if value == -1 && PyErr_Occurred() != nil { throw .raised }
  return value
}

/// The order of a cast; C order if the argument is not given.
func castOrderArgument(_ argument: Object?) throws(ViewError) -> ItemOrder {
  guard let argument else { return .lastAxisFastest }
  return try ItemOrder(given: try characterArgument(argument))
}

/// The only character of a str.
@inline(never)
private func characterArgument(_ argument: Object) throws(ViewError) -> CInt {
  let texts: (StaticString, StaticString, StaticString) = ("cast", "order", "a unicode character")
  guard pymv_c_is_str(argument) else {
    pymv_c_raise_argument_type(texts.0.cText, texts.1.cText, texts.2.cText, argument)
    throw .raised
  }
  let length = PyUnicode_GetLength(argument)
  if length != 1 {
    pymv_c_raise_argument_length(texts.0.cText, texts.1.cText, length)
    throw .raised
  }
  return CInt(PyUnicode_ReadChar(argument, 0))
}

/// An order of tobytes; C order for None, 0 for a str that is not a single character.
func orderArgument(_ argument: Object?) throws(ViewError) -> CChar {
  guard let argument, argument != pymv_c_none() else { return .cOrder }
  guard pymv_c_is_str(argument) else {
    let texts: (StaticString, StaticString, StaticString) = ("tobytes", "order", "str or None")
    pymv_c_raise_argument_type(texts.0.cText, texts.1.cText, texts.2.cText, argument)
    throw .misfit
  }
  return try orderCharacter(argument)
}

/// The character of a str of one character, else 0.
private func orderCharacter(_ argument: Object) throws(ViewError) -> CChar {
  var length = 0
  guard let text = PyUnicode_AsUTF8AndSize(argument, &length) else { throw .raised }
  if strlen(text) != length { throw .value("embedded null character") }
  return length == 1 ? text[0] : 0
}
