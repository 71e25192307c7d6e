import BufferProtocol
import CPyMemoryView
import RuntimeTables

@_cdecl("PyBool_FromLong")
public func booleanFromLong(_ value: Int) -> Object? {
  (value != 0 ? pymv_c_true() : pymv_c_false()).retained()
}

@c @implementation
public func pymv_s_bool_repr(_ op: Object?) -> Object? {
  makeText(op == pymv_c_true() ? "True" : "False")
}
