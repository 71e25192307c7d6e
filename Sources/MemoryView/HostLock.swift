import BufferProtocol
import CPyMemoryView
import MemoryViewTables

// A host's GIL is given up only where nobody can tell: while the bytes of bytes objects are read, and
// nothing is written but an object that nobody else knows yet. Everything else keeps it, so that
// other threads and forked children see what they see in CPython: no operation half done.
//
// No view is pinned meanwhile, because another thread would see that: release() would fail. What
// keeps the memory is one more export of the managed buffer, which a bytes object does not count.

/// Less is done sooner than another thread has begun.
let leastUnlockedByteCount = 1 << 20

/// Runs a body that reads the items of one or two views and uses nothing of the host: without the
/// host's GIL if the items are many and immutable.
///
/// - Parameter request: another buffer whose items are read, held by the caller.
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
  /// Whether this is the buffer of a bytes object as it exports it, so that nobody can change, move
  /// or free what it describes while it is held.
  fileprivate var isOfBytes: Bool {
    guard let exporter = pointee.obj, pymv_c_is_exact_bytes(exporter) else { return false }
    return isPlainRow && pointee.buf == UnsafeMutableRawPointer(PyBytes_AsString(exporter))
      && pointee.len <= PyBytes_Size(exporter)
  }
}
