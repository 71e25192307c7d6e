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
    if first < end, let pattern = try pattern(of: value) {
      let stride = pointee.view.strides[0]
      let found = try pinned { () throws(ViewError) in
        pattern.firstIndex(
          in: try place(of: .first(first)), stride: stride, itemCount: end - first)
      }
      if let found { return first + found }
      throw .value("memoryview.index(x): x not found")
    }
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
    if extent > 0, let pattern = try pattern(of: value) {
      return try pinned { () throws(ViewError) in
        pattern.count(
          in: try place(of: .first(0)), stride: pointee.view.strides[0], itemCount: extent)
      }
    }
    var count = 0
    for index in 0..<extent where try isItem(at: index, equalTo: value) { count += 1 }
    return count
  }

  /// By which the items' bytes tell whether they equal a value; nil if it has to be asked, or items
  /// are behind pointers.
  private func pattern(of value: Object) throws(ViewError) -> ItemPattern? {
    guard !hasAll(_Py_MEMORYVIEW_PIL), let value = ItemValue(plain: value) else { return nil }
    return ItemPattern(of: try requireItemType(), equalTo: value)
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

extension ItemValue {
  /// The value of an int, float, bool or bytes object; nil for any other, which may have ideas of its
  /// own about equality, and for ints beyond 64 bits.
  fileprivate init?(plain object: Object) {
    switch pymv_c_plain_type(object) {
    case PYMV_PLAIN_INT:
      var overflow: CInt = 0
      let value = PyLong_AsLongLongAndOverflow(object, &overflow)
      if overflow != 0 { return nil }
      self = .signed(value)
    case PYMV_PLAIN_BOOL: self = .boolean(PyObject_IsTrue(object) == 1)
    case PYMV_PLAIN_FLOAT: self = .float(PyFloat_AsDouble(object))
    case PYMV_PLAIN_BYTES:
      self = .bytes(
        UnsafeRawBufferPointer(start: PyBytes_AsString(object), count: PyBytes_Size(object)))
    default: return nil
    }
  }
}
