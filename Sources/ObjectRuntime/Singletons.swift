import CPyMemoryView
import RuntimeTables

/// A str of constant text.
func makeText(_ text: StaticString) -> Object? {
  text.utf8Start.withMemoryRebound(to: CChar.self, capacity: text.utf8CodeUnitCount) {
    PyUnicode_FromStringAndSize($0, text.utf8CodeUnitCount)
  }
}

@_cdecl("pymv_s_none_repr") func noneRepr(_ op: Object?) -> Object? {
  makeText("None")
}

@_cdecl("pymv_s_not_implemented_repr") func notImplementedRepr(_ op: Object?) -> Object? {
  makeText("NotImplemented")
}

@_cdecl("pymv_s_ellipsis_repr") func ellipsisRepr(_ op: Object?) -> Object? {
  makeText("Ellipsis")
}
