import CopyKernels

/// How the bytes of items tell whether the items are equal.
public enum ItemEquality {
  /// Equal bytes are equal items, different bytes different ones.
  case bytes
  /// Items are IEEE floats of 4 bytes, one or several: a NaN equals nothing, -0.0 equals 0.0.
  case float32
  /// The same with floats of 8 bytes.
  case float64
}

/// Whether all items of two arrays are equal; stops soon after the first that are not.
///
/// Assumes: both arrays are direct, have the same shape, item size and kind of items, and at most 64
/// axes.
public func haveEqualItems(
  _ a: StridedArray, _ b: StridedArray, _ equality: ItemEquality
) -> Bool {
  if a.isEmpty || a.itemByteCount == 0 { return true }
  return WalkPlan.with(a, b) { plan in
    let first = a.base + plan.destinationOffset
    let second = UnsafeRawPointer(b.base + plan.sourceOffset)
    switch equality {
    case .bytes: return plan.everyItem(first, second) { haveEqualBytes($0, $1, $2) }
    case .float32: return plan.everyItem(first, second) { haveEqualFloats(Float.self, $0, $1, $2) }
    case .float64: return plan.everyItem(first, second) { haveEqualFloats(Double.self, $0, $1, $2) }
    }
  }
}

extension StridedArray {
  /// Whether no axis follows pointers.
  public var isDirect: Bool { indirectAxisCount == 0 }
}

extension WalkPlan {
  /// Whether a relation holds for all items, given as runs of bytes that are as long as possible.
  @inline(__always)
  fileprivate func everyItem(
    _ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer,
    _ relation: (UnsafeRawPointer, UnsafeRawPointer, Int) -> Bool
  ) -> Bool {
    guard axisCount > 0 else { return relation(destination, source, itemByteCount) }
    let last = axisCount - 1
    if isContiguousAlongLastAxis {
      let byteCount = extents[last] &* itemByteCount
      return everyBlock(of: 1, destination, source) { relation($0, $1, byteCount) }
    }
    return everyBlock(of: 1, destination, source) { a, b in
      for index in 0..<extents[last] {
        // Wrapping: distances within the arrays' memory.
        let x = a + index &* destinationStrides[last]
        let y = b + index &* sourceStrides[last]
        if !relation(x, y, itemByteCount) { return false }
      }
      return true
    }
  }
}

@inline(__always)
private func haveEqualBytes(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int) -> Bool {
  switch count {
  case 1: a.load(as: UInt8.self) == b.load(as: UInt8.self)
  case 2: a.loadUnaligned(as: UInt16.self) == b.loadUnaligned(as: UInt16.self)
  case 4: a.loadUnaligned(as: UInt32.self) == b.loadUnaligned(as: UInt32.self)
  case 8: a.loadUnaligned(as: UInt64.self) == b.loadUnaligned(as: UInt64.self)
  default: memcmp(a, b, count) == 0
  }
}

/// Whether runs of floats are equal. Looks at a block at a time, so that the loop over a block has
/// no way out and can be done with vectors.
@inline(__always)
private func haveEqualFloats<Value: BinaryFloatingPoint & BitwiseCopyable>(
  _ type: Value.Type, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ byteCount: Int
) -> Bool {
  let size = MemoryLayout<Value>.size
  var offset = 0
  while offset < byteCount {
    let end = min(offset &+ 1024, byteCount)
    var different = false
    while offset < end {
      let x = (a + offset).loadUnaligned(as: type)
      let y = (b + offset).loadUnaligned(as: type)
      different = different || x != y
      offset &+= size
    }
    if different { return false }
  }
  return true
}
