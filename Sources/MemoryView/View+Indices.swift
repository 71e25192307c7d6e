import BufferProtocol
import CPyMemoryView
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
  case other

  @inline(__always)
  init(_ key: Object) {
    if pymv_c_is_int(key) {
      self = .index
    } else if pymv_c_is_slice(key) {
      self = .slice
    } else if PyIndex_Check(key) != 0 {
      self = .index
    } else if key == pymv_c_ellipsis() {
      self = .ellipsis
    } else if pymv_c_is_tuple(key) {
      self = Key.kind(ofTuple: key)
    } else {
      self = .other
    }
  }

  private static func kind(ofTuple tuple: Object) -> Key {
    let count = PyTuple_Size(tuple)
    var indexCount = 0
    var sliceCount = 0
    for position in 0..<max(count, 0) {
      guard let element = PyTuple_GetItem(tuple, position) else { return .other }
      if PyIndex_Check(element) != 0 { indexCount += 1 }
      if pymv_c_is_slice(element) { sliceCount += 1 }
    }
    if indexCount == count { return .indices }
    return sliceCount == count ? .slices : .other
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
    if count < buffer.axisCount { throw .notImplemented("sub-views are not implemented") }
    if count > buffer.axisCount { throw .tooManyIndices(axes: buffer.axisCount, given: count) }
    var indices = AxisValues()
    for axis in 0..<count {
      let key = try check(PyTuple_GetItem(tuple, axis))
      indices.values[axis] = try index(from: key, axis: axis)
    }
    return try withUnsafePointer(to: &indices) { (indices) throws(ViewError) in
      try body(UnsafeRawPointer(indices).assumingMemoryBound(to: Int.self))
    }
  }
}

/// Storage for one value per axis.
struct AxisValues {
  var values = InlineArray<64, Int>(repeating: 0)
}
