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
    if first < end, let found = try firstIndex(of: value, in: first..<end) { return found }
    throw .value("memoryview.index(x): x not found")
  }

  /// Whether an item equals a value.
  public func contains(_ value: Object) throws(ViewError) -> Bool {
    let extent: Int
    do {
      extent = try iterableCount()
    } catch {
      guard case .type = error else { throw error }
      throw .type(
        pymv_c_rules.asks_for_containers
          ? "argument of type 'memoryview' is not a container or iterable"
          : "argument of type 'memoryview' is not iterable")
    }
    return extent > 0 ? try firstIndex(of: value, in: 0..<extent) != nil : false
  }

  /// The index of the first item that equals a value, -1 for none; or the number of those that do.
  /// Nil if every item has to be asked, or there is an error, which doing so shows.
  public func search(for value: Object, counts: Bool) -> Int? {
    do throws(ViewError) {
      let extent = try iterableCount()
      if extent == 0 { return nil }
      if counts { return try plainCount(of: value, extent) }
      return try plainFirstIndex(of: value, in: 0..<extent).map { $0 ?? -1 }
    } catch {
      PyErr_Clear()
      return nil
    }
  }

  private func firstIndex(of value: Object, in range: Range<Int>) throws(ViewError) -> Int? {
    if let found = try plainFirstIndex(of: value, in: range) { return found }
    var index = range.lowerBound
    while index < range.upperBound {
      if try isItem(at: index, equalTo: value) { return index }
      index += 1
    }
    return nil
  }

  /// The number of items that equal a value.
  public func count(of value: Object) throws(ViewError) -> Int {
    let extent = try iterableCount()
    if extent > 0, let count = try plainCount(of: value, extent) { return count }
    var count = 0
    for index in 0..<extent where try isItem(at: index, equalTo: value) { count += 1 }
    return count
  }

  // MARK: Where bytes tell

  /// Some nil: no item does. Nil: items have to be asked.
  private func plainFirstIndex(
    of value: Object, in range: Range<Int>
  ) throws(ViewError) -> Int?? {
    try withPattern(of: value) { (pattern) throws(ViewError) in
      pattern.firstIndex(
        in: try place(of: .first(range.lowerBound)), stride: pointee.view.strides[0],
        itemCount: range.count
      ).map { range.lowerBound + $0 }
    }
  }

  /// Nil: items have to be asked.
  private func plainCount(of value: Object, _ extent: Int) throws(ViewError) -> Int? {
    try withPattern(of: value) { (pattern) throws(ViewError) in
      pattern.count(
        in: try place(of: .first(0)), stride: pointee.view.strides[0], itemCount: extent)
    }
  }

  /// Calls `body` with what the items' bytes must be to equal a value, while the view is pinned. Nil
  /// if the value has to be asked, or items are behind pointers.
  @inline(__always)
  private func withPattern<Result>(
    of value: Object, _ body: (ItemPattern) throws(ViewError) -> Result
  ) throws(ViewError) -> Result? {
    guard !hasAll(_Py_MEMORYVIEW_PIL), let value = ItemValue(plain: value) else { return nil }
    try pin()
    defer { unpin() }
    guard let pattern = ItemPattern(of: try requireItemType(), equalTo: value) else { return nil }
    return try body(pattern)
  }

  // MARK: Asking items

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
