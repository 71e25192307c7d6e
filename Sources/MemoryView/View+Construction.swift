import BufferProtocol
import CBufferProtocol
import CPyMemoryView
import Layout
import MemoryViewTables

extension View {
  /// Whether an object is a memoryview; the type has no subclasses.
  @inline(__always)
  public static func isView(_ object: Object) -> Bool { pymv_c_is_view(object) }

  /// Makes a memoryview of an exporter. A view of a memoryview shares its managed buffer.
  ///
  /// - Parameter flags: the request to the exporter; ignored for memoryviews.
  /// - Returns: new reference.
  @_optimize(speed)
  public static func fromObject(
    _ base: Object, flags: CInt = Request.fullReadOnly
  ) throws(ViewError) -> View {
    if isView(base) {
      return try View(base).makeSibling()
    }
    guard isExporter(base) else { throw .notAnExporter(base) }
    if flags == Request.fullReadOnly, !pymv_c_services.has_host, pymv_c_is_exact_bytes(base) {
      return try ManagedBuffer.addViewOfBytes(base)
    }
    return try ManagedBuffer.request(from: base, flags: flags).addFirstView()
  }

  /// Makes another view of the same memory. New reference.
  func makeSibling() throws(ViewError) -> View {
    try joined { (managed) throws(ViewError) in try managed.addView(from: buffer) }
  }

  /// Makes a read-only view of the same memory. New reference.
  @_optimize(speed)
  public func makeReadOnly() throws(ViewError) -> View {
    try joined { (managed) throws(ViewError) in
      var source = pointee.view
      source.readonly = 1
      return try managed.addView(from: &source)
    }
  }

  /// Counts one more view on the managed buffer, for the view that `body` makes. This keeps the
  /// memory alive even if foreign code in `body` releases this view, which is not pinned.
  @inline(__always)
  func joined(
    _ body: (ManagedBuffer) throws(ViewError) -> View
  ) throws(ViewError) -> View {
    let managed = pymv_c_join_alone(self) ? pointee.mbuf! : try join()
    do throws(ViewError) {
      return try body(managed)
    } catch {
      managed.leave()
      throw error
    }
  }

  /// Counts one more view on the managed buffer; the caller must make it or call `leave`.
  @inline(never)
  private func join() throws(ViewError) -> ManagedBuffer {
    try requireAccess()
    return try held { () throws(ViewError) in
      try requireUnrestricted()
      let managed = pointee.mbuf!
      managed.join()
      return managed
    }
  }

  /// Makes a memoryview of memory that has no owner.
  ///
  /// - Parameter access: PyBUF_READ or PyBUF_WRITE. For code compiled for CPython, any other value
  ///   means PyBUF_READ.
  public static func fromMemory(
    _ memory: UnsafeMutableRawPointer?, byteCount: Int, access: CInt
  ) throws(ViewError) -> View {
    if byteCount < 0 { throw .value("PyMemoryView_FromMemory(): size must not be negative") }
    if memory == nil && byteCount > 0 {
      throw .value("PyMemoryView_FromMemory(): mem must not be NULL")
    }
    if !isAccessFlag(access) && !pymv_c_rules.caller_expects_cpython {
      throw .value("PyMemoryView_FromMemory(): flags must be PyBUF_READ or PyBUF_WRITE")
    }
    let readonly = access != PyBUF_WRITE
    return try ManagedBuffer.wrap(memory, byteCount: byteCount, readonly: readonly).addFirstView()
  }

  /// Makes a memoryview that owns a filled buffer. The buffer is moved from: its `obj` becomes
  /// NULL. On failure it is unchanged.
  public static func fromOwnedBuffer(_ info: BufferView) throws(ViewError) -> View {
    try info.requireMemory()
    let managed = try ManagedBuffer.adopt(info)
    do throws(ViewError) {
      let view = try managed.addView(from: managed.masterView)
      info.pointee.obj = nil
      return view
    } catch {
      managed.forget()
      throw error
    }
  }

  /// Makes a memoryview of a filled buffer whose memory and format the caller continues to own. New
  /// reference.
  public static func fromBorrowedBuffer(_ info: BufferView) throws(ViewError) -> View {
    try info.requireMemory()
    return try ManagedBuffer.borrow(info).addFirstView()
  }
}

extension BufferView {
  /// Unlike an exporter's buffer, a caller's needs an address even if it has no items.
  fileprivate func requireMemory() throws(ViewError) {
    if pointee.buf == nil { throw .value("PyMemoryView_FromBuffer(): info->buf must not be NULL") }
    try requireSound()
  }
}

/// Whether an object's type has a buffer slot.
public func isExporter(_ object: Object) -> Bool {
  guard let procs = object.pointee.ob_type.pointee.tp_as_buffer else { return false }
  return procs.pointee.bf_getbuffer != nil
}

// MARK: - The object

// Adding memoryviews to a managed buffer. The caller has counted the new view in `exports`, or does
// so immediately afterwards. A view is initialized completely before the host's garbage collector,
// and through it any other code, can find it.

extension ManagedBuffer {
  /// Adds the first memoryview of the master's memory. The master has not been validated yet.
  ///
  /// - Returns: new reference; on failure, the managed buffer has been dropped with `leave`.
  @inline(__always)
  @_optimize(speed)
  func addFirstView() throws(ViewError) -> View {
    do throws(ViewError) {
      let master = masterView
      return master.isPlainRow ? try addRow(from: master) : try addChecked(master)
    } catch {
      leave()
      throw error
    }
  }

  @inline(never)
  private func addChecked(_ master: BufferView) throws(ViewError) -> View {
    try master.requireSound()
    return try addView(from: master, contiguousIn: nil)
  }

  /// Fast path of `request` and `addFirstView` for bytes objects of the runtime, which grant every
  /// request for reading. Writes the same fields to both objects at once, because copying them
  /// right after they were written would wait for the processor's store buffer.
  ///
  /// - Returns: new reference.
  @inline(__always)
  static func addViewOfBytes(_ bytes: Object) throws(ViewError) -> View {
    let view = try View.allocate(axisCount: 1, on: nil)
    let managed: ManagedBuffer
    do throws(ViewError) {
      managed = try makeEmpty()
    } catch {
      view.discard()
      throw error
    }
    let count = pymv_c_bytes_count(bytes)
    var description = Py_buffer(
      buf: pymv_c_bytes_address(bytes), obj: bytes, len: count, itemsize: 1, readonly: 1, ndim: 1,
      format: pymv_c_byte_format(), shape: pymv_c_len_address(managed.masterView),
      strides: pymv_c_itemsize_address(managed.masterView), suboffsets: nil, internal: nil)
    managed.masterView.initialize(to: description)
    pymv_c_retain(bytes)
    let axes = pymv_c_axis_values(view)!
    axes[0] = count
    axes[1] = 1
    description.shape = axes
    description.strides = axes + 1
    view.initializeFields(
      on: managed, description, flags: _Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN)
    return view
  }

  /// Adds a memoryview.
  ///
  /// - Parameter source: the buffer to view: the master or a view of it. Its arrays are copied;
  ///   missing ones are computed. Its `problem` is nil.
  /// - Returns: new reference.
  @inline(__always)
  func addView(from source: BufferView) throws(ViewError) -> View {
    if source.pointee.ndim == 1, source.pointee.suboffsets == nil, source.pointee.shape != nil {
      return try addRow(from: source)
    }
    return try addView(from: source, contiguousIn: nil)
  }

  /// Fast path for one axis with an extent and without suboffsets.
  @inline(__always)
  private func addRow(from source: BufferView) throws(ViewError) -> View {
    try addRow(
      from: source, at: source.pointee.buf,
      format: source.pointee.format ?? pymv_c_byte_format(),
      itemByteCount: source.pointee.itemsize, extent: source.pointee.shape[0],
      stride: source.pointee.strides?[0] ?? source.pointee.itemsize)
  }

  /// Adds a memoryview of one axis, with other items of the source's memory. Writes each field once,
  /// because reading one right after it was written would wait for the processor's store buffer.
  ///
  /// - Returns: new reference.
  @inline(__always)
  func addRow(
    from source: BufferView, at address: UnsafeMutableRawPointer?,
    format: UnsafeMutablePointer<CChar>?, itemByteCount: Int, extent: Int, stride: Int
  ) throws(ViewError) -> View {
    let view = try View.allocate(axisCount: 1, on: self)
    let axes = pymv_c_axis_values(view)!
    axes[0] = extent
    axes[1] = stride
    // Wrapping: not more than the source's size.
    let description = Py_buffer(
      buf: address, obj: pointee.master.obj, len: extent &* itemByteCount,
      itemsize: itemByteCount, readonly: source.pointee.readonly, ndim: 1, format: format,
      shape: axes, strides: axes + 1, suboffsets: nil, internal: source.pointee.internal)
    view.initializeFields(
      on: self, description,
      flags: View.flagsOfRow(extent: extent, stride: stride, itemByteCount: itemByteCount))
    view.complete()
    return view
  }

  /// Adds a memoryview, with other strides than the source's if an order is given.
  ///
  /// - Parameter order: makes the strides those of a contiguous array in this order; nil: the
  ///   strides are the source's.
  @inline(never)
  @_optimize(speed)
  func addView(
    from source: BufferView, contiguousIn order: ItemOrder?
  ) throws(ViewError) -> View {
    let view = try addIncompleteView(from: source, axisCount: source.axisCount)
    view.setAxes(from: source, contiguousIn: order)
    view.setLayoutFlags()
    view.complete()
    return view
  }

  /// Adds a memoryview with the source's fields and room for `axisCount` axes. The caller must set
  /// the axes and flags.
  ///
  /// No other code can find the view before `complete`. The caller must call it, and until then
  /// must neither run foreign code nor fail.
  @inline(__always)
  func addIncompleteView(
    from source: BufferView, axisCount: Int
  ) throws(ViewError) -> View {
    let view = try View.allocate(axisCount: axisCount, on: self)
    view.initializeFields(on: self, source.pointee, flags: 0)
    view.pointee.view.obj = pointee.master.obj
    if source.pointee.format == nil { view.pointee.view.format = pymv_c_byte_format() }
    return view
  }
}

extension View {
  @inline(__always)
  fileprivate static func allocate(
    axisCount: Int, on managed: ManagedBuffer?
  ) throws(ViewError) -> View {
    guard pymv_c_reuses_views(managed, axisCount), let kept = pymv_c_take_kept_view() else {
      return try allocateRoom(axisCount)
    }
    let view = View(kept)
    view.pointee.ob_base.ob_size = 3 &* axisCount
    return view
  }

  @inline(__always)
  fileprivate func initializeFields(
    on managed: ManagedBuffer, _ description: Py_buffer, flags: CInt
  ) {
    pointee.mbuf = managed
    pointee.hash = -1
    pointee.flags = flags
    pointee.exports = 0
    pointee.weakreflist = nil
    buffer.initialize(to: description)
  }

  @inline(never)
  private static func allocateRoom(_ axisCount: Int) throws(ViewError) -> View {
    let room = max(axisCount, pymv_c_kept_axis_count())
    let object = try check(_PyObject_GC_NewVar(pymv_c_memoryview_type(), 3 * room))
    // The size is that of the axes, as in CPython, whatever the room.
    object.pointee.ob_size = 3 * axisCount
    return UnsafeMutableRawPointer(object).assumingMemoryBound(to: PyMemoryViewObject.self)
  }

  /// Lets the host's garbage collector track an initialized view, which makes it visible to other
  /// code.
  @inline(__always)
  func complete() {
    if pymv_c_services.has_host { PyObject_GC_Track(self) }
  }

  /// Frees a view that was never completed. The managed buffer does not count it yet, and a host's
  /// deallocator would expect it to be tracked.
  func discard() { PyObject_GC_Del(self) }

  @inline(__always)
  var flagsOfOneAxis: CInt {
    View.flagsOfRow(
      extent: pointee.view.shape[0], stride: pointee.view.strides[0],
      itemByteCount: pointee.view.itemsize)
  }

  /// Stricter than PyBuffer_IsContiguous: an empty view is contiguous only if its stride matches.
  @inline(__always)
  fileprivate static func flagsOfRow(extent: Int, stride: Int, itemByteCount: Int) -> CInt {
    extent == 1 || stride == itemByteCount ? _Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN : 0
  }

  func setAxes(from source: BufferView, contiguousIn order: ItemOrder?) {
    let ndim = source.axisCount
    let shape = pymv_c_axis_values(self)!
    let strides = shape + ndim
    pointee.view.shape = ndim == 0 ? nil : shape
    pointee.view.strides = ndim == 0 ? nil : strides
    source.fillShape(shape)
    if let order {
      source.fillContiguousStrides(strides, shape: shape, order: order)
    } else {
      source.fillStrides(strides, shape: shape)
    }
    guard let suboffsets = source.pointee.suboffsets else { return }
    pointee.view.suboffsets = strides + ndim
    (strides + ndim).update(from: suboffsets, count: ndim)
  }

  @inline(__always)
  private func hasContiguousAxes(_ order: ItemOrder) -> Bool {
    pointee.view.len == 0
      || hasContiguousStrides(
        pointee.view.strides, shape: pointee.view.shape, axisCount: buffer.axisCount,
        itemByteCount: pointee.view.itemsize, order: order)
  }

  /// Computes the C, Fortran, scalar and indirect flags; the other flags are cleared.
  func setLayoutFlags() {
    var flags: CInt = 0
    if pointee.view.ndim == 0 {
      flags = _Py_MEMORYVIEW_SCALAR | _Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN
    } else if pointee.view.ndim == 1 {
      flags = flagsOfOneAxis
    } else if pointee.view.suboffsets == nil {
      if hasContiguousAxes(.lastAxisFastest) { flags |= _Py_MEMORYVIEW_C }
      if hasContiguousAxes(.firstAxisFastest) { flags |= _Py_MEMORYVIEW_FORTRAN }
    }
    pointee.flags =
      pointee.view.suboffsets == nil
      ? flags
      : _Py_MEMORYVIEW_PIL
        | (flags & _Py_MEMORYVIEW_SCALAR)
  }
}
