import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// A NUL-terminated string of C.
typealias CText = UnsafePointer<CChar>

/// A literal as C sees it; literals end with a NUL.
@inline(__always)
func cText(_ literal: StaticString) -> CText {
  UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
}

/// Sees an object as its type's struct. The caller has checked the type.
@inline(__always)
func layout<Layout>(_ op: Object, as _: Layout.Type) -> UnsafeMutablePointer<Layout> {
  UnsafeMutableRawPointer(op).assumingMemoryBound(to: Layout.self)
}

/// Sees a struct that begins with an object header as an object.
@inline(__always)
func object<Layout>(_ layout: UnsafeMutablePointer<Layout>) -> Object {
  UnsafeMutableRawPointer(layout).assumingMemoryBound(to: PyObject.self)
}

@inline(__always)
func hasTypeFlag(_ op: Object, _ flag: UInt) -> Bool {
  op.pointee.ob_type.pointee.tp_flags & flag != 0
}

@inline(__always) func isInteger(_ op: Object) -> Bool { hasTypeFlag(op, Py_TPFLAGS_LONG_SUBCLASS) }
@inline(__always) func isBytes(_ op: Object) -> Bool { hasTypeFlag(op, Py_TPFLAGS_BYTES_SUBCLASS) }
@inline(__always) func isText(_ op: Object) -> Bool { hasTypeFlag(op, Py_TPFLAGS_UNICODE_SUBCLASS) }
@inline(__always) func isTuple(_ op: Object) -> Bool { hasTypeFlag(op, Py_TPFLAGS_TUPLE_SUBCLASS) }
@inline(__always) func isList(_ op: Object) -> Bool { hasTypeFlag(op, Py_TPFLAGS_LIST_SUBCLASS) }

@inline(__always)
func isExactly(_ op: Object, _ type: UnsafeMutablePointer<PyTypeObject>) -> Bool {
  op.pointee.ob_type == type
}

func isInstance(_ op: Object, of type: UnsafeMutablePointer<PyTypeObject>) -> Bool {
  isExactly(op, type) || PyType_IsSubtype(op.pointee.ob_type, type) != 0
}

/// Number of items of an object of variable size.
@inline(__always)
func itemCount(_ op: Object) -> Int { layout(op, as: PyVarObject.self).pointee.ob_size }

@inline(__always)
func setItemCount(_ op: Object, _ count: Int) {
  layout(op, as: PyVarObject.self).pointee.ob_size = count
}

@inline(__always)
func newReference(_ op: Object) -> Object {
  Py_IncRef(op)
  return op
}

/// Raises an exception whose text names the type of `op`; the text has one `%s`.
func raise(_ exception: Object?, _ text: StaticString, typeOf op: Object) {
  pymv_c_raise_type(exception, cText(text), op)
}

/// The same with the types of two objects.
func raise(_ exception: Object?, _ text: StaticString, typesOf first: Object, _ second: Object) {
  pymv_c_raise_types(exception, cText(text), first, second)
}

/// Deallocates an object that owns nothing but its own memory.
@_cdecl("pymv_s_value_dealloc")
public func deallocateValue(_ op: Object?) {
  op?.pointee.ob_type.pointee.tp_free(op)
}
