/// Compares floats of one type and byte order by their bits, which needs no conversion: equal bits are
/// equal unless they are those of a NaN, and different bits are equal if both are those of a zero.
struct FloatBits {
  private let wordByteCount: Int
  /// The bits of the sign and of the exponent, in the byte order of the floats.
  private let sign: UInt64
  private let exponent: UInt64

  /// Nil if the type is not a float of IEEE 754, or a complex number of two.
  init?(_ leaf: Leaf) {
    let exponent: UInt64
    switch leaf.type {
    case .float16: (wordByteCount, exponent) = (2, 0x7C00)
    case .float32, .complex64: (wordByteCount, exponent) = (4, 0x7F80_0000)
    case .float64, .complex128: (wordByteCount, exponent) = (8, 0x7FF0_0000_0000_0000)
    default: return nil
    }
    let width = UInt64(8 * wordByteCount)
    let sign: UInt64 = 1 << (width - 1)
    self.sign = leaf.isSwapped ? sign.byteSwapped >> (64 - width) : sign
    self.exponent = leaf.isSwapped ? exponent.byteSwapped >> (64 - width) : exponent
  }

  /// Whether `byteCount` bytes at the start of each item are those of equal floats.
  func areEqual(_ a: ItemColumn, _ b: ItemColumn, itemCount: Int, byteCount: Int) -> Bool {
    if a.stride == byteCount, b.stride == byteCount {
      // Wrapping: the bytes are in memory.
      return areEqual(a.start, b.start, byteCount: itemCount &* byteCount)
    }
    for index in 0..<itemCount where !areEqual(a[index], b[index], byteCount: byteCount) {
      return false
    }
    return true
  }

  @_optimize(speed)
  private func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, byteCount: Int) -> Bool {
    switch wordByteCount {
    case 2: areEqual(UInt16.self, a, b, byteCount)
    case 4: areEqual(UInt32.self, a, b, byteCount)
    default: areEqual(UInt64.self, a, b, byteCount)
    }
  }

  /// Words that are compared without an early exit, so that the loop is vectorised.
  private static var blockCount: Int { 512 }

  @inline(__always)
  private func areEqual<Word: FixedWidthInteger & BitwiseCopyable>(
    _ type: Word.Type, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ byteCount: Int
  ) -> Bool {
    let wordCount = byteCount / MemoryLayout<Word>.size
    var start = 0
    while start < wordCount {
      let count = min(FloatBits.blockCount, wordCount &- start)
      let offset = start &* MemoryLayout<Word>.size
      if !isEqualBlock(type, a + offset, b + offset, count) { return false }
      start &+= count
    }
    return true
  }

  @inline(__always)
  private func isEqualBlock<Word: FixedWidthInteger & BitwiseCopyable>(
    _ type: Word.Type, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int
  ) -> Bool {
    let sign = Word(truncatingIfNeeded: sign)
    let exponent = Word(truncatingIfNeeded: exponent)
    let fraction = ~(sign | exponent)
    var different: Word = 0
    for index in 0..<count {
      let x = (a + index &* MemoryLayout<Word>.size).loadUnaligned(as: type)
      let y = (b + index &* MemoryLayout<Word>.size).loadUnaligned(as: type)
      let isNaN = x & exponent == exponent && x & fraction != 0
      let areZeros = (x | y) & ~sign == 0
      different |= (x == y && !isNaN) || areZeros ? 0 : 1
    }
    return different == 0
  }
}
