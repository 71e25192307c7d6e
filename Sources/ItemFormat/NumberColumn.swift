/// Representation of a real number in a 64-bit word. Numbers are converted to words in blocks, so
/// that pairs of types need no loop of their own.
enum NumberKind {
  /// The word is a two's complement integer.
  case signed
  case unsigned
  /// The word is the bit pattern of a `Double`.
  case float
}

extension ItemType {
  /// Nil if the type is not one of real numbers.
  var numberKind: NumberKind? {
    switch self {
    case .int8, .int16, .int32, .int64: .signed
    case .uint8, .uint16, .uint32, .uint64, .pointer, .boolean: .unsigned
    case .float16, .float32, .float64: .float
    case .complex64, .complex128, .longDouble, .complexLongDouble, .character, .bytes, .pascalBytes,
      .text, .registered, .padding:
      nil
    }
  }
}

/// A strided column of numbers.
struct NumberColumn {
  let type: ItemType
  let isSwapped: Bool
  let start: UnsafeRawPointer
  let stride: Int

  /// Loads `count` numbers. Assumes: the type is one of real numbers.
  func load(_ count: Int, to words: UnsafeMutablePointer<UInt64>) {
    assert(type.numberKind != nil)
    switch type {
    case .int8: fill(words, count, of: Int8.self) { UInt64(bitPattern: Int64($0)) }
    case .int16: fill(words, count, of: Int16.self) { UInt64(bitPattern: Int64($0)) }
    case .int32: fill(words, count, of: Int32.self) { UInt64(bitPattern: Int64($0)) }
    case .uint8: fill(words, count, of: UInt8.self) { UInt64($0) }
    case .boolean: fill(words, count, of: UInt8.self) { $0 != 0 ? 1 : 0 }
    case .uint16: fill(words, count, of: UInt16.self) { UInt64($0) }
    case .uint32: fill(words, count, of: UInt32.self) { UInt64($0) }
    case .float16:
      fill(words, count, of: UInt16.self) { SmallFloat.float16.double(from: $0).bitPattern }
    case .float32:
      fill(words, count, of: UInt32.self) { Double(Float(bitPattern: $0)).bitPattern }
    default: fill(words, count, of: UInt64.self) { $0 }
    }
  }

  @inline(__always)
  private func fill<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ words: UnsafeMutablePointer<UInt64>, _ count: Int, of type: Stored.Type,
    _ word: (Stored) -> UInt64
  ) {
    // Wrapping: distances within the memory of the items.
    if isSwapped {
      for index in 0..<count {
        words[index] = word((start + index &* stride).loadUnaligned(as: type).byteSwapped)
      }
    } else {
      for index in 0..<count {
        words[index] = word((start + index &* stride).loadUnaligned(as: type))
      }
    }
  }
}

/// Numbers per block; two blocks fit into temporary allocations on the stack.
private let blockCount = 128

/// Whether the first `count` numbers of two columns are equal by mathematical value.
func haveEqualNumbers(_ a: NumberColumn, _ b: NumberColumn, _ count: Int) -> Bool {
  guard let left = a.type.numberKind, let right = b.type.numberKind else { return false }
  return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: blockCount) { x in
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: blockCount) { y in
      let first = x.baseAddress.unsafelyUnwrapped
      let second = y.baseAddress.unsafelyUnwrapped
      var index = 0
      while index < count {
        let part = min(blockCount, count &- index)
        a.advanced(by: index).load(part, to: first)
        b.advanced(by: index).load(part, to: second)
        if !haveEqualBlocks(left, first, right, second, part) { return false }
        index &+= part
      }
      return true
    }
  }
}

extension NumberColumn {
  fileprivate func advanced(by count: Int) -> NumberColumn {
    NumberColumn(type: type, isSwapped: isSwapped, start: start + count &* stride, stride: stride)
  }
}

private func haveEqualBlocks(
  _ left: NumberKind, _ a: UnsafePointer<UInt64>, _ right: NumberKind, _ b: UnsafePointer<UInt64>,
  _ count: Int
) -> Bool {
  switch (left, right) {
  case (.signed, .signed), (.unsigned, .unsigned): noPair(a, b, count) { $0 != $1 }
  // Equal words with the highest bit set are different numbers: only the signed one is negative.
  case (.signed, .unsigned), (.unsigned, .signed):
    noPair(a, b, count) { ($0 ^ $1) | ($0 & 1 << 63) != 0 }
  case (.float, .float):
    noPair(a, b, count) { Double(bitPattern: $0) != Double(bitPattern: $1) }
  case (.signed, .float): noPair(a, b, count) { !isEqual(Int64(bitPattern: $0), $1) }
  case (.float, .signed): noPair(a, b, count) { !isEqual(Int64(bitPattern: $1), $0) }
  case (.unsigned, .float): noPair(a, b, count) { !isEqual($0, $1) }
  case (.float, .unsigned): noPair(a, b, count) { !isEqual($1, $0) }
  }
}

/// Whether no pair differs. Has no early exit, so that the loop is vectorised.
@inline(__always)
private func noPair(
  _ a: UnsafePointer<UInt64>, _ b: UnsafePointer<UInt64>, _ count: Int,
  _ differs: (UInt64, UInt64) -> Bool
) -> Bool {
  var different = false
  for index in 0..<count {
    let differs = differs(a[index], b[index])
    different = different || differs
  }
  return !different
}

/// An integer and a float are equal if each converts to the other. The range check comes first,
/// because the conversion of the largest integers may round up to a float out of range.
@inline(__always)
private func isEqual(_ integer: Int64, _ float: UInt64) -> Bool {
  let float = Double(bitPattern: float)
  return Double(integer) == float && float < 0x1p63 && Int64(float) == integer
}

@inline(__always)
private func isEqual(_ integer: UInt64, _ float: UInt64) -> Bool {
  let float = Double(bitPattern: float)
  return Double(integer) == float && float < 0x1p64 && UInt64(float) == integer
}
