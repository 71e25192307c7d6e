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
    guard tryPin() else { throw View.released }
  }

  /// Counts the view as exported; false, with nothing counted, if it is not accessible.
  private func tryPin() -> Bool {
    if pymv_c_view_exports_add(self, 1) > 0 && isAccessible { return true }
    unpin()
    return false
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

  /// Runs a body that accesses format or memory and runs no foreign code. Holds the view if another
  /// thread could release it meanwhile. Assumes: access was checked.
  @inline(__always)
  func held<Result>(
    _ body: () throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    guard let result = try heldUnlessReleased(body) else { throw View.released }
    return result
  }

  /// Likewise; nil if another thread has released the view since access was checked.
  @inline(__always)
  func heldUnlessReleased<Result>(
    _ body: () throws(ViewError) -> Result
  ) throws(ViewError) -> Result? {
    let isShared = !pymv_c_is_alone()
    assert(isShared || isAccessible)
    let hold = isShared ? takeHold() : nil
    if isShared && hold == nil { return nil }
    defer { hold.map(endHold) }
    return try body()
  }

  /// How a thread keeps others from releasing a view for a moment.
  private enum Hold {
    case listed, pinned
  }

  /// Keeps other threads from releasing the view; nil if it is not accessible.
  @inline(__always)
  private func takeHold() -> Hold? {
    guard pymv_c_hold(self) else { return tryPin() ? .pinned : nil }
    if isAccessible { return .listed }
    pymv_c_unhold()
    return nil
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

  /// Runs a body while the view is held. Returns nil without running it if the view is not
  /// accessible, or if no other thread could release it.
  @inline(__always)
  func heldIfShared<Result>(_ body: () -> Result?) -> Result? {
    guard !pymv_c_is_alone(), let hold = takeHold() else { return nil }
    defer { endHold(hold) }
    return body()
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
