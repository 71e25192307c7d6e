import BufferProtocol
import CPyMemoryView

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
  source.copy(toContiguous: memory, order: order)
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
  destination.copy(
    fromContiguous: memory, byteCount: min(byteCount, destination.pointee.len), order: order)
}
