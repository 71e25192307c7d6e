import CPyMemoryView

/// Calls `body` with uninitialised memory, on the stack if it is small; raises MemoryError if there is
/// none.
@inline(__always)
func withTemporaryMemory<Result>(
  byteCount: Int, _ body: (UnsafeMutableRawPointer) throws(ViewError) -> Result
) throws(ViewError) -> Result {
  // Only allocations of at most 1 KiB are certain to be on the stack; others might fail.
  if byteCount <= 1024 {
    return try withUnsafeTemporaryAllocation(byteCount: max(byteCount, 1), alignment: 16) {
      (room) throws(ViewError) in
      // The base address is not nil, because the size is not zero.
      try body(room.baseAddress.unsafelyUnwrapped)
    }
  }
  guard let room = PyMem_Malloc(byteCount) else { throw .noMemory }
  defer { PyMem_Free(room) }
  return try body(room)
}
