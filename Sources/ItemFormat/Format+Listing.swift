import FormatTables

/// A field of a format: one node, without the arrays around it.
public struct ListedField {
  private let format: Format
  /// The outermost node: an array, or the value itself.
  private let first: Int
  /// The value: a leaf or a structure.
  private let last: Int
  /// 0: field of the item; each structure around it adds 1.
  public let depth: Int
  /// Offset of the first value from the start of the item, in bytes.
  public let offset: Int

  fileprivate init(format: Format, first: Int, last: Int, depth: Int, offset: Int) {
    self.format = format
    self.first = first
    self.last = last
    self.depth = depth
    self.offset = offset
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
}

extension Format {
  /// Calls `body` for each field, a structure before its members.
  public func forEachField(_ body: (ListedField) -> Void) {
    listFields(root, depth: 0, base: 0, body)
  }

  private func listFields(
    _ members: Range<Int>, depth: Int, base: Int, _ body: (ListedField) -> Void
  ) {
    var first = members.lowerBound
    while first < members.upperBound {
      var last = first
      // Wrapping: within an item, whose size has been checked.
      var offset = base &+ nodes[first].offset
      while nodes[last].kind == .array {
        last += 1
        offset &+= nodes[last].offset
      }
      body(ListedField(format: self, first: first, last: last, depth: depth, offset: offset))
      if nodes[last].kind == .structure {
        listFields(last + 1..<Int(nodes[last].end), depth: depth + 1, base: offset, body)
      }
      first = Int(nodes[first].end)
    }
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
