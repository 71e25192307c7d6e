import MemoryViewTables

/// The host's lock, given up for a while so that its other threads may run; nothing without a host.
///
/// In between only the bytes of buffers may be touched, and nobody must be able to free or move them:
/// the caller has requested the buffers, or pins the views.
struct LockLeave {
  private let token: UnsafeMutableRawPointer?

  /// Less is done sooner than another thread has begun.
  static var leastByteCount: Int { 1 << 20 }

  /// Gives up the lock if so many bytes are worth it; `end` must follow.
  init(forBytes byteCount: Int) {
    guard byteCount >= LockLeave.leastByteCount, let leave = pymv_c_services.leave_lock else {
      token = nil
      return
    }
    token = leave()
  }

  /// Waits for the lock again.
  func end() {
    if let token { pymv_c_services.retake_lock(token) }
  }
}
