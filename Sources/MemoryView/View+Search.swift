import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

extension View {
  /// The index of the first item in a range that equals a value; raises ValueError if there is
  /// none.
  ///
  /// - Parameters:
  ///   - start: counts from the end if negative. Likewise `stop`.
  public func firstIndex(
    of value: Object, from start: Int, to stop: Int
  ) throws(ViewError) -> Int {
    try requireAccess()
    if buffer.axisCount == 0 { throw .type("invalid lookup on 0-dim memory") }
    if buffer.axisCount > 1 {
      try requireSubviews("multi-dimensional lookup is not implemented")
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

  /// Fast path: the index of the first item that equals a value, -1 if there is none; or the number
  /// of such items. Nil if items must be compared one by one, which also raises any error.
  @_optimize(speed)
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
  @_optimize(speed)
  public func count(of value: Object) throws(ViewError) -> Int {
    let extent = try iterableCount()
    if extent > 0, let count = try plainCount(of: value, extent) { return count }
    var count = 0
    for index in 0..<extent where try isItem(at: index, equalTo: value) { count += 1 }
    return count
  }

  // MARK: Search by bytes

  /// `.some(nil)`: no item equals the value. Nil: items must be compared one by one.
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

  /// Nil: items must be compared one by one.
  @_optimize(speed)
  private func plainCount(of value: Object, _ extent: Int) throws(ViewError) -> Int? {
    try withPattern(of: value) { (pattern) throws(ViewError) in
      pattern.count(
        in: try place(of: .first(0)), stride: pointee.view.strides[0], itemCount: extent)
    }
  }

  /// Calls `body`, while the view is pinned, with the byte pattern of items that equal a value. Nil
  /// if there is no such pattern, the value is not of a plain type, or the view has suboffsets.
  @inline(__always)
  private func withPattern<Result>(
    of value: Object, _ body: (ItemPattern) throws(ViewError) -> Result
  ) throws(ViewError) -> Result? {
    guard buffer.axisCount == 1, !hasAll(_Py_MEMORYVIEW_PIL), let value = ItemValue(plain: value)
    else { return nil }
    try pin()
    defer { unpin() }
    guard let scalar = try searchedScalar(),
      let pattern = ItemPattern(of: scalar.type, equalTo: value)
    else { return nil }
    return try body(scalar.isSwapped ? pattern.byteSwapped : pattern)
  }

  /// The type of the items and whether they are byte-swapped; nil if they are not scalars.
  @inline(__always)
  private func searchedScalar() throws(ViewError) -> (type: ItemType, isSwapped: Bool)? {
    if let type = View.notedScalarType(format), type.byteCount <= pointee.view.itemsize {
      return (type, false)
    }
    return try anySearchedScalar()
  }

  @inline(never)
  private func anySearchedScalar() throws(ViewError) -> (type: ItemType, isSwapped: Bool)? {
    let items = try itemAccess()
    defer { items.end() }
    switch items {
    case .plain(let type): return (type, false)
    case .parsed(let loaded): return loaded.format.soleScalar
    }
  }

  // MARK: Search by objects

  /// Comparing may run foreign code, so access is checked again for each item.
  private func isItem(at index: Int, equalTo value: Object) throws(ViewError) -> Bool {
    let item = try item(index)
    defer { Py_DecRef(item) }
    let equal = PyObject_RichCompareBool(item, value, Py_EQ)
    try check(equal)
    return equal != 0
  }

  /// The number of items; raises if the view cannot be iterated over.
  @_optimize(speed)
  func iterableCount() throws(ViewError) -> Int {
    try requireAccess()
    if buffer.axisCount == 0 { throw .type("invalid indexing of 0-dim memory") }
    if buffer.axisCount > 1 {
      try requireSubviews("multi-dimensional sub-views are not implemented")
    } else {
      try requireItems()
    }
    return max(pointee.view.shape[0], 0)
  }
}

extension ItemValue {
  /// The value of an exact int, float, bool or bytes object; nil for ints beyond 64 bits, and for
  /// other types, which may define `__eq__` themselves.
  @_optimize(speed)
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
