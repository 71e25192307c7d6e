import FormatTables

extension Format {
  /// The type and byte order of items that are one scalar, as a native format could have it but for
  /// the byte order; nil for any other format.
  public var soleScalar: (type: ItemType, isSwapped: Bool)? {
    guard let leaf = soleLeaf, leaf.type.isNative else { return nil }
    return (leaf.type, leaf.isSwapped)
  }

  /// The only value of items, which has no padding before it; nil if there are others or a list.
  public var soleLeaf: Leaf? {
    guard header.nodeCount == 1, valueCount == 1 else { return nil }
    let node = nodes[0]
    return node.kind == .leaf && !node.isList && node.offset == 0 ? node.leaf : nil
  }
}

extension Format {
  /// The size of a registered scalar type, in bytes; nil if a format is not one of these. Throws if
  /// the format is invalid.
  public static func byteCount(
    ofRegisteredScalar text: UnsafePointer<CChar>
  ) throws(FormatProblem) -> Int? {
    try with(text, .full, itemByteCount: nil) { format in
      guard let leaf = format.soleLeaf, leaf.type == .registered else { return nil }
      return leaf.byteCount == format.byteCount ? leaf.byteCount : nil
    }
  }
}

extension Leaf {
  /// The name of the registered scalar type. Assumes: the value has one.
  public var scalarName: UnsafePointer<CChar> {
    assert(type == .registered)
    return pymv_c_scalar_at(CInt(scalar)).pointee.name
  }
}

extension ItemType {
  /// Whether a native format of a single item, which CPython supports, can have this type.
  public var isNative: Bool {
    switch self {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .boolean, .float16,
      .float32, .float64, .complex64, .complex128, .pointer, .character:
      true
    case .longDouble, .complexLongDouble, .bytes, .pascalBytes, .text, .registered, .padding: false
    }
  }
}
