import BufferProtocol
import CPyMemoryView
import RuntimeTables

// The only module is `struct`, and its only attribute is `struct.error`, the exception for invalid
// item formats, which programs compare exceptions with.

@_cdecl("PyImport_ImportModule")
public func importModule(_ name: UnsafePointer<CChar>?) -> Object? {
  guard let name else { return raiseNullArgument() }
  let known: StaticString = "struct"
  if strcmp(name, known.cText) == 0 { return pymv_c_struct_module().retained() }
  raiseNotFound(name)
  return nil
}

/// Raises ModuleNotFoundError for the first missing module in a dotted name.
private func raiseNotFound(_ name: UnsafePointer<CChar>) {
  let known: StaticString = "struct."
  if strncmp(name, known.cText, known.utf8CodeUnitCount) == 0 {
    let message: StaticString = "No module named '%s'; 'struct' is not a package"
    return raise(PyExc_ModuleNotFoundError, message, name)
  }
  var head = TextBuilder()
  var length = 0
  while name[length] != 0, name[length] != 0x2E { length += 1 }
  head.append(name, count: length)
  guard let module = head.finish() else { return }
  raise(PyExc_ModuleNotFoundError, "No module named %R", module)
  module.release()
}

@c @implementation func pymv_s_module_repr(_ op: Object?) -> Object? {
  makeText("<module 'struct'>")
}

@c @implementation
func pymv_s_module_getattro(_ op: Object?, _ name: Object?) -> Object? {
  guard let text = PyUnicode_AsUTF8(name) else { return nil }
  let known: StaticString = "error"
  if strcmp(text, known.cText) == 0 { return pymv_c_struct_error().retained() }
  raise(PyExc_AttributeError, "module 'struct' has no attribute '%s'", text)
  return nil
}
