// Fields: the nodes of a format by name and number.

extension Format {
  /// The nodes that may have names: the members of a format's only structure, else the outermost
  /// ones.
  private var namedNodes: Range<Int> {
    guard let first = root.first, nodes[first].end == root.upperBound,
      nodes[first].kind == .structure, !nodes[first].isList, nodes[first].count == 1,
      nodes[first].nameLength < 0
    else { return root }
    return first + 1..<root.upperBound
  }

  /// The first field of an item with a name; nil if there is none.
  ///
  /// - Parameter name: UTF-8.
  public func field(named name: UnsafeRawBufferPointer) -> FormatField? {
    var index = namedNodes.lowerBound
    while index < namedNodes.upperBound {
      if hasName(name, nodes[index]) { return FormatField(format: self, index: index) }
      index = Int(nodes[index].end)
    }
    return nil
  }

  /// Whether a field of an item has a name.
  public var hasNames: Bool {
    var index = namedNodes.lowerBound
    while index < namedNodes.upperBound {
      if nodes[index].nameLength >= 0 { return true }
      index = Int(nodes[index].end)
    }
    return false
  }

  private func hasName(_ name: UnsafeRawBufferPointer, _ node: FormatNode) -> Bool {
    guard node.nameLength >= 0, Int(node.nameLength) == name.count else { return false }
    let start = UnsafeRawPointer(text) + Int(node.nameStart)
    for place in 0..<name.count
    where start.load(fromByteOffset: place, as: UInt8.self) != name[place] {
      return false
    }
    return true
  }

  /// Whether two formats lay out and name the same values in the same way.
  public func isSameLayout(as other: Format) -> Bool {
    if valueCount != other.valueCount { return false }
    if haveSameNodes(other) { return true }
    // Repeat counts may be spelt differently: `2i` and `ii`.
    if hasNamesAnywhere || other.hasNamesAnywhere { return false }
    var visitor = PairVisitor.requireSameLayout
    return walk(self, other, &visitor) == .completed
  }

  private var hasNamesAnywhere: Bool { root.contains { nodes[$0].nameLength >= 0 } }

  private func haveSameNodes(_ other: Format) -> Bool {
    guard header.nodeCount == other.header.nodeCount else { return false }
    return root.allSatisfy { haveSameLayout(nodes[$0], other.nodes[$0], other) }
  }

  private func haveSameLayout(_ a: FormatNode, _ b: FormatNode, _ other: Format) -> Bool {
    guard a.kind == b.kind, a.type == b.type, a.isSwapped == b.isSwapped, a.isList == b.isList,
      a.hasLength == b.hasLength || a.type != .text, a.scalar == b.scalar, a.count == b.count,
      a.offset == b.offset, a.end == b.end, a.nameLength == b.nameLength,
      // Padding at the end of a structure matters only between elements.
      a.kind != .leaf || a.byteCount == b.byteCount, a.count < 2 || a.stride == b.stride
    else { return false }
    if a.nameLength < 0 { return true }
    let name = UnsafeRawBufferPointer(
      start: UnsafeRawPointer(text) + Int(a.nameStart), count: Int(a.nameLength))
    return other.hasName(name, b)
  }
}

/// A field of a format that has a name.
public struct FormatField {
  private let format: Format
  private let index: Int

  fileprivate init(format: Format, index: Int) {
    self.format = format
    self.index = index
  }

  private var node: FormatNode { format.nodes[index] }

  /// Offset from the start of the item, in bytes.
  public var offset: Int { node.offset }

  /// The axes of a sub-array, from the outermost one, and the value in it.
  ///
  /// - Returns: the value's size in bytes.
  public func forEachAxis(_ body: (_ extent: Int, _ stride: Int) -> Void) -> Int {
    var index = index
    while format.nodes[index].kind == .array {
      body(format.nodes[index].count, format.nodes[index].stride)
      index += 1
    }
    let value = format.nodes[index]
    if value.isList { body(value.count, value.stride) }
    return value.byteCount
  }

  public var axisCount: Int {
    var count = 0
    _ = forEachAxis { _, _ in count += 1 }
    return count
  }

  /// Length of the value's format as text, without the NUL.
  public var formatLength: Int { Int(node.typeLength) + 1 }

  /// Writes the value's format.
  ///
  /// - Parameter place: room for `formatLength` bytes and a NUL.
  public func writeFormat(to place: UnsafeMutablePointer<CChar>) {
    var length = 0
    if node.order != ByteOrder.native.character {
      place[0] = CChar(bitPattern: node.order)
      length = 1
    }
    (place + length).update(
      from: format.text + Int(node.typeStart), count: Int(node.typeLength))
    place[length + Int(node.typeLength)] = 0
  }
}
