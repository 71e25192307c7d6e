import BufferProtocol
import CPyMemoryView
import Layout
import MemoryViewTables

/// An exporter of memory outside of objects: bytes or an array with a destroy callback, or memory
/// that callbacks describe for each consumer.
public typealias MemoryOwner = UnsafeMutablePointer<pymv_memory_owner>

extension MemoryOwner {
  /// Assumes: the object is a memory owner.
  public init(_ object: Object) {
    assert(object.pointee.ob_type == pymv_c_memory_owner_type())
    self = UnsafeMutableRawPointer(object).assumingMemoryBound(to: pymv_memory_owner.self)
  }

  public var object: Object { UnsafeMutableRawPointer(self).assumingMemoryBound(to: PyObject.self) }

  /// Allocates an object that exports and owns nothing yet, and is not tracked by the garbage
  /// collector. New reference.
  fileprivate static func allocate() throws(ViewError) -> MemoryOwner {
    let exporter = MemoryOwner(try check(_PyObject_GC_New(try check(pymv_c_memory_owner_type()))))
    let head = exporter.pointee.ob_base
    exporter.pointee = pymv_memory_owner()
    exporter.pointee.ob_base = head
    return exporter
  }

  /// Answers a buffer request. On failure `request.obj` is NULL.
  public func fill(_ request: BufferView, flags: CInt) throws(ViewError) {
    request.pointee.obj = nil
    if pointee.get != nil { return try lend(request, flags: flags) }
    if let array = pointee.array {
      return try array.fill(request, exporter: object, flags: flags)
    }
    try check(
      fillInfo(
        request, exporter: object, bytes: pointee.ptr, byteCount: pointee.len,
        readonly: pointee.readonly, request: flags))
  }

  /// Called when a consumer releases a buffer.
  public func takeBack(_ request: BufferView) {
    if pointee.get != nil, let loan = request.pointee.internal {
      takeBack(loan.assumingMemoryBound(to: pymv_loan.self))
    }
  }

  public func deallocate() {
    PyObject_GC_UnTrack(self)
    pointee.destroy?(pointee.ptr, pointee.ctx)
    PyMem_Free(pointee.array)
    Py_DecRef(pointee.owner)
    PyObject_GC_Del(self)
  }

  // There is no tp_clear: a cycle through the owner also contains another object that refers to
  // this one, and dropping the owner earlier would leave views of freed memory.
  public func visitReferences(_ visit: (Object?) -> CInt) -> CInt { visit(pointee.owner) }
}

// MARK: - Callbacks

extension MemoryOwner {
  /// Makes an exporter of memory that callbacks describe. New reference.
  public static func exporter(
    get: PyMV_ExportFunc?, release: PyMV_UnexportFunc?, destroy: PyMV_DestroyFunc?,
    context: UnsafeMutableRawPointer?
  ) throws(ViewError) -> Object {
    guard let get else { throw .value("get must not be NULL") }
    let exporter = try allocate()
    exporter.pointee.get = get
    exporter.pointee.release = release
    exporter.pointee.destroy = destroy
    exporter.pointee.ctx = context
    PyObject_GC_Track(exporter)
    return exporter.object
  }

  private func lend(_ request: BufferView, flags: CInt) throws(ViewError) {
    guard let room = PyMem_Malloc(MemoryLayout<pymv_loan>.size) else { throw .noMemory }
    let loan = room.assumingMemoryBound(to: pymv_loan.self)
    loan.initialize(to: pymv_loan())
    loan.pointee.info.struct_size = MemoryLayout<PyMV_Info>.size
    if pointee.get(pointee.ctx, pymv_c_loan_info(loan)) != 0 {
      PyMem_Free(loan)
      if PyErr_Occurred() != nil { throw .raised }
      throw .buffer("the exporter refuses")
    }
    do throws(ViewError) {
      let array = try GivenArray(loan.pointee.info).export(loan.pointee.info.data)
      loan.pointee.array = array
      array.pointee.internal = UnsafeMutableRawPointer(loan)
      try array.fill(request, exporter: object, flags: flags)
    } catch {
      takeBack(loan)
      throw error
    }
  }

  private func takeBack(_ loan: UnsafeMutablePointer<pymv_loan>) {
    pointee.release?(pointee.ctx, pymv_c_loan_info(loan))
    PyMem_Free(loan.pointee.array)
    PyMem_Free(loan)
  }
}

extension GivenArray {
  fileprivate init(_ info: PyMV_Info) {
    self.init(
      format: info.format, itemByteCount: info.itemsize,
      shape: GivenShape(axisCount: info.ndim, info.shape), strides: info.strides,
      suboffsets: info.suboffsets, isReadOnly: info.readonly != 0)
  }
}

// MARK: - Arrays

extension GivenArray {
  /// Makes a memoryview of an array. `destroy` is called after the last view of it; on failure it
  /// is not called.
  public func makeView(
    of data: UnsafeMutableRawPointer?, destroy: PyMV_DestroyFunc?,
    context: UnsafeMutableRawPointer?
  ) throws(ViewError) -> View {
    let array = try export(data)
    let exporter: MemoryOwner
    do throws(ViewError) {
      exporter = try MemoryOwner.allocate()
    } catch {
      PyMem_Free(array)
      throw error
    }
    exporter.pointee.array = array
    return try exporter.makeView(owner: nil, of: data, destroy: destroy, context: context)
  }

  /// Makes a memoryview of a new array, which is writable.
  func makeView(
    in allocate: (Int) -> UnsafeMutableRawPointer?
  ) throws(ViewError) -> View {
    try shape.require()
    let itemByteCount =
      try self.itemByteCount == 0 ? View.byteCount(ofFormat: format) : itemByteCount
    let byteCount = try shape.byteCount(itemByteCount: itemByteCount)
    guard let data = allocate(max(byteCount, 1)) else { throw .noMemory }
    do throws(ViewError) {
      return try makeView(of: data, destroy: pymv_c_free_memory, context: nil)
    } catch {
      free(data)
      throw error
    }
  }
}

extension View {
  /// Makes a memoryview of a new array of zeros, which is writable. New reference.
  public static func makeZeros(
    format: UnsafePointer<CChar>?, shape: GivenShape, order: CInt
  ) throws(ViewError) -> View {
    let order = try ItemOrder(given: order)
    return try GivenArray(format: format, shape: shape, order: order)
      .makeView(in: { pymv_c_expect_large_write(calloc($0, 1), $0) })
  }
}

extension MemoryOwner {
  /// Makes the first view of a new exporter, and sets the callback only then: on failure it must
  /// not be called. Consumes the reference to the exporter.
  fileprivate func makeView(
    owner: Object?, of memory: UnsafeMutableRawPointer?, destroy: PyMV_DestroyFunc?,
    context: UnsafeMutableRawPointer?
  ) throws(ViewError) -> View {
    defer { Py_DecRef(object) }
    let view = try View.fromObject(object)
    Py_IncRef(owner)
    pointee.owner = owner
    pointee.ptr = memory
    pointee.destroy = destroy
    pointee.ctx = context
    PyObject_GC_Track(self)
    return view
  }
}

// MARK: - Bytes

/// Bytes of a caller.
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
    let exporter = try MemoryOwner.allocate()
    exporter.pointee.ptr = bytes
    exporter.pointee.len = byteCount
    exporter.pointee.readonly = access == PyBUF_WRITE ? 0 : 1
    return try exporter.makeView(owner: owner, of: bytes, destroy: destroy, context: context)
  }
}
