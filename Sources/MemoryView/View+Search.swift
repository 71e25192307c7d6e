import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

extension View {
  /// The index of the first item in a range that equals a value.
  ///
  /// - Parameters:
  ///   - start: negative ones are counted from the end. Likewise `stop`.
  public func firstIndex(
    of value: Object, from start: Int, to stop: Int
  ) throws(ViewError) -> Int {
    try requireAccess()
    if buffer.axisCount == 0 { throw .type("invalid lookup on 0-dim memory") }
    if buffer.axisCount > 1 {
      throw .notImplemented("multi-dimensional lookup is not implemented")
    }
    let count = pointee.view.shape[0]
    let first = start < 0 ? max(start &+ count, 0) : start
    let end = min(stop < 0 ? max(stop &+ count, 0) : stop, count)
    var index = first
    while index < end {
      if try isItem(at: index, equalTo: value) { return index }
      index += 1
    }
    throw .value("memoryview.index(x): x not found")
  }

  /// The number of items that equal a value.
  public func count(of value: Object) throws(ViewError) -> Int {
    let extent = try iterableCount()
    var count = 0
    for index in 0..<extent where try isItem(at: index, equalTo: value) { count += 1 }
    return count
  }

  /// Comparing may run foreign code, so each item checks access anew.
  private func isItem(at index: Int, equalTo value: Object) throws(ViewError) -> Bool {
    let item = try item(index)
    defer { Py_DecRef(item) }
    let equal = PyObject_RichCompareBool(item, value, Py_EQ)
    try check(equal)
    return equal != 0
  }

  /// The number of items, of a view that can be iterated over.
  func iterableCount() throws(ViewError) -> Int {
    try requireAccess()
    if buffer.axisCount == 0 { throw .type("invalid indexing of 0-dim memory") }
    if buffer.axisCount > 1 {
      throw .notImplemented("multi-dimensional sub-views are not implemented")
    }
    try requireOneItemFormat()
    return max(pointee.view.shape[0], 0)
  }
}
