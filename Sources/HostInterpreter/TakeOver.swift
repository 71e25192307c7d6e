import BufferProtocol
import CPyMemoryView
import HostTables
import MemoryViewTables

// The host's own memoryview type is taken over in place: its slots, the functions in its method
// structs and tables, and the methods it lacks. There is never a second type, so objects made
// before, during and after the takeover all have the same type.

/// Takes over the slots of a type, before or after PyType_Ready, and its attributes if necessary.
func takeOverSlots(of type: TypeObject, _ host: HostVersion, strict: Bool) {
  pymv_c_takeover.original_new = type.pointee.tp_new
  pymv_c_takeover.original_iter = type.pointee.tp_iter
  replace(pymv_c_view_slots(), of: type)
  // PyType_Ready would make methods `__iter__` and `__contains__`, which the type does not have.
  let isReady = type.pointee.tp_flags & UInt(Py_TPFLAGS_READY) != 0
  // Versions without tp_iter iterate by index, in strict mode with their own code.
  if type.pointee.tp_iter != nil || !strict { replace(pymv_c_index_slots(), of: type) }
  if type.pointee.tp_iter != nil || !strict && isReady {
    replace(pymv_c_iteration_slots(), of: type)
  }
  if host.replacesIteration(strict: strict) {
    if isReady { takeOverSearch(of: type) }
  } else {
    pymv_c_services.iterate_as_host = pymv_c_takeover.original_iter
  }
  if pymv_c_is_free_threaded() { takeOverFields(of: type) }
}

/// Takes over the slot for `in`, of a type that is ready.
func takeOverSearch(of type: TypeObject) { replace(pymv_c_search_slots(), of: type) }

private func replace(_ slots: pymv_slots, of type: TypeObject) {
  let start = UnsafeMutableRawPointer(type)
  for index in 0..<slots.count {
    let slot = slots.slots[index]
    let table =
      slot.table == 0
      ? start : start.load(fromByteOffset: slot.table, as: UnsafeMutableRawPointer?.self)
    guard let table else { continue }
    let word = (table + slot.slot).assumingMemoryBound(to: UInt.self)
    Change.setFunction(word, to: slot.function)
  }
}

/// Takes over what only reads fields of a view. With a GIL the host's own code does that as well as
/// this library's, and faster; without one it would read them unprotected.
private func takeOverFields(of type: TypeObject) {
  replace(pymv_c_field_slots(), of: type)
  guard var attribute = type.pointee.tp_getset else { return }
  while let name = attribute.pointee.name {
    if let ours = pymv_c_attribute(name) {
      Change.setFunction(pymv_c_getter_place(attribute), to: ours.pointee.get)
      Change.setFunction(pymv_c_closure_place(attribute), to: ours.pointee.closure)
    }
    attribute += 1
  }
}

/// Takes over the host's iterator type for memoryviews, if it is known and iteration is replaced.
func takeOverIterator() -> CInt {
  guard let type = pymv_c_services.iterator_type, let host = HostVersion.current,
    host.replacesIteration(strict: pymv_c_takeover.is_strict)
  else { return 0 }
  // Some versions call PyType_Ready for this type only on the first attribute lookup.
  guard PyType_Ready(type) == 0, let dictionary = pymv_c_type_dict(type) else { return -1 }
  defer { Py_DecRef(dictionary) }
  replace(pymv_c_iterator_slots(), of: type)
  Change.updateWrappers(in: dictionary)
  pymv_c_type_modified(type)
  return 0
}

extension Change {
  /// Changes a pointer to a function or to data.
  static func setFunction<Function>(
    _ word: UnsafeMutablePointer<UInt>, to function: Function
  ) {
    set(word, to: unsafeBitCast(function, to: UInt.self))
  }
}
