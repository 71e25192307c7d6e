import Testing

@testable import ItemFormat

/// Calls `body` with the format of a text in the full dialect.
func withFormat<Result>(
  _ text: String, itemByteCount: Int? = nil, _ body: (Format) throws -> Result
) throws -> Result {
  let result = try text.withCString { text in
    try Format.with(text, .full, itemByteCount: itemByteCount) { format in
      Swift.Result { try body(format) }
    }
  }
  return try result.get()
}

/// Calls `body` with the comparison of two formats; nil if one of them is invalid or too large.
func withComparison<Result>(
  left: UnsafePointer<CChar>, leftByteCount: Int, right: UnsafePointer<CChar>,
  rightByteCount: Int, _ dialect: FormatDialect = .structModule,
  _ body: (ItemComparison) -> Result
) -> Result? {
  let result = try? ItemComparison.with(
    left: left, leftByteCount: leftByteCount, right: right, rightByteCount: rightByteCount, dialect,
    body)
  return result ?? nil
}

/// Why a text is no format; nil if it is one.
func problem(_ text: [UInt8], _ dialect: FormatDialect = .full) -> FormatProblem? {
  let text = text.map { CChar(bitPattern: $0) } + [0]
  do throws(FormatProblem) {
    return try Format.with(text, dialect, itemByteCount: nil) { _ in nil }
  } catch {
    return error
  }
}

func problem(_ text: String) -> FormatProblem? { problem(Array(text.utf8)) }

/// An item as a tree of values, read one leaf at a time.
indirect enum Tree: Equatable {
  case value(ItemValue)
  case tuple([Tree])
  case list([Tree])
}

extension Format {
  /// Reads an item. A format of one value is that value; padding without a name is none.
  func tree(_ item: UnsafeRawPointer) -> Tree {
    let values = trees(root, item)
    return values.count == 1 ? values[0] : .tuple(values)
  }

  private func trees(_ range: Range<Int>, _ start: UnsafeRawPointer) -> [Tree] {
    var trees: [Tree] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let node = nodes[index]
      let below = index + 1..<Int(node.end)
      index = Int(node.end)
      // Elements of an array have no names, but values.
      let hasValue = node.type != .padding || node.nameLength >= 0 || node.isList
      if node.kind == .leaf && !hasValue { continue }
      let values = (0..<node.count).map { place in
        tree(node, below, start + node.offset + place * node.stride)
      }
      trees += node.isList ? [.list(values)] : values
    }
    return trees
  }

  private func tree(_ node: FormatNode, _ below: Range<Int>, _ place: UnsafeRawPointer) -> Tree {
    switch node.kind {
    case .leaf: .value(node.leaf.load(from: place))
    case .structure: .tuple(trees(below, place))
    case .array: trees(below, place)[0]
    }
  }

  /// Offsets of all scalars, in order.
  var leafOffsets: [Int] { leaves.map(\.offset) }

  var leaves: [(leaf: Leaf, offset: Int)] { leaves(root, 0) }

  private func leaves(_ range: Range<Int>, _ base: Int) -> [(leaf: Leaf, offset: Int)] {
    var leaves: [(leaf: Leaf, offset: Int)] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let node = nodes[index]
      for place in 0..<node.count {
        let offset = base + node.offset + place * node.stride
        let below = index + 1..<Int(node.end)
        leaves += node.kind == .leaf ? [(node.leaf, offset)] : self.leaves(below, offset)
      }
      index = Int(node.end)
    }
    return leaves
  }
}
