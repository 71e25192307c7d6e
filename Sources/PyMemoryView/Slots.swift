import BufferProtocol
import CPyMemoryView
import MemoryView
import MemoryViewTables
import ObjectWatch

// Slots of the static types in MemoryViewTables. The interpreter or runtime calls them with an
// object of the type, never with NULL.

@c @implementation
public func pymv_s_view_dealloc(_ self: Object) { View(self).deallocate() }

@c @implementation
public func pymv_s_view_repr(_ self: Object) -> Object? {
  View(self).makeRepr()
}

@c @implementation
public func pymv_s_view_hash(_ self: Object) -> Int {
  let cached = pymv_c_view_hash(View(self))
  return cached != -1 ? cached : newHash(self)
}

@inline(never)
private func newHash(_ self: Object) -> Int {
  numberOf { () throws(ViewError) in try View(self).makeHash() }
}

@c @implementation
public func pymv_s_view_richcompare(_ self: Object, _ other: Object, _ operation: CInt) -> Object? {
  if operation == Py_EQ || operation == Py_NE,
    let isEqual = View(self).isPlainlyEqual(to: other)
  {
    return PyBool_FromLong(isEqual == (operation == Py_EQ) ? 1 : 0)
  }
  return compareAny(self, other, operation)
}

@inline(never)
private func compareAny(_ self: Object, _ other: Object, _ operation: CInt) -> Object? {
  objectOf { () throws(ViewError) in
    guard operation == Py_EQ || operation == Py_NE,
      let isEqual = try View(self).isEqual(to: other)
    else {
      let notImplemented = pymv_c_not_implemented()
      Py_IncRef(notImplemented)
      return notImplemented
    }
    return PyBool_FromLong(isEqual == (operation == Py_EQ) ? 1 : 0)
  }
}

@c @implementation
public func pymv_s_view_iter(_ self: Object) -> Object? {
  objectOf { () throws(ViewError) in try View(self).makeIterator() }
}

@c @implementation
public func pymv_s_view_length(_ self: Object) -> Int {
  numberOf { () throws(ViewError) in try View(self).length() }
}

@c @implementation @_optimize(speed)
public func pymv_s_view_item(_ self: Object, _ index: Int) -> Object? {
  if let item = View(self).plainItem(at: index) { return item.makeObject() }
  if let object = View(self).objectWithoutLock(at: index) { return object }
  return anyItem(self, index)
}

// Slow paths, kept separate so that the fast paths need no stack frame.

@inline(never)
private func anyItem(_ self: Object, _ index: Int) -> Object? {
  objectOf { () throws(ViewError) in try View(self).item(index) }
}

@inline(never)
private func slice(_ self: Object, _ key: Object) -> Object? {
  viewOf { () throws(ViewError) in try View(self).slice(key) }
}

@inline(never)
private func anySubscript(_ self: Object, _ key: Object) -> Object? {
  let object = objectOf { () throws(ViewError) in try View(self).subscripted(key) }
  return pymv_c_is_watching() ? pymv_c_note_view(object, pymv_c_caller()) : object
}

@inline(never)
private func assignAny(_ self: Object, _ key: Object, _ value: Object?) -> CInt {
  if let value, View(self).assignPlainRow(value, toSlice: key) { return 0 }
  return statusOf { () throws(ViewError) in try View(self).assign(value, to: key) }
}

@inline(never)
private func fillAny(
  _ self: Object, _ view: UnsafeMutablePointer<Py_buffer>, _ flags: CInt
) -> CInt {
  statusOf { () throws(ViewError) in try View(self).fill(view, flags: flags) }
}

@inline(never)
private func anyNext(_ self: Object) -> Object? {
  if PyErr_Occurred() != nil { return nil }
  return objectOf { () throws(ViewError) in try ViewIterator(self).next() }
}

@c @implementation
public func pymv_s_view_contains(_ self: Object, _ value: Object) -> CInt {
  CInt(numberOf { () throws(ViewError) in try View(self).contains(value) ? 1 : 0 })
}

@c @implementation
public func pymv_s_view_search(
  _ self: Object, _ value: Object, _ counts: Bool, _ result: UnsafeMutablePointer<Int>
) -> Bool {
  guard let found = View(self).search(for: value, counts: counts) else { return false }
  result.pointee = found
  return true
}

@c @implementation @_optimize(speed)
public func pymv_s_view_subscript(_ self: Object, _ key: Object) -> Object? {
  if let item = View(self).plainItem(at: key) { return item.makeObject() }
  if pymv_c_is_slice(key) { return slice(self, key) }
  if let object = View(self).objectWithoutLock(at: key) { return object }
  return anySubscript(self, key)
}

@c @implementation @_optimize(speed)
public func pymv_s_view_ass_subscript(_ self: Object, _ key: Object, _ value: Object?) -> CInt {
  if let value, View(self).assignPlain(value, to: key) { return 0 }
  return assignAny(self, key, value)
}

@c @implementation
public func pymv_s_view_attribute(_ self: Object, _ closure: UnsafeMutableRawPointer?) -> Object? {
  objectOf { () throws(ViewError) in
    let number = UInt32(truncatingIfNeeded: UInt(bitPattern: closure))
    return try View(self).attribute(pymv_view_attribute(number))
  }
}

@c @implementation
public func pymv_s_iterator_dealloc(_ self: Object) { ViewIterator(self).deallocate() }

@c @implementation
public func pymv_s_iterator_traverse(
  _ self: Object, _ visit: visitproc, _ arg: UnsafeMutableRawPointer?
) -> CInt {
  ViewIterator(self).visitReferences { $0 == nil ? 0 : visit($0, arg) }
}

@c @implementation
public func pymv_s_iterator_next(_ self: Object) -> Object? {
  if let item = ViewIterator(self).nextPlainItem() { return item }
  if let item = ViewIterator(self).nextItemWithoutLock() { return item }
  return anyNext(self)
}

@c @implementation
public func pymv_s_row_dealloc(_ self: Object) { RowIterator(self).deallocate() }

@c @implementation
public func pymv_s_row_traverse(
  _ self: Object, _ visit: visitproc, _ arg: UnsafeMutableRawPointer?
) -> CInt {
  RowIterator(self).visitReferences { $0 == nil ? 0 : visit($0, arg) }
}

@c @implementation @_optimize(speed)
public func pymv_s_row_next(_ self: Object) -> Object? {
  RowIterator(self).hasItem ? RowIterator(self).nextItem() : endRow(self)
}

@inline(never)
private func endRow(_ self: Object) -> Object? {
  objectOf { () throws(ViewError) in
    try RowIterator(self).end()
    return nil
  }
}

@c @implementation
public func pymv_s_view_traverse(
  _ self: Object, _ visit: visitproc, _ arg: UnsafeMutableRawPointer?
) -> CInt {
  View(self).visitReferences { $0 == nil ? 0 : visit($0, arg) }
}

@c @implementation
public func pymv_s_view_clear(_ self: Object) -> CInt {
  View(self).clear()
  return 0
}

@c @implementation @_optimize(speed)
public func pymv_s_view_getbuffer(
  _ self: Object, _ view: UnsafeMutablePointer<Py_buffer>, _ flags: CInt
) -> CInt {
  if View(self).fillFastPath(view, flags: flags) { return 0 }
  return fillAny(self, view, flags)
}

@c @implementation @inline(never)
public func pymv_s_view_releasebuffer(
  _ self: Object, _ view: UnsafeMutablePointer<Py_buffer>
) {
  View(self).takeBack()
}

@c @implementation
public func pymv_s_owner_dealloc(_ self: Object) { MemoryOwner(self).deallocate() }

@c @implementation
public func pymv_s_owner_traverse(
  _ self: Object, _ visit: visitproc, _ arg: UnsafeMutableRawPointer?
) -> CInt {
  MemoryOwner(self).visitReferences { $0 == nil ? 0 : visit($0, arg) }
}

@c @implementation
public func pymv_s_owner_getbuffer(
  _ self: Object, _ view: UnsafeMutablePointer<Py_buffer>, _ flags: CInt
) -> CInt {
  statusOf { () throws(ViewError) in try MemoryOwner(self).fill(view, flags: flags) }
}

@c @implementation
public func pymv_s_owner_releasebuffer(
  _ self: Object, _ view: UnsafeMutablePointer<Py_buffer>
) {
  MemoryOwner(self).takeBack(view)
}

@c @implementation
public func pymv_s_managed_dealloc(_ self: Object) {
  ManagedBuffer(self).deallocate()
}

@c @implementation
public func pymv_s_managed_end(_ self: Object) {
  ManagedBuffer(self).end()
}

@c @implementation
public func pymv_s_managed_traverse(
  _ self: Object, _ visit: visitproc, _ arg: UnsafeMutableRawPointer?
) -> CInt {
  ManagedBuffer(self).visitReferences { $0 == nil ? 0 : visit($0, arg) }
}

@c @implementation
public func pymv_s_managed_clear(_ self: Object) -> CInt {
  ManagedBuffer(self).clear()
  return 0
}
