import BufferProtocol
import CPyMemoryView
import StridedCopy

/// Copies the items of one exporter into another.
///
/// Contiguous memory of the same order is copied as bytes. Otherwise items go to the items with the
/// same indices if the destination has room for the shape, else, if there are equally many, one
/// after the other in C order.
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
  if to.pointee.len < from.pointee.len {
    throw .buffer("destination is too small to receive data from source")
  }
  if from.pointee.len <= 0 { return }
  try refuse(for: to.addressProblem)
  try refuse(for: from.addressProblem)
  if to.isContiguous(.lastAxisFastest) && from.isContiguous(.lastAxisFastest)
    || to.isContiguous(.firstAxisFastest) && from.isContiguous(.firstAxisFastest)
  {
    return to.pointee.buf.copyMemory(from: from.pointee.buf, byteCount: from.pointee.len)
  }
  try refuse(for: to.copyProblem)
  try refuse(for: from.copyProblem)
  let sameIndices = to.hasRoom(forItemsOf: from)
  if !sameIndices
    && (to.pointee.len != from.pointee.len || to.pointee.itemsize != from.pointee.itemsize)
  {
    throw .value("PyObject_CopyData: the items of src do not fit the shape of dest")
  }
  if sameIndices && copyDirectly(to: to, from: from) { return }
  try copyThroughMemory(to: to, from: from, sameIndices: sameIndices)
}

/// Copies to the items with the same indices.
///
/// - Returns: false, with nothing done, if the two may overlap.
private func copyDirectly(to: BufferView, from: BufferView) -> Bool {
  from.withItems { from in
    to.withItems { to in
      let corner = to.corner(from.shape)
      if mayOverlap(corner, from) { return false }
      copyItems(to: corner, from: from)
      return true
    }
  }
}

/// Copies by way of a contiguous copy of the source.
private func copyThroughMemory(
  to: BufferView, from: BufferView, sameIndices: Bool
) throws(ViewError) {
  guard let memory = PyMem_Malloc(from.pointee.len) else { throw .noMemory }
  defer { PyMem_Free(memory) }
  from.withItems { from in
    from.withContiguousItems(at: memory, .lastAxisFastest) { copy in
      copyItems(to: copy, from: from)
      to.withItems { to in
        let target = sameIndices ? to.corner(from.shape) : to
        target.withContiguousItems(at: memory, .lastAxisFastest) { copy in
          copyItems(to: target, from: copy)
        }
      }
    }
  }
}

extension StridedArray {
  /// The part of the array at its first item that has the given extents.
  fileprivate func corner(_ shape: UnsafePointer<Int>) -> StridedArray {
    var corner = self
    corner.shape = shape
    return corner
  }
}

extension BufferView {
  /// Whether every index of `other` is one of this buffer, with items of the same size.
  fileprivate func hasRoom(forItemsOf other: BufferView) -> Bool {
    guard pointee.itemsize == other.pointee.itemsize && axisCount == other.axisCount else {
      return false
    }
    return withItems { mine in
      other.withItems { theirs in
        for axis in 0..<mine.axisCount where theirs.shape[axis] > mine.shape[axis] { return false }
        return true
      }
    }
  }
}
