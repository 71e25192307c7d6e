import BufferProtocol
import CPyMemoryView
import MemoryViewTables

// A memoryview as exporter. What it hands out points into the memoryview, which stays alive and
// unreleased as long as the buffer is held.

extension View {
  /// Answers a buffer request. On failure `request.obj` is NULL.
  @inline(__always)
  public func fill(_ request: BufferView, flags: CInt) throws(ViewError) {
    request.pointee.obj = nil
    try pin()
    do throws(ViewError) {
      try requireUnrestricted()
      request.initialize(to: pointee.view)
      request.pointee.obj = nil
      if mayRefuse(flags) { try requirePermitted(flags) }
      try reduce(request, to: flags)
    } catch {
      unpin()
      throw error
    }
    request.pointee.obj = object
    pymv_c_retain(object)
  }

  /// Takes back a buffer that was handed out.
  @inline(__always)
  public func takeBack() { unpin() }

  /// Takes back a buffer that was handed out, and its reference to this view.
  @inline(__always)
  public func takeBack(_ request: BufferView) {
    takeBack()
    request.pointee.obj = nil
    pymv_c_drop(object)
  }

  /// Whether a request is none of those that this layout can always answer.
  private func mayRefuse(_ flags: CInt) -> Bool {
    if hasAll(_Py_MEMORYVIEW_C) {
      return flags & (PyBUF_WRITABLE | PyBUF_F_CONTIGUOUS & ~PyBUF_STRIDES) != 0
    }
    return flags & ~Request.fullReadOnly != 0 || !asks(flags, PyBUF_INDIRECT)
  }

  /// Refuses requests that ask for another access or layout than this memory has.
  private func requirePermitted(_ flags: CInt) throws(ViewError) {
    if asks(flags, PyBUF_WRITABLE) && pointee.view.readonly != 0 {
      throw .buffer("memoryview: underlying buffer is not writable")
    }
    if asks(flags, PyBUF_C_CONTIGUOUS) && !hasAll(_Py_MEMORYVIEW_C) {
      throw .buffer("memoryview: underlying buffer is not C-contiguous")
    }
    if asks(flags, PyBUF_F_CONTIGUOUS) && !hasAll(_Py_MEMORYVIEW_FORTRAN) {
      throw .buffer("memoryview: underlying buffer is not Fortran contiguous")
    }
    if asks(flags, PyBUF_ANY_CONTIGUOUS)
      && self.flags & (_Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN) == 0
    {
      throw .buffer("memoryview: underlying buffer is not contiguous")
    }
    if !asks(flags, PyBUF_INDIRECT) && hasAll(_Py_MEMORYVIEW_PIL) {
      throw .buffer("memoryview: underlying buffer requires suboffsets")
    }
    if !asks(flags, PyBUF_STRIDES) && !hasAll(_Py_MEMORYVIEW_C) {
      throw .buffer("memoryview: underlying buffer is not C-contiguous")
    }
  }

  /// Leaves out the fields that were not asked for.
  private func reduce(_ request: BufferView, to flags: CInt) throws(ViewError) {
    if !asks(flags, PyBUF_FORMAT) { request.pointee.format = nil }
    if !asks(flags, PyBUF_STRIDES) { request.pointee.strides = nil }
    if asks(flags, PyBUF_ND) { return }
    // Without a shape the items are bytes, which contradicts a format.
    if request.pointee.format != nil {
      throw .buffer(
        "memoryview: cannot cast to unsigned bytes if the format flag is present")
    }
    request.pointee.ndim = 1
    request.pointee.shape = nil
  }

  private func asks(_ flags: CInt, _ flag: CInt) -> Bool { flags & flag == flag }
}
