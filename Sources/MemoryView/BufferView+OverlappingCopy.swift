import BufferProtocol
import CPyMemoryView
import Layout
import MemoryViewTables
import StridedCopy

// Copies between buffers whose memory may overlap: the result is the same as if the source were
// first copied to separate memory. All functions assume that `problem` of both buffers is nil.

/// Copies every item to the item with the same indices.
///
/// Assumes: both have the same item size, and every index of the source exists in the destination.
func copySameIndices(to: BufferView, from: BufferView) throws(ViewError) {
  assert(to.hasRoom(forItemsOf: from))
  if copyDirectly(to: to, from: from) { return }
  try copyThroughMemory(to: to, from: from, sameIndices: true)
}

/// Copies to the items with the same indices without a temporary copy.
///
/// - Returns: false, without having copied anything, if the two may overlap.
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

/// Copies through a temporary contiguous copy of the source.
func copyThroughMemory(
  to: BufferView, from: BufferView, sameIndices: Bool
) throws(ViewError) {
  guard let memory = pymv_c_expect_large_write(PyMem_Malloc(from.pointee.len), from.pointee.len)
  else {
    throw .noMemory
  }
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
  /// The part of the array that starts at its first item and has the given extents.
  fileprivate func corner(_ shape: UnsafePointer<Int>) -> StridedArray {
    var corner = self
    corner.shape = shape
    return corner
  }
}
