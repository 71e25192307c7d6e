import BufferProtocol
import CPyMemoryView
import HostTables
import MemoryViewTables

extension HostVersion {
  /// Sets the rules for this version: what its own tests check behaves as they expect. Everything
  /// else behaves as in this version in strict mode, else as in the newest known version, which is
  /// 3.16. Later versions have its rules.
  func applyRules(strict: Bool) {
    pymv_c_forget_ordered_items()
    pymv_c_rules.casts_to_native_formats = minor >= 15
    pymv_c_rules.counts_groups_as_int = strict && minor < 15
    pymv_c_rules.asks_for_containers = minor >= 14
    pymv_c_rules.scalars_have_length_one = minor < 12
    pymv_c_rules.keeps_cpython_limits = strict
    pymv_c_rules.casts_c_order_only = strict && minor < 16
    pymv_c_rules.leaves_failed_casts = strict && minor >= 16
    pymv_c_rules.lacks_half_floats = strict && minor < 12
    pymv_c_rules.lacks_complex_numbers = strict && minor < 15
    pymv_c_rules.compares_boolean_bytes = strict && minor < 14
    let unknown: StaticString = minor < 14 ? "ZFD" : "Z"
    pymv_c_rules.unknown_format_characters = strict && minor < 15 ? unknown.cText : nil
    pymv_c_services.iterate_as_host = nil
    pymv_c_services.has_immortal_ints = minor >= 12
    // In strict mode a copy keeps the GIL, so that no other thread runs in the middle.
    let keepsLock = strict && !pymv_c_is_free_threaded()
    pymv_c_services.leave_lock = keepsLock ? nil : pymv_c_leave_lock
    pymv_c_services.size_from_format = strict ? pymv_c_host_size_from_format : nil
  }

  /// Whether a method is not added to this version: all of them in strict mode, `_from_flags`
  /// always.
  func lacks(_ name: UnsafePointer<CChar>, strict: Bool) -> Bool {
    let flags: StaticString = "_from_flags"
    return strict || strcmp(name, flags.cText) == 0
  }

  /// In 3.10 to 3.13, released views have iterators; in strict mode the host's own code makes all but
  /// those over rows.
  func replacesIteration(strict: Bool) -> Bool { !strict || minor >= 14 }
}

/// Whether the environment selects strict mode.
var environmentIsStrict: Bool {
  let name: StaticString = "PYMEMORYVIEW_STRICT"
  guard let value = getenv(name.cText) else { return false }
  return value[0] != 0 && value[0] != CChar(UInt8(ascii: "0"))
}
