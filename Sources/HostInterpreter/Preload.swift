import BufferProtocol
import CPyMemoryView
import HostTables
import MemoryViewTables
import ObjectWatch

/// Sets up the services of the host when the library is loaded.
///
/// If the library is loaded ahead of libpython, its `PyMemoryView_Type` interposes libpython's: the
/// host's unmodified type is copied there and taken over before the host initializes it.
@c @implementation
public func pymv_s_meet_host(_ hostType: TypeObject, _ byteCount: Int) -> Bool {
  guard let host = HostVersion.current, let ours = pymv_c_services.view_type else { return false }
  let isAhead = ours != hostType && hostType.pointee.tp_flags & UInt(Py_TPFLAGS_READY) == 0
  if isAhead && byteCount > 0 {
    UnsafeMutableRawPointer(ours).copyMemory(from: hostType, byteCount: byteCount)
  } else {
    pymv_c_services.view_type = hostType
  }
  pymv_c_watch_requests()
  useServicesOfHost()
  guard isAhead, pymv_c_has_known_layout(ours) else { return true }
  let strict = environmentIsStrict
  host.applyRules(strict: strict)
  // Callers of PyMemoryView_FromBuffer were compiled for CPython's function.
  pymv_c_rules.caller_expects_cpython = true
  pymv_c_takeover.is_preloaded = true
  pymv_c_takeover.is_installed = true
  pymv_c_takeover.is_strict = strict
  takeOverSlots(of: ours, host, strict: strict)
  _ = takeOverMethods(of: ours, in: nil, host, strict: strict)
  if pymv_c_takeover.is_full { giveBackUnfinished(host) }
  return true
}

/// Restores the memoryview type of an interpreter that has not started.
private func giveBackUnfinished(_ host: HostVersion) {
  Change.undoWords()
  host.applyRules(strict: false)
  pymv_c_takeover.is_preloaded = false
  pymv_c_takeover.is_installed = false
}

private func useServicesOfHost() {
  pymv_c_services.has_host = true
  pymv_c_services.managed_buffer_type = nil
  pymv_c_services.iterator_type = nil
  pymv_c_services.find_types = pymv_s_find_types
  pymv_c_services.may_borrow_ints = pymv_c_may_borrow_ints
  pymv_c_services.may_keep_objects = pymv_c_may_keep_objects
  pymv_c_services.renew = pymv_c_renew
  pymv_c_services.iterate_by_index = pymv_c_iterate_by_index
  if !pymv_c_is_free_threaded() {
    pymv_c_services.row_iterator_type = pymv_c_row_iterator_type
  }
  pymv_c_services.clear_weak_references = pymv_c_clear_weak_references
  pymv_c_services.answer_misfit = pymv_s_answer_misfit
  pymv_c_services.get_buffer = pymv_c_host_get_buffer
  pymv_c_services.fill_info = pymv_c_host_fill_info
  pymv_c_services.leave_lock = pymv_c_leave_lock
  pymv_c_services.retake_lock = pymv_c_retake_lock
  pymv_c_services.interpreter = pymv_c_interpreter
  pymv_c_services.call_in = pymv_c_call_in
  pymv_c_services.describe_line = pymv_c_describe_line
  pymv_c_rules.leaves_formats_to_exporters = true
}
