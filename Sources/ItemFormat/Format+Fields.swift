// Fields: the nodes of a format by name and number.

extension Format {
  /// The format's only structure, if an item is one; then its members may have names, else the
  /// outermost nodes.
  private var soleStructure: FormatField? {
    guard valueCount == 1, let index = soleNode, nodes[index].nameLength < 0 else { return nil }
    let field = FormatField(self, at: index, depth: 0, base: 0)
    return field.isStructure && field.axisCount == 0 ? field : nil
  }

  /// The first field of an item with a name; nil if there is none.
  ///
  /// - Parameter name: UTF-8.
  public func field(named name: UnsafeRawBufferPointer) -> FormatField? {
    let structure = soleStructure
    return firstNode(of: structure?.members ?? root) { hasName(name, $0) }.map {
      FormatField(self, at: $0, depth: structure == nil ? 0 : 1, base: structure?.offset ?? 0)
    }
  }

  /// Whether a field of an item has a name.
  public var hasNames: Bool {
    firstNode(of: soleStructure?.members ?? root) { $0.nameLength >= 0 } != nil
  }

  /// Calls `body` for each field, a structure before its members.
  public func forEachField(_ body: (FormatField) -> Void) {
    listFields(root, depth: 0, base: 0, body)
  }

  private func listFields(
    _ members: Range<Int>, depth: Int, base: Int, _ body: (FormatField) -> Void
  ) {
    var index = members.lowerBound
    while index < members.upperBound {
      let field = FormatField(self, at: index, depth: depth, base: base)
      body(field)
      listFields(field.members, depth: depth + 1, base: field.offset, body)
      index = Int(nodes[index].end)
    }
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
