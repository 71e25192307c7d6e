import BufferProtocol
import CPyMemoryView
import MemoryViewTables

// A memoryview as exporter. An exported buffer points into the memoryview, which stays alive and
// unreleased as long as the consumer holds the buffer.

extension View {
  /// Fast path for a buffer request to a memoryview that it always grants; disabled while requests
  /// are watched.
  ///
  /// - Returns: false, with nothing changed, to fall back to the exporter's slot.
  @inline(__always)
  public static func fill(
    _ request: BufferView, askedOf exporter: Object, flags: CInt
  ) -> Bool {
    pymv_c_is_direct(exporter) && View(exporter).fillFastPath(request, flags: flags)
  }

  /// The same for the exporter's slot.
  @inline(__always)
  @_optimize(speed)
  public func fillFastPath(_ request: BufferView, flags: CInt) -> Bool {
    // The most frequent request, which only restricted views refuse, and which clears no field.
    let asksAll = flags == Request.fullReadOnly
    if asksAll ? self.flags & _Py_MEMORYVIEW_RESTRICTED != 0 : mayRefuse(flags) { return false }
    if !pymv_c_lend_alone(self) { return fillShared(request, flags: flags) }
    request.initialize(to: pointee.view)
    request.pointee.obj = object
    if !asksAll { request.reduce(to: flags) }
    return true
  }

  /// The same where other threads may release the view, or a host's garbage collector its managed
  /// buffer. As in `pin`: checks access after pinning.
  @inline(never)
  private func fillShared(_ request: BufferView, flags: CInt) -> Bool {
    guard pymv_c_view_exports_add(self, 1) > 0 && isAccessible else {
      unpin()
      return false
    }
    request.initialize(to: pointee.view)
    request.pointee.obj = object
    request.reduce(to: flags)
    pymv_c_retain(object)
    return true
  }

  /// Answers a buffer request. On failure `request.obj` is NULL.
  public func fill(_ request: BufferView, flags: CInt) throws(ViewError) {
    request.pointee.obj = nil
    try pin()
    do throws(ViewError) {
      try requireUnrestricted()
      request.initialize(to: pointee.view)
      request.pointee.obj = nil
      try buffer.requirePermitted(flags, state: self.flags)
      request.reduce(to: flags)
    } catch {
      unpin()
      throw error
    }
    request.pointee.obj = object
    pymv_c_retain(object)
  }

  /// Releases an exported buffer.
  @inline(__always)
  public func takeBack() { unpin() }

  /// Fast path: releases a buffer and drops its reference to the exporter, if that is a memoryview.
  ///
  /// - Returns: false if the exporter's slot must be called.
  @inline(__always)
  public static func takeBack(_ request: BufferView) -> Bool {
    guard let exporter = request.pointee.obj, pymv_c_is_direct(exporter) else { return false }
    request.pointee.obj = nil
    if pymv_c_take_back_alone(View(exporter)) { return true }
    View(exporter).takeBack()
    pymv_c_drop(exporter)
    return true
  }

  /// Whether the view might refuse a request. A C-contiguous view grants all but requests for
  /// Fortran order, for a format without a shape, and for writing to read-only memory. Of other
  /// views, only PyBUF_FULL_RO, with or without the format, is known to be granted.
  @inline(__always)
  private func mayRefuse(_ flags: CInt) -> Bool {
    let state = self.flags & (_Py_MEMORYVIEW_C | _Py_MEMORYVIEW_RESTRICTED)
    if state == _Py_MEMORYVIEW_C {
      return flags & (PyBUF_F_CONTIGUOUS & ~PyBUF_STRIDES) != 0
        || flags & PyBUF_ND == 0 && flags & ~PyBUF_WRITABLE != 0
        || asks(flags, PyBUF_WRITABLE) && pointee.view.readonly != 0
    }
    return state & _Py_MEMORYVIEW_RESTRICTED != 0 || flags | PyBUF_FORMAT != Request.fullReadOnly
  }
}

extension BufferView {
  /// Raises BufferError for requests whose access or layout this memory does not have.
  ///
  /// - Parameter state: the C, Fortran and indirect flags of a view of this buffer.
  func requirePermitted(_ flags: CInt, state: CInt) throws(ViewError) {
    if asks(flags, PyBUF_WRITABLE) && pointee.readonly != 0 {
      throw .buffer("memoryview: underlying buffer is not writable")
    }
    if asks(flags, PyBUF_C_CONTIGUOUS) && state & _Py_MEMORYVIEW_C == 0 {
      throw .buffer("memoryview: underlying buffer is not C-contiguous")
    }
    if asks(flags, PyBUF_F_CONTIGUOUS) && state & _Py_MEMORYVIEW_FORTRAN == 0 {
      throw .buffer("memoryview: underlying buffer is not Fortran contiguous")
    }
    if asks(flags, PyBUF_ANY_CONTIGUOUS)
      && state & (_Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN) == 0
    {
      throw .buffer("memoryview: underlying buffer is not contiguous")
    }
    if !asks(flags, PyBUF_INDIRECT) && state & _Py_MEMORYVIEW_PIL != 0 {
      throw .buffer("memoryview: underlying buffer requires suboffsets")
    }
    if !asks(flags, PyBUF_STRIDES) && state & _Py_MEMORYVIEW_C == 0 {
      throw .buffer("memoryview: underlying buffer is not C-contiguous")
    }
    // Without a shape the items are unsigned bytes, so there cannot be another format.
    if flags & (PyBUF_ND | PyBUF_FORMAT) == PyBUF_FORMAT {
      throw .buffer("memoryview: cannot cast to unsigned bytes if the format flag is present")
    }
  }

  /// Clears the fields that were not requested.
  @inline(__always)
  func reduce(to flags: CInt) {
    if !asks(flags, PyBUF_FORMAT) { pointee.format = nil }
    if !asks(flags, PyBUF_STRIDES) { pointee.strides = nil }
    if asks(flags, PyBUF_ND) { return }
    pointee.ndim = 1
    pointee.shape = nil
  }
}

private func asks(_ flags: CInt, _ flag: CInt) -> Bool { flags & flag == flag }
