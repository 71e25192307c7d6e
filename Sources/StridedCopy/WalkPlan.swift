import Layout

/// The order in which to walk two direct arrays of the same shape, to copy from the source to the
/// destination or to compare them. Axes of extent 1 are dropped; the others are sorted so that the
/// last axis has the smallest destination stride; adjacent axes that continue each other in both
/// arrays are merged; and the destination is walked towards higher addresses.
///
/// The extents and strides are in borrowed storage, which must outlive the plan.
struct WalkPlan {
  var axisCount = 0
  var itemByteCount: Int
  let extents: UnsafeMutablePointer<Int>
  let sourceStrides: UnsafeMutablePointer<Int>
  let destinationStrides: UnsafeMutablePointer<Int>
  /// Offset of the start of the walk from the first item by index, in bytes.
  private(set) var sourceOffset = 0
  private(set) var destinationOffset = 0
  /// Total bytes of all items.
  private(set) var byteCount: Int

  /// Creates the plan for some axes of two arrays.
  ///
  /// Bound on work: the square of the number of axes, at most 64.
  @inline(never)
  @_optimize(speed)
  init(
    axes: Range<Int>, shape: UnsafePointer<Int>, sourceStrides: UnsafePointer<Int>,
    destinationStrides: UnsafePointer<Int>, itemByteCount: Int,
    extents: UnsafeMutablePointer<Int>, strides: UnsafeMutablePointer<Int>
  ) {
    self.itemByteCount = itemByteCount
    self.byteCount = itemByteCount
    self.extents = extents
    self.sourceStrides = strides
    self.destinationStrides = strides + StridedArray.maximumAxisCount
    var axis = axes.lowerBound
    while axis < axes.upperBound {
      let extent = shape[axis]
      if extent != 1 { addUpwards(extent, sourceStrides[axis], destinationStrides[axis]) }
      axis &+= 1
    }
    mergeAxes()
  }

  /// A plan that keeps the order of the axes and borrows their extents and strides.
  ///
  /// Assumes: both arrays are direct.
  @inline(__always)
  init(asTheyCome destination: StridedArray, _ source: StridedArray, byteCount: Int) {
    assert(source.isDirect && destination.isDirect)
    axisCount = source.axisCount
    itemByteCount = source.itemByteCount
    self.byteCount = byteCount
    // Safe casts: such a plan only drops last axes, and so never writes through these pointers.
    extents = UnsafeMutablePointer(mutating: source.shape)
    sourceStrides = UnsafeMutablePointer(mutating: source.strides)
    destinationStrides = UnsafeMutablePointer(mutating: destination.strides)
  }

  /// Adds an axis, reversed if its destination stride is negative.
  @inline(__always)
  private mutating func addUpwards(_ extent: Int, _ sourceStride: Int, _ destinationStride: Int) {
    byteCount &*= extent
    guard destinationStride < 0 else { return add(extent, sourceStride, destinationStride) }
    // Wrapping: distances within the arrays' memory.
    sourceOffset &+= (extent &- 1) &* sourceStride
    destinationOffset &+= (extent &- 1) &* destinationStride
    add(extent, 0 &- sourceStride, 0 &- destinationStride)
  }

  /// Inserts an axis by stride; equal strides keep their order.
  @inline(__always)
  private mutating func add(_ extent: Int, _ sourceStride: Int, _ destinationStride: Int) {
    var place = axisCount
    while place > 0 && comesBefore(place &- 1, sourceStride, destinationStride) {
      move(place &- 1, to: place)
      place &-= 1
    }
    extents[place] = extent
    sourceStrides[place] = sourceStride
    destinationStrides[place] = destinationStride
    axisCount &+= 1
  }

  /// Whether an axis with these strides belongs before the axis at `place`.
  @inline(__always)
  private func comesBefore(_ place: Int, _ sourceStride: Int, _ destinationStride: Int) -> Bool {
    let old = destinationStrides[place]
    return destinationStride != old
      ? destinationStride > old : sourceStride.magnitude > sourceStrides[place].magnitude
  }

  @inline(__always)
  private func move(_ axis: Int, to place: Int) {
    extents[place] = extents[axis]
    sourceStrides[place] = sourceStrides[axis]
    destinationStrides[place] = destinationStrides[axis]
  }

  /// Merges adjacent axes if a step along the outer one equals the whole extent of the inner one.
  @inline(__always)
  private mutating func mergeAxes() {
    guard axisCount > 1 else { return }
    var last = 0
    var axis = 1
    while axis < axisCount {
      if continues(outer: last, inner: axis) {
        extents[last] &*= extents[axis]
        sourceStrides[last] = sourceStrides[axis]
        destinationStrides[last] = destinationStrides[axis]
      } else {
        last &+= 1
        if last != axis { move(axis, to: last) }
      }
      axis &+= 1
    }
    axisCount = last &+ 1
  }

  private func continues(outer: Int, inner: Int) -> Bool {
    // Wrapping: both sides are distances within the arrays' memory.
    sourceStrides[outer] == extents[inner] &* sourceStrides[inner]
      && destinationStrides[outer] == extents[inner] &* destinationStrides[inner]
  }

  /// Moves an axis inwards; shifts the axes in between outwards.
  @inline(never)
  func rotate(_ axis: Int, to place: Int) {
    let extent = extents[axis]
    let sourceStride = sourceStrides[axis]
    let destinationStride = destinationStrides[axis]
    for inner in axis..<place { move(inner + 1, to: inner) }
    extents[place] = extent
    sourceStrides[place] = sourceStride
    destinationStrides[place] = destinationStride
  }

  /// Whether the last axis is one run of bytes in both arrays.
  var isContiguousAlongLastAxis: Bool {
    axisCount > 0 && sourceStrides[axisCount &- 1] == itemByteCount
      && destinationStrides[axisCount &- 1] == itemByteCount
  }
}

extension WalkPlan {
  /// Calls `body` with the start of every block of the last `innerCount` axes.
  @inline(__always)
  func forEachBlock(
    of innerCount: Int, _ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer,
    _ body: (UnsafeMutableRawPointer, UnsafeRawPointer) -> Void
  ) {
    _ = allBlocks(of: innerCount, destination, source) {
      body($0, $1)
      return true
    }
  }

  /// Whether `body` returns true for every block of the last `innerCount` axes, given its start
  /// addresses; stops at the first one for which it does not.
  @inline(__always)
  func allBlocks(
    of innerCount: Int, _ destination: UnsafeMutableRawPointer, _ source: UnsafeRawPointer,
    _ body: (UnsafeMutableRawPointer, UnsafeRawPointer) -> Bool
  ) -> Bool {
    let outer = axisCount - innerCount
    guard outer > 0 else { return body(destination, source) }
    return withUnsafeTemporaryAllocation(
      of: Int.self, capacity: StridedArray.maximumAxisCount
    ) { index in
      for axis in 0..<outer { index[axis] = 0 }
      var to = destination
      var from = source
      while true {
        guard body(to, from) else { return false }
        var axis = outer - 1
        while true {
          index[axis] &+= 1
          to += destinationStrides[axis]
          from += sourceStrides[axis]
          if index[axis] < extents[axis] { break }
          // Wrapping: the stride of an axis of extent 1 may be any number.
          to += extents[axis] &* (0 &- destinationStrides[axis])
          from += extents[axis] &* (0 &- sourceStrides[axis])
          index[axis] = 0
          if axis == 0 { return true }
          axis -= 1
        }
      }
    }
  }

  /// Calls `body` with the plan for the axes of two arrays from `firstAxis` on, in temporary
  /// storage.
  @inline(__always)
  static func with<Result>(
    _ destination: StridedArray, _ source: StridedArray, firstAxis: Int = 0,
    _ body: (inout WalkPlan) -> Result
  ) -> Result {
    let capacity = StridedArray.maximumAxisCount
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: capacity) { extents in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * capacity) { strides in
        // Both buffers have a base address: their capacity is not zero.
        var plan = WalkPlan(
          axes: firstAxis..<source.axisCount, shape: source.shape, sourceStrides: source.strides,
          destinationStrides: destination.strides, itemByteCount: source.itemByteCount,
          extents: extents.baseAddress.unsafelyUnwrapped,
          strides: strides.baseAddress.unsafelyUnwrapped)
        return body(&plan)
      }
    }
  }
}
