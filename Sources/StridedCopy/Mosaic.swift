import Kernels
import Layout

/// The axes of a plan, arranged to copy tile by tile: for many short axes, no two of which make a
/// plane with long rows and columns.
struct Mosaic {
  /// Number of first axes of the plan, which are walked from tile to tile.
  private let outerAxisCount: Int32

  /// Moves the axes of a tile, or parts of axes, to the end of the plan; nil, with the plan
  /// unchanged, if no tile is large enough. Assumes: no two items of the destination overlap.
  @inline(never)
  init?(of plan: inout WalkPlan) {
    var mosaic = pymv_k_mosaic(plan)
    guard pymv_k_plan_mosaic(&mosaic) else { return nil }
    plan.axisCount = Int(mosaic.axes)
    outerAxisCount = mosaic.outer_axes
  }

  /// Copies all items of the plan from which the mosaic was created.
  @inline(never)
  func copy(
    _ plan: WalkPlan, to destination: UnsafeMutableRawPointer, from source: UnsafeRawPointer
  ) {
    var mosaic = pymv_k_mosaic(plan)
    mosaic.outer_axes = outerAxisCount
    pymv_k_copy_mosaic(
      &mosaic, destination.assumingMemoryBound(to: UInt8.self),
      source.assumingMemoryBound(to: UInt8.self))
  }
}

extension pymv_k_mosaic {
  fileprivate init(_ plan: WalkPlan) {
    assert(StridedArray.maximumAxisCount == PYMV_K_AXES)
    self.init(
      item: plan.itemByteCount, extents: plan.extents, to_strides: plan.destinationStrides,
      from_strides: plan.sourceStrides, axes: Int32(truncatingIfNeeded: plan.axisCount),
      outer_axes: 0, streamed: plan.isStreamed)
  }
}
