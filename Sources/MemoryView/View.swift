import BufferProtocol
import CPyMemoryView
import MemoryViewTables
import ObjectWatch
import StridedCopy

// A memoryview has its own shape, strides and suboffsets behind its fields and shares memory, format
// and exporter with the managed buffer. States and counts:
//
//   made         managed buffer gains a reference and an export
//   exports > 0  buffers of it are handed out; it cannot be released
//   RELEASED     managed buffer has lost the export; no access any more
//
// A view is inaccessible when it or its managed buffer is released.

public typealias View = UnsafeMutablePointer<PyMemoryViewObject>

extension View {
  /// Assumes: the object is a memoryview.
  public init(_ object: Object) {
    self = UnsafeMutableRawPointer(object).assumingMemoryBound(to: PyMemoryViewObject.self)
  }

  public var object: Object { UnsafeMutableRawPointer(self).assumingMemoryBound(to: PyObject.self) }

  /// The wrapped buffer, at a fixed offset in the object.
  public var buffer: BufferView { pymv_c_view(self) }

  var flags: CInt { pymv_c_flags(&pointee.flags) }

  var isReleased: Bool { flags & _Py_MEMORYVIEW_RELEASED != 0 }

  func hasAll(_ flag: CInt) -> Bool { flags & flag == flag }

  /// Whether neither this view nor its managed buffer is released. The managed buffer is gone once a
  /// collector has cleared the view.
  var isAccessible: Bool { !isReleased && pointee.mbuf?.isReleased == false }

  public func requireAccess() throws(ViewError) {
    if !isAccessible { throw .value("operation forbidden on released memoryview object") }
  }

  func requireUnrestricted() throws(ViewError) {
    if hasAll(_Py_MEMORYVIEW_RESTRICTED) {
      throw .value("cannot create new view on restricted memoryview")
    }
  }
}

extension View {
  /// `<memory at 0x…>`; new reference, NULL with an exception on failure.
  public func makeRepr() -> Object? { pymv_c_view_repr(object, isReleased) }
}

// MARK: - Making views

extension View {
  /// Makes a memoryview on a managed buffer.
  ///
  /// - Parameter source: what it looks at: the managed buffer's master or a view on it. The arrays
  ///   are copied; what is missing is filled in. Its `problem` is nil.
  /// - Returns: new reference. The managed buffer has to count the view already, or at once after.
  @inline(__always)
  static func make(
    on managed: ManagedBuffer, from source: BufferView
  ) throws(ViewError) -> View {
    if source.pointee.ndim == 1, source.pointee.suboffsets == nil, source.pointee.shape != nil {
      return try makeRow(on: managed, from: source)
    }
    return try make(on: managed, from: source, contiguousIn: nil)
  }

  /// The same for the commonest layout: one axis, with an extent, without pointers.
  @inline(__always)
  static func makeRow(
    on managed: ManagedBuffer, from source: BufferView
  ) throws(ViewError) -> View {
    let view = try makeIncomplete(on: managed, from: source, axisCount: 1)
    view.setAxis(from: source)
    view.complete()
    return view
  }

  /// As above.
  ///
  /// - Parameter order: strides are those of a contiguous array in this order, not the source's;
  ///   nil: they are the source's.
  @inline(never)
  static func make(
    on managed: ManagedBuffer, from source: BufferView, contiguousIn order: ItemOrder?
  ) throws(ViewError) -> View {
    let view = try makeIncomplete(on: managed, from: source, axisCount: source.axisCount)
    view.setAxes(from: source, contiguousIn: order)
    view.setLayoutFlags()
    view.complete()
    return view
  }

  /// Makes a memoryview whose axes and flags the caller has yet to set: it has the source's fields,
  /// and room for a number of axes of its own. For counting it, see `make`.
  ///
  /// Nobody else can find it before `complete`, which follows with neither foreign code nor failure
  /// in between.
  @inline(__always)
  static func makeIncomplete(
    on managed: ManagedBuffer, from source: BufferView, axisCount: Int
  ) throws(ViewError) -> View {
    let view = try allocate(axisCount: axisCount)
    view.pointee.mbuf = managed
    view.pointee.hash = -1
    view.pointee.flags = 0
    view.pointee.exports = 0
    view.pointee.weakreflist = nil
    view.buffer.initialize(to: source.pointee)
    view.pointee.view.obj = managed.pointee.master.obj
    if source.pointee.format == nil { view.pointee.view.format = pymv_c_byte_format() }
    return view
  }

  /// Shows a finished view to a host's collector, and so to everybody.
  @inline(__always)
  func complete() {
    if pymv_c_services.has_host { PyObject_GC_Track(self) }
  }

  @inline(__always)
  private static func allocate(axisCount: Int) throws(ViewError) -> View {
    if axisCount == 1, let kept = pymv_c_take_kept_view() { return View(kept) }
    let view = try check(_PyObject_GC_NewVar(pymv_c_memoryview_type(), 3 * axisCount))
    return UnsafeMutableRawPointer(view).assumingMemoryBound(to: PyMemoryViewObject.self)
  }

  @inline(__always)
  func setAxis(from source: BufferView) {
    let values = pymv_c_axis_values(self)!
    values[0] = source.pointee.shape[0]
    values[1] = source.pointee.strides?[0] ?? source.pointee.itemsize
    pointee.view.shape = values
    pointee.view.strides = values + 1
    pointee.flags = flagsOfOneAxis
  }

  /// Stricter than PyBuffer_IsContiguous: an empty view counts only with matching stride.
  @inline(__always)
  var flagsOfOneAxis: CInt {
    let isContiguous =
      pointee.view.shape[0] == 1 || pointee.view.strides[0] == pointee.view.itemsize
    return isContiguous ? _Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN : 0
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

  /// Computes the C, Fortran, scalar and indirect flags; the other flags are cleared.
  func setLayoutFlags() {
    var flags: CInt = 0
    if pointee.view.ndim == 0 {
      flags = _Py_MEMORYVIEW_SCALAR | _Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN
    } else if pointee.view.ndim == 1 {
      flags = flagsOfOneAxis
    } else {
      if buffer.isContiguous(.lastAxisFastest) { flags |= _Py_MEMORYVIEW_C }
      if buffer.isContiguous(.firstAxisFastest) { flags |= _Py_MEMORYVIEW_FORTRAN }
    }
    pointee.flags =
      pointee.view.suboffsets == nil
      ? flags
      : _Py_MEMORYVIEW_PIL
        | (flags & _Py_MEMORYVIEW_SCALAR)
  }
}

// MARK: - End of life

extension View {
  /// Destroys the object. Nothing can be handed out any more: each such buffer owns a reference.
  public func deallocate() {
    let hasHost = pymv_c_services.has_host
    if hasHost { PyObject_GC_UnTrack(self) }
    if pymv_c_is_watching() { pymv_c_forget_view(object) }
    // Without references, nobody pins or releases the view at the same time.
    if pointee.exports == 0, let managed = pointee.mbuf {
      if isReleased { Py_DecRef(managed.object) } else { managed.leave() }
    }
    if pointee.weakreflist != nil { pymv_c_services.clear_weak_references?(object) }
    if hasHost || pointee.ob_base.ob_size != 3 || !pymv_c_keep_view(self) {
      PyObject_GC_Del(self)
    }
  }
}
