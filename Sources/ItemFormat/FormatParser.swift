import FormatTables

/// Parses a format from left to right into nodes; the guide on formats has the grammar.
///
/// The nodes are counted whether or not there is room for them, so that a second parse can have
/// enough.
struct FormatParser {
  private let text: UnsafePointer<CChar>
  private let dialect: FormatDialect
  private let reading: FormatReading
  private let nodes: UnsafeMutableBufferPointer<FormatNode>
  private var order = ByteOrder.native
  private var hasImpliedPadding = false
  private var hasStructure = false
  private var hasNestedStructure = false
  /// Number of runs of padding without a name, and bytes of the last one.
  private var paddingRuns = (count: 0, lastByteCount: 0)
  private(set) var nodeCount = 0
  /// Room for nodes that a parse needs: those that are removed again count while they are there.
  private(set) var neededRoom = 0
  /// Offset in the text, in bytes.
  private var place = 0
  /// Where the part began that an error would concern; nil: at `place`.
  private var errorStart: Int?

  /// After an error, the offset in the text that it concerns, in bytes.
  var errorPlace: Int { errorStart ?? place }

  /// Nesting of structures and pointers.
  static var mostLevels: Int { 32 }
  /// Axes of the sub-arrays around one value.
  static var mostAxes: Int { 32 }
  /// Values without bytes in one item.
  private static var mostEmptyValues: Int { 1 << 20 }

  /// - Parameters:
  ///   - text: NUL-terminated.
  ///   - nodes: receives the nodes, as many as fit.
  init(
    _ text: UnsafePointer<CChar>, _ reading: FormatReading,
    nodes: UnsafeMutableBufferPointer<FormatNode> = .init(start: nil, count: 0)
  ) {
    self.text = text
    self.reading = reading
    dialect = reading == .structModule ? .structModule : .full
    self.nodes = nodes
  }

  private var byte: UInt8 { UInt8(bitPattern: text[place]) }

  /// Parses the whole text.
  mutating func parse() throws(FormatError) -> FormatHeader {
    if dialect == .structModule { takeOrder() }
    var members = Members()
    try takeMembers(&members, level: 0, axes: 0)
    if byte != 0 { throw .unmatchedBrace }
    if dialect == .full, nodeCount == 0, paddingRuns.count == 1 { addPaddingValue(&members) }
    if reading == .exported { try members.pad(to: members.alignment) }
    return FormatHeader(
      byteCount: members.byteCount, alignment: members.alignment, valueCount: members.valueCount,
      nodeCount: nodeCount, dependsOnReading: hasImpliedPadding && hasNestedStructure,
      mayBePacked: hasImpliedPadding && hasStructure)
  }

  // MARK: - Members

  /// The members of a structure, or of the whole format, parsed so far.
  private struct Members {
    /// Offset from the start of the item, but for alignment.
    var base = 0
    var byteCount = 0
    /// The end of the values; after arrays of padded structures, greater than `byteCount`.
    var reserved = 0
    var alignment = 1
    var valueCount = 0
    var emptyValues = 0

    /// Values without bytes may be more than fit; no item of such a format can be read.
    mutating func addValues(_ count: Int) {
      let (sum, overflow) = valueCount.addingReportingOverflow(count)
      valueCount = overflow ? .max : sum
    }

    mutating func pad(to alignment: Int) throws(FormatError) {
      byteCount = try aligned(max(byteCount, reserved), to: alignment)
    }
  }

  /// - Parameter axes: number of axes of the arrays around these members.
  private mutating func takeMembers(
    _ members: inout Members, level: Int, axes: Int
  ) throws(FormatError) {
    while true {
      skipSpaces()
      if dialect == .full, takeOrder() { continue }
      if byte == 0 || dialect == .full && byte == UInt8(ascii: "}") { return }
      try takeItem(&members, level: level, axes: axes, mayHaveName: true)
    }
  }

  private mutating func skipSpaces() {
    while isSpace(byte) { place += 1 }
  }

  @discardableResult
  private mutating func takeOrder() -> Bool {
    guard let order = ByteOrder(byte, dialect) else { return false }
    self.order = order
    place += 1
    return true
  }

  /// Takes the shape, count, type and name of an item.
  private mutating func takeItem(
    _ members: inout Members, level: Int, axes: Int, mayHaveName: Bool
  ) throws(FormatError) {
    let (first, itemStart) = (nodeCount, place)
    var lastExtent: Int?
    var axes = axes
    try takeShapes(&lastExtent, &axes)
    if lastExtent != nil && (byte == 0 || byte == UInt8(ascii: "}")) { throw .missingType }
    let start = place
    let count = try takeCount()
    if dialect == .full { skipSpaces() }
    if byte == 0 { throw count == nil ? .missingType : .countWithoutCharacter }
    var node = FormatNode(kind: .leaf)
    if let extent = lastExtent, count == nil || isStringType {
      (node.isList, node.count) = (true, extent)
    } else {
      if let extent = lastExtent {
        axes += 1
        try requireAxes(axes, at: start)
        add(FormatNode(kind: .array, isList: true, count: extent))
      }
      node.isList = lastExtent != nil
      node.count = count ?? 1
    }
    let index = nodeCount
    add(node)
    let content = try takeType(
      &node, count, level: level, axes: axes, countStart: start,
      base: try sum(members.base, members.byteCount))
    if mayHaveName && dialect == .full { try takeName(&node) }
    let isString = node.kind == .leaf && node.type.isString
    if count != nil && node.nameLength >= 0 && !isString {
      if !node.isList { try requireAxes(axes + 1, at: start) }
      node.isList = true
    }
    if node.type == .padding && node.kind == .leaf && node.nameLength < 0 {
      return try skipPadding(&members, node, itemStart, arrays: first..<index)
    }
    node.end = Int32(nodeCount)
    set(node, at: index)
    errorStart = itemStart
    try place(node, at: index, arrays: first..<index, content, in: &members)
    errorStart = nil
  }

  // MARK: - Shape and count

  /// Adds an array for each extent but the last.
  private mutating func takeShapes(_ last: inout Int?, _ axes: inout Int) throws(FormatError) {
    guard dialect == .full else { return }
    skipSpaces()
    while byte == UInt8(ascii: "(") {
      try takeShape(&last, &axes)
      skipSpaces()
    }
    while takeOrder() { skipSpaces() }
  }

  private mutating func takeShape(_ last: inout Int?, _ axes: inout Int) throws(FormatError) {
    repeat {
      place += 1
      skipSpaces()
      let start = place
      guard let extent = try takeCount() else { throw .malformedShape }
      skipSpaces()
      if let last { add(FormatNode(kind: .array, isList: true, count: last)) }
      last = extent
      axes += 1
      try requireAxes(axes, at: start)
    } while byte == UInt8(ascii: ",")
    if byte != UInt8(ascii: ")") { throw .malformedShape }
    place += 1
  }

  private mutating func requireAxes(_ axes: Int, at start: Int) throws(FormatError) {
    if axes <= FormatParser.mostAxes { return }
    place = start
    throw .tooManyAxes
  }

  private mutating func takeCount() throws(FormatError) -> Int? {
    guard isDigit(byte) else { return nil }
    let start = place
    var count = 0
    while isDigit(byte) {
      let (tens, productOverflow) = count.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflow) = tens.addingReportingOverflow(Int(byte &- 0x30))
      if productOverflow || sumOverflow {
        place = start
        throw .sizeOverflow
      }
      count = sum
      place += 1
    }
    return count
  }

  // MARK: - Types

  /// What a type says besides its node.
  private struct Content {
    var alignment = 1
    var emptyValues = 0
  }

  private var isStringType: Bool {
    switch byte {
    case UInt8(ascii: "s"), UInt8(ascii: "p"), UInt8(ascii: "x"): true
    case UInt8(ascii: "u"), UInt8(ascii: "w"): dialect == .full
    default: false
    }
  }

  /// Takes a type and completes the node, but for its place and name.
  private mutating func takeType(
    _ node: inout FormatNode, _ count: Int?, level: Int, axes: Int, countStart: Int, base: Int
  ) throws(FormatError) -> Content {
    // The count of a string is its length.
    let start = isStringType ? countStart : place
    let order = order
    node.order = order.character
    node.isSwapped = order.isSwapped
    var content: Content
    if dialect == .full, byte == UInt8(ascii: "T"), text[place + 1] == CChar(UInt8(ascii: "{")) {
      content = try takeStructure(&node, level: level, axes: axes, base: base)
    } else {
      errorStart = isStringType ? countStart : nil
      content = try takeScalar(&node, count, level: level, axes: axes)
      errorStart = nil
    }
    if !order.isAligned { content.alignment = 1 }
    guard let typeStart = Int32(exactly: start), let end = Int32(exactly: place) else {
      throw .sizeOverflow
    }
    node.typeStart = typeStart
    node.typeLength = end - typeStart
    return content
  }

  private mutating func takeStructure(
    _ node: inout FormatNode, level: Int, axes: Int, base: Int
  ) throws(FormatError) -> Content {
    if level >= FormatParser.mostLevels { throw .tooDeep }
    let start = place
    node.kind = .structure
    node.type = .bytes
    node.isSwapped = false
    place += 2
    var members = Members(base: base)
    try takeMembers(&members, level: level + 1, axes: axes)
    if byte == 0 { throw .unterminatedStructure }
    place += 1
    let byteCount = max(members.byteCount, members.reserved)
    errorStart = start
    let padded = try aligned(byteCount, to: order.isAligned ? members.alignment : 1)
    errorStart = nil
    if padded != byteCount { hasImpliedPadding = true }
    hasStructure = true
    if level > 0 { hasNestedStructure = true }
    node.memberCount = members.valueCount
    node.byteCount = reading == .compiled ? padded : byteCount
    node.stride = reading == .packed ? byteCount : padded
    let empty = members.emptyValues + (node.stride == 0 ? 1 : 0)
    return Content(alignment: members.alignment, emptyValues: empty)
  }

  private mutating func takeScalar(
    _ node: inout FormatNode, _ count: Int?, level: Int, axes: Int
  ) throws(FormatError) -> Content {
    switch byte {
    case UInt8(ascii: "&") where dialect == .full: try skipPointee(count, level, axes)
    case UInt8(ascii: "X") where dialect == .full: try skipFunction(count)
    case UInt8(ascii: "[") where dialect == .full: return try takeRegistered(&node)
    case UInt8(ascii: "O") where dialect == .full: throw .objects
    case UInt8(ascii: "t") where dialect == .full: throw .bitFields
    default:
      let start = place
      guard let type = ItemType(takeCharacter(), order.sizes, dialect) else {
        place = start
        throw .unknownCharacter
      }
      node.type = type
      return try complete(&node, count)
    }
    node.type = .pointer
    return try complete(&node, nil)
  }

  /// Sets the size of a leaf.
  private func complete(
    _ node: inout FormatNode, _ count: Int?
  ) throws(FormatError) -> Content {
    let type = node.type
    node.byteCount = type.byteCount
    if type.isString {
      node.hasLength = count != nil
      node.byteCount = try product(type.byteCount, count ?? 1)
      if !node.isList { node.count = 1 }
    }
    node.stride = node.byteCount
    if type.byteCount == 1 { node.isSwapped = false }
    return Content(alignment: type.alignment, emptyValues: node.byteCount == 0 ? 1 : 0)
  }

  private mutating func takeCharacter() -> FormatCharacter {
    let first = FormatCharacter(byte)
    place += 1
    guard first == "Z", byte != 0 else { return first }
    let pair = FormatCharacter(code: first.code << 8 | UInt16(byte))
    // ctypes exports a lone Z for pointers to wide strings.
    if dialect == .full && ItemType(pair, order.sizes, dialect) == nil { return first }
    place += 1
    return pair
  }

  /// `&`: the type that is pointed to does not matter, but must be one.
  private mutating func skipPointee(_ count: Int?, _ level: Int, _ axes: Int) throws(FormatError) {
    if count != nil { throw .unexpectedCount }
    if level >= FormatParser.mostLevels { throw .tooDeep }
    place += 1
    let nodeCount = nodeCount
    let before = (hasImpliedPadding, hasStructure, hasNestedStructure)
    var pointee = Members()
    skipSpaces()
    if byte == 0 || byte == UInt8(ascii: "}") { throw .missingType }
    try takeItem(&pointee, level: level + 1, axes: axes, mayHaveName: false)
    self.nodeCount = nodeCount
    (hasImpliedPadding, hasStructure, hasNestedStructure) = before
  }

  /// `X{}`: a function, whose signature does not matter.
  private mutating func skipFunction(_ count: Int?) throws(FormatError) {
    if text[place + 1] != CChar(UInt8(ascii: "{")) { throw .unknownCharacter }
    if count != nil { throw .unexpectedCount }
    place += 1
    var level = 0
    repeat {
      if byte == 0 { throw .unterminatedFunction }
      if byte == UInt8(ascii: "{") { level += 1 }
      if byte == UInt8(ascii: "}") { level -= 1 }
      place += 1
    } while level > 0
  }

  /// `[name;name]`: the first registered type of the names.
  private mutating func takeRegistered(_ node: inout FormatNode) throws(FormatError) -> Content {
    let start = place
    var number: CInt = -1
    repeat {
      place += 1
      let name = text + place
      var length = 0
      while byte != 0 && byte != UInt8(ascii: "]") && byte != UInt8(ascii: ";") {
        place += 1
        length += 1
      }
      if number < 0 { number = pymv_c_find_scalar(name, length) }
    } while byte == UInt8(ascii: ";")
    if byte == 0 { throw .unterminatedScalarName }
    place += 1
    guard let number = UInt8(exactly: number) else {
      place = start
      throw .unknownScalar
    }
    let scalar = pymv_c_scalar_at(CInt(number)).unsafelyUnwrapped.pointee
    node.type = .registered
    node.scalar = number
    node.byteCount = scalar.size
    node.stride = scalar.size
    if scalar.size == 1 { node.isSwapped = false }
    return Content(alignment: scalar.alignment)
  }

  // MARK: - Names

  private mutating func takeName(_ node: inout FormatNode) throws(FormatError) {
    let end = place
    skipSpaces()
    guard byte == UInt8(ascii: ":") else {
      place = end
      return
    }
    let colon = place
    place += 1
    let start = place
    while byte != 0 && byte != UInt8(ascii: ":") { place += 1 }
    if byte == 0 { throw .unterminatedFieldName }
    guard let nameStart = Int32(exactly: start), let nameEnd = Int32(exactly: place) else {
      throw .sizeOverflow
    }
    if !isUTF8(UnsafeRawBufferPointer(start: text + start, count: place - start)) {
      place = colon
      throw .invalidUTF8
    }
    node.nameStart = nameStart
    node.nameLength = nameEnd - nameStart
    place += 1
  }

  // MARK: - Places

  /// Sets the place of a node and of the arrays around it, and adds them to the members.
  private mutating func place(
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

  private func emptyValues(
    _ each: Int, _ count: Int, _ isEmptyList: Bool
  ) throws(FormatError) -> Int {
    let all = try sum(try product(each, count), isEmptyList ? 1 : 0)
    if all > FormatParser.mostEmptyValues { throw .tooManyEmptyValues }
    return all
  }

  private mutating func skipPadding(
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
  private mutating func addPaddingValue(_ members: inout Members) {
    var node = FormatNode(kind: .leaf)
    node.byteCount = paddingRuns.lastByteCount
    node.stride = node.byteCount
    node.end = 1
    node.hasLength = true
    add(node)
    members.valueCount = 1
  }

  // MARK: - Nodes

  private mutating func add(_ node: FormatNode) {
    if nodeCount < nodes.count { nodes[nodeCount] = node }
    nodeCount += 1
    neededRoom = max(neededRoom, nodeCount)
  }

  private func set(_ node: FormatNode, at index: Int) {
    if index < nodes.count { nodes[index] = node }
  }

  private func setOffset(_ offset: Int, at index: Int) {
    if index < nodes.count { nodes[index].offset = offset }
  }

  private func removeName(at index: Int) {
    if index < nodes.count { nodes[index].nameLength = -1 }
  }

  /// Completes an array.
  ///
  /// - Parameter node: the innermost node, whose text and name are also the array's.
  /// - Returns: the extent; 1 if there was no room for the node.
  private func setArray(at index: Int, around node: FormatNode, rowByteCount: Int) -> Int {
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

// MARK: - Arithmetic and characters

private func product(_ a: Int, _ b: Int) throws(FormatError) -> Int {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  if overflow { throw .sizeOverflow }
  return product
}

private func sum(_ a: Int, _ b: Int) throws(FormatError) -> Int {
  let (sum, overflow) = a.addingReportingOverflow(b)
  if overflow { throw .sizeOverflow }
  return sum
}

/// Assumes: the alignment is positive.
private func aligned(_ offset: Int, to alignment: Int) throws(FormatError) -> Int {
  try sum(offset, alignment - 1) / alignment * alignment
}

/// Whether bytes are well-formed UTF-8: shortest forms, no surrogates, at most 0x10FFFF.
func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
  var index = 0
  while index < bytes.count {
    let lead = bytes[index]
    let length =
      lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
    if length == 0 || index + length > bytes.count { return false }
    for place in 1..<max(length, 1) where bytes[index + place] & 0xC0 != 0x80 { return false }
    if length > 2 {
      let second = bytes[index + 1]
      if lead == 0xE0 && second < 0xA0 || lead == 0xED && second >= 0xA0 { return false }
      if lead == 0xF0 && second < 0x90 || lead == 0xF4 && second >= 0x90 { return false }
    }
    index += length
  }
  return true
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

/// Space, tab, line feed, vertical tab, form feed, carriage return.
private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
