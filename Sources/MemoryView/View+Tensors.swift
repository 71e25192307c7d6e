import BufferProtocol
import CPyMemoryView
import FormatTables
import ItemFormat
import Layout
import MemoryViewTables

// DLPack tensors of views, and views of tensors. Strides of tensors are in items.

public typealias Tensor = UnsafeMutablePointer<DLManagedTensorVersioned>

// MARK: - Tensors of views

extension View {
  /// Makes a tensor that exports the view until its deleter is called.
  ///
  /// - Parameter flags: DLPack's, for read-only tensors and for those of copies.
  public func makeTensor(flags: UInt64) throws(ViewError) -> Tensor {
    let isCopied = UInt64(DLPACK_FLAG_BITMASK_IS_COPIED)
    if flags & ~(isCopied | View.readOnlyFlag) != 0 {
      throw .value("flags must be DLPack's for read-only memory (1) and for copies (2)")
    }
    if flags & isCopied == 0 { return try lendTensor(flags: flags) }
    let copy = try makeCopy(inOrder: CInt(UInt8(ascii: "C")))
    // The tensor has a reference.
    defer { pymv_c_drop(copy.object) }
    return try copy.lendTensor(flags: flags)
  }

  private static var readOnlyFlag: UInt64 { UInt64(DLPACK_FLAG_BITMASK_READ_ONLY) }

  private func lendTensor(flags: UInt64) throws(ViewError) -> Tensor {
    try pin()
    do throws(ViewError) {
      let flags = pointee.view.readonly == 0 ? flags : flags | View.readOnlyFlag
      guard let tensor = pymv_c_lend_tensor(self, flags) else { throw .noMemory }
      do throws(ViewError) {
        tensor.pointee.dl_tensor = try tensorArray(strides: pymv_c_tensor_strides(tensor))
      } catch {
        pymv_c_free_memory(tensor, nil)
        throw error
      }
      pymv_c_retain(object)
      return tensor
    } catch {
      unpin()
      throw error
    }
  }

  /// Assumes: the view is held.
  ///
  /// - Parameter place: for strides in items, which live there if they are not those in bytes.
  @inline(never)
  private func tensorArray(
    strides place: UnsafeMutablePointer<Int64>
  ) throws(ViewError) -> DLTensor {
    assert(isHeld)
    try requireUnrestricted()
    if pointee.view.suboffsets != nil {
      throw .buffer("DLPack: the view has suboffsets, so its items are behind pointers")
    }
    let type = try tensorType()
    return DLTensor(
      data: pointee.view.len == 0 ? nil : pointee.view.buf,
      device: DLDevice(device_type: kDLCPU, device_id: 0), ndim: pointee.view.ndim, dtype: type,
      shape: numbers(pointee.view.shape), strides: try itemStrides(at: place), byte_offset: 0)
  }

  /// The strides in items. Assumes: the itemsize is a power of two, and there are no suboffsets.
  private func itemStrides(
    at place: UnsafeMutablePointer<Int64>
  ) throws(ViewError) -> UnsafeMutablePointer<Int64>? {
    let itemByteCount = pointee.view.itemsize
    // A view with another number of axes than it was made with, as pickle.PickleBuffer makes it,
    // has items of one byte.
    if itemByteCount == 1 || pointee.view.ndim == 0 { return numbers(pointee.view.strides) }
    assert(itemByteCount & (itemByteCount - 1) == 0 && pointee.view.suboffsets == nil)
    // So that the view has room for them too.
    assert(pointee.ob_base.ob_size >= 3 * buffer.axisCount)
    for axis in 0..<buffer.axisCount {
      let stride = pointee.view.strides[axis]
      // Else no item is reached by the stride.
      let isUsed = pointee.view.shape[axis] > 1 && pointee.view.len != 0
      if isUsed && stride & (itemByteCount &- 1) != 0 {
        throw .buffer("DLPack: a stride is not a multiple of the itemsize")
      }
      place[axis] = Int64(stride &>> itemByteCount.trailingZeroBitCount)
    }
    return place
  }

  private func numbers(_ values: UnsafeMutablePointer<Int>?) -> UnsafeMutablePointer<Int64>? {
    UnsafeMutableRawPointer(values)?.assumingMemoryBound(to: Int64.self)
  }
}

// MARK: - Types of items

extension View {
  /// Assumes: the view is held.
  private func tensorType() throws(ViewError) -> DLDataType {
    let noted = View.notedScalarType(format)
    guard let type = noted == nil ? try parsedTensorType() : noted.flatMap({ DLDataType($0) })
    else {
      throw .buffer("DLPack: there is no type for items of this format")
    }
    if Int(type.bits) != 8 * pointee.view.itemsize {
      throw .buffer("DLPack: the itemsize is not that of the format")
    }
    return type
  }

  @inline(never)
  private func parsedTensorType() throws(ViewError) -> DLDataType? {
    let leaf = try ifValid { () throws(FormatProblem) in
      try Format.with(format, .full, itemByteCount: nil) { $0.soleLeaf }
    }
    guard let leaf else { throw .buffer("DLPack: an item is not a single number or truth value") }
    if leaf.isSwapped && leaf.byteCount > 1 { throw .buffer("DLPack: the items are byte-swapped") }
    return DLDataType(leaf)
  }
}

extension DLDataType {
  fileprivate init?(_ leaf: Leaf) {
    if leaf.type != .registered {
      self.init(leaf.type)
    } else {
      let code = pymv_c_tensor_code(leaf.scalarName)
      if code < 0 { return nil }
      self.init(code: UInt8(code), bits: code == Int32(kDLBfloat.rawValue) ? 16 : 8, lanes: 1)
    }
  }

  fileprivate init?(_ type: ItemType) {
    let code: DLDataTypeCode
    switch type {
    case .boolean: code = kDLBool
    case .int8, .int16, .int32, .int64: code = kDLInt
    case .uint8, .uint16, .uint32, .uint64: code = kDLUInt
    case .float16, .float32, .float64: code = kDLFloat
    case .complex64, .complex128: code = kDLComplex
    case .longDouble, .complexLongDouble, .pointer, .character, .bytes, .pascalBytes, .text,
      .registered, .padding:
      return nil
    }
    // At most 128 bits.
    self.init(
      code: UInt8(truncatingIfNeeded: code.rawValue),
      bits: UInt8(truncatingIfNeeded: 8 &* type.byteCount), lanes: 1)
  }

  /// The format of items.
  fileprivate func format() throws(ViewError) -> UnsafePointer<CChar> {
    if lanes != 1 { throw .buffer("DLPack: items are vectors (lanes)") }
    guard let format = pymv_c_tensor_format(self) else {
      throw .buffer("DLPack: there is no format for items of this type")
    }
    if format[0] == CChar(UInt8(ascii: "[")), !isRegistered(format) {
      throw .buffer("DLPack: no scalar type of this name and size is registered")
    }
    return format
  }

  private func isRegistered(_ format: UnsafePointer<CChar>) -> Bool {
    let number = pymv_c_find_scalar(format + 1, strlen(format) - 2)
    return number >= 0 && 8 * pymv_c_scalar_at(number).pointee.size == Int(bits)
  }
}

// MARK: - Views of tensors

extension View {
  /// Makes a view of a tensor's memory. It owns the tensor; on failure, the caller still does.
  public static func ofTensor(_ tensor: Tensor) throws(ViewError) -> View {
    if tensor.pointee.version.major != UInt32(DLPACK_MAJOR_VERSION) {
      throw .buffer("DLPack: the tensor is of another major version than 1")
    }
    let array = tensor.pointee.dl_tensor
    try array.device.requireAccess()
    let format = try array.dtype.format()
    let itemByteCount = Int(array.dtype.bits) / 8
    let shape = GivenShape(axisCount: array.ndim, sizes(array.shape))
    try shape.require()
    let mostAxes = StridedArray.maximumAxisCount
    return try withUnsafeTemporaryAllocation(of: Int.self, capacity: mostAxes) {
      (room) throws(ViewError) in
      let strides = room.baseAddress.unsafelyUnwrapped
      if let itemStrides = array.strides {
        try fill(strides, from: itemStrides, shape.axisCount, itemByteCount)
      }
      let given = GivenArray(
        format: format, itemByteCount: itemByteCount, shape: shape,
        strides: array.strides == nil ? nil : UnsafePointer(strides),
        isReadOnly: tensor.pointee.flags & readOnlyFlag != 0)
      return try given.makeView(
        of: try array.start(), destroy: pymv_c_end_tensor, context: tensor)
    }
  }

  private static func fill(
    _ strides: UnsafeMutablePointer<Int>, from itemStrides: UnsafePointer<Int64>, _ count: Int,
    _ itemByteCount: Int
  ) throws(ViewError) {
    for axis in 0..<count {
      let (stride, overflow) = Int(itemStrides[axis])
        .multipliedReportingOverflow(by: itemByteCount)
      if overflow { throw .value("DLPack: a stride does not fit the address space") }
      strides[axis] = stride
    }
  }

  private static func sizes(_ values: UnsafePointer<Int64>?) -> UnsafePointer<Int>? {
    UnsafeRawPointer(values)?.assumingMemoryBound(to: Int.self)
  }
}

extension DLTensor {
  fileprivate func start() throws(ViewError) -> UnsafeMutableRawPointer? {
    guard let data else { return nil }
    let (address, overflow) = UInt(bitPattern: data).addingReportingOverflow(UInt(byte_offset))
    if overflow { throw .value("DLPack: byte_offset does not fit the address space") }
    return UnsafeMutableRawPointer(bitPattern: address)
  }
}

extension DLDevice {
  /// Raises for devices whose memory the processor cannot access.
  fileprivate func requireAccess() throws(ViewError) {
    switch device_type {
    case kDLCPU, kDLCUDAHost, kDLROCMHost, kDLCUDAManaged: return
    default: throw .buffer("DLPack: the tensor is on a device with memory of its own")
    }
  }
}
