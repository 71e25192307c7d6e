import CPyMemoryView
import RuntimeTables

/// An object. Parameters are borrowed references, and results are new references, unless documented
/// otherwise.
public typealias Object = UnsafeMutablePointer<PyObject>
/// A type object.
public typealias TypeObject = UnsafeMutablePointer<PyTypeObject>

extension UnsafeMutablePointer where Pointee == PyObject {
  /// The object's type. Every complete object has one.
  var type: TypeObject { pointee.ob_type }

  /// Adds a reference for the caller.
  func retained() -> Object {
    pymv_c_retain(self)
    return self
  }

  /// Drops a reference; dropping the last one destroys the object.
  func release() {
    if pymv_c_release_was_last(self) { destroy(self) }
  }
}

@_cdecl("_Py_Dealloc") @inline(never) @_optimize(speed) public func destroy(_ op: Object?) {
  guard let op else { return }
  guard let deallocate = op.type.pointee.tp_dealloc else {
    slot(of: op.type) { $0.pointee.tp_dealloc }?(op)
    return
  }
  if has(op.type, PYMV_TPFLAGS_HOLDER) {
    pymv_c_destroy_holder(op)
  } else {
    deallocate(op)
  }
}

@_cdecl("Py_IncRef") public func incRef(_ op: Object?) {
  if let op { pymv_c_retain(op) }
}

@_cdecl("Py_DecRef") public func decRef(_ op: Object?) {
  op?.release()
}

@_cdecl("Py_NewRef") public func newRef(_ op: Object?) -> Object? {
  op?.retained()
}

@_cdecl("Py_XNewRef") public func newRefOrNull(_ op: Object?) -> Object? {
  op?.retained()
}
