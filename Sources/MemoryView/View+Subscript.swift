import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

extension View {
  /// The number of items along the first axis.
  @inline(__always)
  public func length() throws(ViewError) -> Int {
    try requireAccess()
    if buffer.axisCount == 0 {
      if pymv_c_rules.scalars_have_length_one { return 1 }
      throw .type("0-dim memory has no length")
    }
    return pointee.view.shape[0]
  }

  /// Performs `view[key]`. New reference.
  @inline(__always)
  public func subscripted(_ key: Object) throws(ViewError) -> Object {
    try requireAccess()
    if buffer.axisCount == 0 { return try scalarSubscripted(key) }
    switch Key(key) {
    case .index:
      let index = PyNumber_AsSsize_t(key, PyExc_IndexError)
      if index == -1 && PyErr_Occurred() != nil { throw .raised }
      return try item(index)
    case .slice: return try slice(key).object
    case .indices where PyTuple_Size(key) >= buffer.axisCount: return try item(indices: key)
    case .indices:
      // CPython validates the format before the number of indices.
      if pymv_c_rules.keeps_cpython_limits { try requireItems() }
      try requireSubviews("sub-views are not implemented")
      return try makeSubview(key).object
    case .slices:
      try requireSubviews("multi-dimensional slicing is not implemented")
      return try makeSubview(key).object
    case .ellipsis, .mixed: return try view(atKey: key, isSelection: true).object
    case .other: return try view(atKey: key, isSelection: false).object
    }
  }

  /// Makes a view for a key that CPython refuses: of a selection, or of a field. New reference.
  @inline(never)
  private func view(atKey key: Object, isSelection: Bool) throws(ViewError) -> View {
    if isSelection, !pymv_c_rules.keeps_cpython_limits { return try makeSubview(key) }
    if !isSelection, try isFieldName(key) { return try field(key) }
    throw .type("memoryview: invalid slice key")
  }

  private func scalarSubscripted(_ key: Object) throws(ViewError) -> Object {
    if try isFieldName(key) { return try field(key).object }
    if Key.isEmptyTuple(key) {
      try requireItems()
      return try readItem(at: .none)
    }
    if key == pymv_c_ellipsis() {
      Py_IncRef(object)
      return object
    }
    guard case .mixed = Key(key), PyTuple_Size(key) == 1, !pymv_c_rules.keeps_cpython_limits else {
      throw .type("invalid indexing of 0-dim memory")
    }
    return try makeSubview(key).object
  }

  /// Raises NotImplementedError in strict mode, for operations that CPython does not implement.
  func requireSubviews(_ problem: StaticString) throws(ViewError) {
    if pymv_c_rules.keeps_cpython_limits { throw .notImplemented(problem) }
  }

  /// The item, or row of a view of several axes, at an index of the first axis. New reference.
  public func item(_ index: Int) throws(ViewError) -> Object {
    try requireAccess()
    if let object = sharedObject(at: index) { return try check(object) }
    if buffer.axisCount > 1 && !pymv_c_rules.keeps_cpython_limits {
      return try makeRow(at: index).object
    }
    try requireItems()
    if buffer.axisCount == 0 { throw .type("invalid indexing of 0-dim memory") }
    if buffer.axisCount > 1 {
      throw .notImplemented("multi-dimensional sub-views are not implemented")
    }
    return try readItem(at: .first(try checkedIndex(index, axis: 0)))
  }

  private func item(indices key: Object) throws(ViewError) -> Object {
    try requireItems()
    return try withIndices(from: key) { (indices) throws(ViewError) in
      try readItem(at: .all(indices))
    }
  }

  // MARK: Slicing

  /// Makes a view of a slice of the first axis, by a slice object. New reference.
  @_optimize(speed)
  public func slice(_ key: Object) throws(ViewError) -> View {
    try requireAccess()
    if buffer.axisCount == 0 { throw .type("invalid indexing of 0-dim memory") }
    return try sliced(key)
  }

  /// Assumes: there is an axis.
  ///
  /// The bounds' `__index__` may release this view; the new one stays valid.
  @_optimize(speed)
  private func sliced(_ slice: Object) throws(ViewError) -> View {
    try joined { (managed) throws(ViewError) in
      let bounds = try SliceBounds(slice, extent: pointee.view.shape[0])
      let stride = pointee.view.strides[0]
      // Wrapping arithmetic: an empty slice may start outside the memory, but is never accessed.
      let start = pointee.view.buf.map { $0 + stride &* bounds.start }
      if pointee.view.ndim == 1 && pointee.view.suboffsets == nil {
        return try managed.addRow(
          from: buffer, at: start, format: pointee.view.format,
          itemByteCount: pointee.view.itemsize, extent: bounds.count,
          stride: stride &* bounds.step)
      }
      return try addSlice(bounds, at: start, on: managed)
    }
  }

  @inline(never)
  private func addSlice(
    _ bounds: SliceBounds, at start: UnsafeMutableRawPointer?, on managed: ManagedBuffer
  ) throws(ViewError) -> View {
    let view = try managed.addIncompleteView(from: buffer, axisCount: buffer.axisCount)
    view.pointee.view.buf = start
    view.setAxes(from: buffer, contiguousIn: nil)
    view.pointee.view.shape[0] = bounds.count
    // Wrapping: as for its caller.
    view.pointee.view.strides[0] = pointee.view.strides[0] &* bounds.step
    view.pointee.view.len = view.buffer.byteCount
    view.setLayoutFlags()
    view.complete()
    return view
  }
}

/// A slice applied to an axis: `count` items from `start` on, `step` apart.
struct SliceBounds {
  let start: Int
  let step: Int
  let count: Int

  @inline(__always)
  init(_ slice: Object, extent: Int) throws(ViewError) {
    var start = 0
    var stop = 0
    var step = 0
    if !pymv_c_slice_bounds(slice, &start, &stop, &step) {
      try check(PySlice_Unpack(slice, &start, &stop, &step))
    }
    self.init(start: start, stop: stop, step: step, extent: extent)
  }

  /// Nil for slices whose bounds are not exact ints or None; then foreign code may have to run.
  @inline(__always)
  init?(plain slice: Object, extent: Int) {
    var (start, stop, step) = (0, 0, 0)
    guard pymv_c_slice_bounds(slice, &start, &stop, &step) else { return nil }
    self.init(start: start, stop: stop, step: step, extent: extent)
  }

  /// Assumes: the step is neither zero nor the least integer.
  @inline(__always)
  init(start: Int, stop: Int, step: Int, extent: Int) {
    assert(step != 0 && step != .min)
    self.start = SliceBounds.clip(start, extent: extent, step: step)
    self.step = step
    let end = SliceBounds.clip(stop, extent: extent, step: step)
    // Cannot overflow: both are between -1 and the extent, and the step is never the minimum
    // integer.
    let distance = step < 0 ? self.start &- end : end &- self.start
    if distance <= 0 {
      count = 0
    } else if step == 1 {
      count = distance
    } else {
      // Unsigned division is faster.
      count = Int(bitPattern: UInt(bitPattern: distance &- 1) / step.magnitude) &+ 1
    }
  }

  /// Clips a bound, which counts from the end if negative, to the range of a slice's bounds.
  private static func clip(_ bound: Int, extent: Int, step: Int) -> Int {
    let before = step < 0 ? -1 : 0
    // Cannot overflow: the operands have opposite signs.
    if bound < 0 { return max(bound &+ extent, before) }
    return min(bound, step < 0 ? extent &- 1 : extent)
  }
}
