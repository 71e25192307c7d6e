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
  if byteCount != source.pointee.len {
    throw .value("PyBuffer_ToContiguous: len != view->len")
  }
  guard order.isOrder, source.isPlainRow else {
    return try copyAny(source, toContiguous: memory, order: order)
  }
  let leave = LockLeave(forCallersBytes: byteCount)
  memory.copyMemory(from: source.pointee.buf, byteCount: byteCount)
  leave.end()
}

@inline(never)
private func copyAny(
  _ source: BufferView, toContiguous memory: UnsafeMutableRawPointer, order: CChar
) throws(ViewError) {
  try require(order: order, else: "PyBuffer_ToContiguous: order must be 'C', 'F' or 'A'")
  try source.requireSound()
  let leave = LockLeave(forCallersBytes: source.pointee.len)
  source.copy(toContiguous: memory, order: order)
  leave.end()
}

/// Copies items that lie in memory in the given order into a buffer's items, the first ones if there
/// are fewer.
@inline(__always)
public func copyItems(
  of destination: BufferView, fromContiguous memory: UnsafeMutableRawPointer, byteCount: Int,
  order: CChar
) throws(ViewError) {
  guard order.isOrder, destination.isPlainRow, byteCount == destination.pointee.len else {
    return try copyAny(destination, fromContiguous: memory, byteCount: byteCount, order: order)
  }
  let leave = LockLeave(forCallersBytes: byteCount)
  destination.pointee.buf.copyMemory(from: memory, byteCount: byteCount)
  leave.end()
}

@inline(never)
private func copyAny(
  _ destination: BufferView, fromContiguous memory: UnsafeMutableRawPointer, byteCount: Int,
  order: CChar
) throws(ViewError) {
  try require(order: order, else: "PyBuffer_FromContiguous: order must be 'C', 'F' or 'A'")
  try destination.requireSound()
  let itemByteCount = destination.pointee.itemsize
  if itemByteCount == 0 {
    throw .value("PyBuffer_FromContiguous: view->itemsize must be positive")
  }
  if byteCount < 0 || byteCount > destination.pointee.len {
    throw .value("PyBuffer_FromContiguous: len must be from 0 to view->len")
  }
  if byteCount % itemByteCount != 0 {
    throw .value("PyBuffer_FromContiguous: len must be a multiple of view->itemsize")
  }
  let leave = LockLeave(forCallersBytes: byteCount)
  destination.copy(fromContiguous: memory, byteCount: byteCount, order: order)
  leave.end()
}

/// Refuses what is neither 'C' nor 'F' nor 'A', except from a host's callers.
func require(order: CChar, else problem: StaticString) throws(ViewError) {
  if !order.isOrder && !pymv_c_rules.borrows_buffers { throw .value(problem) }
}

extension LockLeave {
  /// For memory that only the caller knows. A caller that was compiled for the host's own functions
  /// counts on nobody else running.
  fileprivate init(forCallersBytes byteCount: Int) {
    self.init(forBytes: pymv_c_rules.borrows_buffers ? 0 : byteCount)
  }
}
