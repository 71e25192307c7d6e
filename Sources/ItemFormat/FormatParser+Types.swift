import FormatTables

// The type of an item.

extension FormatParser {
  /// What a type says besides its node.
  struct Content {
    var alignment = 1
    var emptyValues = 0
  }

  var isStringType: Bool {
    switch byte {
    case UInt8(ascii: "s"), UInt8(ascii: "p"), UInt8(ascii: "x"): true
    case UInt8(ascii: "u"), UInt8(ascii: "w"): dialect == .full
    default: false
    }
  }

  /// Takes a type and completes the node, but for its place and name.
  mutating func takeType(
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

  mutating func takeStructure(
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

  mutating func takeScalar(
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
  func complete(
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

  mutating func takeCharacter() -> FormatCharacter {
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
  mutating func skipPointee(_ count: Int?, _ level: Int, _ axes: Int) throws(FormatError) {
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
  mutating func skipFunction(_ count: Int?) throws(FormatError) {
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
  mutating func takeRegistered(_ node: inout FormatNode) throws(FormatError) -> Content {
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
}
