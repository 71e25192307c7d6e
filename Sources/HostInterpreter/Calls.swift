import BufferProtocol
import CPyMemoryView
import HostTables
import MemoryViewTables

// Depending on its version, a host passes arguments as a vector (METH_FASTCALL | METH_KEYWORDS) or
// as tuple and dictionary (METH_VARARGS | METH_KEYWORDS). This library's functions take the former.

private typealias Vector = (UnsafePointer<Object?>?, Int, Object?)

/// `memoryview.__new__`.
@c @implementation
public func pymv_s_host_new(_ type: TypeObject, _ args: Object, _ kwds: Object?) -> Object? {
  withVector(args, kwds) { values, count, names in
    pymv_s_view_vectorcall(
      UnsafeMutableRawPointer(type).assumingMemoryBound(to: PyObject.self), values, count, names)
  }
}

@c @implementation
public func pymv_s_host_tobytes(_ self: Object, _ args: Object, _ kwds: Object?) -> Object? {
  withVector(args, kwds) { pymv_s_view_tobytes(self, $0, $1, $2) }
}

@c @implementation
public func pymv_s_host_cast(_ self: Object, _ args: Object, _ kwds: Object?) -> Object? {
  withVector(args, kwds) { pymv_s_view_cast(self, $0, $1, $2) }
}

private typealias Values = UnsafeMutablePointer<Object?>

/// Number of values that fit on the stack: more than any valid call has.
private let stackCapacity = 16

private func withVector(
  _ args: Object, _ kwds: Object?, _ body: (UnsafePointer<Object?>?, Int, Object?) -> Object?
) -> Object? {
  let positionalCount = PyTuple_Size(args)
  let nameCount = kwds.map { pymv_c_dict_size($0) } ?? 0
  guard positionalCount >= 0, nameCount >= 0 else { return nil }
  return withRoom(for: positionalCount + nameCount) { values in
    for index in 0..<positionalCount { values[index] = PyTuple_GetItem(args, index) }
    guard nameCount > 0, let kwds else { return body(values, positionalCount, nil) }
    guard let names = fill(values + positionalCount, from: kwds, nameCount) else { return nil }
    defer { Py_DecRef(names) }
    return body(values, positionalCount, names)
  }
}

/// Calls `body` with memory for `count` values. Unlike a temporary allocation, which would end the
/// process, this raises MemoryError if `count` is too large.
private func withRoom(for count: Int, _ body: (Values) -> Object?) -> Object? {
  if count <= stackCapacity {
    return withUnsafeTemporaryAllocation(of: Object?.self, capacity: stackCapacity) {
      // The base address is not nil, because the capacity is not zero.
      body($0.baseAddress.unsafelyUnwrapped)
    }
  }
  guard let memory = PyMem_Malloc(count * MemoryLayout<Object?>.stride) else {
    return PyErr_NoMemory()
  }
  defer { PyMem_Free(memory) }
  return body(memory.assumingMemoryBound(to: Object?.self))
}

/// Copies the values of a dictionary as borrowed references, and returns a tuple of its names.
private func fill(_ values: Values, from dictionary: Object, _ count: Int) -> Object? {
  guard let names = PyTuple_New(count) else { return nil }
  var position = 0
  var name: Object?
  var value: Object?
  var index = 0
  while index < count, pymv_c_dict_next(dictionary, &position, &name, &value) {
    values[index] = value
    Py_IncRef(name)
    if PyTuple_SetItem(names, index, name) < 0 {
      Py_DecRef(names)
      return nil
    }
    index += 1
  }
  return names
}

/// Calls the host's own function for arguments that do not match this library's signature.
@c @implementation
public func pymv_s_answer_misfit(
  _ method: pymv_method, _ self: Object?, _ args: UnsafePointer<Object?>?, _ count: Int,
  _ names: Object?
) -> Object? {
  // The entry of PYMV_METHOD_NEW, which is not a method, has neither function nor flags.
  let original = pymv_c_original(method).pointee
  if let function = original.ml_meth, original.ml_flags & METH_FASTCALL != 0 {
    return pymv_c_call_vector(function, self, args, count, names)
  }
  guard let tuple = makeTuple(args, count) else { return nil }
  defer { Py_DecRef(tuple) }
  var keywords: Object?
  if let names {
    keywords = makeDictionary(names, args.map { $0 + count })
    if keywords == nil { return nil }
  }
  defer { Py_DecRef(keywords) }
  if let function = original.ml_meth {
    return pymv_c_call_tuple(function, self, tuple, keywords)
  }
  guard method == PYMV_METHOD_NEW, let new = pymv_c_takeover.original_new else {
    PyErr_BadInternalCall()
    return nil
  }
  let type = UnsafeMutableRawPointer(self)?.assumingMemoryBound(to: PyTypeObject.self)
  return new(type, tuple, keywords)
}

private func makeTuple(_ items: UnsafePointer<Object?>?, _ count: Int) -> Object? {
  guard let tuple = PyTuple_New(count) else { return nil }
  for index in 0..<count {
    Py_IncRef(items?[index])
    if PyTuple_SetItem(tuple, index, items?[index]) < 0 {
      Py_DecRef(tuple)
      return nil
    }
  }
  return tuple
}

private func makeDictionary(_ names: Object, _ values: UnsafePointer<Object?>?) -> Object? {
  guard let dictionary = pymv_c_dict_new() else { return nil }
  for index in 0..<PyTuple_Size(names) {
    if pymv_c_dict_set(dictionary, PyTuple_GetItem(names, index), values?[index]) < 0 {
      Py_DecRef(dictionary)
      return nil
    }
  }
  return dictionary
}
