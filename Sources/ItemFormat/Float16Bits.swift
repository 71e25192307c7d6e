// IEEE 754 binary16. Converted in software, because not every x86-64 processor has F16C
// instructions.

/// The value of a half-precision float.
func double(fromHalf bits: UInt16) -> Double {
  let sign = UInt64(bits & 0x8000) << 48
  let exponent = UInt64(bits >> 10) & 0x1F
  let fraction = UInt64(bits & 0x3FF)
  switch exponent {
  case 0:
    let magnitude = Double(fraction) * 0x1p-24
    return Double(bitPattern: sign | magnitude.bitPattern)
  case 31: return Double(bitPattern: sign | 0x7FF << 52 | fraction << 42)
  // The biases of the exponents are 15 and 1023.
  default: return Double(bitPattern: sign | (exponent &+ 1008) << 52 | fraction << 42)
  }
}

/// The nearest half-precision float, ties to even; nil if a finite value is out of range.
func half(from value: Double) -> UInt16? {
  let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
  if value.isNaN { return sign | 0x7E00 }
  if value.isInfinite { return sign | 0x7C00 }
  let magnitude = value.magnitude
  // Below the smallest normal number the spacing is constant.
  let exponent = magnitude < 0x1p-14 ? -14 : Int(magnitude.exponent)
  if exponent > 15 { return nil }
  let spacing = Double(sign: .plus, exponent: exponent - 10, significand: 1)
  // The division by a power of two is exact. Adding 2^52, where the last bit is worth 1, rounds to
  // an integer, ties to even. The result is at most 2048; then the carry increments the exponent.
  let steps = UInt16((magnitude / spacing + 0x1p52) - 0x1p52)
  let bits = UInt16(exponent + 14) << 10 + steps
  return bits >= 0x7C00 ? nil : sign | bits
}
