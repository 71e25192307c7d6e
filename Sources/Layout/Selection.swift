/// The selection of one axis.
public enum AxisSelection {
  /// One index within the extent; the axis is dropped.
  case index(Int)
  /// `count` indices within the extent: `start`, `start + step`, and so on; the axis is kept. If
  /// `count` is zero, `start` may be out of range.
  case slice(start: Int, step: Int, count: Int)

  /// The whole axis.
  @inline(__always)
  public static func all(_ extent: Int) -> AxisSelection {
    .slice(start: 0, step: 1, count: extent)
  }

  public var keepsAxis: Bool {
    switch self {
    case .index: false
    case .slice: true
    }
  }
}

/// The selection of each axis of an array, in storage that the caller provides.
public struct AxisSelections {
  private let starts: UnsafeMutablePointer<Int>
  private let steps: UnsafeMutablePointer<Int>
  /// -1 for an index.
  private let counts: UnsafeMutablePointer<Int>

  /// Calls `body` with uninitialised selections for the maximum number of axes.
  @inline(__always)
  public static func withRoom<Result, Failure: Error>(
    _ body: (AxisSelections) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Three allocations, because only those of at most 1 KiB are certain to be on the stack; others
    // might fail.
    try withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedArray.maximumAxisCount) {
      (starts) throws(Failure) in
      try withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedArray.maximumAxisCount) {
        (steps) throws(Failure) in
        try withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedArray.maximumAxisCount) {
          (counts) throws(Failure) in
          // The base addresses are not nil, because the capacities are not zero.
          try body(
            AxisSelections(
              starts: starts.baseAddress.unsafelyUnwrapped,
              steps: steps.baseAddress.unsafelyUnwrapped,
              counts: counts.baseAddress.unsafelyUnwrapped))
        }
      }
    }
  }

  public subscript(axis: Int) -> AxisSelection {
    get {
      counts[axis] < 0
        ? .index(starts[axis])
        : .slice(start: starts[axis], step: steps[axis], count: counts[axis])
    }
    nonmutating set {
      switch newValue {
      case .index(let index):
        starts[axis] = index
        counts[axis] = -1
      case .slice(let start, let step, let count):
        starts[axis] = start
        steps[axis] = step
        counts[axis] = count
      }
    }
  }
}

/// Why PEP 3118 cannot express a derived layout: an axis has at most one dereference, and a
/// negative suboffset means that it has none.
public enum DerivationError: Error {
  /// One axis would need two dereferences.
  case twoDereferences
  /// An indirect axis would need a negative suboffset.
  case negativeSuboffset
}

/// A layout that is derived from that of an array, in the array's own memory. The caller adds the
/// axes in order; each one is kept or dropped.
///
/// Deriving a layout reads no memory except the pointers of dropped axes.
public struct DerivedLayout {
  /// Start of the layout; nil only if the array has no items.
  public private(set) var base: UnsafeMutableRawPointer?
  /// Number of axes that have been kept.
  public private(set) var axisCount = 0

  private let shape: UnsafeMutablePointer<Int>
  private let strides: UnsafeMutablePointer<Int>
  private let suboffsets: UnsafeMutablePointer<Int>
  /// Pointers are not dereferenced if there are no items: they may be invalid.
  private let hasItems: Bool
  private var lastIndirectAxis = -1
  /// Whether the suboffset of an indirect axis before `lastIndirectAxis` is negative.
  private var hasNegativeSuboffset = false

  /// Makes a layout without axes.
  ///
  /// - Parameters:
  ///   - base: start of the array.
  ///   - hasItems: whether no extent of the array is zero.
  ///   - shape: receives an extent for each axis that is kept; likewise `strides` and `suboffsets`.
  public init(
    base: UnsafeMutableRawPointer?, hasItems: Bool, shape: UnsafeMutablePointer<Int>,
    strides: UnsafeMutablePointer<Int>, suboffsets: UnsafeMutablePointer<Int>
  ) {
    self.base = base
    self.hasItems = hasItems
    self.shape = shape
    self.strides = strides
    self.suboffsets = suboffsets
  }

  /// Adds the selection of the array's next axis.
  ///
  /// - Parameters:
  ///   - stride: in bytes.
  ///   - suboffset: in bytes; negative: the axis holds no pointers.
  @inline(__always)
  public mutating func add(
    _ selection: AxisSelection, stride: Int, suboffset: Int
  ) throws(DerivationError) {
    switch selection {
    case .index(let index): try drop(offset: index &* stride, suboffset: suboffset)
    case .slice(let start, let step, let count):
      // Wrapping: within the memory of the array, or unused because there are no items.
      move(by: count > 0 ? start &* stride : 0)
      keep(extent: count, stride: stride &* step, suboffset: suboffset)
    }
  }

  /// Moves the items by an offset within each, in bytes.
  public mutating func moveItems(by offset: Int) {
    if hasItems { move(by: offset) }
  }

  /// Adds a kept axis. Axes that hold pointers must be axes of the array, in its order.
  public mutating func keep(extent: Int, stride: Int, suboffset: Int) {
    shape[axisCount] = extent
    strides[axisCount] = stride
    suboffsets[axisCount] = suboffset < 0 ? -1 : suboffset
    if suboffset >= 0 { follow(axisCount) }
    // Cannot overflow: there are at most `maximumAxisCount` axes.
    axisCount &+= 1
  }

  /// Drops the array's next axis at an offset. Its pointer is dereferenced immediately if no axis
  /// was kept before; else the last kept axis takes over the dereference.
  private mutating func drop(offset: Int, suboffset: Int) throws(DerivationError) {
    move(by: offset)
    if suboffset < 0 || !hasItems { return }
    if axisCount == 0 {
      base = base.map { $0.loadUnaligned(as: UnsafeMutableRawPointer.self) + suboffset }
      return
    }
    let nearest = axisCount &- 1
    if nearest == lastIndirectAxis { throw .twoDereferences }
    suboffsets[nearest] = suboffset
    follow(nearest)
  }

  /// Makes a kept axis the last indirect one; the suboffset of the previous one is final then.
  private mutating func follow(_ axis: Int) {
    hasNegativeSuboffset = isLastSuboffsetNegative
    lastIndirectAxis = axis
  }

  private var isLastSuboffsetNegative: Bool {
    hasNegativeSuboffset || (lastIndirectAxis >= 0 && suboffsets[lastIndirectAxis] < 0)
  }

  /// Validates the layout, after all axes were added.
  ///
  /// - Returns: whether a kept axis holds pointers.
  public func finish() throws(DerivationError) -> Bool {
    if isLastSuboffsetNegative { throw .negativeSuboffset }
    return lastIndirectAxis >= 0
  }

  /// Moves the start of the axes that are added next: the offset applies after the last
  /// dereference.
  private mutating func move(by offset: Int) {
    if lastIndirectAxis < 0 {
      // Wrapping: within the memory of the array, or unused.
      base = base.map { $0 + offset }
      return
    }
    // Wrapping: within the memory of the array, or unused. The sum may be negative for now: offsets
    // of later axes are added to it.
    suboffsets[lastIndirectAxis] = suboffsets[lastIndirectAxis] &+ offset
  }
}
