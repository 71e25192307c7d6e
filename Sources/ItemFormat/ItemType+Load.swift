import FormatTables

extension ItemType {
  /// Loads one item.
  ///
  /// - Parameters:
  ///   - place: at least `byteCount` bytes, of any alignment; for strings,
  ///     `length` bytes, which the value borrows.
  ///   - isSwapped: whether numbers are in the opposite byte order to this machine's.
  ///   - length: of a string, in bytes.
  public func load(
    from place: UnsafeRawPointer, isSwapped: Bool = false, length: Int = 1
  ) -> ItemValue {
    switch self {
    case .int8: .signed(Int64(place.load(as: Int8.self)))
    case .uint8: .unsigned(UInt64(place.load(as: UInt8.self)))
    case .int16: .signed(Int64(loadInteger(Int16.self, place, isSwapped)))
    case .uint16: .unsigned(UInt64(loadInteger(UInt16.self, place, isSwapped)))
    case .int32: .signed(Int64(loadInteger(Int32.self, place, isSwapped)))
    case .uint32: .unsigned(UInt64(loadInteger(UInt32.self, place, isSwapped)))
    case .int64: .signed(loadInteger(Int64.self, place, isSwapped))
    case .uint64, .pointer: .unsigned(loadInteger(UInt64.self, place, isSwapped))
    case .boolean: .boolean(place.load(as: UInt8.self) != 0)
    case .float16, .float32, .float64: .float(loadFloat(place, isSwapped))
    case .complex64: loadComplex(.float32, place, isSwapped)
    case .complex128: loadComplex(.float64, place, isSwapped)
    case .character, .bytes, .padding:
      .bytes(UnsafeRawBufferPointer(start: place, count: length))
    case .pascalBytes: loadPascalBytes(place, length)
    case .longDouble: .float(pymv_c_long_double_load(place, isSwapped))
    case .complexLongDouble:
      .complex(
        real: pymv_c_long_double_load(place, isSwapped),
        imaginary: pymv_c_long_double_load(place + byteCount / 2, isSwapped))
    case .text:
      .text(Text(place, byteCount: length, isSwapped: isSwapped, dropsZeros: false))
    // `FormatNode` knows the type.
    case .registered: .float(.nan)
    }
  }

  @inlinable @inline(__always)
  func loadInteger<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type, _ place: UnsafeRawPointer, _ isSwapped: Bool
  ) -> Integer {
    let value = place.loadUnaligned(as: type)
    return isSwapped ? value.byteSwapped : value
  }

  /// Assumes: the type is a float type.
  @usableFromInline
  func loadFloat(_ place: UnsafeRawPointer, _ isSwapped: Bool) -> Double {
    assert(self == .float16 || self == .float32 || self == .float64)
    return switch self {
    case .float16: SmallFloat.float16.double(from: loadInteger(UInt16.self, place, isSwapped))
    case .float32: Double(Float(bitPattern: loadInteger(UInt32.self, place, isSwapped)))
    default: Double(bitPattern: loadInteger(UInt64.self, place, isSwapped))
    }
  }

  @usableFromInline
  func loadComplex(_ part: ItemType, _ place: UnsafeRawPointer, _ isSwapped: Bool) -> ItemValue {
    .complex(
      real: part.loadFloat(place, isSwapped),
      imaginary: part.loadFloat(place + part.byteCount, isSwapped))
  }

  /// The first byte is the number of bytes that follow. It is not trusted, and the item may be
  /// empty.
  @usableFromInline
  func loadPascalBytes(_ place: UnsafeRawPointer, _ length: Int) -> ItemValue {
    let stated = length == 0 ? 0 : Int(place.load(as: UInt8.self))
    let start = length == 0 ? place : place + 1
    return .bytes(UnsafeRawBufferPointer(start: start, count: min(stated, max(length - 1, 0))))
  }
}
