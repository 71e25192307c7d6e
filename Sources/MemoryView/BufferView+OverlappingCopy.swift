import BufferProtocol
import CPyMemoryView
import Layout
import StridedCopy

// Copies between buffers that may share memory: the result is that of copying the source away
// first. All assume that `problem` of both buffers is nil.

/// Copies every item to the item with the same indices.
///
/// Assumes: the items are equally large, and every index of the source is one of the destination.
func copySameIndices(to: BufferView, from: BufferView) throws(ViewError) {
  assert(to.hasRoom(forItemsOf: from))
  if copyDirectly(to: to, from: from) { return }
  try copyThroughMemory(to: to, from: from, sameIndices: true)
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
func copyThroughMemory(
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
