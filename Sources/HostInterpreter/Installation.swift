import BufferProtocol
import CPyMemoryView
import HostTables
import MemoryViewTables
import ObjectWatch

// The entry points for the extension module.

/// Raises ImportError if the interpreter is not supported.
@c @implementation
public func pymv_s_require_host() -> CInt {
  guard HostVersion.current != nil else {
    let text: StaticString =
      pymv_c_is_free_threaded()
      ? "this library of pymemoryview needs CPython 3.13 or later without the GIL, not %.60s"
      : "this library of pymemoryview needs CPython 3.9 or later with the GIL, not %.60s"
    pymv_c_raise_import_error(text.cText, pymv_c_host_version())
    return -1
  }
  return pymv_c_has_known_layout(pymv_c_services.view_type) ? 0 : refuseHost()
}

private func refuseHost() -> CInt {
  let text: StaticString = "pymemoryview does not know the memoryview of CPython %.60s"
  pymv_c_raise_import_error(text.cText, pymv_c_host_version())
  return -1
}

/// Takes over the host's memoryview.
@c @implementation
public func pymv_s_install(_ strict: Bool) -> CInt {
  let strict = strict || environmentIsStrict
  let isInstalled = pymv_c_takeover.is_installed
  if isInstalled && (pymv_c_takeover.is_strict || !strict) { return 0 }
  guard requireQuiet() else { return -1 }
  _ = pymv_c_watch_end()
  if isInstalled && pymv_s_uninstall() < 0 { return -1 }
  guard pymv_s_require_host() == 0, let host = HostVersion.current,
    let type = pymv_c_services.view_type
  else { return -1 }
  pymv_c_takeover.original_iter = type.pointee.tp_iter
  if pymv_c_services.managed_buffer_type == nil && pymv_s_find_types() < 0 { return -1 }
  guard let dictionary = pymv_c_type_dict(type) else { return -1 }
  defer { Py_DecRef(dictionary) }

  host.applyRules(strict: strict)
  pymv_c_takeover.is_strict = strict
  pymv_c_takeover.is_installed = true
  takeOverSlots(of: type, host, strict: strict)
  if takeOverMethods(of: type, in: dictionary, host, strict: strict) < 0
    || addExchangeTable(to: type) < 0 || takeOverIterator() < 0
  {
    _ = giveBack(type, dictionary)
    return -1
  }
  Change.updateWrappers(in: dictionary)
  if pymv_c_takeover.is_full {
    _ = giveBack(type, dictionary)
    return refuseHost()
  }
  pymv_c_type_modified(type)
  return 0
}

/// Restores the host's own memoryview.
@c @implementation
public func pymv_s_uninstall() -> CInt {
  guard pymv_s_require_host() == 0, let type = pymv_c_services.view_type else { return -1 }
  if !pymv_c_takeover.is_installed { return 0 }
  if pymv_c_takeover.is_preloaded {
    let text: StaticString = "a preloaded libPyMemoryView.so cannot be uninstalled"
    PyErr_SetString(PyExc_RuntimeError, text.cText)
    return -1
  }
  guard requireQuiet(), let dictionary = pymv_c_type_dict(type) else { return -1 }
  defer { Py_DecRef(dictionary) }
  return giveBack(type, dictionary)
}

/// Raises RuntimeError where the takeover must not be changed:
///
/// - In other interpreters than the main one: objects of theirs would remain in the records of
///   changes, and before 3.12 in the type's dictionary, when they end.
/// - While there are other interpreters that may have GILs of their own, or other threads without a
///   GIL: what they call is replaced function by function, and neither attributes, which are a
///   function and its argument, nor the interpreter's caches of types would be consistent meanwhile.
@inline(never)
private func requireQuiet() -> Bool {
  let text: StaticString
  if !pymv_c_is_main_interpreter() {
    text = "install() and uninstall() must be called in the main interpreter; they apply to all"
  } else if pymv_c_has_locks_of_interpreters() && pymv_c_has_other_interpreters() {
    text = "install() and uninstall() must be called while there is no other interpreter"
  } else if pymv_c_is_free_threaded() && pymv_c_has_other_threads() {
    text =
      "without the GIL, install() and uninstall() must be called while no other thread exists"
  } else {
    return true
  }
  PyErr_SetString(PyExc_RuntimeError, text.cText)
  return false
}

/// Restores the memoryview type after an interpreter has ended, for the next one of the process,
/// without calling the API. Before 3.11 the types outlive the interpreter, so nothing is necessary.
@c @implementation
public func pymv_s_forget_interpreter() {
  pymv_c_forget_kept_views()
  pymv_c_forget_byte_objects()
  // The next interpreter finds the types again, and has its end watched.
  pymv_c_services.managed_buffer_type = nil
  // Preloaded, entries of dictionaries are never undone.
  if pymv_c_takeover.is_preloaded { pymv_c_takeover.entry_count = 0 }
  guard pymv_c_takeover.is_installed, !pymv_c_takeover.is_preloaded,
    let host = HostVersion.current, host.minor >= 11
  else { return }
  Change.undoLasting()
  endInstallation()
}

private func endInstallation() {
  HostVersion.current?.applyRules(strict: false)
  pymv_c_takeover.is_installed = false
}

@inline(never)
private func giveBack(_ type: TypeObject, _ dictionary: Object) -> CInt {
  if Change.undoAll(in: dictionary) < 0 { return -1 }
  pymv_c_watch_leave_views()
  endInstallation()
  pymv_c_type_modified(type)
  if let iterator = pymv_c_services.iterator_type { pymv_c_type_modified(iterator) }
  return 0
}

/// Finds the types that a host does not export, from objects that the host makes.
@c @implementation
public func pymv_s_find_types() -> CInt {
  _ = pymv_c_watch_end()
  let memory: StaticString = "B"
  guard
    let object = pymv_c_host_view_of_memory(
      UnsafeMutablePointer(mutating: memory.cText), 1, PyBUF_READ)
  else { return -1 }
  defer { Py_DecRef(object) }
  // Set both types or none: once `managed_buffer_type` is set, this function is not called again.
  let managedBufferType = pymv_c_managed_buffer(object).pointee.ob_type
  if let makeIterator = pymv_c_takeover.original_iter {
    guard let iterator = makeIterator(object) else { return -1 }
    defer { Py_DecRef(iterator) }
    pymv_c_services.iterator_type = iterator.pointee.ob_type
  }
  if pymv_c_takeover.is_preloaded && completeTakeOver() < 0 {
    pymv_c_services.iterator_type = nil
    return -1
  }
  pymv_c_services.managed_buffer_type = managedBufferType
  return 0
}

/// Preloaded: takes over what could not be before the interpreter started.
private func completeTakeOver() -> CInt {
  guard let type = pymv_c_services.view_type, let host = HostVersion.current else { return -1 }
  if takeOverIterator() < 0 || addExchangeTable(to: type) < 0 { return -1 }
  if pymv_c_services.iterator_type != nil,
    host.replacesIteration(strict: pymv_c_takeover.is_strict)
  {
    takeOverSearch(of: type)
  }
  return 0
}
