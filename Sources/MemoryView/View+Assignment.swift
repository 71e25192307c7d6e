import BufferProtocol
import CPyMemoryView
import ItemFormat
import Layout
import MemoryViewTables

extension View {
  /// Performs `view[key] = value`, or for nil `del view[key]`, which always fails.
  public func assign(_ value: Object?, to key: Object) throws(ViewError) {
    try requireAccess()
    try requireItems()
    try requireWritable()
    guard let value else { throw .type("cannot delete memory") }
    if try isFieldName(key) { return try assign(value, toField: key) }
    if buffer.axisCount == 0 { return try assignScalar(value, to: key) }
    switch Key(key) {
    case .index where buffer.axisCount == 1:
      try setItem(at: .first(try index(from: key, axis: 0)), to: value)
    case .slice where buffer.axisCount == 1:
      try withBuffer(of: value) { (source) throws(ViewError) in
        try assign(source, toSlice: key)
      }
    case .indices where PyTuple_Size(key) >= buffer.axisCount:
      try withIndices(from: key) { (indices) throws(ViewError) in
        try setItem(at: .all(indices), to: value)
      }
    case .index, .indices:
      try requireSubviews("sub-views are not implemented")
      try assignToSubview(key, value)
    case .slice, .slices:
      try requireSubviews("memoryview slice assignments are currently restricted to ndim = 1")
      try assignToSubview(key, value)
    case .ellipsis where !pymv_c_rules.keeps_cpython_limits,
      .mixed where !pymv_c_rules.keeps_cpython_limits:
      try assignToSubview(key, value)
    case .ellipsis, .mixed, .other: throw .type("memoryview: invalid slice key")
    }
  }

  @inline(__always)
  func requireWritable() throws(ViewError) {
    if pointee.view.readonly != 0 { throw .type("cannot modify read-only memory") }
  }

  private func assignToSubview(_ key: Object, _ value: Object) throws(ViewError) {
    try withBuffer(of: value) { (source) throws(ViewError) in
      try assignSubview(source, to: key)
    }
  }

  private func assignScalar(_ value: Object, to key: Object) throws(ViewError) {
    guard Key.isEmptyTuple(key) || key == pymv_c_ellipsis() else {
      throw .type("invalid indexing of 0-dim memory")
    }
    try setItem(at: .none, to: value)
  }

  /// Calls `body` with the buffer of an exporter, which may overlap this view's.
  @inline(never)
  private func withBuffer(
    of value: Object, _ body: (BufferView) throws(ViewError) -> Void
  ) throws(ViewError) {
    if View.isView(value) {
      let source = View(value)
      return try source.pinned { () throws(ViewError) in
        try source.requireUnrestricted()
        try body(source.buffer)
      }
    }
    var source = Py_buffer()
    try check(requestBuffer(value, &source, Request.fullReadOnly))
    defer { releaseBuffer(&source) }
    try body(&source)
  }

  private func assign(_ source: BufferView, toSlice slice: Object) throws(ViewError) {
    let bounds = try SliceBounds(slice, extent: pointee.view.shape[0])
    // The bounds' `__index__` may have released this view.
    try pinned { () throws(ViewError) in try assign(source, to: bounds) }
  }

  private func assign(_ source: BufferView, to bounds: SliceBounds) throws(ViewError) {
    try source.requireSound()
    guard source.axisCount == 1, source.extent(0) == bounds.count,
      try haveEqualFormats(source, buffer)
    else {
      throw .value("memoryview assignment: lvalue and rvalue have different structures")
    }
    // Wrapping arithmetic: an empty slice may start outside the memory, but is never accessed.
    let start = pointee.view.buf.map { $0 + pointee.view.strides[0] &* bounds.start }
    let stride = pointee.view.strides[0] &* bounds.step
    if let start, let from = source.pointee.buf, stride == pointee.view.itemsize,
      pointee.view.suboffsets == nil, source.isContiguous(.lastAxisFastest)
    {
      // `copyMemory` allows overlap.
      return start.copyMemory(from: from, byteCount: source.pointee.len)
    }
    try withTarget(at: start, extent: bounds.count, stride: stride) { (target) throws(ViewError) in
      try refuse(for: target.addressProblem)
      try copySameIndices(to: target, from: source)
    }
  }

  /// Calls `body` with a one-dimensional buffer that differs from this view's only in address,
  /// extent and stride.
  private func withTarget(
    at start: UnsafeMutableRawPointer?, extent: Int, stride: Int,
    _ body: (BufferView) throws(ViewError) -> Void
  ) throws(ViewError) {
    var extent = extent
    var stride = stride
    var target = pointee.view
    target.buf = start
    target.len = extent &* target.itemsize
    try withUnsafeMutablePointer(to: &extent) { (extent) throws(ViewError) in
      try withUnsafeMutablePointer(to: &stride) { (stride) throws(ViewError) in
        target.shape = extent
        target.strides = stride
        try body(&target)
      }
    }
  }
}
