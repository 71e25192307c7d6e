import FormatTables

/// The type of the values of a leaf.
public struct Leaf: BitwiseCopyable {
  public let type: ItemType
  /// Whether numbers are in the opposite byte order to this machine's.
  public internal(set) var isSwapped = false
  /// Whether the length of a string was written: then zeros at the end do not count.
  public var hasLength = false
  /// Number of the registered scalar type.
  var scalar: UInt8 = 0
  /// Size of a value in bytes; of strings, their length.
  public var byteCount: Int
}

extension FormatNode {
  /// Assumes: the node is a leaf.
  public var leaf: Leaf {
    assert(kind == .leaf)
    return Leaf(
      type: type, isSwapped: isSwapped, hasLength: hasLength, scalar: scalar,
      byteCount: byteCount)
  }
}

extension Leaf {
  /// Loads one value.
  ///
  /// - Parameters:
  ///   - place: at least `byteCount` bytes, of any alignment, which strings borrow.
  ///   - isExact: whether a number that only a long double can represent is loaded as NaN, instead
  ///     of rounded.
  @inline(never)
  public func load(from place: UnsafeRawPointer, isExact: Bool = false) -> ItemValue {
    switch type {
    case .text:
      return .text(
        Text(place, byteCount: byteCount, isSwapped: isSwapped, dropsZeros: hasLength))
    case .registered:
      return withNativeOrder(place) { .float(scalarType.load($0)) }
    case .longDouble where isExact:
      return .float(pymv_c_long_double_load_exactly(place, isSwapped))
    case .complexLongDouble where isExact:
      return .complex(
        real: pymv_c_long_double_load_exactly(place, isSwapped),
        imaginary: pymv_c_long_double_load_exactly(place + byteCount / 2, isSwapped))
    default: return type.load(from: place, isSwapped: isSwapped, length: byteCount)
    }
  }

  /// Stores one value. Assumes: the type is not text.
  ///
  /// - Parameter place: room for `byteCount` bytes, of any alignment.
  /// - Returns: false, with nothing written, if the type cannot represent the value; a finite number
  ///   never becomes infinite.
  @inline(never)
  public func store(_ value: ItemValue, to place: UnsafeMutableRawPointer) -> Bool {
    assert(type != .text)
    switch type {
    case .bytes, .padding: return storeBytes(value, to: place, byteCount)
    case .pascalBytes: return storePascalBytes(value, to: place)
    case .registered: return storeRegistered(value, to: place)
    case .float32, .complex64: if value.overflowsFloats { return false }
    default: break
    }
    if !isSwapped { return type.store(value, to: place) }
    return withNewValue(to: place) { type.store(value, to: $0) }
  }

  /// Stores a character of a text. Assumes: the index is within the text.
  public func store(character code: UInt32, at index: Int, to place: UnsafeMutableRawPointer) {
    assert(type == .text && index < byteCount / 4)
    place.storeBytes(
      of: isSwapped ? code.byteSwapped : code, toByteOffset: 4 * index, as: UInt32.self)
  }

  private func storeBytes(
    _ value: ItemValue, to place: UnsafeMutableRawPointer, _ room: Int
  ) -> Bool {
    guard case .bytes(let bytes) = value, bytes.count <= room else { return false }
    if let start = bytes.baseAddress { place.copyMemory(from: start, byteCount: bytes.count) }
    (place + bytes.count).initializeMemory(
      as: UInt8.self, repeating: 0, count: room - bytes.count)
    return true
  }

  private func storePascalBytes(_ value: ItemValue, to place: UnsafeMutableRawPointer) -> Bool {
    guard case .bytes(let bytes) = value else { return false }
    if byteCount == 0 { return bytes.isEmpty }
    guard let length = UInt8(exactly: bytes.count), storeBytes(value, to: place + 1, byteCount - 1)
    else { return false }
    place.storeBytes(of: length, as: UInt8.self)
    return true
  }

  // MARK: - Registered types

  private var scalarType: pymv_c_scalar {
    pymv_c_scalar_at(CInt(scalar)).unsafelyUnwrapped.pointee
  }

  private func storeRegistered(_ value: ItemValue, to place: UnsafeMutableRawPointer) -> Bool {
    guard case .float(let number) = value else { return false }
    return withNewValue(to: place) { scalarType.store(number, $0) == 0 }
  }

  /// Whether two values of the same registered type are equal.
  func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, isSwapped other: Bool) -> Bool {
    var leaf = self
    leaf.isSwapped = other
    return withNativeOrder(a) { a in
      leaf.withNativeOrder(b) { b in
        guard let equal = scalarType.equal else { return scalarType.load(a) == scalarType.load(b) }
        return equal(a, b) != 0
      }
    }
  }

  // MARK: - Byte order

  /// Bytes that are reversed together: a number, or a part of a complex number.
  private var partByteCount: Int { type.isComplex ? byteCount / 2 : byteCount }

  /// Calls `body` with the value in this machine's byte order.
  private func withNativeOrder<Result>(
    _ place: UnsafeRawPointer, _ body: (UnsafeRawPointer) -> Result
  ) -> Result {
    if !isSwapped { return body(place) }
    return withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 16) { room in
      let start = room.baseAddress.unsafelyUnwrapped
      copyReversed(to: start, from: place)
      return body(start)
    }
  }

  /// Calls `body` with room for a value in this machine's byte order, and copies the value to its
  /// place if that succeeds.
  private func withNewValue(
    to place: UnsafeMutableRawPointer, _ body: (UnsafeMutableRawPointer) -> Bool
  ) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 16) { room in
      let start = room.baseAddress.unsafelyUnwrapped
      if !body(start) { return false }
      if isSwapped {
        copyReversed(to: place, from: start)
      } else {
        place.copyMemory(from: start, byteCount: byteCount)
      }
      return true
    }
  }

  private func copyReversed(to target: UnsafeMutableRawPointer, from source: UnsafeRawPointer) {
    let part = partByteCount
    for index in 0..<byteCount {
      let mirrored = index / part * part + part - 1 - index % part
      target.storeBytes(
        of: source.load(fromByteOffset: mirrored, as: UInt8.self), toByteOffset: index,
        as: UInt8.self)
    }
  }
}

extension ItemType {
  var isComplex: Bool {
    switch self {
    case .complex64, .complex128, .complexLongDouble: true
    default: false
    }
  }
}
