import CPyMemoryView
import RuntimeTables

/// A NUL-terminated C string.
public typealias CText = UnsafePointer<CChar>

/// Casts an object to the struct of its type. Assumes: the object has this layout; the callers
/// assert it.
@inline(__always)
func layout<Layout>(_ op: Object, as _: Layout.Type) -> UnsafeMutablePointer<Layout> {
  UnsafeMutableRawPointer(op).assumingMemoryBound(to: Layout.self)
}

@inline(__always) func isInteger(_ op: Object) -> Bool { has(op.type, Py_TPFLAGS_LONG_SUBCLASS) }
@inline(__always) func isBytes(_ op: Object) -> Bool { has(op.type, Py_TPFLAGS_BYTES_SUBCLASS) }
@inline(__always) func isText(_ op: Object) -> Bool { has(op.type, Py_TPFLAGS_UNICODE_SUBCLASS) }
@inline(__always) func isList(_ op: Object) -> Bool { has(op.type, Py_TPFLAGS_LIST_SUBCLASS) }

/// Number of items of an object of variable size.
@inline(__always)
func itemCount(_ op: Object) -> Int { layout(op, as: PyVarObject.self).pointee.ob_size }

@inline(__always)
func setItemCount(_ op: Object, _ count: Int) {
  layout(op, as: PyVarObject.self).pointee.ob_size = count
}

extension UnsafeMutablePointer where Pointee == PyObject {
  /// Name of the object's type, for messages.
  var typeName: CText { CText(type.pointee.tp_name) }
}

/// Casts UTF-8 to a C string.
@inline(__always)
func cText(_ utf8: UnsafePointer<UInt8>) -> CText {
  UnsafeRawPointer(utf8).assumingMemoryBound(to: CChar.self)
}
