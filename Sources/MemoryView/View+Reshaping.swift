import BufferProtocol
import CPyMemoryView
import ItemFormat
import Layout
import MemoryViewTables

// Views of the same memory in another shape.

/// A caller's shape.
public struct GivenShape {
  let axisCount: Int
  /// Nil: there are no axes, or one axis whose extent `cast` computes.
  let extents: UnsafePointer<Int>?

  public init(axisCount: CInt, _ extents: UnsafePointer<Int>?) {
    self.axisCount = Int(axisCount)
    self.extents = extents
  }

  /// Validates the number of axes and the extents.
  func require() throws(ViewError) {
    if axisCount < 0 { throw .value("number of dimensions must not be negative") }
    if axisCount > StridedArray.maximumAxisCount {
      throw .value("memoryview: number of dimensions must not exceed 64")
    }
    guard let extents else {
      if axisCount > 0 { throw .value("shape must not be NULL") }
      return
    }
    for axis in 0..<axisCount where extents[axis] < 0 {
      throw .value("shape must not be negative")
    }
  }

  /// Number of bytes of all items. Assumes: `require` succeeded.
  func byteCount(itemByteCount: Int) throws(ViewError) -> Int {
    assert(0...StridedArray.maximumAxisCount ~= axisCount && (axisCount == 0 || extents != nil))
    var byteCount = itemByteCount
    for axis in 0..<axisCount {
      let (product, overflow) = byteCount.multipliedReportingOverflow(
        by: extents.unsafelyUnwrapped[axis])
      if overflow { throw .value("product(shape) * itemsize is too large") }
      byteCount = product
    }
    return byteCount
  }
}

extension View {
  /// Makes a view of the same items in another shape; ValueError if that requires a copy.
  public func reshaped(to shape: GivenShape, order: CInt) throws(ViewError) -> View {
    try requireAccess()
    let order = try ItemOrder(given: order)
    try shape.require()
    let count = itemCount
    if try shape.byteCount(itemByteCount: 1) != count {
      throw .value("shape has another number of items than the view")
    }
    return try withUnsafeTemporaryAllocation(of: Int.self, capacity: Int(PyBUF_MAX_NDIM)) {
      (room) throws(ViewError) in
      // The base address is not nil, because the capacity is not zero.
      let strides = room.baseAddress.unsafelyUnwrapped
      // Axes up to the last indirect one cannot change.
      var kept = 0
      if count == 0 {
        Layout.fillContiguousStrides(
          strides, shape: shape.extents ?? UnsafePointer(strides), axisCount: shape.axisCount,
          itemByteCount: pointee.view.itemsize, order: order)
      } else {
        kept = try indirectAxisCount(keptIn: shape)
        let isInPlace = fillReshapedStrides(
          strides, newShape: (shape.extents ?? UnsafePointer(strides)) + kept,
          newAxisCount: shape.axisCount - kept, shape: axisExtents(strides) + kept,
          strides: axisStrides(strides) + kept, axisCount: buffer.axisCount - kept,
          itemByteCount: pointee.view.itemsize, order: order)
        if !isInPlace { throw .value("reshape needs a copy") }
      }
      return try derived(axisCount: shape.axisCount) { (_, layout) in
        for axis in 0..<shape.axisCount {
          layout.keep(
            extent: shape.extents.unsafelyUnwrapped[axis],
            stride: axis < kept ? pointee.view.strides[axis] : strides[axis - kept],
            suboffset: axis < kept ? suboffset(axis) : -1)
        }
      }
    }
  }

  /// A view without axes has no shape; returns another pointer then, which is not dereferenced.
  private func axisExtents(_ instead: UnsafePointer<Int>) -> UnsafePointer<Int> {
    pointee.view.shape.map { UnsafePointer($0) } ?? instead
  }

  private func axisStrides(_ instead: UnsafePointer<Int>) -> UnsafePointer<Int> {
    pointee.view.strides.map { UnsafePointer($0) } ?? instead
  }

  private var itemCount: Int {
    var count = 1
    // Cannot overflow: the items are in memory, or there are none.
    for axis in 0..<buffer.axisCount { count &*= pointee.view.shape[axis] }
    return count
  }

  /// Number of axes up to the last indirect one; ValueError if the new shape does not keep them.
  private func indirectAxisCount(keptIn shape: GivenShape) throws(ViewError) -> Int {
    var kept = buffer.axisCount
    while kept > 0 && suboffset(kept - 1) < 0 { kept -= 1 }
    for axis in 0..<kept
    where axis >= shape.axisCount
      || shape.extents.unsafelyUnwrapped[axis] != pointee.view.shape[axis]
    {
      throw .value("reshape needs a copy")
    }
    return kept
  }

  /// Makes a read-only view with axes of one item repeated, and axes added in front.
  public func broadcast(to shape: GivenShape) throws(ViewError) -> View {
    try requireAccess()
    try shape.require()
    let added = shape.axisCount - buffer.axisCount
    if added < 0 { throw .value("shape has fewer axes than the view") }
    for axis in 0..<buffer.axisCount
    where pointee.view.shape[axis] != 1
      && pointee.view.shape[axis] != shape.extents.unsafelyUnwrapped[axis + added]
    {
      throw .value("only axes of one item can be repeated")
    }
    _ = try shape.byteCount(itemByteCount: max(pointee.view.itemsize, 1))
    return try derived(axisCount: shape.axisCount) { (view, layout) in
      view.pointee.view.readonly = 1
      for place in 0..<shape.axisCount {
        let axis = place - added
        let extent = shape.extents.unsafelyUnwrapped[place]
        let isRepeated = axis < 0 || pointee.view.shape[axis] != extent
        layout.keep(
          extent: extent, stride: isRepeated ? 0 : pointee.view.strides[axis],
          suboffset: axis < 0 ? -1 : suboffset(axis))
      }
    }
  }

  /// Makes a view of a contiguous view's bytes as items of another format and shape.
  ///
  /// - Parameters:
  ///   - format: NUL-terminated; nil: unsigned bytes.
  ///   - shape: one axis without extent stands for as many items as fit.
  ///   - order: of the items of the result in memory.
  public func cast(
    toFormat format: UnsafePointer<CChar>?, shape: GivenShape, order: CInt
  ) throws(ViewError) -> View {
    try requireAccess()
    let order = try ItemOrder(given: order)
    if !buffer.isContiguous(order: .anyOrder) {
      throw .type("cannot cast a view that is not contiguous")
    }
    let itemByteCount = try View.byteCount(ofFormat: format)
    guard let format = pymv_c_kept_format(format ?? UnsafePointer(pymv_c_byte_format())) else {
      throw .noMemory
    }
    return try cast(toFormat: format, itemByteCount, shape, order)
  }

  /// Makes a view of a contiguous view's bytes in the order of memory.
  public func asBytes() throws(ViewError) -> View {
    try requireAccess()
    if !buffer.isContiguous(order: .anyOrder) { throw .value("the view is not contiguous") }
    return try cast(
      toFormat: UnsafePointer(pymv_c_byte_format()), 1, GivenShape(axisCount: 1, nil),
      .lastAxisFastest)
  }

  /// - Parameter format: lives as long as the process.
  private func cast(
    toFormat format: UnsafePointer<CChar>, _ itemByteCount: Int, _ shape: GivenShape,
    _ order: ItemOrder
  ) throws(ViewError) -> View {
    let byteCount = pointee.view.len
    var extent = itemByteCount > 0 ? byteCount / itemByteCount : 0
    return try withUnsafePointer(to: &extent) { (extent) throws(ViewError) in
      let isSole = shape.axisCount == 1 && shape.extents == nil
      let shape = isSole ? GivenShape(axisCount: 1, extent) : shape
      try shape.require()
      if try shape.byteCount(itemByteCount: itemByteCount) != byteCount {
        throw .value("product(shape) * itemsize != size of the view")
      }
      return try cast(
        to: (itemByteCount, format), axisCount: shape.axisCount, shape.extents ?? extent, order)
    }
  }

  /// - Parameter format: nil: unsigned bytes.
  static func byteCount(ofFormat format: UnsafePointer<CChar>?) throws(ViewError) -> Int {
    guard let format else { return 1 }
    do throws(FormatError) {
      return try ItemFormat.byteCount(ofFormat: format, .full)
    } catch {
      throw error == .noMemory ? .noMemory : .value("the size of the format is unknown")
    }
  }
}

extension ItemOrder {
  /// 'C' or 'F'; ValueError for any other character.
  public init(given order: CInt) throws(ViewError) {
    switch order {
    case CInt(UInt8(ascii: "C")): self = .lastAxisFastest
    case CInt(UInt8(ascii: "F")): self = .firstAxisFastest
    default: throw .value("order must be 'C' or 'F'")
    }
  }
}

extension CChar {
  /// 'A', for C or Fortran order.
  static var anyOrder: CChar { CChar(UInt8(ascii: "A")) }

  /// 'C', 'F' or 'A'.
  init(givenOrder order: CInt) throws(ViewError) {
    guard let order = CChar(exactly: order), order.isOrder else {
      throw .value("order must be 'C', 'F' or 'A'")
    }
    self = order
  }
}
