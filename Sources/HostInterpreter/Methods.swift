import BufferProtocol
import CPyMemoryView
import HostTables
import MemoryViewTables

typealias MethodTable = UnsafeMutablePointer<PyMethodDef>

// Methods of the host's type. A function that is called the same way takes the place of the host's
// within the method that exists; otherwise the type's dictionary gets another method.

extension UnsafeMutablePointer where Pointee == PyMethodDef {
  /// The method with a name, in a table that ends with an entry without one.
  func named(_ name: UnsafePointer<CChar>) -> MethodTable? {
    var method = self
    while let other = method.pointee.ml_name {
      if strcmp(other, name) == 0 { return method }
      method += 1
    }
    return nil
  }

  /// The method of ours that replaces this one of the host, called as the host's is if that is
  /// possible.
  var replacement: PyMethodDef? {
    guard let ours = pymv_c_methods().named(pointee.ml_name) else { return nil }
    var method = ours.pointee
    if method.ml_flags != pointee.ml_flags && pointee.ml_flags == METH_VARARGS | METH_KEYWORDS,
      let function = pymv_c_tuple_function(pointee.ml_name)
    {
      method.ml_meth = function
      method.ml_flags = pointee.ml_flags
    }
    // Signature and text are those of the version that people read about.
    method.ml_name = pointee.ml_name
    method.ml_doc = pointee.ml_doc
    return method
  }
}

/// Keeps the host's functions that ours ask when arguments do not fit.
func keepOriginals(of table: MethodTable) {
  keep(PYMV_METHOD_TOBYTES, "tobytes", table)
  keep(PYMV_METHOD_HEX, "hex", table)
  keep(PYMV_METHOD_CAST, "cast", table)
  keep(PYMV_METHOD_FROM_FLAGS, "_from_flags", table)
}

private func keep(_ method: pymv_method, _ name: StaticString, _ table: MethodTable) {
  if let original = table.named(name.cText) { pymv_c_original(method).pointee = original.pointee }
}

/// Replaces and adds methods of a type that is finished.
func takeOverMethods(
  of type: TypeObject, in dictionary: Object, _ host: HostVersion, strict: Bool
) -> CInt {
  guard let table = type.pointee.tp_methods else { return 0 }
  keepOriginals(of: table)
  var method = table
  while method.pointee.ml_name != nil {
    if let replacement = method.replacement {
      if replacement.ml_flags == method.pointee.ml_flags {
        Change.setFunction(&method.pointee.ml_meth, to: replacement.ml_meth)
      } else if add(replacement, to: type, dictionary) < 0 {
        return -1
      }
    }
    method += 1
  }
  return withMissingMethods(of: table, host, strict: strict) { add($0, to: type, dictionary) }
}

private func add(_ method: PyMethodDef, to type: TypeObject, _ dictionary: Object) -> CInt {
  let kept = keepMethod(method)
  guard let descriptor = pymv_c_new_method(type, kept) else { return -1 }
  defer { Py_DecRef(descriptor) }
  return Change.set(kept.pointee.ml_name, in: dictionary, to: descriptor)
}

/// Replaces and adds methods of a type that is not finished yet: it gets another table.
func takeOverTable(of type: TypeObject, _ host: HostVersion, strict: Bool) {
  guard let table = type.pointee.tp_methods else { return }
  keepOriginals(of: table)
  var method = table
  while method.pointee.ml_name != nil {
    _ = keepMethod(method.replacement ?? method.pointee)
    method += 1
  }
  _ = withMissingMethods(of: table, host, strict: strict) {
    _ = keepMethod($0)
    return 0
  }
  type.pointee.tp_methods = pymv_c_added_methods()
}

/// Calls `body` with each method that later versions have and this one has not.
private func withMissingMethods(
  of table: MethodTable, _ host: HostVersion, strict: Bool, _ body: (PyMethodDef) -> CInt
) -> CInt {
  guard var method = pymv_c_methods() else { return 0 }
  while let name = method.pointee.ml_name {
    if table.named(name) == nil && !host.lacks(name, strict: strict) && body(method.pointee) < 0 {
      return -1
    }
    method += 1
  }
  let classGetItem = pymv_c_class_getitem
  if strict || table.named(classGetItem.ml_name) != nil { return 0 }
  return body(classGetItem)
}

/// Methods must outlive their type and whoever got hold of them, so none is ever dropped. The table
/// stays terminated: it starts all zero.
private func keepMethod(_ method: PyMethodDef) -> MethodTable {
  if let kept = pymv_c_added_methods()!.named(method.ml_name) { return kept }
  let count = pymv_c_takeover.method_count
  precondition(count < PYMV_MOST_METHODS - 1)
  pymv_c_takeover.method_count = count + 1
  let place = pymv_c_added_methods()! + count
  place.pointee = method
  return place
}
