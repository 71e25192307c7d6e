import BufferProtocol
import CPyMemoryView
import MemoryViewTables

/// The exporter behind PyMV_FromMemoryOwned: plain bytes with an owner and a destroy callback.
public typealias MemoryOwner = UnsafeMutablePointer<pymv_memory_owner>

extension MemoryOwner {
  /// Assumes: the object is a memory owner.
  public init(_ object: Object) {
    assert(object.pointee.ob_type == pymv_c_memory_owner_type())
    self = UnsafeMutableRawPointer(object).assumingMemoryBound(to: pymv_memory_owner.self)
  }

  public var object: Object { UnsafeMutableRawPointer(self).assumingMemoryBound(to: PyObject.self) }

  /// An exporter of memory that owns nothing yet and is not tracked by the garbage collector. New
  /// reference.
  fileprivate static func allocate(exporting memory: OwnedMemory) throws(ViewError) -> MemoryOwner {
    let exporter = MemoryOwner(try check(_PyObject_GC_New(try check(pymv_c_memory_owner_type()))))
    exporter.pointee.ptr = memory.bytes
    exporter.pointee.len = memory.byteCount
    exporter.pointee.readonly = memory.access == PyBUF_WRITE ? 0 : 1
    exporter.pointee.owner = nil
    exporter.pointee.destroy = nil
    exporter.pointee.ctx = nil
    return exporter
  }

  public func fill(_ view: BufferView, request: CInt) -> CInt {
    fillInfo(
      view, exporter: object, bytes: pointee.ptr, byteCount: pointee.len,
      readonly: pointee.readonly, request: request)
  }

  public func deallocate() {
    PyObject_GC_UnTrack(self)
    pointee.destroy?(pointee.ptr, pointee.ctx)
    Py_DecRef(pointee.owner)
    PyObject_GC_Del(self)
  }

  // There is no tp_clear: a cycle through the owner also contains another object that refers to
  // this one, and dropping the owner earlier would leave views of freed memory.
  public func visitReferences(_ visit: (Object?) -> CInt) -> CInt { visit(pointee.owner) }
}

/// The bytes that a memory owner exports.
public struct OwnedMemory {
  let bytes: UnsafeMutableRawPointer?
  let byteCount: Int
  let access: CInt

  /// - Parameter access: PyBUF_READ or PyBUF_WRITE.
  public init(bytes: UnsafeMutableRawPointer?, byteCount: Int, access: CInt) {
    self.bytes = bytes
    self.byteCount = byteCount
    self.access = access
  }

  private var problem: StaticString? {
    if byteCount < 0 { return "PyMV_FromMemoryOwned(): len must not be negative" }
    if bytes == nil && byteCount > 0 { return "PyMV_FromMemoryOwned(): ptr must not be NULL" }
    if !isAccessFlag(access) {
      return "PyMV_FromMemoryOwned(): flags must be PyBUF_READ or PyBUF_WRITE"
    }
    return nil
  }

  /// Makes a memoryview of the bytes. `destroy` is called, and the reference to `owner` dropped,
  /// when the last view of them is deallocated or released. On failure no ownership is taken.
  public func makeView(
    owner: Object?, destroy: PyMV_DestroyFunc?, context: UnsafeMutableRawPointer?
  ) throws(ViewError) -> View {
    try refuse(for: problem)
    let exporter = try MemoryOwner.allocate(exporting: self)
    defer { Py_DecRef(exporter.object) }
    let view = try View.fromObject(exporter.object)
    Py_IncRef(owner)
    exporter.pointee.owner = owner
    exporter.pointee.destroy = destroy
    exporter.pointee.ctx = context
    PyObject_GC_Track(exporter)
    return view
  }
}
