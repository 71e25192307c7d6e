/// A binary floating-point type of at most 16 bits: a sign bit, a biased exponent and a fraction,
/// with subnormal numbers, as in IEEE 754.
///
/// Values are converted in software, because not every x86-64 processor has F16C instructions, and
/// directly from and to doubles, so that they are rounded once. The conversions are inlined: for a
/// type known at compile time all its constants fold.
struct SmallFloat {
  /// At least 2, and with the sign and the fraction at most 16.
  let exponentBits: Int
  /// At least 1.
  let fractionBits: Int
  /// Whether the highest exponent is reserved for infinities and NaNs, as in IEEE 754. If not, it is
  /// one of finite numbers, and only the pattern in which all bits are set is a NaN.
  let hasInfinities: Bool

  /// IEEE 754 binary16.
  static var float16: SmallFloat {
    SmallFloat(exponentBits: 5, fractionBits: 10, hasInfinities: true)
  }
  /// The upper half of IEEE 754 binary32.
  static var bfloat16: SmallFloat {
    SmallFloat(exponentBits: 8, fractionBits: 7, hasInfinities: true)
  }
  /// OCP 8-bit floating point E4M3, `float8_e4m3fn` of ml_dtypes; the largest number is 448.
  static var float8E4M3FN: SmallFloat {
    SmallFloat(exponentBits: 4, fractionBits: 3, hasInfinities: false)
  }
  /// OCP 8-bit floating point E5M2, `float8_e5m2` of ml_dtypes.
  static var float8E5M2: SmallFloat {
    SmallFloat(exponentBits: 5, fractionBits: 2, hasInfinities: true)
  }
}

extension SmallFloat {
  /// The value of a bit pattern, exactly; bits above the sign are ignored.
  @inline(__always)
  func double(from bits: UInt16) -> Double {
    let sign = (UInt64(bits) & signBit) &<< (63 &- signPosition)
    let magnitude = UInt64(bits) & magnitudeMask
    let fraction = magnitude & (1 &<< fractionBits &- 1)
    // Fields of a `Double` are at these places. The sums of exponents fit their 11 bits.
    let shift = Double.significandBitCount &- fractionBits
    if magnitude > largestNumber {
      return Double(bitPattern: sign | 0x7FF &<< 52 | fraction &<< shift)
    }
    if magnitude == fraction {
      let subnormal = Double(Int64(bitPattern: fraction)) * spacingOfSubnormals
      return Double(bitPattern: sign | subnormal.bitPattern)
    }
    return Double(bitPattern: sign | (magnitude &+ biasDifference) &<< shift)
  }

  /// The bit pattern of the nearest value, ties to even.
  ///
  /// A NaN becomes the quiet NaN of the same sign.
  ///
  /// - Returns: nil if the value is out of range, or infinite and the type has no infinities.
  @inline(__always)
  func bits(from value: Double) -> UInt16? {
    let sign = value.sign == .minus ? UInt16(truncatingIfNeeded: signBit) : 0
    let magnitude = value.magnitude.bitPattern
    if magnitude >= Double.infinity.bitPattern {
      let isNaN = magnitude > Double.infinity.bitPattern
      return isNaN ? sign | nan : hasInfinities ? sign | infinity : nil
    }
    let rounded: UInt64
    if magnitude < smallestNormal.bitPattern {
      // The last bit of the sum is worth one subnormal step, so the addition rounds, ties to even.
      // It may round up to the smallest normal number, whose pattern is the next one.
      let aligner = spacingOfSubnormals * 0x1p52
      rounded = (Double(bitPattern: magnitude) + aligner).bitPattern &- aligner.bitPattern
    } else {
      // A carry out of the fraction increments the exponent. No operation wraps: the exponent is
      // below 0x7FF, and its bias at least as large as that of the smallest normal number.
      let dropped = Double.significandBitCount &- fractionBits
      let isOdd = magnitude &>> dropped & 1
      let half: UInt64 = 1 &<< (dropped &- 1)
      rounded = (magnitude &+ half &- 1 &+ isOdd) &>> dropped &- biasDifference
    }
    return rounded > largestNumber ? nil : sign | UInt16(truncatingIfNeeded: rounded)
  }
}

// Wrapping: the widths are those of a type of at most 16 bits.
extension SmallFloat {
  @inline(__always)
  private var signPosition: Int { exponentBits &+ fractionBits }

  @inline(__always)
  private var signBit: UInt64 { 1 &<< signPosition }

  @inline(__always)
  private var magnitudeMask: UInt64 { signBit &- 1 }

  @inline(__always)
  private var infinity: UInt16 {
    UInt16(truncatingIfNeeded: (1 &<< exponentBits &- 1) &<< fractionBits)
  }

  @inline(__always)
  private var nan: UInt16 {
    hasInfinities
      ? infinity | 1 &<< (fractionBits &- 1) : UInt16(truncatingIfNeeded: magnitudeMask)
  }

  /// The magnitude bits of the largest finite number.
  @inline(__always)
  private var largestNumber: UInt64 {
    hasInfinities ? UInt64(infinity) &- 1 : magnitudeMask &- 1
  }

  /// The bias of exponents, which is also the largest exponent of an IEEE type.
  @inline(__always)
  private var bias: Int { 1 &<< (exponentBits &- 1) &- 1 }

  /// The difference to the bias of a `Double`, 1023, at the place of the exponent.
  @inline(__always)
  private var biasDifference: UInt64 {
    UInt64(truncatingIfNeeded: 1023 &- bias) &<< fractionBits
  }

  @inline(__always)
  private var smallestNormal: Double { power(ofTwo: 1 &- bias) }

  /// The smallest positive number.
  @inline(__always)
  private var spacingOfSubnormals: Double { power(ofTwo: 1 &- bias &- fractionBits) }

  /// Assumes: the power is a normal `Double`.
  @inline(__always)
  private func power(ofTwo exponent: Int) -> Double {
    assert(exponent > -1023 && exponent < 1024)
    return Double(bitPattern: UInt64(truncatingIfNeeded: exponent &+ 1023) &<< 52)
  }
}
