import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables
import StridedCopy

extension View {
  /// Makes nested lists of the items, one level for each axis; the item itself without axes. New
  /// reference.
  public func makeList() throws(ViewError) -> Object {
    try requireAccess()
    try requireOneItemFormat()
    // A view without items may have no address; nothing is read through this one.
    let start =
      hasItems || hasAll(_Py_MEMORYVIEW_PIL)
      ? try place(of: .none) : UnsafeMutableRawPointer(self)
    // Whatever the items are, if there are none their format does not matter.
    let type = hasItems ? try requireItemType() : .uint8
    // Making objects may run a host's garbage collector, and that foreign code.
    return try pinned { () throws(ViewError) in try makeList(type, axis: 0, from: start) }
  }

  private var hasItems: Bool {
    for axis in 0..<buffer.axisCount where pointee.view.shape[axis] <= 0 { return false }
    return true
  }

  /// Depth of recursion: the number of axes, at most 64.
  private func makeList(
    _ type: ItemType, axis: Int, from place: UnsafeMutableRawPointer
  ) throws(ViewError) -> Object {
    if axis == buffer.axisCount { return try type.makeObject(from: place) }
    let extent = pointee.view.shape[axis]
    let list = try check(PyList_New(extent))
    do throws(ViewError) {
      for index in 0..<extent {
        let element = try makeList(
          type, axis: axis + 1, from: buffer.step(from: place, axis: axis, index: index))
        try check(PyList_SetItem(list, index, element))
      }
      return list
    } catch {
      Py_DecRef(list)
      throw error
    }
  }
}
