import FormatTables

extension ItemType {
  /// Stores a value of a matching kind as one item, in this machine's byte order.
  ///
  /// Integers take `signed` or `unsigned` values, floats `float`, complex numbers `complex`, truth
  /// values `boolean`, characters `bytes` of length 1.
  ///
  /// - Parameter place: room for `byteCount` bytes, of any alignment.
  /// - Returns: false, with nothing written, if the type cannot represent the value.
  public func store(_ value: ItemValue, to place: UnsafeMutableRawPointer) -> Bool {
    switch self {
    case .int8: storeInteger(Int8.self, value, place)
    case .int16: storeInteger(Int16.self, value, place)
    case .int32: storeInteger(Int32.self, value, place)
    case .int64: storeInteger(Int64.self, value, place)
    case .uint8: storeInteger(UInt8.self, value, place)
    case .uint16: storeInteger(UInt16.self, value, place)
    case .uint32: storeInteger(UInt32.self, value, place)
    case .uint64, .pointer: storeInteger(UInt64.self, value, place)
    case .float16, .float32, .float64: storeFloat(value, place)
    case .complex64: storeComplex(.float32, value, place)
    case .complex128: storeComplex(.float64, value, place)
    case .boolean:
      if case .boolean(let truth) = value { put(UInt8(truth ? 1 : 0), place) } else { false }
    case .character:
      if case .bytes(let bytes) = value, bytes.count == 1 { put(bytes[0], place) } else { false }
    case .longDouble:
      if case .float(let number) = value { putLong(number, place) } else { false }
    case .complexLongDouble:
      if case .complex(let real, let imaginary) = value {
        putLong(real, place) && putLong(imaginary, place + byteCount / 2)
      } else {
        false
      }
    // `FormatNode` stores these.
    case .bytes, .pascalBytes, .padding, .text, .registered: false
    }
  }

  private func put<Word: BitwiseCopyable>(_ word: Word, _ place: UnsafeMutableRawPointer) -> Bool {
    place.storeBytes(of: word, as: Word.self)
    return true
  }

  private func putLong(_ value: Double, _ place: UnsafeMutableRawPointer) -> Bool {
    pymv_c_long_double_store(value, place, false)
    return true
  }

  private func storeInteger<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type, _ value: ItemValue, _ place: UnsafeMutableRawPointer
  ) -> Bool {
    let integer: Integer? =
      switch value {
      case .signed(let signed): Integer(exactly: signed)
      case .unsigned(let unsigned): Integer(exactly: unsigned)
      default: nil
      }
    guard let integer else { return false }
    return put(integer, place)
  }

  /// A finite value too large for `float32` becomes an infinity, as in C and in CPython; for
  /// `float16` this fails.
  private func storeFloat(_ value: ItemValue, _ place: UnsafeMutableRawPointer) -> Bool {
    guard case .float(let number) = value else { return false }
    switch self {
    case .float16:
      guard let bits = SmallFloat.float16.bits(from: number) else { return false }
      return put(bits, place)
    case .float32: return put(Float(number), place)
    default: return put(number, place)
    }
  }

  private func storeComplex(
    _ part: ItemType, _ value: ItemValue, _ place: UnsafeMutableRawPointer
  ) -> Bool {
    guard case .complex(let real, let imaginary) = value else { return false }
    return part.storeFloat(.float(real), place)
      && part.storeFloat(.float(imaginary), place + part.byteCount)
  }
}

/// Whether a finite number becomes infinite as a `Float`.
public func overflowsFloat(_ number: Double) -> Bool { number.isFinite && !Float(number).isFinite }

extension ItemValue {
  /// Whether a finite number, or a part of a complex one, becomes infinite as a `Float`.
  var overflowsFloats: Bool {
    switch self {
    case .float(let number): overflowsFloat(number)
    case .complex(let real, let imaginary): overflowsFloat(real) || overflowsFloat(imaginary)
    default: false
    }
  }
}
