import Layout

/// The order in which two direct arrays of the same shape are walked, to copy from the source to the
/// destination or to compare them. Axes of extent 1 are dropped, the rest are sorted so that the last
/// axis has the smallest destination stride, adjacent axes are merged where they continue each other in
/// both arrays, and the destination is walked towards higher addresses.
///
/// The values live in storage lent for the time of the walk.
struct WalkPlan {
  var axisCount = 0
  var itemByteCount: Int
  let extents: UnsafeMutablePointer<Int>
  let sourceStrides: UnsafeMutablePointer<Int>
  let destinationStrides: UnsafeMutablePointer<Int>
  /// Where the walk starts, in bytes from the first item by index.
  private(set) var sourceOffset = 0
  private(set) var destinationOffset = 0
  /// Number of bytes of all items.
  private(set) var byteCount: Int

  /// Makes the plan for the axes of two arrays from `firstAxis` on.
  ///
  /// Bound on work: the square of the number of axes, at most 64.
  @inline(never)
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

  /// A plan that takes the axes as they come, and borrows their extents and strides.
  ///
  /// Assumes: both arrays are direct.
  @inline(__always)
  init(asTheyCome destination: StridedArray, _ source: StridedArray, byteCount: Int) {
    assert(source.isDirect && destination.isDirect)
    axisCount = source.axisCount
    itemByteCount = source.itemByteCount
    self.byteCount = byteCount
    // Nothing is written through these: such a plan only drops its last axes.
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

  /// Whether an axis with these strides goes outside the axis at `place`.
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

  /// Merges adjacent axes where each step of the outer one follows the end of the inner one.
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

  /// Moves an axis inwards past the ones between.
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

  /// Whether `body` holds for every block of the last `innerCount` axes, given their starts; stops at
  /// the first for which it does not.
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

  /// Makes the plan for the axes of two arrays from `firstAxis` on, in storage that it lends.
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
