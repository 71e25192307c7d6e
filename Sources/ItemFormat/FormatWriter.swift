import FormatTables

/// A field to write into a format.
public struct GivenField {
  public let name: UnsafePointer<CChar>?
  /// A canonical type code: one or two characters, `T`, or `[` name `]`.
  public let type: UnsafePointer<CChar>
  public let shape: UnsafePointer<Int>?
  public let axisCount: Int
  /// From the start of the item, in bytes.
  public let offset: Int
  /// Size of one value in bytes.
  public let byteCount: Int
  public let count: Int
  public let depth: Int
  public let isSwapped: Bool

  public init(
    name: UnsafePointer<CChar>?, type: UnsafePointer<CChar>, shape: UnsafePointer<Int>?,
    axisCount: Int, offset: Int, byteCount: Int, count: Int, depth: Int, isSwapped: Bool
  ) {
    self.name = name
    self.type = type
    self.shape = shape
    self.axisCount = axisCount
    self.offset = offset
    self.byteCount = byteCount
    self.count = count
    self.depth = depth
    self.isSwapped = isSwapped
  }
}

/// Why fields are not those of a format.
public enum FieldError: Error {
  case overlap
  case unknownType
  /// The size contradicts the type or the members.
  case wrongSize
  case wrongDepth
  case invalidName
  /// A repeat count with a shape or a name would be an extent.
  case unexpectedCount
  case invalidShape
  case sizeOverflow

  /// The reason, for messages.
  public var reason: StaticString {
    switch self {
    case .overlap: "fields overlap or are out of order"
    case .unknownType: "unknown type"
    case .wrongSize: "the size contradicts the type"
    case .wrongDepth: "a depth without a structure"
    case .invalidName: "a name must be UTF-8 without ':'"
    case .unexpectedCount: "a count with a name or a shape"
    case .invalidShape: "invalid count or shape"
    case .sizeOverflow: "the size is too large"
    }
  }
}

/// Fields by number, a structure before its members.
public protocol GivenFields {
  var count: Int { get }
  subscript(number: Int) -> GivenField { get }
}

/// Writes fields as the text of a format, with explicit byte orders and padding.
public struct FormatWriter<Fields: GivenFields> {
  private let fields: Fields
  private let text: UnsafeMutableBufferPointer<CChar>
  /// Length of the text so far, in bytes, whether or not there is room for it.
  public private(set) var length = 0

  /// - Parameters:
  ///   - text: receives the text, as much as fits, without a NUL.
  public init(_ fields: Fields, to text: UnsafeMutableBufferPointer<CChar>) {
    self.text = text
    self.fields = fields
  }

  /// Writes all fields of an item.
  public mutating func write(itemByteCount: Int) throws(FieldError) {
    // A single run of padding would be a value.
    if fields.count == 0 && itemByteCount > 0 { put("0x") }
    let end = try writeMembers(from: 0, depth: 0, base: 0, byteCount: itemByteCount)
    if end < fields.count { throw .wrongDepth }
  }

  /// Writes the fields of one structure, and the padding after them.
  ///
  /// - Returns: the number of the first field after them.
  private mutating func writeMembers(
    from first: Int, depth: Int, base: Int, byteCount: Int
  ) throws(FieldError) -> Int {
    if depth > FormatParser.mostLevels { throw .wrongDepth }
    var number = first
    var place = 0
    while number < fields.count, fields[number].depth == depth {
      let next = fields[number]
      let (offset, overflow) = next.offset.subtractingReportingOverflow(base)
      if overflow || offset < place { throw .overlap }
      pad(offset - place)
      place = try sum(offset, try writeField(&number, next), or: FieldError.sizeOverflow)
    }
    if place > byteCount { throw .wrongSize }
    pad(byteCount - place)
    return number
  }

  /// Writes a field with its members, and advances to the field after it.
  ///
  /// - Returns: the field's size in bytes.
  private mutating func writeField(
    _ number: inout Int, _ field: GivenField
  ) throws(FieldError) -> Int {
    let hasShape = field.axisCount > 0
    if field.count != 1 && (hasShape || field.name != nil) { throw .unexpectedCount }
    if field.count < 0 || field.byteCount < 0 { throw .invalidShape }
    var byteCount = try product(field.byteCount, field.count, or: FieldError.sizeOverflow)
    byteCount = try writeShape(field, byteCount)
    number += 1
    if isType(field, "T") {
      if field.count != 1 { put(decimal: field.count) }
      put("T{")
      number = try writeMembers(
        from: number, depth: field.depth + 1, base: field.offset, byteCount: field.byteCount)
      put("}")
    } else {
      try writeScalar(field)
    }
    if let name = field.name { try writeName(name) }
    return byteCount
  }

  private mutating func writeShape(
    _ field: GivenField, _ byteCount: Int
  ) throws(FieldError) -> Int {
    guard field.axisCount > 0 else { return byteCount }
    guard let shape = field.shape, field.axisCount <= FormatParser.mostAxes else {
      throw .invalidShape
    }
    var byteCount = byteCount
    put("(")
    for axis in 0..<field.axisCount {
      if shape[axis] < 0 { throw .invalidShape }
      if axis > 0 { put(",") }
      put(decimal: shape[axis])
      byteCount = try product(byteCount, shape[axis], or: FieldError.sizeOverflow)
    }
    put(")")
    return byteCount
  }

  private mutating func writeScalar(_ field: GivenField) throws(FieldError) {
    guard let type = scalarType(of: field) else { throw .unknownType }
    if type.isString {
      if field.count != 1 { throw .unexpectedCount }
      if field.byteCount % type.byteCount != 0 { throw .wrongSize }
      if type == .text { put(field.isSwapped == ByteOrder.isBigEndian ? "<" : ">") }
      let length = field.byteCount / type.byteCount
      // A single character of text has no length.
      if type != .text || length != 1 { put(decimal: length) }
    } else {
      if field.byteCount != type.byteCount && type != .registered { throw .wrongSize }
      if field.byteCount > 1 || type == .registered {
        put(field.isSwapped == ByteOrder.isBigEndian ? "<" : ">")
      }
      if field.count != 1 { put(decimal: field.count) }
    }
    put(field.type, strlen(field.type))
  }

  /// The type of a scalar's code; nil if there is none, or it is not canonical.
  private func scalarType(of field: GivenField) -> ItemType? {
    let code = field.type
    if code[0] == CChar(UInt8(ascii: "[")) {
      let length = strlen(code)
      guard length > 2, code[length - 1] == CChar(UInt8(ascii: "]")) else { return nil }
      let number = pymv_c_find_scalar(code + 1, length - 2)
      guard number >= 0, pymv_c_scalar_at(number).pointee.size == field.byteCount else {
        return nil
      }
      return .registered
    }
    for raw in 0...ItemType.padding.rawValue {
      // Raw values are consecutive, and `padding` is the last one.
      if let type = ItemType(rawValue: raw), type != .registered, isType(field, type.code) {
        return type
      }
    }
    return nil
  }

  private func isType(_ field: GivenField, _ code: StaticString) -> Bool {
    let text = UnsafeRawPointer(code.utf8Start).assumingMemoryBound(to: CChar.self)
    return strcmp(field.type, text) == 0
  }

  private mutating func writeName(_ name: UnsafePointer<CChar>) throws(FieldError) {
    let length = strlen(name)
    let bytes = UnsafeRawBufferPointer(start: name, count: length)
    if !isUTF8(bytes) || bytes.contains(UInt8(ascii: ":")) { throw .invalidName }
    put(":")
    put(name, length)
    put(":")
  }

  // MARK: - Text

  private mutating func pad(_ byteCount: Int) {
    if byteCount == 0 { return }
    put(decimal: byteCount)
    put("x")
  }

  private mutating func put(_ text: StaticString) {
    put(
      UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self), text.utf8CodeUnitCount)
  }

  private mutating func put(_ start: UnsafePointer<CChar>, _ count: Int) {
    for index in 0..<count {
      if length < text.count { text[length] = start[index] }
      length += 1
    }
  }

  /// Assumes: the number is not negative.
  private mutating func put(decimal number: Int) {
    assert(number >= 0)
    if number >= 10 { put(decimal: number / 10) }
    var digit = CChar(0x30 + number % 10)
    put(&digit, 1)
  }
}
