/// SipHash-1-3 with a key of zeros (Aumasson and Bernstein; one round per word, three at the end).
struct SipHash {
  private var v0: UInt64 = 0x736F_6D65_7073_6575
  private var v1: UInt64 = 0x646F_7261_6E64_6F6D
  private var v2: UInt64 = 0x6C79_6765_6E65_7261
  private var v3: UInt64 = 0x7465_6462_7974_6573
  /// Bytes of an incomplete word; the first one is the lowest.
  private var tail: UInt64 = 0
  private var count: UInt64 = 0

  /// The hash of bytes. The hash of no bytes is 0.
  @_optimize(speed)
  static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
    var sip = SipHash()
    let whole = bytes.count & ~7
    var offset = 0
    while offset < whole {
      sip.mix(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
      offset += 8
    }
    sip.count = UInt64(whole)
    while offset < bytes.count {
      sip.append(bytes[offset])
      offset += 1
    }
    return sip.finish()
  }

  mutating func append(_ byte: UInt8) {
    tail |= UInt64(byte) << (count % 8 * 8)
    count += 1
    if count % 8 == 0 {
      mix(tail)
      tail = 0
    }
  }

  mutating func finish() -> Int {
    if count == 0 { return 0 }
    mix(tail | count << 56)
    v2 ^= 0xFF
    for _ in 0..<3 { turn() }
    return hashValue(Int(truncatingIfNeeded: v0 ^ v1 ^ v2 ^ v3))
  }

  @inline(__always)
  private mutating func mix(_ word: UInt64) {
    v3 ^= word
    turn()
    v0 ^= word
  }

  @inline(__always)
  private mutating func turn() {
    v0 &+= v1
    v1 = v1 << 13 | v1 >> 51
    v1 ^= v0
    v0 = v0 << 32 | v0 >> 32
    v2 &+= v3
    v3 = v3 << 16 | v3 >> 48
    v3 ^= v2
    v0 &+= v3
    v3 = v3 << 21 | v3 >> 43
    v3 ^= v0
    v2 &+= v1
    v1 = v1 << 17 | v1 >> 47
    v1 ^= v2
    v2 = v2 << 32 | v2 >> 32
  }
}
