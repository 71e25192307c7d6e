/// The value of one item, independent of its representation.
///
/// Equality is Python's: numbers are equal by mathematical value, NaN equals nothing, bytes are
/// equal by length and content, and bytes never equal numbers.
public enum ItemValue: Equatable {
  case signed(Int64)
  case unsigned(UInt64)
  case boolean(Bool)
  case float(Double)
  case complex(real: Double, imaginary: Double)
  case bytes(UnsafeRawBufferPointer)

  public static func == (left: ItemValue, right: ItemValue) -> Bool {
    switch (left, right) {
    case (.bytes(let a), .bytes(let b)): haveSameBytes(a, b)
    case (.bytes, _), (_, .bytes): false
    default:
      left.imaginaryPart == right.imaginaryPart && left.realPart.isEqual(to: right.realPart)
    }
  }

  private var imaginaryPart: Double {
    if case .complex(_, let imaginary) = self { imaginary } else { 0 }
  }

  private var realPart: RealNumber {
    switch self {
    case .signed(let value): value < 0 ? .negative(value) : .natural(UInt64(value))
    case .unsigned(let value): .natural(value)
    case .boolean(let value): .natural(value ? 1 : 0)
    case .float(let value), .complex(let value, _): .float(value)
    case .bytes: .float(.nan)
    }
  }
}

/// A number without an imaginary part. Every integer has exactly one representation.
private enum RealNumber {
  case natural(UInt64)
  case negative(Int64)
  case float(Double)

  /// Compares integers and floats exactly, without conversion of the integer to a float.
  func isEqual(to other: RealNumber) -> Bool {
    switch (self, other) {
    case (.natural(let a), .natural(let b)): a == b
    case (.negative(let a), .negative(let b)): a == b
    case (.float(let a), .float(let b)): a == b
    case (.natural(let a), .float(let b)), (.float(let b), .natural(let a)):
      b >= 0 && b < 0x1p64 && UInt64(b) == a && Double(UInt64(b)) == b
    case (.negative(let a), .float(let b)), (.float(let b), .negative(let a)):
      b >= -0x1p63 && b < 0 && Int64(b) == a && Double(Int64(b)) == b
    default: false
    }
  }
}

private func haveSameBytes(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
  guard a.count == b.count else { return false }
  for place in 0..<a.count where a[place] != b[place] { return false }
  return true
}
