import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables
import StridedCopy

extension View {
  /// Carries out `view[key] = value`; `del view[key]` for nil, which is always refused.
  public func assign(_ value: Object?, to key: Object) throws(ViewError) {
    try requireAccess()
    try requireOneItemFormat()
    if pointee.view.readonly != 0 { throw .type("cannot modify read-only memory") }
    guard let value else { throw .type("cannot delete memory") }
    if buffer.axisCount == 0 { return try assignScalar(value, to: key) }
    switch Key(key) {
    case .index:
      if buffer.axisCount > 1 { throw .notImplemented("sub-views are not implemented") }
      try setItem(at: .first(try index(from: key, axis: 0)), to: value)
    case .slice where buffer.axisCount == 1:
      try assignSlice(value, to: key)
    case .indices:
      try withIndices(from: key) { (indices) throws(ViewError) in
        try setItem(at: .all(indices), to: value)
      }
    case .slice, .slices:
      throw .notImplemented(
        "memoryview slice assignments are currently restricted to ndim = 1")
    case .ellipsis, .other: throw .type("memoryview: invalid slice key")
    }
  }

  private func assignScalar(_ value: Object, to key: Object) throws(ViewError) {
    guard Key.isEmptyTuple(key) || key == pymv_c_ellipsis() else {
      throw .type("invalid indexing of 0-dim memory")
    }
    try setItem(at: .none, to: value)
  }

  /// Copies an exporter's items to a slice of the only axis, as if they were copied away first.
  private func assignSlice(_ value: Object, to slice: Object) throws(ViewError) {
    var source = Py_buffer()
    try check(requestBuffer(value, &source, Request.fullReadOnly))
    defer { releaseBuffer(&source) }
    let bounds = try SliceBounds(slice, extent: pointee.view.shape[0])
    // The bounds' `__index__` may have released this view.
    try pinned { () throws(ViewError) in try assign(&source, to: bounds) }
  }

  private func assign(_ source: BufferView, to bounds: SliceBounds) throws(ViewError) {
    var extent = bounds.count
    // Wrapping: as in slicing, for an empty slice nothing is read at these places.
    var stride = pointee.view.strides[0] &* bounds.step
    var target = pointee.view
    target.buf = target.buf.map { $0 + pointee.view.strides[0] &* bounds.start }
    target.len = extent &* target.itemsize
    try withUnsafeMutablePointer(to: &extent) { (extent) throws(ViewError) in
      try withUnsafeMutablePointer(to: &stride) { (stride) throws(ViewError) in
        target.shape = extent
        target.strides = stride
        try copyEquivalent(from: source, to: &target)
      }
    }
  }
}

/// Copies between buffers that must have the same format, item size and shape.
private func copyEquivalent(from source: BufferView, to target: BufferView) throws(ViewError) {
  try refuse(for: source.copyProblem)
  guard haveEqualFormats(source, target), haveEqualShapes(source, target) else {
    throw .value("memoryview assignment: lvalue and rvalue have different structures")
  }
  try refuse(for: target.copyProblem)
  if let to = target.pointee.buf, let from = source.pointee.buf,
    target.isContiguous(.lastAxisFastest), source.isContiguous(.lastAxisFastest)
  {
    // The two may overlap, which this allows for.
    return to.copyMemory(from: from, byteCount: source.pointee.len)
  }
  try copySameIndices(to: target, from: source)
}
