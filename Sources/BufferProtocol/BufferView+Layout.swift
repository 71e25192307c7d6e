import CPyMemoryView
import Layout
import StridedCopy

extension BufferView {
  /// ndim; 0 if it is negative.
  public var axisCount: Int { max(0, Int(pointee.ndim)) }

  /// Writes the extents; without a shape the buffer has one axis.
  ///
  /// Assumes: a shape is present if there are several axes.
  public func fillShape(_ shape: UnsafeMutablePointer<Int>) {
    assert(pointee.shape != nil || axisCount <= 1)
    if let given = pointee.shape {
      shape.update(from: given, count: axisCount)
    } else if axisCount == 1 {
      shape[0] = pointee.itemsize > 0 ? pointee.len / pointee.itemsize : 0
    }
  }

  /// Writes the strides; without strides the buffer is C-contiguous.
  public func fillStrides(_ strides: UnsafeMutablePointer<Int>, shape: UnsafePointer<Int>) {
    if let given = pointee.strides {
      strides.update(from: given, count: axisCount)
    } else {
      fillContiguousStrides(strides, shape: shape, order: .lastAxisFastest)
    }
  }

  public func fillContiguousStrides(
    _ strides: UnsafeMutablePointer<Int>, shape: UnsafePointer<Int>, order: ItemOrder
  ) {
    Layout.fillContiguousStrides(
      strides, shape: shape, axisCount: axisCount, itemByteCount: pointee.itemsize, order: order)
  }

  /// Whether the items are contiguous in the given order.
  @inline(__always)
  public func isContiguous(_ order: ItemOrder) -> Bool {
    // Fast path for one axis without suboffsets.
    guard pointee.ndim == 1, pointee.suboffsets == nil, let strides = pointee.strides,
      let shape = pointee.shape
    else { return hasContiguousAxes(order) }
    return strides[0] == pointee.itemsize || shape[0] <= 1 || pointee.len == 0
  }

  @inline(never)
  private func hasContiguousAxes(_ order: ItemOrder) -> Bool {
    if pointee.ndim < 0 || pointee.ndim > PyBUF_MAX_NDIM || pointee.suboffsets != nil {
      return false
    }
    if pointee.len == 0 { return true }
    guard let strides = pointee.strides else {
      return order == .lastAxisFastest || longAxisCount <= 1
    }
    guard let shape = pointee.shape else {
      return axisCount == 0 || (axisCount == 1 && strides[0] == pointee.itemsize)
    }
    return hasContiguousStrides(
      strides, shape: shape, axisCount: axisCount, itemByteCount: pointee.itemsize, order: order)
  }

  /// Whether an axis follows pointers.
  public var followsPointers: Bool {
    guard let suboffsets = pointee.suboffsets else { return false }
    for axis in 0..<min(axisCount, StridedArray.maximumAxisCount) where suboffsets[axis] >= 0 {
      return true
    }
    return false
  }

  /// Number of axes with more than one item.
  private var longAxisCount: Int {
    guard axisCount > 1, let shape = pointee.shape else { return min(axisCount, 1) }
    var count = 0
    for axis in 0..<axisCount where shape[axis] > 1 { count += 1 }
    return count
  }

  /// Whether the items are contiguous in order 'C', 'F', or 'A' for either; false for other orders.
  @inline(__always)
  public func isContiguous(order: CChar) -> Bool {
    switch UInt8(bitPattern: order) {
    case UInt8(ascii: "C"): isContiguous(.lastAxisFastest)
    case UInt8(ascii: "F"): isContiguous(.firstAxisFastest)
    case UInt8(ascii: "A"): isContiguous(.lastAxisFastest) || isContiguous(.firstAxisFastest)
    default: false
    }
  }

  /// Calls `body` with the buffer's items as an array, with shape and strides computed if the
  /// exporter left them out.
  ///
  /// Assumes: `problem` is nil.
  @inline(__always)
  public func withItems<Result>(_ body: (StridedArray) -> Result) -> Result {
    assert(problem == nil)
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedArray.maximumAxisCount + 1)
    {
      body(items(spare: $0.baseAddress.unsafelyUnwrapped))
    }
  }

  /// The buffer's items; `spare` has room for the shape of one axis and the strides of all.
  @inline(never)
  func items(spare: UnsafeMutablePointer<Int>) -> StridedArray {
    if pointee.shape == nil { fillShape(spare) }
    let shape = pointee.shape ?? spare
    let strides = pointee.strides ?? spare + 1
    if pointee.strides == nil {
      fillContiguousStrides(strides, shape: shape, order: .lastAxisFastest)
    }
    // A buffer without items may have no address; this substitute is never accessed.
    let base = pointee.buf ?? UnsafeMutableRawPointer(spare)
    var items = items(at: base, shape: shape, strides: strides)
    // Items of size 0 have no memory, so there may be no pointers to follow either.
    if pointee.itemsize == 0 { items.suboffsets = nil }
    return items
  }

  /// The buffer's items with a different address, shape and strides.
  func items(
    at base: UnsafeMutableRawPointer, shape: UnsafePointer<Int>, strides: UnsafePointer<Int>
  ) -> StridedArray {
    StridedArray(
      base: base, itemByteCount: pointee.itemsize, axisCount: axisCount, shape: shape,
      strides: strides, suboffsets: UnsafePointer(pointee.suboffsets))
  }
}

// MARK: - Packing and unpacking

extension BufferView {
  /// The address of the item at indices within the shape; without strides, that of the first item.
  public func address(at indices: UnsafePointer<Int>) -> UnsafeMutableRawPointer? {
    guard let base = pointee.buf, let strides = pointee.strides else { return pointee.buf }
    return items(at: base, shape: indices, strides: strides).address(at: indices)
  }

  /// The address after `index` steps along an axis, following pointers. Assumes: strides are
  /// present.
  public func step(
    from place: UnsafeMutableRawPointer, axis: Int, index: Int
  ) -> UnsafeMutableRawPointer {
    assert(pointee.strides != nil)
    return items(at: place, shape: pointee.shape, strides: pointee.strides)
      .step(from: place, axis: axis, index: index)
  }

  /// Copies the items into `memory`, which has room for them, in the given order.
  ///
  /// Assumes: `problem` is nil.
  @inline(__always)
  public func pack(into memory: UnsafeMutableRawPointer, order: CChar) {
    assert(problem == nil)
    if isContiguous(order: order) { return copyBytes(to: memory) }
    packStrided(into: memory, ItemOrder(copying: order))
  }

  /// Fast path of `pack` for items that are contiguous in the order.
  @inline(__always)
  public func copyBytes(to memory: UnsafeMutableRawPointer) {
    if pointee.len > 0 { memory.copyMemory(from: pointee.buf, byteCount: pointee.len) }
  }

  /// Slow path of `pack` for items that are not contiguous in the order.
  @inline(never)
  public func packStrided(into memory: UnsafeMutableRawPointer, _ order: ItemOrder) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedArray.maximumAxisCount + 1) {
      let from = items(spare: $0.baseAddress.unsafelyUnwrapped)
      from.withContiguousItems(at: memory, order) { to in copyItems(to: to, from: from) }
    }
  }

  /// Copies items that are contiguous in the given order from `memory` into the buffer. If there
  /// are fewer items than the buffer has, fills its first ones.
  ///
  /// Assumes: `problem` is nil, and `byteCount` is a multiple of the item size and at most `len`.
  public func unpack(
    from memory: UnsafeMutableRawPointer, byteCount: Int, order: CChar
  ) {
    assert(problem == nil && byteCount <= pointee.len)
    if byteCount <= 0 { return }
    assert(byteCount % pointee.itemsize == 0)
    if isContiguous(order: order) {
      return pointee.buf.copyMemory(from: memory, byteCount: byteCount)
    }
    unpackStrided(
      from: memory, byteCount: byteCount, ItemOrder(fortranOnlyFor: order))
  }

  @inline(never)
  private func unpackStrided(
    from memory: UnsafeMutableRawPointer, byteCount: Int, _ order: ItemOrder
  ) {
    withItems { to in
      if byteCount < pointee.len {
        copyFirstItems(
          to: to, from: memory, itemCount: byteCount / to.itemByteCount, order: order)
      } else {
        to.withContiguousItems(at: memory, order) { from in
          copyItems(to: to, from: from)
        }
      }
    }
  }
}

// MARK: - 'C', 'F' and 'A'

extension CChar {
  /// 'C', for C order.
  public static var cOrder: CChar { CChar(UInt8(ascii: "C")) }

  /// Whether this is 'C', 'F' or 'A'.
  public var isOrder: Bool {
    switch UInt8(bitPattern: self) {
    case UInt8(ascii: "C"), UInt8(ascii: "F"), UInt8(ascii: "A"): true
    default: false
    }
  }
}

extension ItemOrder {
  /// The order of a copy for 'C', 'F' or 'A': C order for 'A'. Any other character means Fortran
  /// order; only code compiled for CPython may pass one.
  public init(copying order: CChar) {
    switch UInt8(bitPattern: order) {
    case UInt8(ascii: "C"), UInt8(ascii: "A"): self = .lastAxisFastest
    default: self = .firstAxisFastest
    }
  }

  /// Fortran order for 'F', else C order.
  public init(fortranOnlyFor order: CChar) {
    self = UInt8(bitPattern: order) == UInt8(ascii: "F") ? .firstAxisFastest : .lastAxisFastest
  }
}
