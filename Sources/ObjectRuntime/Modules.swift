import CPyMemoryView
import RuntimeTables

// Nothing can be imported but `struct`, and from that only the exception that goes with item
// formats: programs compare exceptions with it.

@_cdecl("PyImport_ImportModule")
public func importModule(_ name: UnsafePointer<CChar>?) -> Object? {
  guard let name else { return raiseNullArgument() }
  let known: StaticString = "struct"
  if strcmp(name, known.cText) == 0 { return pymv_c_struct_module().retained() }
  raise(PyExc_ModuleNotFoundError, "No module named '%s'", name)
  return nil
}

@_cdecl("pymv_s_module_repr") func moduleRepr(_ op: Object?) -> Object? {
  makeText("<module 'struct'>")
}

@_cdecl("pymv_s_module_getattro")
func moduleAttribute(_ op: Object?, _ name: Object?) -> Object? {
  guard let text = PyUnicode_AsUTF8(name) else { return nil }
  let known: StaticString = "error"
  if strcmp(text, known.cText) == 0 { return pymv_c_struct_error().retained() }
  raise(PyExc_AttributeError, "module 'struct' has no attribute '%s'", text)
  return nil
}
