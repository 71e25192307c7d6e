/// The layout of an array in memory as given by an exporter or caller, not validated.
public struct UncheckedLayout {
  /// The first item by index.
  let base: UnsafeMutableRawPointer?
  /// Total bytes of all items, as given.
  let byteCount: Int
  let itemByteCount: Int
  let axisCount: Int
  /// Nil: at most one axis, whose extent follows from `byteCount`.
  let shape: UnsafePointer<Int>?
  /// Nil: C-contiguous.
  let strides: UnsafePointer<Int>?
  /// Whether any axis may be indirect.
  let isIndirect: Bool

  @inline(__always)
  public init(
    base: UnsafeMutableRawPointer?, byteCount: Int, itemByteCount: Int, axisCount: Int,
    shape: UnsafePointer<Int>?, strides: UnsafePointer<Int>?, isIndirect: Bool
  ) {
    self.base = base
    self.byteCount = byteCount
    self.itemByteCount = itemByteCount
    self.axisCount = axisCount
    self.shape = shape
    self.strides = strides
    self.isIndirect = isIndirect
  }
}

/// Why a layout is invalid.
public enum LayoutFlaw {
  case tooManyAxes, negativeAxisCount, negativeItemByteCount, negativeByteCount
  /// Items without an address.
  case noAddress
  /// Several axes without extents.
  case noShape
  /// The total bytes of the items differ from `byteCount`.
  case byteCountMismatch
  /// There are no extents, and the number of items cannot be computed from `byteCount`.
  case noItemByteCount, partialItem
  case negativeExtent
  /// The total bytes of the items overflow.
  case tooManyBytes
  /// Strides lead outside the address space.
  case outOfMemory
}

extension UncheckedLayout {
  /// Validates the layout; nil if it is valid. Memory behind pointers is not validated.
  public var flaw: LayoutFlaw? {
    if axisCount > StridedArray.maximumAxisCount { return .tooManyAxes }
    if axisCount < 0 { return .negativeAxisCount }
    if itemByteCount < 0 { return .negativeItemByteCount }
    if byteCount < 0 { return .negativeByteCount }
    if lacksAddress { return .noAddress }
    if let shape { return flaw(of: shape) }
    return flawWithoutShape
  }

  /// Whether there are items, but no address.
  @inline(__always)
  public var lacksAddress: Bool { base == nil && byteCount > 0 }

  private var flawWithoutShape: LayoutFlaw? {
    if axisCount > 1 { return .noShape }
    if axisCount == 0 { return byteCount == itemByteCount ? nil : .byteCountMismatch }
    if itemByteCount == 0 { return .noItemByteCount }
    return byteCount % itemByteCount == 0 ? nil : .partialItem
  }

  /// One pass over the axes computes the number of items and, for direct arrays, the addresses of
  /// the lowest byte and of the end of the highest one.
  private func flaw(of shape: UnsafePointer<Int>) -> LayoutFlaw? {
    // Addresses are treated as Int, because no process has memory above Int.max.
    var low = isIndirect ? 0 : Int(bitPattern: base)
    var (high, isTooFar) = low.addingReportingOverflow(itemByteCount)
    var itemCount = 1
    var isTooLarge = false
    var axis = 0
    while axis < axisCount {
      let extent = shape[axis]
      if extent < 0 { return .negativeExtent }
      let (product, overflow) = itemCount.multipliedReportingOverflow(by: extent)
      itemCount = product
      isTooLarge = isTooLarge || overflow
      if let strides {
        // Cannot overflow: extents are not negative.
        let (span, isTooLong) = (extent &- 1).multipliedReportingOverflow(by: strides[axis])
        let (end, isBeyond) = (span < 0 ? low : high).addingReportingOverflow(span)
        if span < 0 { low = end } else { high = end }
        isTooFar = isTooFar || isTooLong || isBeyond
      }
      // Cannot overflow: there are at most 64 axes.
      axis &+= 1
    }
    let (product, overflow) = itemCount.multipliedReportingOverflow(by: itemByteCount)
    if isTooLarge || overflow { return .tooManyBytes }
    if product != byteCount { return .byteCountMismatch }
    // An array without items uses no address, so strides do not matter.
    if byteCount == 0 { return nil }
    return isTooFar || !isIndirect && low < 0 ? .outOfMemory : nil
  }
}
