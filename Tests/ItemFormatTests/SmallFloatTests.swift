import Testing

@testable import ItemFormat

/// Has a description, so that a failure tells the type.
struct NamedType: CustomTestStringConvertible {
  let testDescription: String
  let type: SmallFloat
  let largest: Double
  let smallestNormal: Double
  let smallest: Double

  /// 0x80 or 0x8000.
  var signBit: UInt16 { 1 << (type.exponentBits + type.fractionBits) }
  var patterns: ClosedRange<UInt16> { 0...(signBit - 1 + signBit) }

  static let all = [
    NamedType(
      testDescription: "float16", type: .float16, largest: 65504, smallestNormal: 0x1p-14,
      smallest: 0x1p-24),
    NamedType(
      testDescription: "bfloat16", type: .bfloat16, largest: 0x1.FEp127, smallestNormal: 0x1p-126,
      smallest: 0x1p-133),
    NamedType(
      testDescription: "float8_e4m3fn", type: .float8E4M3FN, largest: 448, smallestNormal: 0x1p-6,
      smallest: 0x1p-9),
    NamedType(
      testDescription: "float8_e5m2", type: .float8E5M2, largest: 57344, smallestNormal: 0x1p-14,
      smallest: 0x1p-16),
  ]
}

@Suite("Floats of 8 and 16 bits")
struct SmallFloatTests {
  @Test(
    "Every pattern is written back as it was read, a NaN with its sign", arguments: NamedType.all)
  func roundTrip(named: NamedType) {
    let (type, signBit) = (named.type, named.signBit)
    let broken = named.patterns.filter { bits in
      let value = type.double(from: bits)
      guard let written = type.bits(from: value) else { return true }
      let isKept = value.isNaN ? type.double(from: written).isNaN : written == bits
      let hasSign = value.sign == .minus
      return !isKept || (written ^ bits) & signBit != 0 || hasSign != (bits & signBit != 0)
    }
    #expect(broken == [])
  }

  @Test("Patterns are in the order of their values", arguments: NamedType.all)
  func order(named: NamedType) {
    let values = named.patterns.map(named.type.double)[0..<Int(named.signBit)].filter { !$0.isNaN }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
    #expect(values[0].bitPattern == 0)
    #expect(values[1] == named.smallest)
    #expect(values.last { $0.isFinite } == named.largest)
    #expect(values.contains(named.smallestNormal))
  }

  @Test(
    "Doubles between two values become the nearer one, midpoints the even one",
    arguments: NamedType.all)
  func rounding(named: NamedType) {
    let type = named.type
    let broken = (0..<named.signBit - 1).filter { bits in
      let (low, high) = (type.double(from: bits), type.double(from: bits + 1))
      let middle = (low + high) / 2
      return high.isFinite
        && (type.bits(from: middle) != bits + bits & 1
          || type.bits(from: middle.nextDown) != bits
          || type.bits(from: middle.nextUp) != bits + 1
          || type.bits(from: -middle.nextUp) != named.signBit | (bits + 1))
    }
    #expect(broken == [])
  }

  @Test("A double that float would round to a midpoint is rounded once", arguments: NamedType.all)
  func roundedOnce(named: NamedType) {
    let type = named.type
    let step = 1 / Double(1 << type.fractionBits)
    let one = type.bits(from: 1)
    #expect(type.bits(from: 1 + step / 2 + 0x1p-40) == one.map { $0 + 1 })
    #expect(type.bits(from: 1 + step / 2 - 0x1p-40) == one)
    #expect(type.bits(from: 1 + step * 1.5 - 0x1p-40) == one.map { $0 + 1 })
  }

  @Test(
    "A finite value that would round beyond the largest one is out of range",
    arguments: NamedType.all)
  func overflow(named: NamedType) {
    let type = named.type
    let largest = named.largest
    let limit = largest + largest.ulp(in: type) / 2
    // The tie goes to the even pattern: to the largest number only if its pattern is even.
    let isEven = type.bits(from: largest).map { $0 & 1 == 0 } ?? false
    #expect(type.bits(from: limit.nextDown) == type.bits(from: largest))
    #expect(type.bits(from: -limit.nextDown) == type.bits(from: -largest))
    #expect((type.bits(from: limit) != nil) == isEven)
    #expect(type.bits(from: limit.nextUp) == nil)
    #expect(type.bits(from: -limit.nextUp) == nil)
    #expect(type.bits(from: .greatestFiniteMagnitude) == nil)
  }

  @Test("Infinities are kept, or refused by a type without them", arguments: NamedType.all)
  func infinities(named: NamedType) {
    for infinity in [Double.infinity, -.infinity] {
      let bits = named.type.bits(from: infinity)
      #expect((bits != nil) == named.type.hasInfinities)
      #expect(bits.map { named.type.double(from: $0) == infinity } ?? true)
    }
  }

  @Test("Values below half of the smallest become zeros of the same sign", arguments: NamedType.all)
  func underflow(named: NamedType) {
    let type = named.type
    for tiny in [0, .leastNonzeroMagnitude, named.smallest / 2] {
      #expect(type.bits(from: tiny) == 0)
      #expect(type.bits(from: -tiny) == named.signBit)
    }
    #expect(type.bits(from: (named.smallest / 2).nextUp) == 1)
    #expect(type.bits(from: named.smallest * 1.5) == 2)
    #expect(type.bits(from: named.smallestNormal.nextDown) == type.bits(from: named.smallestNormal))
  }

  /// Calculated by NumPy 2.5 and ml_dtypes 0.6.
  @Test("Known patterns have the values that NumPy and ml_dtypes give them")
  func known() {
    let patterns: [(SmallFloat, [UInt16], [Double])] = [
      (
        .float16, [0x0001, 0x03FF, 0x0400, 0x3555, 0x3BFF, 0x4248, 0x7BFF, 0xC000, 0xFC00],
        [0x1p-24, 0x1.FF8p-15, 0x1p-14, 0x1.554p-2, 0x1.FFCp-1, 0x1.92p1, 65504, -2, -.infinity]
      ),
      (
        .bfloat16, [0x0001, 0x007F, 0x0080, 0x3EAB, 0x3F7F, 0x4049, 0x7F7F, 0xC000, 0xFF80],
        [
          0x1p-133, 0x1.FCp-127, 0x1p-126, 0x1.56p-2, 0x1.FEp-1, 0x1.92p1, 0x1.FEp127, -2,
          -.infinity,
        ]
      ),
      (
        .float8E4M3FN, [0x01, 0x07, 0x08, 0x2B, 0x37, 0x45, 0x7E, 0x78, 0xC0],
        [0x1p-9, 0x1.Cp-7, 0x1p-6, 0x1.6p-2, 0x1.Ep-1, 0x1.Ap1, 448, 256, -2]
      ),
      (
        .float8E5M2, [0x01, 0x03, 0x04, 0x35, 0x3B, 0x42, 0x7B, 0xC0, 0xFC],
        [0x1p-16, 0x1.8p-15, 0x1p-14, 0x1.4p-2, 0x1.Cp-1, 3, 57344, -2, -.infinity]
      ),
    ]
    for (type, bits, values) in patterns {
      for (bits, value) in zip(bits, values) {
        #expect(type.double(from: bits) == value)
        #expect(type.bits(from: value) == bits)
      }
    }
    #expect(SmallFloat.float16.bits(from: .nan) == 0x7E00)
    #expect(SmallFloat.bfloat16.bits(from: .nan) == 0x7FC0)
    #expect(SmallFloat.float8E4M3FN.bits(from: .nan) == 0x7F)
    #expect(SmallFloat.float8E4M3FN.bits(from: -.nan) == 0xFF)
    #expect(SmallFloat.float8E5M2.bits(from: .nan) == 0x7E)
  }

  @Test("Bits above the sign are ignored")
  func higherBits() {
    #expect(SmallFloat.float8E4M3FN.double(from: 0xFF38) == 1)
    #expect(SmallFloat.float8E5M2.double(from: 0x01BC) == -1)
  }
}

extension Double {
  /// The distance to the next larger value of a type with this exponent.
  fileprivate func ulp(in type: SmallFloat) -> Double {
    Double(sign: .plus, exponent: Int(exponent) - type.fractionBits, significand: 1)
  }
}
