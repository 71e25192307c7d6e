import CPyMemoryView
import RuntimeTables

/// A str of constant text.
func makeText(_ text: StaticString) -> Object? {
  text.utf8Start.withMemoryRebound(to: CChar.self, capacity: text.utf8CodeUnitCount) {
    PyUnicode_FromStringAndSize($0, text.utf8CodeUnitCount)
  }
}

@c @implementation func pymv_s_none_repr(_ op: Object?) -> Object? {
  makeText("None")
}

@c @implementation func pymv_s_not_implemented_repr(_ op: Object?) -> Object? {
  makeText("NotImplemented")
}

@c @implementation func pymv_s_ellipsis_repr(_ op: Object?) -> Object? {
  makeText("Ellipsis")
}
