import BufferProtocol
import CPyMemoryView
import Layout
import MemoryViewTables

// Keys of subscripts. `__index__` methods are foreign code: they may release the view. So after
// each function here the caller must check access before it touches memory.

/// The kind of a subscript's key.
enum Key {
  case index
  case slice
  case ellipsis
  /// A tuple that contains only indices; may be empty.
  case indices
  /// A tuple that contains only slices; not empty.
  case slices
  /// Another tuple of indices, slices and Ellipsis.
  case mixed
  case other

  @inline(__always)
  init(_ key: Object) {
    if pymv_c_is_int(key) {
      self = .index
      return
    }
    self = Key.kind(ofElement: key)
    if case .other = self, pymv_c_is_tuple(key) { self = Key.kind(ofTuple: key) }
  }

  private static func kind(ofElement key: Object) -> Key {
    if pymv_c_is_slice(key) { return .slice }
    if PyIndex_Check(key) != 0 { return .index }
    return key == pymv_c_ellipsis() ? .ellipsis : .other
  }

  private static func kind(ofTuple tuple: Object) -> Key {
    let count = PyTuple_Size(tuple)
    var indexCount = 0
    var sliceCount = 0
    for position in 0..<max(count, 0) {
      guard let element = PyTuple_GetItem(tuple, position) else { return .other }
      switch kind(ofElement: element) {
      case .index: indexCount += 1
      case .slice: sliceCount += 1
      case .ellipsis: break
      default: return .other
      }
    }
    if indexCount == count { return .indices }
    return sliceCount == count ? .slices : .mixed
  }

  static func isEmptyTuple(_ key: Object) -> Bool {
    pymv_c_is_tuple(key) && PyTuple_Size(key) == 0
  }
}

extension View {
  /// Converts an index object and normalizes it to the extent of an axis.
  func index(from key: Object, axis: Int) throws(ViewError) -> Int {
    let index = PyNumber_AsSsize_t(key, PyExc_IndexError)
    if index == -1 && PyErr_Occurred() != nil { throw .raised }
    return try checkedIndex(index, axis: axis)
  }

  /// Normalizes an index, which counts from the end if negative, and checks it against an axis's
  /// extent.
  func checkedIndex(_ index: Int, axis: Int) throws(ViewError) -> Int {
    let extent = pointee.view.shape[axis]
    let index = index < 0 ? index &+ extent : index
    if index < 0 || index >= extent { throw .indexOutOfBounds(axis: axis) }
    return index
  }

  /// Calls `body` with the indices in a tuple, one per axis.
  func withIndices<Result>(
    from tuple: Object, _ body: (UnsafePointer<Int>) throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    let count = PyTuple_Size(tuple)
    if count > buffer.axisCount { throw .tooManyIndices(axes: buffer.axisCount, given: count) }
    var indices = AxisValues()
    for axis in 0..<count {
      let key = try check(PyTuple_GetItem(tuple, axis))
      indices.values[axis] = try index(from: key, axis: axis)
    }
    return try indices.withPointer { (indices) throws(ViewError) in try body(indices) }
  }
}

/// Storage for one value per axis.
struct AxisValues {
  var values = InlineArray<64, Int>(repeating: 0)

  /// Calls `body` with the address of the first value.
  mutating func withPointer<Result, Failure: Error>(
    _ body: (UnsafeMutablePointer<Int>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeMutablePointer(to: &values) { (values) throws(Failure) in
      try body(UnsafeMutableRawPointer(values).assumingMemoryBound(to: Int.self))
    }
  }
}

// MARK: - Selections

extension View {
  /// Calls `body` with a key's selection of each axis, after all `__index__` methods.
  func withSelections<Result>(
    of key: Object, _ body: (AxisSelections) throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    try withWholeAxes { (selections) throws(ViewError) in
      if pymv_c_is_tuple(key) {
        try select(key, selections)
      } else if key != pymv_c_ellipsis() {
        selections[0] = try selection(from: key, axis: 0)
      }
      return try body(selections)
    }
  }

  /// Calls `body` with selections of whole axes, for it to change.
  func withWholeAxes<Result>(
    _ body: (AxisSelections) throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    try AxisSelections.withRoom { (selections) throws(ViewError) in
      for axis in 0..<buffer.axisCount { selections[axis] = .all(pointee.view.shape[axis]) }
      return try body(selections)
    }
  }

  /// Reads a tuple of indices, slices and at most one Ellipsis, which stands for the axes that the
  /// other elements leave.
  private func select(_ tuple: Object, _ selections: AxisSelections) throws(ViewError) {
    let count = PyTuple_Size(tuple)
    let ellipsisCount = (0..<count).reduce(0) {
      $0 + (PyTuple_GetItem(tuple, $1) == pymv_c_ellipsis() ? 1 : 0)
    }
    if ellipsisCount > 1 {
      throw .type("memoryview: a key can only have a single ellipsis ('...')")
    }
    if count - ellipsisCount > buffer.axisCount {
      throw .tooManyIndices(axes: buffer.axisCount, given: count)
    }
    var axis = 0
    for position in 0..<count {
      let element = try check(PyTuple_GetItem(tuple, position))
      if element == pymv_c_ellipsis() {
        axis = buffer.axisCount - (count - position - 1)
      } else {
        selections[axis] = try selection(from: element, axis: axis)
        axis += 1
      }
    }
  }

  private func selection(from key: Object, axis: Int) throws(ViewError) -> AxisSelection {
    guard pymv_c_is_slice(key) else { return .index(try index(from: key, axis: axis)) }
    let bounds = try SliceBounds(key, extent: pointee.view.shape[axis])
    return .slice(start: bounds.start, step: bounds.step, count: bounds.count)
  }
}
