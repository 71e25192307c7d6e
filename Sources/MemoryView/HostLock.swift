import BufferProtocol
import CPyMemoryView
import MemoryViewTables

// The GIL is released only where no other thread can observe it: while the bytes of bytes objects
// are read, and the only object written is one that no other code can reach yet. Every other
// operation keeps the GIL, so that other threads and forked children never see it half done, as in
// CPython.
//
// The view is not pinned meanwhile, because then release() in another thread would fail. One more
// export of the managed buffer keeps the memory alive; bytes objects do not count exports.

/// Below this size the operation ends before another thread could start running.
let leastUnlockedByteCount = 1 << 20

/// Runs a body that reads the items of one or two views and calls no API of the host. Releases the
/// GIL meanwhile if the items are many and immutable.
///
/// - Parameter request: another buffer whose items are read; the caller holds it.
func readUnlocked<Result>(
  _ view: View, and other: View? = nil, andRequest request: BufferView? = nil, _ body: () -> Result
) -> Result {
  guard view.pointee.view.len >= leastUnlockedByteCount,
    let leaveLock = pymv_c_services.leave_lock, view.pointee.mbuf.masterView.isOfBytes,
    other?.pointee.mbuf.masterView.isOfBytes ?? true, request?.isOfBytes ?? true
  else { return body() }
  let managed = view.pointee.mbuf!
  let otherManaged = other?.pointee.mbuf
  managed.join()
  otherManaged?.join()
  let token = leaveLock()
  let result = body()
  if let token { pymv_c_services.retake_lock(token) }
  otherManaged?.leave()
  managed.leave()
  return result
}

extension BufferView {
  /// Whether this is the unmodified buffer of a bytes object, so that its memory cannot be changed,
  /// moved or freed while it is held.
  fileprivate var isOfBytes: Bool {
    guard let exporter = pointee.obj, pymv_c_is_exact_bytes(exporter) else { return false }
    return isPlainRow && pointee.buf == UnsafeMutableRawPointer(PyBytes_AsString(exporter))
      && pointee.len <= PyBytes_Size(exporter)
  }
}
