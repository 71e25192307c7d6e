import BufferProtocol
import CPyMemoryView
import Layout

/// Copies the items of one exporter into another.
///
/// Copies bytes if both are contiguous in the same order. Otherwise copies each item to the item
/// with the same indices if the destination's shape has room for the source's; else, if both have
/// equally many items, copies them one after the other in C order.
public func copyData(to destination: Object, from source: Object) throws(ViewError) {
  guard isExporter(destination) && isExporter(source) else {
    throw .type("both destination and source must be bytes-like objects")
  }
  var to = Py_buffer()
  try check(requestBuffer(destination, &to, Request.full))
  defer { releaseBuffer(&to) }
  var from = Py_buffer()
  try check(requestBuffer(source, &from, Request.fullReadOnly))
  defer { releaseBuffer(&from) }
  try withUnsafeMutablePointer(to: &to) { (to) throws(ViewError) in
    try withUnsafeMutablePointer(to: &from) { (from) throws(ViewError) in
      try copyData(to: to, from: from)
    }
  }
}

private func copyData(to: BufferView, from: BufferView) throws(ViewError) {
  try to.requireSound()
  try from.requireSound()
  // A correct exporter has refused the request.
  if to.pointee.readonly != 0 { throw .buffer("PyObject_CopyData: dest is not writable") }
  if to.pointee.len < from.pointee.len {
    throw .buffer("destination is too small to receive data from source")
  }
  if from.pointee.len == 0 { return }
  if from.isContiguous(.lastAxisFastest) && to.isContiguous(.lastAxisFastest)
    || from.isContiguous(.firstAxisFastest) && to.isContiguous(.firstAxisFastest)
  {
    return to.pointee.buf.copyMemory(from: from.pointee.buf, byteCount: from.pointee.len)
  }
  let sameIndices = to.hasRoom(forItemsOf: from)
  if !sameIndices
    && (to.pointee.len != from.pointee.len || to.pointee.itemsize != from.pointee.itemsize)
  {
    throw .value("PyObject_CopyData: the items of src do not fit the shape of dest")
  }
  if sameIndices {
    try copySameIndices(to: to, from: from)
  } else {
    try copyThroughMemory(to: to, from: from, sameIndices: false)
  }
}

extension BufferView {
  /// Whether every index of `other` exists in this buffer, and the item sizes are equal.
  func hasRoom(forItemsOf other: BufferView) -> Bool {
    guard pointee.itemsize == other.pointee.itemsize && axisCount == other.axisCount else {
      return false
    }
    // Without shapes there is at most one axis, whose extent follows from len.
    guard let mine = pointee.shape, let theirs = other.pointee.shape else {
      return pointee.len >= other.pointee.len
    }
    for axis in 0..<axisCount where theirs[axis] > mine[axis] { return false }
    return true
  }
}
