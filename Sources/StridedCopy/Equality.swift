import Kernels
import Layout

/// How the equality of items follows from their bytes.
public enum ItemEquality {
  /// Items are equal if and only if their bytes are.
  case bytes
  /// Items consist of IEEE floats of 2 bytes: NaN equals nothing, -0.0 equals 0.0.
  case float16
  /// Items consist of IEEE floats of 4 bytes.
  case float32
  /// Items consist of IEEE floats of 8 bytes.
  case float64
  /// Items consist of bytes; two are equal if both are zero or both are not.
  case truth

  private var kernel: pymv_k_equality {
    switch self {
    case .bytes: PYMV_K_BYTES
    case .float16: PYMV_K_FLOAT16
    case .float32: PYMV_K_FLOAT32
    case .float64: PYMV_K_FLOAT64
    case .truth: PYMV_K_TRUTH
    }
  }

  /// Size of the units that items consist of, in bytes.
  private var unitByteCount: Int {
    switch self {
    case .bytes, .truth: 1
    case .float16: 2
    case .float32: 4
    case .float64: 8
    }
  }

  /// Whether the items of two runs are equal; stops soon after the first difference.
  ///
  /// Assumes: `byteCount` is a multiple of the unit size.
  public func areEqual(
    _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, byteCount: Int
  ) -> Bool {
    assert(byteCount % unitByteCount == 0)
    return pymv_k_equal(
      kernel, a.assumingMemoryBound(to: UInt8.self), b.assumingMemoryBound(to: UInt8.self),
      byteCount)
  }
}

/// Whether all items of two arrays are equal; stops soon after the first difference.
///
/// Assumes: both arrays are direct, have the same shape, item size and kind of items, and at most
/// 64 axes.
public func haveEqualItems(
  _ a: StridedArray, _ b: StridedArray, _ equality: ItemEquality
) -> Bool {
  assert(a.isDirect && b.isDirect && a.hasShape(of: b) && a.itemByteCount == b.itemByteCount)
  if a.isEmpty || a.itemByteCount == 0 { return true }
  return WalkPlan.with(a, b) { plan in
    let first = UnsafeRawPointer(a.base + plan.destinationOffset)
    let second = UnsafeRawPointer(b.base + plan.sourceOffset)
    guard plan.axisCount > 0 else {
      return equality.areEqual(first, second, byteCount: plan.itemByteCount)
    }
    if plan.isContiguousAlongLastAxis {
      let byteCount = plan.extents[plan.axisCount - 1] &* plan.itemByteCount
      return plan.allBlocks(of: 1, UnsafeMutableRawPointer(mutating: first), second) {
        equality.areEqual($0, $1, byteCount: byteCount)
      }
    }
    return haveEqualScatteredItems(first, second, &plan, equality)
  }
}

/// Packs items that are not contiguous into a tile, block by block, and compares the blocks.
///
/// Assumes: the plan has axes.
private func haveEqualScatteredItems(
  _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ plan: inout WalkPlan, _ equality: ItemEquality
) -> Bool {
  assert(plan.axisCount > 0)
  var tile = ComparisonTile.Memory(repeating: .zero)
  let first = UnsafeMutableRawPointer(mutating: a)
  return withUnsafeMutableBytes(of: &tile) { memory in
    let tile = ComparisonTile(
      memory: memory.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self),
      equality: equality)
    if let plane = plan.arrangePlane() {
      return plan.allBlocks(of: 2, first, b) { tile.haveEqualPlane(plane, $0, $1) }
    }
    let last = plan.axisCount - 1
    let row = ComparedRow(
      itemByteCount: plan.itemByteCount, itemCount: plan.extents[last],
      stride: plan.destinationStrides[last], otherStride: plan.sourceStrides[last])
    return plan.allBlocks(of: 1, first, b) { tile.haveEqualRow(row, $0, $1) }
  }
}
