// The places of values in an item, and the storage of nodes.

extension FormatParser {
  /// Sets the place of a node and of the arrays around it, and adds them to the members.
  mutating func place(
    _ node: FormatNode, at index: Int, arrays: Range<Int>, _ content: Content,
    in members: inout Members
  ) throws(FormatError) {
    let isAligned = reading == .compiled || reading == .structModule
    let start =
      isAligned ? try aligned(members.byteCount, to: content.alignment) : members.byteCount
    if start != members.byteCount { hasImpliedPadding = true }
    if reading == .exported, node.kind == .leaf,
      (members.base + start) % content.alignment != 0
    {
      throw .notExported
    }
    if start < members.reserved { throw .notExported }
    var advance = try product(node.byteCount, node.count)
    var bytes = try product(node.stride, node.count)
    var empty = try emptyValues(content.emptyValues, node.count, node.isList && bytes == 0)
    for array in arrays.reversed() {
      let extent = setArray(at: array, around: node, rowByteCount: bytes)
      advance = try product(advance, extent)
      bytes = try product(bytes, extent)
      empty = try emptyValues(empty, extent, bytes == 0)
    }
    setOffset(start, at: arrays.isEmpty ? index : arrays.lowerBound)
    if !arrays.isEmpty { removeName(at: index) }
    for array in arrays.dropFirst() { removeName(at: array) }
    members.byteCount = try sum(start, advance)
    if reading == .exported {
      // The padding after the last structure of an array is not part of the value.
      members.reserved = try sum(start, bytes) - (bytes == 0 ? 0 : node.stride - node.byteCount)
    }
    members.alignment = max(members.alignment, content.alignment)
    members.addValues(arrays.isEmpty ? node.valueCount : 1)
    members.emptyValues = try sum(members.emptyValues, empty)
    if members.emptyValues > FormatParser.mostEmptyValues { throw .tooManyEmptyValues }
  }

  func emptyValues(
    _ each: Int, _ count: Int, _ isEmptyList: Bool
  ) throws(FormatError) -> Int {
    let all = try sum(try product(each, count), isEmptyList ? 1 : 0)
    if all > FormatParser.mostEmptyValues { throw .tooManyEmptyValues }
    return all
  }

  mutating func skipPadding(
    _ members: inout Members, _ node: FormatNode, _ itemStart: Int, arrays: Range<Int>
  ) throws(FormatError) {
    errorStart = itemStart
    var bytes = try product(node.byteCount, node.count)
    for array in arrays where array < nodes.count { bytes = try product(bytes, nodes[array].count) }
    members.byteCount = try sum(members.byteCount, bytes)
    errorStart = nil
    paddingRuns = (paddingRuns.count &+ 1, bytes)
    nodeCount = arrays.lowerBound
  }

  /// A format of nothing but padding has its bytes as value.
  mutating func addPaddingValue(_ members: inout Members) {
    var node = FormatNode(kind: .leaf)
    node.byteCount = paddingRuns.lastByteCount
    node.stride = node.byteCount
    node.end = 1
    node.hasLength = true
    add(node)
    members.valueCount = 1
  }

  // MARK: - Nodes

  mutating func add(_ node: FormatNode) {
    if nodeCount < nodes.count { nodes[nodeCount] = node }
    nodeCount += 1
    neededRoom = max(neededRoom, nodeCount)
  }

  func set(_ node: FormatNode, at index: Int) {
    if index < nodes.count { nodes[index] = node }
  }

  func setOffset(_ offset: Int, at index: Int) {
    if index < nodes.count { nodes[index].offset = offset }
  }

  func removeName(at index: Int) {
    if index < nodes.count { nodes[index].nameLength = -1 }
  }

  /// Completes an array.
  ///
  /// - Parameter node: the innermost node, whose text and name are also the array's.
  /// - Returns: the extent; 1 if there was no room for the node.
  func setArray(at index: Int, around node: FormatNode, rowByteCount: Int) -> Int {
    guard index < nodes.count else { return 1 }
    let extent = nodes[index].count
    nodes[index] = node
    nodes[index].kind = .array
    nodes[index].isList = true
    nodes[index].count = extent
    nodes[index].stride = rowByteCount
    nodes[index].byteCount = rowByteCount
    return extent
  }
}
