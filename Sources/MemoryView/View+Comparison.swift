import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables
import StridedCopy

extension View {
  /// Whether this view equals another object, as `==` has it.
  ///
  /// - Returns: nil if the other object exports nothing: then it has to decide.
  public func isEqual(to other: Object) throws(ViewError) -> Bool? {
    guard isAccessible else { return object == other }
    if View.isView(other) {
      let view = View(other)
      guard view.isAccessible else { return object == other }
      return try pinned { () throws(ViewError) in
        try view.pinned { () throws(ViewError) in compare(buffer, view.buffer) }
      }
    }
    var request = Py_buffer()
    guard requestBuffer(other, &request, Request.fullReadOnly) == 0 else {
      PyErr_Clear()
      return nil
    }
    defer { releaseBuffer(&request) }
    // The exporter's hook may have released this view.
    guard isAccessible else { return object == other }
    return try pinned { () throws(ViewError) in compare(buffer, &request) }
  }

  private func compare(_ a: BufferView, _ b: BufferView) -> Bool {
    // What describes no array has no items to compare.
    guard a.copyProblem == nil, b.copyProblem == nil, haveEqualShapes(a, b) else { return false }
    guard
      let items = ItemComparison(
        left: a.formatText, leftByteCount: a.pointee.itemsize, right: b.formatText,
        rightByteCount: b.pointee.itemsize)
    else { return false }
    return a.withItems { a in
      b.withItems { b in allPairs(of: a, and: b) { items.areEqual($0, $1) } }
    }
  }
}
