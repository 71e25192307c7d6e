import BufferProtocol
import CPyMemoryView
import MemoryViewTables
import StridedCopy

/// Copies a buffer's items into memory, in the given order.
///
/// - Parameter byteCount: must be the buffer's len.
@inline(__always)
public func copyItems(
  of source: BufferView, toContiguous memory: UnsafeMutableRawPointer, byteCount: Int, order: CChar
) throws(ViewError) {
  let isContiguous = source.isContiguous(order: order)
  if isContiguous, byteCount == source.pointee.len, let items = source.pointee.buf {
    let leave = LockLeave(forCallersBytes: byteCount)
    memory.copyMemory(from: items, byteCount: max(byteCount, 0))
    return leave.end()
  }
  if byteCount != source.pointee.len {
    throw .value("PyBuffer_ToContiguous: len != view->len")
  }
  if isContiguous { return try refuse(for: source.addressProblem) }
  try copyStrided(source, toContiguous: memory, order: order)
}

@inline(never)
private func copyStrided(
  _ source: BufferView, toContiguous memory: UnsafeMutableRawPointer, order: CChar
) throws(ViewError) {
  try refuse(for: source.copyProblem)
  let leave = LockLeave(forCallersBytes: source.pointee.len)
  source.copyStrided(toContiguous: memory, ItemOrder(copying: order))
  leave.end()
}

/// Copies items that lie in memory in the given order into a buffer's items, the first ones if there
/// are fewer; what is too much is ignored.
@inline(__always)
public func copyItems(
  of destination: BufferView, fromContiguous memory: UnsafeMutableRawPointer, byteCount: Int,
  order: CChar
) throws(ViewError) {
  let byteCount = max(min(byteCount, destination.pointee.len), 0)
  guard destination.isContiguous(order: order) else {
    return try copyStrided(
      destination, fromContiguous: memory, byteCount: byteCount, order: order)
  }
  guard let items = destination.pointee.buf else {
    return try refuse(for: destination.addressProblem)
  }
  let leave = LockLeave(forCallersBytes: byteCount)
  items.copyMemory(from: memory, byteCount: byteCount)
  leave.end()
}

@inline(never)
private func copyStrided(
  _ destination: BufferView, fromContiguous memory: UnsafeMutableRawPointer, byteCount: Int,
  order: CChar
) throws(ViewError) {
  try refuse(for: destination.copyProblem)
  if destination.pointee.itemsize <= 0 {
    throw .value("PyBuffer_FromContiguous: view->itemsize must be positive")
  }
  let leave = LockLeave(forCallersBytes: byteCount)
  destination.copyStrided(
    fromContiguous: memory, byteCount: byteCount, ItemOrder(fortranOnlyFor: order))
  leave.end()
}

extension LockLeave {
  /// For memory that only the caller knows. A caller that was compiled for the host's own functions
  /// counts on nobody else running.
  fileprivate init(forCallersBytes byteCount: Int) {
    self.init(forBytes: pymv_c_rules.borrows_buffers ? 0 : byteCount)
  }
}
