/// How a walk through two formats ended.
enum WalkOutcome {
  case completed
  /// The visitor stopped it.
  case stopped
  /// Values of the two formats are never equal: one has more values, or other structures.
  case different
}

/// What a walk does with each pair of runs.
///
/// Not a closure: the compiler would copy the walk for each one.
enum PairVisitor {
  /// Collects pairs, merged where possible; stops when there is no room.
  case collect(UnsafeMutableBufferPointer<ItemPair>, count: Int)
  /// Compares a block of items; stops at a difference.
  case compare(ItemColumn, ItemColumn, Int)
  /// Stops at runs with different layouts.
  case requireSameLayout

  /// - Returns: false to stop the walk.
  fileprivate mutating func visit(_ pair: ItemPair) -> Bool {
    switch self {
    case .collect(let room, let count):
      if count > 0, room[count - 1].append(pair) { return true }
      if count == room.count { return false }
      room.initializeElement(at: count, to: pair)
      self = .collect(room, count: count + 1)
      return true
    case .compare(let left, let right, let count): return pair.isEqual(left, right, count)
    case .requireSameLayout: return pair.haveSameLayout
    }
  }
}

/// Walks through the values of two formats in parallel, and visits each pair of runs of scalars with
/// the same place in both. Names are ignored.
func walk(_ left: Format, _ right: Format, _ visitor: inout PairVisitor) -> WalkOutcome {
  let walk = PairWalk(left: left.nodes, right: right.nodes)
  switch (Position(tupleOf: left), Position(tupleOf: right)) {
  case (let a?, let b?): return walk.members(a, b, &visitor)
  case (nil, nil):
    return walk.members(
      Position(nodes: left.root, base: 0), Position(nodes: right.root, base: 0), &visitor)
  default: return .different
  }
}

/// Nodes of one format, and where the value that contains them begins.
private struct Position {
  var nodes: Range<Int>
  let base: Int
  /// Number of values of the first node that have been visited.
  var used = 0
}

private struct PairWalk {
  let left: UnsafePointer<FormatNode>
  let right: UnsafePointer<FormatNode>

  /// Walks through the members of two structures, or the rows of two arrays.
  func members(_ a: Position, _ b: Position, _ visitor: inout PairVisitor) -> WalkOutcome {
    var (a, b) = (a, b)
    while true {
      a.skipFinished(left)
      b.skipFinished(right)
      if a.nodes.isEmpty || b.nodes.isEmpty {
        return a.nodes.isEmpty && b.nodes.isEmpty ? .completed : .different
      }
      let (x, y) = (left[a.nodes.lowerBound], right[b.nodes.lowerBound])
      guard x.isList == y.isList, !x.isList || x.count == y.count else { return .different }
      let count = min(x.count - a.used, y.count - b.used)
      let outcome = values(count, a, b, &visitor)
      if outcome != .completed { return outcome }
      if x.isList {
        a.skip(left)
        b.skip(right)
      } else {
        a.used += count
        b.used += count
      }
    }
  }

  /// Walks through the next `count` values of two nodes.
  private func values(
    _ count: Int, _ a: Position, _ b: Position, _ visitor: inout PairVisitor
  ) -> WalkOutcome {
    if count == 0 { return .completed }
    let (x, y) = (left[a.nodes.lowerBound], right[b.nodes.lowerBound])
    if x.kind != y.kind { return .different }
    // Wrapping: distances within an item, whose size has been checked.
    let first = (a.base &+ x.offset &+ a.used &* x.stride, b.base &+ y.offset &+ b.used &* y.stride)
    if x.kind == .leaf {
      let pair = ItemPair(
        ValueRun(leaf: x.leaf, offset: first.0, count: count),
        ValueRun(leaf: y.leaf, offset: first.1, count: count))
      return visitor.visit(pair) ? .completed : .stopped
    }
    for index in 0..<count {
      let outcome = members(
        Position(nodes: a.below(left), base: first.0 &+ index &* x.stride),
        Position(nodes: b.below(right), base: first.1 &+ index &* y.stride), &visitor)
      if outcome != .completed { return outcome }
    }
    return .completed
  }
}

extension Position {
  /// The members of the tuple that an item reads as, whose structure may be written or not: `T{ii}`
  /// or `ii`. Nil if it reads as another value.
  fileprivate init?(tupleOf format: Format) {
    self.init(nodes: format.root, base: 0)
    skipFinished(format.nodes)
    guard format.valueCount == 1, let index = nodes.first else { return }
    let node = format.nodes[index]
    guard node.kind == .structure, !node.isList else { return nil }
    self.init(nodes: below(format.nodes), base: node.offset)
  }

  /// Skips nodes without more values: visited ones, repeat counts of 0, and padding.
  fileprivate mutating func skipFinished(_ all: UnsafePointer<FormatNode>) {
    while let index = nodes.first {
      let node = all[index]
      // The elements of an array of padding have no name of their own.
      let isPadding =
        node.kind == .leaf && node.type == .padding && node.nameLength < 0 && !node.isList
      if !isPadding && (node.isList || used < node.count) { return }
      skip(all)
    }
  }

  /// Continues with the next node.
  fileprivate mutating func skip(_ all: UnsafePointer<FormatNode>) {
    nodes = Int(all[nodes.lowerBound].end)..<nodes.upperBound
    used = 0
  }

  /// The nodes below the first one.
  fileprivate func below(_ all: UnsafePointer<FormatNode>) -> Range<Int> {
    nodes.lowerBound + 1..<Int(all[nodes.lowerBound].end)
  }
}
