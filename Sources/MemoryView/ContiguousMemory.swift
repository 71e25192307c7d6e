import BufferProtocol
import CPyMemoryView
import MemoryViewTables

/// Copies a buffer's items into memory, in the given order.
///
/// - Parameter byteCount: must be the buffer's len.
public func copyItems(
  of source: BufferView, toContiguous memory: UnsafeMutableRawPointer, byteCount: Int, order: CChar
) throws(ViewError) {
  if byteCount != source.pointee.len {
    throw .value("PyBuffer_ToContiguous: len != view->len")
  }
  try refuse(for: source.isContiguous(order: order) ? source.addressProblem : source.copyProblem)
  let leave = LockLeave(forCallersBytes: byteCount)
  source.copy(toContiguous: memory, order: order)
  leave.end()
}

/// Copies items that lie in memory in the given order into a buffer's items, the first ones if there
/// are fewer; what is too much is ignored.
public func copyItems(
  of destination: BufferView, fromContiguous memory: UnsafeMutableRawPointer, byteCount: Int,
  order: CChar
) throws(ViewError) {
  if !destination.isContiguous(order: order) {
    try refuse(for: destination.copyProblem)
    if destination.pointee.itemsize <= 0 {
      throw .value("PyBuffer_FromContiguous: view->itemsize must be positive")
    }
  }
  try refuse(for: destination.addressProblem)
  let byteCount = min(byteCount, destination.pointee.len)
  let leave = LockLeave(forCallersBytes: byteCount)
  destination.copy(fromContiguous: memory, byteCount: byteCount, order: order)
  leave.end()
}

extension LockLeave {
  /// For memory that only the caller knows. A caller that was compiled for the host's own functions
  /// counts on nobody else running.
  fileprivate init(forCallersBytes byteCount: Int) {
    self.init(forBytes: pymv_c_rules.borrows_buffers ? 0 : byteCount)
  }
}
