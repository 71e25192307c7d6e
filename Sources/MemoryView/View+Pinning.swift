import BufferProtocol
import CPyMemoryView
import MemoryViewTables

// Pinning a view counts it as exported, so that it cannot be released. It is used to export
// buffers, to make more views, and for operations during which foreign code may run or another
// thread may release the view before the last access to its memory.
//
// Pinning and releasing are atomic with respect to each other: releasing takes the count from zero
// to `releasing`, far below zero, in one step. A pin that then finds a negative count, or RELEASED
// set, fails.

extension View {
  /// The value of `exports` while a thread releases the view, plus pins that are about to fail.
  private static var releasing: Int { .min }

  /// Counts the view as exported; raises if it is not accessible.
  func pin() throws(ViewError) {
    if pymv_c_view_exports_add(self, 1) <= 0 || !isAccessible {
      unpin()
      throw .value("operation forbidden on released memoryview object")
    }
  }

  func unpin() { _ = pymv_c_view_exports_add(self, -1) }

  /// Runs a body while the view is pinned.
  func pinned<Result>(
    _ body: () throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    try pin()
    defer { unpin() }
    return try body()
  }

  /// Runs a body that accesses format or memory and runs no foreign code. Pins the view if another
  /// thread could release it meanwhile. Assumes: access was checked.
  @inline(__always)
  func held<Result>(
    _ body: () throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    let isShared = !pymv_c_is_alone()
    assert(isShared || isAccessible)
    let hold = isShared ? try takeHold() : nil
    defer { hold.map(endHold) }
    return try body()
  }

  /// How a thread keeps others from releasing a view for a moment.
  private enum Hold {
    case listed, pinned
  }

  /// Keeps other threads from releasing the view; raises if it is not accessible.
  @inline(__always)
  private func takeHold() throws(ViewError) -> Hold {
    guard pymv_c_hold(self) else {
      try pin()
      return .pinned
    }
    if isAccessible { return .listed }
    pymv_c_unhold()
    throw .value("operation forbidden on released memoryview object")
  }

  @inline(__always)
  private func endHold(_ hold: Hold) {
    switch hold {
    case .listed: pymv_c_unhold()
    case .pinned: unpin()
    }
  }

  /// Whether no other thread can release the view now.
  var isHeld: Bool {
    pymv_c_is_alone() || pymv_c_has_hold(self) || pymv_c_view_exports(self) > 0
  }

  /// Runs a body while the view is pinned. Returns nil without running it if the view is not
  /// accessible, or if no other thread could release it.
  @inline(__always)
  func pinnedIfShared<Result>(_ body: () -> Result?) -> Result? {
    if pymv_c_is_alone() { return nil }
    if pymv_c_hold(self) {
      defer { pymv_c_unhold() }
      return isAccessible ? body() : nil
    }
    defer { unpin() }
    return pymv_c_view_exports_add(self, 1) > 0 && isAccessible ? body() : nil
  }

  /// Ends access through this view. A second call does nothing.
  public func release() throws(ViewError) {
    while !pymv_c_view_exports_exchange(self, 0, View.releasing) {
      if isReleased { return }
      let exports = pymv_c_view_exports(self)
      if exports > 0 { throw .exported(count: exports) }
      // Another thread is releasing the view.
      if exports < 0 { return }
    }
    let wasReleased = pymv_c_view_set_flag(self, _Py_MEMORYVIEW_RELEASED)
    if !wasReleased { pymv_c_await_holders(self) }
    // Adding the minimum a second time makes it zero again.
    _ = pymv_c_view_exports_add(self, View.releasing)
    if !wasReleased { pointee.mbuf.dropView() }
  }
}
