/// What is selected of one axis.
public enum AxisSelection {
  /// One index within the extent; the axis is dropped.
  case index(Int)
  /// `count` indices from `start` on, `step` apart, within the extent; the axis is kept. If `count` is
  /// zero, `start` may lie outside.
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

/// What is selected of each axis of an array, in storage that the caller provides.
public struct AxisSelections {
  private let starts: UnsafeMutablePointer<Int>
  private let steps: UnsafeMutablePointer<Int>
  /// Negative for an index.
  private let counts: UnsafeMutablePointer<Int>

  /// Calls `body` with room for the most axes that an array can have.
  @inline(__always)
  public static func withRoom<Result, Failure: Error>(
    _ body: (AxisSelections) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Separate, because the stack is used for at most 1 KiB each, and an allocation might fail.
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

/// Why a layout cannot be derived: PEP 3118 has one dereference for each axis, and a suboffset that is
/// negative means none.
public enum DerivationError: Error {
  /// Two pointers would have to be followed on one axis.
  case twoDereferences
  /// An offset would make a suboffset negative.
  case negativeSuboffset
}

/// A layout that is derived from that of an array, in the array's own memory. Axes are added in order,
/// each one kept or dropped.
///
/// Deriving reads no memory but pointers that dropped axes lead through.
public struct DerivedLayout {
  /// The first item by index; nil only if the array has no items.
  public private(set) var base: UnsafeMutableRawPointer?
  /// Number of axes that have been kept.
  public private(set) var axisCount = 0

  private let shape: UnsafeMutablePointer<Int>
  private let strides: UnsafeMutablePointer<Int>
  private let suboffsets: UnsafeMutablePointer<Int>
  /// An array without items may have no pointers to follow.
  private let hasItems: Bool
  private var lastIndirectAxis = -1
  /// Whether the suboffset of an axis before that one is negative.
  private var hasNegativeSuboffset = false

  /// Starts with no axis.
  ///
  /// - Parameters:
  ///   - base: the first item of the array.
  ///   - hasItems: whether no extent of the array is zero.
  ///   - shape: receives an extent for each axis that is kept. Likewise `strides` and `suboffsets`;
  ///     all three may be written even if the result is not used.
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

  /// Adds the array's next axis, or what is selected of it.
  ///
  /// - Parameters:
  ///   - stride: in bytes.
  ///   - suboffset: in bytes; negative: the axis follows no pointers.
  @inline(__always)
  public mutating func add(
    _ selection: AxisSelection, stride: Int, suboffset: Int
  ) throws(DerivationError) {
    switch selection {
    case .index(let index): try drop(offset: index &* stride, suboffset: suboffset)
    case .slice(let start, let step, let count):
      // Wrapping: within the memory of the array, or not used, because there are no items.
      move(by: count > 0 ? start &* stride : 0)
      keep(extent: count, stride: stride &* step, suboffset: suboffset)
    }
  }

  /// Adds an axis of its own. An axis that follows pointers must be one of the array's.
  public mutating func keep(extent: Int, stride: Int, suboffset: Int) {
    shape[axisCount] = extent
    strides[axisCount] = stride
    suboffsets[axisCount] = suboffset < 0 ? -1 : suboffset
    if suboffset >= 0 { follow(axisCount) }
    // Cannot overflow: at most as many as the array has.
    axisCount &+= 1
  }

  /// Drops the array's next axis at an offset. A pointer is followed now if no axis was kept before, else
  /// after the nearest axis that was.
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

  /// Lets an axis that was kept be the last one that follows pointers: the suboffset of the last one before
  /// is final.
  private mutating func follow(_ axis: Int) {
    hasNegativeSuboffset = isLastSuboffsetNegative
    lastIndirectAxis = axis
  }

  private var isLastSuboffsetNegative: Bool {
    hasNegativeSuboffset || (lastIndirectAxis >= 0 && suboffsets[lastIndirectAxis] < 0)
  }

  /// To be called when all axes were added.
  ///
  /// - Returns: whether some axis that was kept follows pointers.
  public func finish() throws(DerivationError) -> Bool {
    if isLastSuboffsetNegative { throw .negativeSuboffset }
    return lastIndirectAxis >= 0
  }

  /// Moves what the axes that follow start from. The offset takes effect after the last pointer was
  /// followed.
  private mutating func move(by offset: Int) {
    if lastIndirectAxis < 0 {
      // Wrapping: within the memory of the array, or not used.
      base = base.map { $0 + offset }
      return
    }
    // Wrapping: within the memory of the array, or not used. Axes that follow may make up for a sum that
    // is negative.
    suboffsets[lastIndirectAxis] = suboffsets[lastIndirectAxis] &+ offset
  }
}
