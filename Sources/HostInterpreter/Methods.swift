import BufferProtocol
import CPyMemoryView
import HostTables
import MemoryViewTables

typealias MethodTable = UnsafeMutablePointer<PyMethodDef>

// Methods of the host's type. If this library's function has the same calling convention as the
// host's, it replaces the function in the existing method; otherwise the type's dictionary gets a
// new method.

extension UnsafeMutablePointer where Pointee == PyMethodDef {
  /// The method with a name; nil if the table has none. An entry without a name ends the table.
  func named(_ name: UnsafePointer<CChar>) -> MethodTable? {
    var method = self
    while let other = method.pointee.ml_name {
      if strcmp(other, name) == 0 { return method }
      method += 1
    }
    return nil
  }

  /// The method of this library that replaces this one of the host, with the host's calling
  /// convention if possible.
  var replacement: PyMethodDef? {
    guard let ours = pymv_c_methods().named(pointee.ml_name) else { return nil }
    var method = ours.pointee
    if method.ml_flags != pointee.ml_flags && pointee.ml_flags == METH_VARARGS | METH_KEYWORDS,
      let function = pymv_c_tuple_function(pointee.ml_name)
    {
      method.ml_meth = function
      method.ml_flags = pointee.ml_flags
    }
    // Keep the host's docstring, which documents the signature of its version.
    method.ml_name = pointee.ml_name
    method.ml_doc = pointee.ml_doc
    return method
  }
}

/// Saves the host's functions, which handle calls whose arguments do not match.
func keepOriginals(of table: MethodTable) {
  keep(PYMV_METHOD_TOBYTES, "tobytes", table)
  keep(PYMV_METHOD_HEX, "hex", table)
  keep(PYMV_METHOD_CAST, "cast", table)
  keep(PYMV_METHOD_FROM_FLAGS, "_from_flags", table)
}

private func keep(_ method: pymv_method, _ name: StaticString, _ table: MethodTable) {
  if let original = table.named(name.cText) { pymv_c_original(method).pointee = original.pointee }
}

/// Replaces and adds methods of a type: in its dictionary, and in its table, for interpreters that
/// start later. Only in the table if there is no dictionary yet.
func takeOverMethods(
  of type: TypeObject, in dictionary: Object?, _ host: HostVersion, strict: Bool
) -> CInt {
  guard let table = type.pointee.tp_methods else { return 0 }
  keepOriginals(of: table)
  if addReplacements(for: table, to: type, dictionary) < 0
    || addMissing(pymv_c_methods(), in: table, to: type, dictionary, host, strict: strict) < 0
    || addMissing(
      pymv_c_exchange_methods(), in: table, to: type, dictionary, host, strict: strict) < 0
    || addMissing(pymv_c_arrow_methods(), in: table, to: type, dictionary, host, strict: strict) < 0
  {
    return -1
  }
  if dictionary == nil || !strict { extendTable(of: type) }
  replaceFunctions(in: table)
  if let extended = type.pointee.tp_methods { replaceFunctions(in: extended) }
  return 0
}

/// Adds new methods in place of those with a different calling convention.
private func addReplacements(
  for table: MethodTable, to type: TypeObject, _ dictionary: Object?
) -> CInt {
  var method = table
  while method.pointee.ml_name != nil {
    if let replacement = method.replacement, replacement.ml_flags != method.pointee.ml_flags,
      add(replacement, to: type, dictionary) < 0
    {
      return -1
    }
    method += 1
  }
  return 0
}

/// Adds those of this library's methods that this version lacks.
private func addMissing(
  _ methods: MethodTable?, in table: MethodTable, to type: TypeObject, _ dictionary: Object?,
  _ host: HostVersion, strict: Bool
) -> CInt {
  guard var method = methods else { return 0 }
  while let name = method.pointee.ml_name {
    if table.named(name) == nil && !host.lacks(name, strict: strict)
      && add(method.pointee, to: type, dictionary) < 0
    {
      return -1
    }
    method += 1
  }
  return 0
}

/// Adds DLPack's table of functions to a type, in which consumers look it up; not in strict mode.
func addExchangeTable(to type: TypeObject) -> CInt {
  if pymv_c_takeover.is_strict { return 0 }
  guard let dictionary = pymv_c_type_dict(type) else { return -1 }
  defer { Py_DecRef(dictionary) }
  guard let table = pymv_c_exchange_table() else { return -1 }
  defer { Py_DecRef(table) }
  let name: StaticString = "__dlpack_c_exchange_api__"
  let status = Change.set(name.cText, in: dictionary, to: table)
  pymv_c_type_modified(type)
  return status
}

private func add(_ method: PyMethodDef, to type: TypeObject, _ dictionary: Object?) -> CInt {
  guard let kept = keepMethod(method), let dictionary else { return 0 }
  guard let descriptor = pymv_c_new_method(type, kept) else { return -1 }
  defer { Py_DecRef(descriptor) }
  return Change.set(kept.pointee.ml_name, in: dictionary, to: descriptor)
}

/// Replaces the functions of those methods in a table that have the same calling convention.
private func replaceFunctions(in table: MethodTable) {
  var method = table
  while method.pointee.ml_name != nil {
    if let replacement = method.replacement, replacement.ml_flags == method.pointee.ml_flags {
      Change.setFunction(pymv_c_method_place(method), to: replacement.ml_meth)
    }
    method += 1
  }
}

/// Replaces the method table of a type with one that includes the added methods. Interpreters that
/// start later in this process fill the type's dictionary from it: from 3.11 on the next one after
/// Py_Finalize, from 3.12 on also sub-interpreters.
private func extendTable(of type: TypeObject) {
  guard var method = type.pointee.tp_methods else { return }
  while method.pointee.ml_name != nil {
    _ = keepMethod(method.pointee)
    method += 1
  }
  Change.setFunction(pymv_c_methods_place(type), to: pymv_c_added_methods())
}

/// Stores a method in static storage, because it must outlive its type and all references to its
/// descriptor. The table is initially zero, so an entry without a name always ends it. Nil if it is
/// full.
@inline(never)
private func keepMethod(_ method: PyMethodDef) -> MethodTable? {
  guard let methods = pymv_c_added_methods() else { return nil }
  if let kept = methods.named(method.ml_name) { return kept }
  let count = pymv_c_takeover.method_count
  guard count < PYMV_MOST_METHODS - 1 else {
    pymv_c_takeover.is_full = true
    return nil
  }
  pymv_c_takeover.method_count = count + 1
  methods[count] = method
  return methods + count
}
