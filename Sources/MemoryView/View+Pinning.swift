import BufferProtocol
import CPyMemoryView
import MemoryViewTables

// A view is pinned by counting as handed out: it cannot be released meanwhile. For handing out buffers,
// for making more views, and for operations in whose middle foreign code may run or another thread
// may release while memory is still to be read.
//
// Pinning and releasing decide between them once: releasing takes the count from zero to
// `releasing`, far below zero, in one step, and a pin that finds it there, or RELEASED set, gives up.

extension View {
  /// What `exports` holds while a thread releases the view, give or take pins that will give up.
  private static var releasing: Int { .min }

  /// Counts the view as handed out, if it can be accessed.
  func pin() throws(ViewError) {
    if pymv_c_view_exports_add(self, 1) <= 0 || !isAccessible {
      unpin()
      throw .value("operation forbidden on released memoryview object")
    }
  }

  func unpin() { _ = pymv_c_view_exports_add(self, -1) }

  /// Runs a body during which the view is pinned.
  func pinned<Result>(
    _ body: () throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    try pin()
    defer { unpin() }
    return try body()
  }

  /// Runs a body that accesses format or memory and no foreign code. Where another thread could
  /// release the view meanwhile, it is pinned. Assumes: access was checked.
  @inline(__always)
  func held<Result>(
    _ body: () throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    let isShared = !pymv_c_is_alone()
    assert(isShared || isAccessible)
    if isShared { try pin() }
    defer { if isShared { unpin() } }
    return try body()
  }

  /// Whether no other thread can release the view now.
  var isHeld: Bool { pymv_c_is_alone() || pymv_c_view_exports(self) > 0 }

  /// Runs a body during which the view is pinned. Nil if it cannot be accessed, or no other thread
  /// could release it.
  @inline(__always)
  func pinnedIfShared<Result>(_ body: () -> Result?) -> Result? {
    if pymv_c_is_alone() { return nil }
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
    // Adding the least integer a second time makes it zero again.
    _ = pymv_c_view_exports_add(self, View.releasing)
    if !wasReleased { pointee.mbuf.dropView() }
  }
}
