import BufferProtocol
import CBufferProtocol
import CPyMemoryView
import MemoryViewTables

// A managed buffer is one request to an exporter, shared by all the memoryviews that look at it:
//
//   exporter  <- master.obj, owned -  managed buffer  <- mbuf, owned -  memoryviews
//
// `exports` counts the memoryviews that are not released. When it falls to zero the buffer goes back
// to the exporter, exactly once; the object itself lives until its last reference goes.

public typealias ManagedBuffer = UnsafeMutablePointer<_PyManagedBufferObject>

extension ManagedBuffer {
  /// Assumes: the object is a managed buffer.
  public init(_ object: Object) {
    assert(object.pointee.ob_type == pymv_c_services.managed_buffer_type)
    self = UnsafeMutableRawPointer(object).assumingMemoryBound(to: _PyManagedBufferObject.self)
  }

  var object: Object { UnsafeMutableRawPointer(self).assumingMemoryBound(to: PyObject.self) }

  var masterView: BufferView { pymv_c_master(self) }

  var isReleased: Bool { pymv_c_managed_flags(self) & _Py_MANAGED_BUFFER_RELEASED != 0 }

  // MARK: Making one; each returns a new reference

  @inline(__always)
  private static func allocate() throws(ViewError) -> Object {
    if let kept = pymv_c_take_kept_managed_buffer() { return kept }
    return try check(_PyObject_GC_New(try ServingTypes.managedBuffer()))
  }

  /// A managed buffer that nothing was requested for yet, and which nobody else can find before
  /// `complete`. Its reference and its export are those of the first view, which the caller makes, or
  /// else gives up with `leave`.
  @inline(__always)
  private static func makeEmpty() throws(ViewError) -> ManagedBuffer {
    let buffer = ManagedBuffer(try allocate())
    buffer.pointee.flags = 0
    buffer.pointee.exports = 1
    buffer.masterView.initialize(to: Py_buffer())
    return buffer
  }

  /// Shows a filled managed buffer to a host's collector, and so to everybody.
  @inline(__always)
  private func complete() -> ManagedBuffer {
    if pymv_c_services.has_host { PyObject_GC_Track(self) }
    return self
  }

  /// Requests a buffer from an exporter.
  @inline(__always)
  static func request(
    from exporter: Object, flags: CInt = Request.fullReadOnly
  ) throws(ViewError) -> ManagedBuffer {
    let buffer = try makeEmpty()
    guard request(exporter, buffer.masterView, flags) == 0 else {
      buffer.leave()
      throw .raised
    }
    return buffer.complete()
  }

  @inline(__always)
  private static func request(_ exporter: Object, _ view: BufferView, _ flags: CInt) -> CInt {
    if isAccessFlag(flags), let getBuffer = pymv_c_services.get_buffer {
      return getBuffer(exporter, view, flags)
    }
    return requestBuffer(exporter, view, flags)
  }

  /// Wraps plain memory that has no owner.
  static func wrap(
    _ memory: UnsafeMutableRawPointer?, byteCount: Int, readonly: Bool
  ) throws(ViewError) -> ManagedBuffer {
    let buffer = try makeEmpty()
    guard
      fillInfo(
        buffer.masterView, exporter: nil, bytes: memory, byteCount: byteCount,
        readonly: readonly ? 1 : 0, request: Request.fullReadOnly) == 0
    else {
      buffer.leave()
      throw .raised
    }
    return buffer.complete()
  }

  /// Copies a filled view, its reference to the exporter included: the caller must see to it that
  /// only one of the two is released.
  ///
  /// The format is copied too, except where the exporter, as it must, keeps it: a host whose own
  /// code may end the managed buffer would not hand the original back.
  static func adopt(_ info: BufferView) throws(ViewError) -> ManagedBuffer {
    let buffer = try makeEmpty()
    buffer.setMaster(info)
    let leavesFormat = pymv_c_rules.leaves_formats_to_exporters && info.pointee.obj != nil
    guard leavesFormat || buffer.copyFormat() else {
      buffer.forget()
      throw .noMemory
    }
    return buffer.complete()
  }

  /// Copies a filled view without its reference to the exporter, which is never told anything.
  static func borrow(_ info: BufferView) throws(ViewError) -> ManagedBuffer {
    let buffer = try makeEmpty()
    buffer.setMaster(info)
    buffer.pointee.master.obj = nil
    return buffer.complete()
  }

  private func setMaster(_ info: BufferView) {
    let master = masterView
    master.pointee = info.pointee
    // PyBuffer_FillInfo makes these point into the struct that is being copied from.
    if info.pointee.shape == pymv_c_len_address(info) {
      master.pointee.shape = pymv_c_len_address(master)
    }
    if info.pointee.strides == pymv_c_itemsize_address(info) {
      master.pointee.strides = pymv_c_itemsize_address(master)
    }
  }

  /// Drops a managed buffer without telling the exporter.
  func forget() {
    pointee.master.obj = nil
    leave()
  }

  // MARK: Counting views

  /// One memoryview more, with a reference.
  func join() {
    pymv_c_retain(object)
    _ = pymv_c_managed_exports_add(self, 1)
  }

  /// One memoryview fewer that has its reference still.
  func leave() {
    if !pymv_c_services.has_host && pymv_c_is_only_reference(object) && !mayEndExporter {
      return deallocate()
    }
    leaveSlowPath()
  }

  /// There are other memoryviews, or the exporter may go with the managed buffer.
  @inline(never)
  private func leaveSlowPath() {
    if pymv_c_managed_exports_add(self, -1) == 0 {
      pymv_c_end_managed_buffer(object)
    } else {
      pymv_c_drop(object)
    }
  }

  /// Whether giving the buffer back may destroy the exporter, which may hold another view.
  private var mayEndExporter: Bool {
    pointee.master.obj.map { pymv_c_is_only_reference($0) } ?? false
  }

  /// Gives the buffer back, and a reference up, for the last memoryview.
  public func end() {
    release()
    pymv_c_drop(object)
  }

  /// One memoryview fewer; the last one gives the buffer back.
  func dropView() {
    if pymv_c_managed_exports_add(self, -1) == 0 { release() }
  }

  /// Gives the buffer back to the exporter, the first time it is called.
  @inline(never)
  func release() {
    if pymv_c_managed_set_flag(self, _Py_MANAGED_BUFFER_RELEASED) { return }
    if pymv_c_services.has_host { PyObject_GC_UnTrack(self) }
    releaseWithOriginalFormat()
  }

  /// Destroys the object. Hosts do this themselves, and here is nobody else any more.
  public func deallocate() {
    if pointee.flags & _Py_MANAGED_BUFFER_RELEASED == 0 {
      pointee.flags |= _Py_MANAGED_BUFFER_RELEASED
      releaseWithOriginalFormat()
    }
    if pointee.flags & _Py_MANAGED_BUFFER_FREE_FORMAT != 0 { PyMem_Free(pointee.master.format) }
    if !pymv_c_keep_managed_buffer(self) { PyObject_GC_Del(self) }
  }
}
