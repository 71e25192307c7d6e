/// The value of one item, independent of its representation.
///
/// Equality is Python's: numbers are equal by mathematical value, NaN equals nothing, bytes are
/// equal by length and content, likewise texts, and values of different kinds are never equal.
public enum ItemValue: Equatable {
  case signed(Int64)
  case unsigned(UInt64)
  case boolean(Bool)
  case float(Double)
  case complex(real: Double, imaginary: Double)
  case bytes(UnsafeRawBufferPointer)
  case text(Text)

  public static func == (left: ItemValue, right: ItemValue) -> Bool {
    switch (left, right) {
    case (.bytes(let a), .bytes(let b)): haveSameBytes(a, b)
    case (.text(let a), .text(let b)): a == b
    case (.bytes, _), (_, .bytes), (.text, _), (_, .text): false
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
    case .bytes, .text: .float(.nan)
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

/// UCS-4 characters in memory.
public struct Text: Equatable {
  private let start: UnsafeRawPointer
  /// The count and, in the lowest bit, whether the characters are in the opposite byte order to this
  /// machine's. One word, so that texts are no larger than other values.
  private let countAndOrder: Int

  /// Number of characters.
  public var count: Int { countAndOrder >> 1 }
  private var isSwapped: Bool { countAndOrder & 1 != 0 }

  /// - Parameter byteCount: a multiple of the size of a character.
  init(_ start: UnsafeRawPointer, byteCount: Int, isSwapped: Bool, dropsZeros: Bool) {
    self.start = start
    var count = byteCount / 4
    while dropsZeros && count > 0
      && (start + 4 * (count - 1)).loadUnaligned(as: UInt32.self) == 0
    {
      count -= 1
    }
    // Cannot overflow: a character has four bytes.
    countAndOrder = count << 1 | (isSwapped ? 1 : 0)
  }

  /// The code of a character. Assumes: the index is less than the count.
  public subscript(index: Int) -> UInt32 {
    assert(index < count)
    let code = (start + 4 * index).loadUnaligned(as: UInt32.self)
    return isSwapped ? code.byteSwapped : code
  }

  public static func == (left: Text, right: Text) -> Bool {
    if left.count != right.count { return false }
    for index in 0..<left.count where left[index] != right[index] { return false }
    return true
  }
}
