import BufferProtocol
import CPyMemoryView
import Layout
import MemoryViewTables

/// An array that an exporter exports: one block with a buffer, its shape, strides, suboffsets and
/// format. The items are elsewhere.
typealias ExportedArray = UnsafeMutablePointer<Py_buffer>

/// A caller's description of an array in memory.
public struct GivenArray {
  let format: UnsafePointer<CChar>?
  let itemByteCount: Int
  let shape: GivenShape
  let strides: UnsafePointer<Int>?
  let suboffsets: UnsafePointer<Int>?
  let order: ItemOrder
  let isReadOnly: Bool

  /// - Parameters:
  ///   - format: nil: unsigned bytes.
  ///   - itemByteCount: 0: computed from the format.
  ///   - strides: nil: contiguous in `order`.
  ///   - suboffsets: nil: no axis holds pointers.
  public init(
    format: UnsafePointer<CChar>?, itemByteCount: Int = 0, shape: GivenShape,
    strides: UnsafePointer<Int>? = nil, suboffsets: UnsafePointer<Int>? = nil,
    order: ItemOrder = .lastAxisFastest, isReadOnly: Bool = false
  ) {
    self.format = format
    self.itemByteCount = itemByteCount
    self.shape = shape
    self.strides = strides
    self.suboffsets = suboffsets
    self.order = order
    self.isReadOnly = isReadOnly
  }

  /// Validates and copies the description. The caller must release the copy with `PyMem_Free`.
  func export(_ data: UnsafeMutableRawPointer?) throws(ViewError) -> ExportedArray {
    try shape.require()
    let itemByteCount =
      try self.itemByteCount == 0 ? View.byteCount(ofFormat: format) : itemByteCount
    if itemByteCount < 0 { throw .value("itemsize must not be negative") }
    let byteCount = try shape.byteCount(itemByteCount: itemByteCount)
    let text = format ?? UnsafePointer(pymv_c_byte_format()!)
    let array = try ExportedArray.allocate(axisCount: shape.axisCount, text)
    array.pointee.buf = data
    array.pointee.len = byteCount
    array.pointee.itemsize = itemByteCount
    array.pointee.readonly = isReadOnly ? 1 : 0
    fillAxes(of: array)
    do throws(ViewError) {
      try array.requireSound()
    } catch {
      PyMem_Free(array)
      throw error
    }
    return array
  }

  private func fillAxes(of array: ExportedArray) {
    guard let extents = array.pointee.shape, let given = shape.extents else { return }
    extents.update(from: given, count: shape.axisCount)
    if let strides {
      array.pointee.strides.update(from: strides, count: shape.axisCount)
    } else {
      array.fillContiguousStrides(array.pointee.strides, shape: extents, order: order)
    }
    if let suboffsets {
      array.pointee.suboffsets.update(from: suboffsets, count: shape.axisCount)
    }
    if !array.followsPointers { array.pointee.suboffsets = nil }
  }
}

extension ExportedArray {
  /// Allocates an array with uninitialised shape and strides; no axis holds pointers.
  fileprivate static func allocate(
    axisCount: Int, _ format: UnsafePointer<CChar>
  ) throws(ViewError) -> ExportedArray {
    let axesByteCount = 3 * axisCount * MemoryLayout<Int>.stride
    let formatByteCount = strlen(format) + 1
    let headByteCount = MemoryLayout<Py_buffer>.stride
    // Cannot overflow: at most 64 axes, and a text in memory.
    guard let block = PyMem_Malloc(headByteCount + axesByteCount + formatByteCount) else {
      throw .noMemory
    }
    let axes = (block + headByteCount).assumingMemoryBound(to: Int.self)
    let text = (block + headByteCount + axesByteCount).assumingMemoryBound(to: CChar.self)
    text.update(from: format, count: formatByteCount)
    for axis in 0..<axisCount { axes[2 * axisCount + axis] = -1 }
    let array = block.assumingMemoryBound(to: Py_buffer.self)
    array.initialize(
      to: Py_buffer(
        buf: nil, obj: nil, len: 0, itemsize: 0, readonly: 0, ndim: CInt(axisCount), format: text,
        shape: axisCount > 0 ? axes : nil, strides: axisCount > 0 ? axes + axisCount : nil,
        suboffsets: axisCount > 0 ? axes + 2 * axisCount : nil, internal: nil))
    return array
  }

  /// Answers a buffer request for the array. The buffer owns a new reference to the exporter.
  func fill(_ request: BufferView, exporter: Object, flags: CInt) throws(ViewError) {
    var state: CInt = pointee.suboffsets == nil ? 0 : _Py_MEMORYVIEW_PIL
    if isContiguous(.lastAxisFastest) { state |= _Py_MEMORYVIEW_C }
    if isContiguous(.firstAxisFastest) { state |= _Py_MEMORYVIEW_FORTRAN }
    try requirePermitted(flags, state: state)
    request.initialize(to: pointee)
    request.reduce(to: flags)
    request.pointee.obj = exporter
    Py_IncRef(exporter)
  }
}
