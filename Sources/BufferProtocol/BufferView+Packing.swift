import CPyMemoryView
import Layout
import StridedCopy

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
