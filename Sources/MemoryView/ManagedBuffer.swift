import BufferProtocol
import CBufferProtocol
import CPyMemoryView
import MemoryViewTables

// A managed buffer holds one buffer of an exporter, shared by all memoryviews of it:
//
//   exporter  <- master.obj, owned -  managed buffer  <- mbuf, owned -  memoryviews
//
// `exports` counts the memoryviews that are not released. When it reaches zero, the buffer is
// released exactly once; the object itself is deallocated with its last reference.

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

  // MARK: Construction; each function returns a new reference

  @inline(__always)
  private static func allocate() throws(ViewError) -> Object {
    if let kept = pymv_c_take_kept_managed_buffer() { return kept }
    return try check(_PyObject_GC_New(try ServingTypes.managedBuffer()))
  }

  /// A managed buffer without a buffer yet. No other code can find it before `complete`. The caller
  /// owns its reference and its export, and either passes them to the first view or drops them with
  /// `leave`.
  @inline(__always)
  static func makeEmpty() throws(ViewError) -> ManagedBuffer {
    let buffer = ManagedBuffer(try allocate())
    buffer.pointee.flags = 0
    buffer.pointee.exports = 1
    buffer.masterView.initialize(to: Py_buffer())
    return buffer
  }

  /// Lets the host's garbage collector track an initialized managed buffer, which makes it visible
  /// to other code.
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

  /// Copies a filled buffer together with its reference to the exporter. The caller must ensure
  /// that only one of the two is released.
  ///
  /// The format is copied too, unless the exporter keeps it alive, as the protocol requires: the
  /// host's own code may release the managed buffer, and would not restore the original pointer.
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

  /// Copies a filled buffer without its reference to the exporter, so that it is never released.
  static func borrow(_ info: BufferView) throws(ViewError) -> ManagedBuffer {
    let buffer = try makeEmpty()
    buffer.setMaster(info)
    buffer.pointee.master.obj = nil
    return buffer.complete()
  }

  private func setMaster(_ info: BufferView) {
    let master = masterView
    master.pointee = info.pointee
    // PyBuffer_FillInfo makes these point into the source struct.
    if info.pointee.shape == pymv_c_len_address(info) {
      master.pointee.shape = pymv_c_len_address(master)
    }
    if info.pointee.strides == pymv_c_itemsize_address(info) {
      master.pointee.strides = pymv_c_itemsize_address(master)
    }
  }

  /// Drops a managed buffer without releasing the exporter's buffer.
  func forget() {
    pointee.master.obj = nil
    leave()
  }

  // MARK: Counting views

  /// Increments the number of memoryviews and takes a reference for the new one.
  @inline(__always)
  func join() {
    pymv_c_retain(object)
    _ = pymv_c_managed_exports_add(self, 1)
  }

  /// Decrements the number of memoryviews and drops the caller's reference.
  func leave() {
    if !pymv_c_services.has_host && pymv_c_is_only_reference(object) && !mayDeallocateExporter {
      return deallocate()
    }
    leaveSlowPath()
  }

  /// Slow path: there are other memoryviews, or releasing the buffer may deallocate the exporter.
  @inline(never)
  private func leaveSlowPath() {
    if pymv_c_managed_exports_add(self, -1) == 0 {
      if isAloneOnBytes { return end() }
      pymv_c_end_managed_buffer(object)
    } else {
      pymv_c_drop(object)
    }
  }

  /// Whether releasing the buffer may deallocate the exporter, which may hold another view.
  private var mayDeallocateExporter: Bool {
    pointee.master.obj.map { pymv_c_is_only_reference($0) } ?? false
  }

  /// Whether releasing the buffer deallocates a bytes object at most, so that it can be done at once.
  private var isAloneOnBytes: Bool {
    pymv_c_is_alone() && pointee.master.obj.map { pymv_c_is_exact_bytes($0) } ?? false
  }

  /// Releases the buffer and drops the last memoryview's reference.
  public func end() {
    release()
    pymv_c_drop(object)
  }

  /// Decrements the number of memoryviews; releases the buffer when it reaches zero.
  func dropView() {
    if pymv_c_managed_exports_add(self, -1) == 0 { release() }
  }

  /// Releases the exporter's buffer. A second call does nothing.
  @inline(never)
  func release() {
    if pymv_c_managed_set_flag(self, _Py_MANAGED_BUFFER_RELEASED) { return }
    if pymv_c_services.has_host { PyObject_GC_UnTrack(self) }
    releaseWithOriginalFormat()
  }

  /// Destroys the object. Hosts have a deallocator of their own. No other references exist.
  public func deallocate() {
    if pointee.flags == 0, let exporter = pointee.master.obj, pymv_c_is_exact_bytes(exporter) {
      // Fast path: bytes have no release hook.
      pymv_c_drop(exporter)
    } else if pointee.flags & _Py_MANAGED_BUFFER_RELEASED == 0 {
      pointee.flags |= _Py_MANAGED_BUFFER_RELEASED
      releaseWithOriginalFormat()
    }
    if pointee.flags & _Py_MANAGED_BUFFER_FREE_FORMAT != 0 { PyMem_Free(pointee.master.format) }
    if !pymv_c_keep_managed_buffer(self) { PyObject_GC_Del(self) }
  }
}

// MARK: - Format

// The format of an adopted buffer is copied, because its owner may free the text while views still
// read it. Some exporters free the pointer in their release hook, so the hook must get the original
// one: it is stored after the copied text, at the next aligned address.

extension ManagedBuffer {
  /// Replaces `master.format` with a copy that lives as long as the managed buffer.
  ///
  /// - Returns: false if memory allocation failed; then nothing has changed.
  func copyFormat() -> Bool {
    guard let original = pointee.master.format else { return true }
    let keptOffset = offsetOfOriginal(after: original)
    guard let copy = PyMem_Malloc(keptOffset + MemoryLayout<UnsafeMutablePointer<CChar>>.size)
    else { return false }
    copy.copyMemory(from: original, byteCount: strlen(original) + 1)
    copy.storeBytes(of: original, toByteOffset: keptOffset, as: UnsafeMutablePointer<CChar>.self)
    pointee.master.format = copy.assumingMemoryBound(to: CChar.self)
    pointee.flags |= _Py_MANAGED_BUFFER_FREE_FORMAT | PYMV_MANAGED_BUFFER_KEEPS_FORMAT
    return true
  }

  /// Replaces `master.format` with a copy of a format whose lifetime is not the managed buffer's.
  func setFormat(copying format: UnsafePointer<CChar>) throws(ViewError) {
    let byteCount = strlen(format) + 1
    guard let copy = PyMem_Malloc(byteCount) else { throw .noMemory }
    copy.copyMemory(from: format, byteCount: byteCount)
    pointee.master.format = copy.assumingMemoryBound(to: CChar.self)
    pointee.flags |= _Py_MANAGED_BUFFER_FREE_FORMAT
  }

  func releaseWithOriginalFormat() {
    guard pointee.flags & PYMV_MANAGED_BUFFER_KEEPS_FORMAT != 0, let format = pointee.master.format
    else { return releaseBuffer(masterView) }
    pointee.master.format = UnsafeRawPointer(format).load(
      fromByteOffset: offsetOfOriginal(after: format), as: UnsafeMutablePointer<CChar>.self)
    releaseBuffer(masterView)
    pointee.master.format = format
  }

  private func offsetOfOriginal(after format: UnsafePointer<CChar>) -> Int {
    let alignment = MemoryLayout<UnsafeMutablePointer<CChar>>.alignment
    // Cannot overflow: the text is in memory.
    return (strlen(format) + alignment) / alignment * alignment
  }
}
