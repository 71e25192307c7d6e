/// An N-dimensional array of items in borrowed memory.
///
/// The item with the indices `i[0..<axisCount]` starts at `base + sum(i[k] * strides[k])`. If an
/// axis has a suboffset that is not negative, the sum up to this axis is the address of a pointer,
/// which is dereferenced; then the suboffset is added (PEP 3118, "PIL-style" arrays).
///
/// The pointers are borrowed and unchecked: the caller guarantees that every index within `shape`
/// addresses `itemByteCount` accessible bytes.
public struct StridedArray {
  /// The first item by index.
  public var base: UnsafeMutableRawPointer
  /// Bytes of one item.
  public var itemByteCount: Int
  /// Number of axes, 0 to 64; an array without axes is a single item.
  public var axisCount: Int
  /// Extent of each axis in items.
  public var shape: UnsafePointer<Int>
  /// Distance between adjacent items along each axis, in bytes, of any sign.
  public var strides: UnsafePointer<Int>
  /// For each axis, the bytes to add after dereferencing a pointer; negative: no pointer.
  public var suboffsets: UnsafePointer<Int>?

  public init(
    base: UnsafeMutableRawPointer, itemByteCount: Int, axisCount: Int,
    shape: UnsafePointer<Int>, strides: UnsafePointer<Int>, suboffsets: UnsafePointer<Int>? = nil
  ) {
    assert(axisCount >= 0 && axisCount <= StridedArray.maximumAxisCount)
    self.base = base
    self.itemByteCount = itemByteCount
    self.axisCount = axisCount
    self.shape = shape
    self.strides = strides
    self.suboffsets = suboffsets
  }

  /// Limit on the number of axes; that of PEP 3118 exporters.
  public static var maximumAxisCount: Int { 64 }

  /// Whether the array has no items: some extent is zero.
  public var isEmpty: Bool {
    for axis in 0..<axisCount where shape[axis] <= 0 { return true }
    return false
  }

  /// Total bytes of all items; items that share memory count separately. Assumes: no overflow.
  @inline(__always)
  public var byteCount: Int {
    assert(hasByteCount)
    var byteCount = itemByteCount
    var axis = 0
    while axis < axisCount {
      byteCount &*= shape[axis]
      axis &+= 1
    }
    return byteCount
  }

  /// Whether the total bytes of all items fit into an Int.
  private var hasByteCount: Bool {
    if isEmpty { return true }
    var byteCount = itemByteCount
    for axis in 0..<axisCount {
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: shape[axis])
      if overflow { return false }
      byteCount = product
    }
    return true
  }

  /// Whether another array has the same shape; extents after the first zero are ignored.
  public func hasShape(of other: StridedArray) -> Bool {
    if axisCount != other.axisCount { return false }
    for axis in 0..<axisCount {
      if shape[axis] != other.shape[axis] { return false }
      if shape[axis] == 0 { return true }
    }
    return true
  }

  /// Number of axes up to and including the last indirect one; 0 if there is none.
  @inline(__always)
  public var indirectAxisCount: Int {
    guard let suboffsets else { return 0 }
    var count = axisCount
    while count > 0 && suboffsets[count - 1] < 0 { count -= 1 }
    return count
  }

  /// Whether no axis is indirect.
  public var isDirect: Bool { indirectAxisCount == 0 }

  /// The address `index` steps along `axis` from `start`, after dereferencing the pointer if the
  /// axis is indirect.
  public func step(from start: UnsafeMutableRawPointer, axis: Int, index: Int)
    -> UnsafeMutableRawPointer
  {
    // Wrapping: the caller guarantees that the product stays within the memory of the array.
    let place = start + index &* strides[axis]
    guard let suboffsets, suboffsets[axis] >= 0 else { return place }
    return place.loadUnaligned(as: UnsafeMutableRawPointer.self) + suboffsets[axis]
  }

  /// The address of an item.
  ///
  /// - Parameter indices: one index for each axis, each within its extent.
  public func address(at indices: UnsafePointer<Int>) -> UnsafeMutableRawPointer {
    var place = base
    for axis in 0..<axisCount { place = step(from: place, axis: axis, index: indices[axis]) }
    return place
  }

  /// Advances indices to the next item in the given order; wraps around after the last one.
  public func increment(_ indices: UnsafeMutablePointer<Int>, order: ItemOrder) {
    for rank in 0..<axisCount {
      let axis = order.axis(rank: rank, of: axisCount)
      indices[axis] += 1
      if indices[axis] < shape[axis] { return }
      indices[axis] = 0
    }
  }
}
