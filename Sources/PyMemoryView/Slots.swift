import BufferProtocol
import CPyMemoryView
import MemoryView
import MemoryViewTables
import ObjectWatch

// Slots of the static types in MemoryViewTables. The interpreter or runtime calls them with an
// object of the type, never with NULL.

@_cdecl("pymv_s_view_dealloc")
public func viewDealloc(_ self: Object) { View(self).deallocate() }

@_cdecl("pymv_s_view_repr")
public func viewRepr(_ self: Object) -> Object? {
  View(self).makeRepr()
}

@_cdecl("pymv_s_view_hash")
public func viewHash(_ self: Object) -> Int {
  numberOf { () throws(ViewError) in try View(self).hashValue() }
}

@_cdecl("pymv_s_view_richcompare")
public func viewRichCompare(_ self: Object, _ other: Object, _ operation: CInt) -> Object? {
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

@_cdecl("pymv_s_view_iter")
public func viewIter(_ self: Object) -> Object? {
  objectOf { () throws(ViewError) in try View(self).makeIterator().object }
}

@_cdecl("pymv_s_view_length")
public func viewLength(_ self: Object) -> Int {
  numberOf { () throws(ViewError) in try View(self).length() }
}

@_cdecl("pymv_s_view_item")
public func viewItem(_ self: Object, _ index: Int) -> Object? {
  if let item = View(self).plainItem(at: index) { return item.makeObject() }
  return anyItem(self, index)
}

// Apart from the plain cases, which then need no room on the stack.

@inline(never)
private func anyItem(_ self: Object, _ index: Int) -> Object? {
  objectOf { () throws(ViewError) in try View(self).item(index) }
}

@inline(never)
private func anySubscript(_ self: Object, _ key: Object) -> Object? {
  let object = objectOf { () throws(ViewError) in try View(self).subscripted(key) }
  return pymv_c_is_watching() ? pymv_c_note_view(object, pymv_c_caller()) : object
}

@inline(never)
private func assignAny(_ self: Object, _ key: Object, _ value: Object?) -> CInt {
  statusOf { () throws(ViewError) in try View(self).assign(value, to: key) }
}

@inline(never)
private func anyNext(_ self: Object) -> Object? {
  objectOf { () throws(ViewError) in try ViewIterator(self).next() }
}

@_cdecl("pymv_s_view_contains")
public func viewContains(_ self: Object, _ value: Object) -> CInt {
  CInt(numberOf { () throws(ViewError) in try View(self).contains(value) ? 1 : 0 })
}

@_cdecl("pymv_s_view_search")
public func viewSearch(
  _ self: Object, _ value: Object, _ counts: Bool, _ result: UnsafeMutablePointer<Int>
) -> Bool {
  guard let found = View(self).search(for: value, counts: counts) else { return false }
  result.pointee = found
  return true
}

@_cdecl("pymv_s_view_subscript")
public func viewSubscript(_ self: Object, _ key: Object) -> Object? {
  if let item = View(self).plainItem(at: key) { return item.makeObject() }
  return anySubscript(self, key)
}

@_cdecl("pymv_s_view_ass_subscript")
public func viewAssignSubscript(_ self: Object, _ key: Object, _ value: Object?) -> CInt {
  if let value, View(self).assignPlain(value, to: key) { return 0 }
  return assignAny(self, key, value)
}

@_cdecl("pymv_s_view_attribute")
public func viewAttribute(_ self: Object, _ closure: UnsafeMutableRawPointer?) -> Object? {
  objectOf { () throws(ViewError) in
    let number = UInt32(truncatingIfNeeded: UInt(bitPattern: closure))
    return try View(self).attribute(pymv_view_attribute(number))
  }
}

@_cdecl("pymv_s_iterator_dealloc")
public func iteratorDealloc(_ self: Object) { ViewIterator(self).deallocate() }

@_cdecl("pymv_s_iterator_traverse")
public func iteratorTraverse(
  _ self: Object, _ visit: visitproc, _ arg: UnsafeMutableRawPointer?
) -> CInt {
  ViewIterator(self).visitReferences { $0 == nil ? 0 : visit($0, arg) }
}

@_cdecl("pymv_s_iterator_next")
public func iteratorNext(_ self: Object) -> Object? {
  if let item = ViewIterator(self).nextPlainItem() { return item.makeObject() }
  return anyNext(self)
}

@_cdecl("pymv_s_view_traverse")
public func viewTraverse(
  _ self: Object, _ visit: visitproc, _ arg: UnsafeMutableRawPointer?
) -> CInt {
  View(self).visitReferences { $0 == nil ? 0 : visit($0, arg) }
}

@_cdecl("pymv_s_view_clear")
public func viewClear(_ self: Object) -> CInt {
  View(self).clear()
  return 0
}

@_cdecl("pymv_s_view_getbuffer")
public func viewGetBuffer(
  _ self: Object, _ view: UnsafeMutablePointer<Py_buffer>, _ flags: CInt
) -> CInt {
  statusOf { () throws(ViewError) in try View(self).fill(view, flags: flags) }
}

@_cdecl("pymv_s_view_releasebuffer") @inline(never)
public func viewReleaseBuffer(
  _ self: Object, _ view: UnsafeMutablePointer<Py_buffer>
) {
  View(self).takeBack()
}

@_cdecl("pymv_s_owner_dealloc")
public func ownerDealloc(_ self: Object) { MemoryOwner(self).deallocate() }

@_cdecl("pymv_s_owner_traverse")
public func ownerTraverse(
  _ self: Object, _ visit: visitproc, _ arg: UnsafeMutableRawPointer?
) -> CInt {
  MemoryOwner(self).visitReferences { $0 == nil ? 0 : visit($0, arg) }
}

@_cdecl("pymv_s_owner_getbuffer")
public func ownerGetBuffer(
  _ self: Object, _ view: UnsafeMutablePointer<Py_buffer>, _ flags: CInt
) -> CInt {
  MemoryOwner(self).fill(view, request: flags)
}

@_cdecl("pymv_s_managed_dealloc")
public func managedDealloc(_ self: Object) {
  ManagedBuffer(self).deallocate()
}

@_cdecl("pymv_s_managed_end")
public func managedEnd(_ self: Object) {
  ManagedBuffer(self).end()
}

@_cdecl("pymv_s_managed_traverse")
public func managedTraverse(
  _ self: Object, _ visit: visitproc, _ arg: UnsafeMutableRawPointer?
) -> CInt {
  ManagedBuffer(self).visitReferences { $0 == nil ? 0 : visit($0, arg) }
}

@_cdecl("pymv_s_managed_clear")
public func managedClear(_ self: Object) -> CInt {
  ManagedBuffer(self).clear()
  return 0
}
