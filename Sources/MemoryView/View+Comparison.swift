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
      return compare(buffer, view.buffer)
    }
    var request = Py_buffer()
    guard requestBuffer(other, &request, Request.fullReadOnly) == 0 else {
      PyErr_Clear()
      return nil
    }
    defer { releaseBuffer(&request) }
    // The exporter's hook may have released this view.
    guard isAccessible else { return object == other }
    return compare(buffer, &request)
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
      b.withItems { b in
        if let equality = ItemEquality(items.decision), a.isDirect, b.isDirect {
          return haveEqualItems(a, b, equality)
        }
        return allPairs(of: a, and: b) { items.areEqual($0, $1) }
      }
    }
  }
}

extension ItemEquality {
  /// Nil if values must be compared.
  fileprivate init?(_ decision: ByteDecision) {
    switch decision {
    case .bytes: self = .bytes
    case .float32: self = .float32
    case .float64: self = .float64
    case .values: return nil
    }
  }
}
