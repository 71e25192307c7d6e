import CPyMemoryView
import RuntimeTables

// Completes a type that a program defines: it inherits slots that are NULL from the nearest base
// that defines them. Some slots form groups: a type that defines one of a group inherits none of
// it.

@_cdecl("PyType_Ready") public func typeReady(_ type: TypeObject?) -> Int32 {
  guard let type else {
    let _: Object? = raiseNullArgument()
    return -1
  }
  if has(type, Py_TPFLAGS_READY) { return 0 }
  guard isComplete(type), let base = readyBase(type) else { return -1 }
  if asObject(type).pointee.ob_type == nil {
    asObject(type).pointee.ob_type = asObject(base).pointee.ob_type
  }
  setNew(type, base)
  inheritTraversal(type, base)
  inheritFlags(type, base)
  inheritSizes(type, base)
  var next: TypeObject? = base
  while let ancestor = next {
    inheritSlots(type, ancestor)
    next = ancestor.pointee.tp_base
  }
  inheritTables(type, base)
  if type.pointee.tp_hash == nil { type.pointee.tp_hash = unhashable }
  type.pointee.tp_flags |= Py_TPFLAGS_READY | Py_TPFLAGS_IMMUTABLETYPE
  return 0
}

private func isComplete(_ type: TypeObject) -> Bool {
  guard let name = type.pointee.tp_name else {
    raise(PyExc_SystemError, "Type does not define the tp_name field.")
    return false
  }
  if has(type, Py_TPFLAGS_HAVE_GC), type.pointee.tp_traverse == nil {
    let message: StaticString =
      "type %s has the Py_TPFLAGS_HAVE_GC flag but has no traverse function"
    raise(PyExc_SystemError, message, name)
    return false
  }
  return true
}

/// Makes the base of a type, `object` by default, ready, and returns it.
private func readyBase(_ type: TypeObject) -> TypeObject? {
  let base = type.pointee.tp_base ?? pymv_c_object_type()!
  type.pointee.tp_base = base
  return typeReady(base) == 0 ? base : nil
}

/// A type without tp_new that derives from `object` directly cannot be called; only C code creates
/// its objects.
private func setNew(_ type: TypeObject, _ base: TypeObject) {
  if type.pointee.tp_new == nil, base == pymv_c_object_type() {
    type.pointee.tp_flags |= Py_TPFLAGS_DISALLOW_INSTANTIATION
  } else {
    fill(&type.pointee.tp_new, base.pointee.tp_new)
  }
}

private func inheritTraversal(_ type: TypeObject, _ base: TypeObject) {
  guard !has(type, Py_TPFLAGS_HAVE_GC), has(base, Py_TPFLAGS_HAVE_GC),
    type.pointee.tp_traverse == nil, type.pointee.tp_clear == nil
  else { return }
  type.pointee.tp_flags |= Py_TPFLAGS_HAVE_GC
  type.pointee.tp_traverse = base.pointee.tp_traverse
  type.pointee.tp_clear = base.pointee.tp_clear
}

private func inheritFlags(_ type: TypeObject, _ base: TypeObject) {
  let kinds =
    Py_TPFLAGS_LONG_SUBCLASS | Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_TUPLE_SUBCLASS
    | Py_TPFLAGS_BYTES_SUBCLASS | Py_TPFLAGS_UNICODE_SUBCLASS | Py_TPFLAGS_DICT_SUBCLASS
    | Py_TPFLAGS_BASE_EXC_SUBCLASS | Py_TPFLAGS_TYPE_SUBCLASS | PYMV_TPFLAGS_HOLDER
  type.pointee.tp_flags |= base.pointee.tp_flags & kinds
  let patterns = Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_MAPPING
  if !has(type, patterns) { type.pointee.tp_flags |= base.pointee.tp_flags & patterns }
}

private func inheritSizes(_ type: TypeObject, _ base: TypeObject) {
  fill(&type.pointee.tp_basicsize, base.pointee.tp_basicsize)
  fill(&type.pointee.tp_itemsize, base.pointee.tp_itemsize)
  fill(&type.pointee.tp_weaklistoffset, base.pointee.tp_weaklistoffset)
  fill(&type.pointee.tp_dictoffset, base.pointee.tp_dictoffset)
}

private func inheritSlots(_ type: TypeObject, _ base: TypeObject) {
  inheritAttributeSlots(type, base)
  if type.pointee.tp_richcompare == nil, type.pointee.tp_hash == nil {
    type.pointee.tp_richcompare = base.pointee.tp_richcompare
    type.pointee.tp_hash = base.pointee.tp_hash
  }
  fill(&type.pointee.tp_dealloc, base.pointee.tp_dealloc)
  fill(&type.pointee.tp_repr, base.pointee.tp_repr)
  fill(&type.pointee.tp_str, base.pointee.tp_str)
  fill(&type.pointee.tp_iter, base.pointee.tp_iter)
  fill(&type.pointee.tp_iternext, base.pointee.tp_iternext)
  fill(&type.pointee.tp_descr_get, base.pointee.tp_descr_get)
  fill(&type.pointee.tp_descr_set, base.pointee.tp_descr_set)
  fill(&type.pointee.tp_init, base.pointee.tp_init)
  fill(&type.pointee.tp_alloc, base.pointee.tp_alloc)
  fill(&type.pointee.tp_is_gc, base.pointee.tp_is_gc)
  fill(&type.pointee.tp_finalize, base.pointee.tp_finalize)
  if type.pointee.tp_call == nil {
    fill(&type.pointee.tp_vectorcall_offset, base.pointee.tp_vectorcall_offset)
    type.pointee.tp_call = base.pointee.tp_call
    type.pointee.tp_flags |= base.pointee.tp_flags & Py_TPFLAGS_HAVE_VECTORCALL
  }
  inheritFree(type, base)
}

private func inheritAttributeSlots(_ type: TypeObject, _ base: TypeObject) {
  if type.pointee.tp_getattr == nil, type.pointee.tp_getattro == nil {
    type.pointee.tp_getattr = base.pointee.tp_getattr
    type.pointee.tp_getattro = base.pointee.tp_getattro
  }
  if type.pointee.tp_setattr == nil, type.pointee.tp_setattro == nil {
    type.pointee.tp_setattr = base.pointee.tp_setattr
    type.pointee.tp_setattro = base.pointee.tp_setattro
  }
}

/// Types that support garbage collection use a different tp_free than others.
private func inheritFree(_ type: TypeObject, _ base: TypeObject) {
  if has(type, Py_TPFLAGS_HAVE_GC) == has(base, Py_TPFLAGS_HAVE_GC) {
    fill(&type.pointee.tp_free, base.pointee.tp_free)
  } else if has(type, Py_TPFLAGS_HAVE_GC) {
    fill(&type.pointee.tp_free, objectGCDel)
  }
}

/// Sets a slot that is NULL.
func fill<Slot>(_ slot: inout Slot?, _ value: Slot?) {
  if slot == nil { slot = value }
}

private func fill(_ size: inout Int, _ value: Int) {
  if size == 0 { size = value }
}

// MARK: - Tables

// The tables in the tp_as_* slots. A type without such a table shares that of the base; in its own
// table, it inherits the slots that are NULL one by one.

func inheritTables(_ type: TypeObject, _ base: TypeObject) {
  var next: TypeObject? = base
  while let ancestor = next {
    inherit(type.pointee.tp_as_number, ancestor.pointee.tp_as_number)
    inherit(type.pointee.tp_as_sequence, ancestor.pointee.tp_as_sequence)
    inherit(type.pointee.tp_as_mapping, ancestor.pointee.tp_as_mapping)
    inherit(type.pointee.tp_as_buffer, ancestor.pointee.tp_as_buffer)
    next = ancestor.pointee.tp_base
  }
  fill(&type.pointee.tp_as_async, base.pointee.tp_as_async)
  fill(&type.pointee.tp_as_number, base.pointee.tp_as_number)
  fill(&type.pointee.tp_as_sequence, base.pointee.tp_as_sequence)
  fill(&type.pointee.tp_as_mapping, base.pointee.tp_as_mapping)
  fill(&type.pointee.tp_as_buffer, base.pointee.tp_as_buffer)
}

/// Inherits the slots of a table. All tables consist of function pointers only.
private func inherit<Table>(
  _ table: UnsafeMutablePointer<Table>?, _ base: UnsafeMutablePointer<Table>?
) {
  guard let table, let base, table != base else { return }
  let count = MemoryLayout<Table>.size / MemoryLayout<UnsafeRawPointer?>.size
  let slots = UnsafeMutableRawPointer(table)
    .assumingMemoryBound(to: UnsafeRawPointer?.self)
  let inherited = UnsafeRawPointer(base).assumingMemoryBound(to: UnsafeRawPointer?.self)
  for index in 0..<count where slots[index] == nil {
    slots[index] = inherited[index]
  }
}
