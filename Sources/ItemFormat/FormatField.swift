import FormatTables

/// A field of a format: a value, or the structures or sub-array that a node stands for.
public struct FormatField {
  private let format: Format
  /// The outermost node: an array, or the value itself.
  private let first: Int
  /// The value: a leaf or a structure.
  private let last: Int
  /// 0: field of the item; each structure around it adds 1.
  public let depth: Int
  /// Offset of the first value from the start of the item, in bytes.
  public let offset: Int

  /// - Parameters:
  ///   - index: of the outermost node.
  ///   - base: offset of the value that contains the field, in bytes.
  init(_ format: Format, at index: Int, depth: Int, base: Int) {
    self.format = format
    self.depth = depth
    first = index
    var last = index
    // Arrays begin where their first elements do. Wrapping: within an item, whose size has been
    // checked.
    while format.nodes[last].kind == .array { last += 1 }
    self.last = last
    offset = base &+ format.nodes[index].offset
  }

  private var node: FormatNode { format.nodes[last] }

  public var isStructure: Bool { node.kind == .structure }

  /// Size of one value in bytes.
  public var byteCount: Int { node.byteCount }

  /// Number of adjacent values that are no sub-array.
  public var count: Int { node.isList ? 1 : node.count }

  /// Whether numbers are in the opposite byte order to this machine's; nil where that does not
  /// matter.
  public var isSwapped: Bool? {
    guard node.kind == .leaf else { return nil }
    switch node.type {
    case .bytes, .pascalBytes, .padding, .character: return nil
    case .registered: return node.byteCount == 1 ? nil : node.isSwapped
    default: return node.type.byteCount == 1 ? nil : node.isSwapped
    }
  }

  /// Number of extents of the sub-array.
  public var axisCount: Int { last - first + (node.isList ? 1 : 0) }

  public func extent(_ axis: Int) -> Int { format.nodes[first + axis].count }

  /// Bytes from one element of an axis to the next.
  public func stride(_ axis: Int) -> Int { format.nodes[first + axis].stride }

  /// The nodes of a structure's members; empty for other fields.
  var members: Range<Int> { isStructure ? last + 1..<Int(node.end) : 0..<0 }

  /// In UTF-8; nil if the field has no name.
  public var name: UnsafeRawBufferPointer? {
    let node = format.nodes[first]
    if node.nameLength < 0 { return nil }
    return UnsafeRawBufferPointer(
      start: UnsafeRawPointer(format.text) + Int(node.nameStart), count: Int(node.nameLength))
  }

  /// The canonical code of the type, without the brackets of registered types.
  public var code: UnsafePointer<CChar> {
    if isRegistered { return pymv_c_scalar_at(CInt(node.scalar)).pointee.name }
    let code: StaticString = isStructure ? "T" : node.type.code
    return UnsafeRawPointer(code.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  public var isRegistered: Bool { node.kind == .leaf && node.type == .registered }

  /// Length of the value's format as text, without the NUL.
  public var formatLength: Int { Int(node.typeLength) + (hasOrder ? 1 : 0) }

  private var hasOrder: Bool { node.order != ByteOrder.native.character }

  /// Writes the value's format.
  ///
  /// - Parameter place: room for `formatLength` bytes and a NUL.
  public func writeFormat(to place: UnsafeMutablePointer<CChar>) {
    if hasOrder { place[0] = CChar(bitPattern: node.order) }
    (place + (hasOrder ? 1 : 0)).update(
      from: format.text + Int(node.typeStart), count: Int(node.typeLength))
    place[formatLength] = 0
  }
}

extension ItemType {
  /// The format character that stands for the type in every byte order.
  var code: StaticString {
    switch self {
    case .int8: "b"
    case .int16: "h"
    case .int32: "i"
    case .int64: "q"
    case .uint8: "B"
    case .uint16: "H"
    case .uint32: "I"
    case .uint64: "Q"
    case .boolean: "?"
    case .float16: "e"
    case .float32: "f"
    case .float64: "d"
    case .complex64: "Zf"
    case .complex128: "Zd"
    case .longDouble: "g"
    case .complexLongDouble: "Zg"
    case .pointer: "P"
    case .character: "c"
    case .bytes: "s"
    case .pascalBytes: "p"
    case .text: "w"
    case .padding: "x"
    // The name is in the registry.
    case .registered: ""
    }
  }
}
