import FormatTables

/// A format of one real number, in either byte order.
public struct NumberFormat {
  public let type: ItemType
  /// The number of the registered scalar type and, in the highest bit, whether the number is in the
  /// opposite byte order to this machine's. One byte, so that the format fits a small register.
  private let scalarAndOrder: UInt8

  public var isSwapped: Bool { scalarAndOrder & 0x80 != 0 }
  private var scalar: UInt8 { scalarAndOrder & 0x7F }

  /// - Returns: nil if items of the type are not real numbers.
  public init?(_ type: ItemType, isSwapped: Bool = false) {
    guard type.isRealNumber else { return nil }
    self.type = type
    scalarAndOrder = isSwapped ? 0x80 : 0
  }

  /// Parses a format; throws if it is invalid.
  ///
  /// - Parameter format: NUL-terminated.
  /// - Returns: nil if the format is not a single real number.
  public static func parse(
    _ format: UnsafePointer<CChar>
  ) throws(FormatProblem) -> NumberFormat? {
    try Format.with(format, .full, itemByteCount: nil) { format in
      guard format.valueCount == 1, format.root.count == 1 else { return nil }
      let node = format.nodes[0]
      let isScalar = node.kind == .leaf && !node.isList && node.offset == 0
      return isScalar ? NumberFormat(node.leaf) : nil
    }
  }

  private init?(_ leaf: Leaf) {
    guard leaf.type.isRealNumber else { return nil }
    type = leaf.type
    assert(leaf.scalar < 0x80)
    scalarAndOrder = leaf.scalar | (leaf.isSwapped ? 0x80 : 0)
  }

  private var leaf: Leaf {
    Leaf(type: type, isSwapped: isSwapped, scalar: scalar, byteCount: byteCount)
  }

  public var byteCount: Int {
    type == .registered ? pymv_c_scalar_at(CInt(scalar)).pointee.size : type.byteCount
  }

  /// Reads a number, rounded to a double.
  @inline(__always)
  public func double(at place: UnsafeRawPointer) -> Double {
    if case .float64 = type, !isSwapped { return place.loadUnaligned(as: Double.self) }
    return anyDouble(at: place)
  }

  private func anyDouble(at place: UnsafeRawPointer) -> Double {
    switch leaf.load(from: place) {
    case .signed(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .boolean(let value): value ? 1 : 0
    case .float(let value), .complex(let value, _): value
    case .bytes, .text: .nan
    }
  }

  /// Reads a number.
  ///
  /// - Returns: nil if it is not an integer or does not fit 64 bits.
  public func integer(at place: UnsafeRawPointer) -> Int64? {
    switch leaf.load(from: place) {
    case .signed(let value): value
    case .unsigned(let value): Int64(exactly: value)
    case .boolean(let value): value ? 1 : 0
    case .float(let value), .complex(let value, _): signed(value)
    case .bytes, .text: nil
    }
  }

  /// Writes a number.
  ///
  /// - Returns: false, with nothing written, if the type cannot represent the number.
  ///   Floating-point types round it.
  public func store(_ value: Double, to place: UnsafeMutableRawPointer) -> Bool {
    switch type {
    case .boolean: put(.boolean(value != 0), place)
    case .int8, .int16, .int32, .int64:
      signed(value).map { put(.signed($0), place) } ?? false
    case .uint8, .uint16, .uint32, .uint64, .pointer:
      unsigned(value).map { put(.unsigned($0), place) } ?? false
    case .float16, .float32, .float64: put(.float(value), place)
    case .longDouble, .registered: leaf.store(.float(value), to: place)
    case .complex64, .complex128, .complexLongDouble, .character, .bytes, .pascalBytes, .text,
      .padding:
      false
    }
  }

  /// Writes an integer, as `store(_: Double, to:)`.
  public func store(_ value: Int64, to place: UnsafeMutableRawPointer) -> Bool {
    switch type {
    case .boolean: put(.boolean(value != 0), place)
    case .float16, .float32, .float64: put(.float(Double(value)), place)
    case .longDouble, .registered: leaf.store(.float(Double(value)), to: place)
    default: put(.signed(value), place)
    }
  }

  /// - Returns: false, with nothing written, if the value does not fit.
  private func put(_ value: ItemValue, _ place: UnsafeMutableRawPointer) -> Bool {
    if !isSwapped { return type.store(value, to: place) }
    var word: UInt64 = 0
    let isStored = withUnsafeMutableBytes(of: &word) {
      type.store(value, to: $0.baseAddress.unsafelyUnwrapped)
    }
    if !isStored { return false }
    withUnsafeBytes(of: word) { bytes in
      for index in 0..<byteCount {
        place.storeBytes(of: bytes[byteCount - 1 - index], toByteOffset: index, as: UInt8.self)
      }
    }
    return true
  }
}

extension ItemType {
  /// Whether items are numbers without an imaginary part; truth values and addresses count as such.
  fileprivate var isRealNumber: Bool {
    switch self {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .boolean, .float16,
      .float32, .float64, .longDouble, .pointer, .registered:
      true
    case .complex64, .complex128, .complexLongDouble, .character, .bytes, .pascalBytes, .text,
      .padding:
      false
    }
  }
}

// Not `init(exactly:)`, which would need libm.

/// Converts a double; nil if it is not an integer or does not fit 64 bits.
private func signed(_ value: Double) -> Int64? {
  guard value >= -0x1p63, value < 0x1p63 else { return nil }
  return Double(Int64(value)) == value ? Int64(value) : nil
}

private func unsigned(_ value: Double) -> UInt64? {
  guard value >= 0, value < 0x1p64 else { return nil }
  return Double(UInt64(value)) == value ? UInt64(value) : nil
}
