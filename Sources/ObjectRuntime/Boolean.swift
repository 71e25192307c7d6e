import BufferProtocol
import CPyMemoryView
import RuntimeTables

@_cdecl("PyBool_FromLong")
public func booleanFromLong(_ value: Int) -> Object? {
  (value != 0 ? pymv_c_true() : pymv_c_false()).retained()
}

@_cdecl("pymv_s_bool_repr")
public func booleanRepr(_ op: Object?) -> Object? {
  makeText(op == pymv_c_true() ? "True" : "False")
}
