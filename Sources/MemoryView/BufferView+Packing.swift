import BufferProtocol
import CPyMemoryView
import MemoryViewTables
import StridedCopy

/// Copies a buffer's items into memory, in the given order.
///
/// - Parameter byteCount: must be the buffer's len.
@inline(__always)
public func packItems(
  of source: BufferView, into memory: UnsafeMutableRawPointer, byteCount: Int, order: CChar
) throws(ViewError) {
  if byteCount != source.pointee.len {
    throw .value("PyBuffer_ToContiguous: len != view->len")
  }
  guard order.isOrder, source.isPlainRow else {
    return try packAny(source, into: memory, order: order)
  }
  memory.copyMemory(from: source.pointee.buf, byteCount: byteCount)
}

@inline(never)
private func packAny(
  _ source: BufferView, into memory: UnsafeMutableRawPointer, order: CChar
) throws(ViewError) {
  try require(order: order, else: "PyBuffer_ToContiguous: order must be 'C', 'F' or 'A'")
  try source.requireSound()
  source.pack(into: memory, order: order)
}

/// Copies contiguous items in the given order from memory into a buffer. If there are fewer items
/// than the buffer has, fills its first ones.
@inline(__always)
public func unpackItems(
  of destination: BufferView, from memory: UnsafeMutableRawPointer, byteCount: Int,
  order: CChar
) throws(ViewError) {
  guard order.isOrder, destination.isPlainRow, byteCount == destination.pointee.len else {
    return try unpackAny(destination, from: memory, byteCount: byteCount, order: order)
  }
  destination.pointee.buf.copyMemory(from: memory, byteCount: byteCount)
}

@inline(never)
private func unpackAny(
  _ destination: BufferView, from memory: UnsafeMutableRawPointer, byteCount: Int,
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
  destination.unpack(from: memory, byteCount: byteCount, order: order)
}

/// Rejects orders other than 'C', 'F' and 'A'. Code compiled for CPython may pass any character.
func require(order: CChar, else problem: StaticString) throws(ViewError) {
  if !order.isOrder && !pymv_c_rules.caller_expects_cpython { throw .value(problem) }
}
