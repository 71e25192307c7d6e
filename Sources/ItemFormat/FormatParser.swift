/// Parses a format from left to right into nodes; the guide on formats has the grammar.
///
/// The nodes are counted whether or not there is room for them, so that a second parse can have
/// enough.
struct FormatParser {
  let text: UnsafePointer<CChar>
  let dialect: FormatDialect
  let reading: FormatReading
  let nodes: UnsafeMutableBufferPointer<FormatNode>
  var order = ByteOrder.native
  var hasImpliedPadding = false
  var hasStructure = false
  var hasNestedStructure = false
  /// Number of runs of padding without a name, and bytes of the last one.
  var paddingRuns = (count: 0, lastByteCount: 0)
  var nodeCount = 0
  /// Room for nodes that a parse needs: those that are removed again count while they are there.
  var neededRoom = 0
  /// Offset in the text, in bytes.
  var place = 0
  /// Where the part began that an error would concern; nil: at `place`.
  var errorStart: Int?

  /// After an error, the offset in the text that it concerns, in bytes.
  var errorPlace: Int { errorStart ?? place }

  /// Nesting of structures and pointers.
  static var mostLevels: Int { 32 }
  /// Axes of the sub-arrays around one value.
  static var mostAxes: Int { 32 }
  /// Values without bytes in one item.
  static var mostEmptyValues: Int { 1 << 20 }

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

  var byte: UInt8 { UInt8(bitPattern: text[place]) }

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
  struct Members {
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
  mutating func takeMembers(
    _ members: inout Members, level: Int, axes: Int
  ) throws(FormatError) {
    while true {
      skipSpaces()
      if dialect == .full, takeOrder() { continue }
      if byte == 0 || dialect == .full && byte == UInt8(ascii: "}") { return }
      try takeItem(&members, level: level, axes: axes, mayHaveName: true)
    }
  }

  mutating func skipSpaces() {
    while isSpace(byte) { place += 1 }
  }

  @discardableResult
  mutating func takeOrder() -> Bool {
    guard let order = ByteOrder(byte, dialect) else { return false }
    self.order = order
    place += 1
    return true
  }

  /// Takes the shape, count, type and name of an item.
  mutating func takeItem(
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
  mutating func takeShapes(_ last: inout Int?, _ axes: inout Int) throws(FormatError) {
    guard dialect == .full else { return }
    skipSpaces()
    while byte == UInt8(ascii: "(") {
      try takeShape(&last, &axes)
      skipSpaces()
    }
    while takeOrder() { skipSpaces() }
  }

  mutating func takeShape(_ last: inout Int?, _ axes: inout Int) throws(FormatError) {
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

  mutating func requireAxes(_ axes: Int, at start: Int) throws(FormatError) {
    if axes <= FormatParser.mostAxes { return }
    place = start
    throw .tooManyAxes
  }

  mutating func takeCount() throws(FormatError) -> Int? {
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
