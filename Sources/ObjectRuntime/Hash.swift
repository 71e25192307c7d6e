import CPyMemoryView
import RuntimeTables

// Hashes equal those of CPython without hash randomization (PYTHONHASHSEED=0).

@_cdecl("PyObject_Hash")
public func objectHash(_ op: Object?) -> Int {
  guard let op else { return Int(nullStatus()) }
  guard let hash = slot(of: op.type, { $0.pointee.tp_hash }) else { return unhashable(op) }
  return hash(op)
}

/// -1 means failure, so the hash -1 is replaced by -2.
func hashValue(_ hash: Int) -> Int { hash == -1 ? -2 : hash }

@c @implementation
func pymv_s_none_hash(_ op: Object?) -> Int { 0xFCA8_6420 }

// MARK: - Numbers: the value modulo a prime, so that equal numbers have equal hashes

private let bitsOfPrime = 61
private let prime: UInt64 = 1 << 61 - 1

private func signed(_ residue: UInt64, negative: Bool) -> Int {
  hashValue(negative ? -Int(residue) : Int(residue))
}

@c @implementation
func pymv_s_int_hash(_ op: Object?) -> Int {
  guard let op else { return -1 }
  let value = IntegerValue(op)
  return signed(value.magnitude % prime, negative: value.isNegative)
}

/// The hash of a double in `op`. NaN hashes by the identity of `op`.
private func hash(_ value: Double, in op: Object) -> Int {
  if value.isNaN { return pymv_s_object_hash(op) }
  if value.isInfinite { return value < 0 ? -314159 : 314159 }
  if value == 0 { return 0 }
  // value = significand * 2 ** exponent; multiplying by 2 modulo 2**61 - 1 rotates the 61 bits.
  let fraction = value.significandBitPattern
  let significand = value.isNormal ? fraction | 1 << 52 : fraction
  let exponent = (value.isNormal ? Int(value.exponentBitPattern) : 1) - 1075
  let turn = UInt64((exponent % bitsOfPrime + bitsOfPrime) % bitsOfPrime)
  let residue = significand << turn & prime | significand >> (UInt64(bitsOfPrime) - turn)
  return signed(residue, negative: value < 0)
}

@c @implementation
func pymv_s_float_hash(_ op: Object?) -> Int {
  op.map { hash(layout($0, as: PyFloatObject.self).pointee.ob_fval, in: $0) } ?? -1
}

@c @implementation
func pymv_s_complex_hash(_ op: Object?) -> Int {
  guard let op, let value = complexValue(op) else { return -1 }
  return hashValue(hash(value.real, in: op) &+ 1_000_003 &* hash(value.imag, in: op))
}

// MARK: - Sequences

@_cdecl("Py_HashBuffer")
public func hashBuffer(_ buffer: UnsafeRawPointer?, _ size: Int) -> Int {
  SipHash.hash(UnsafeRawBufferPointer(start: buffer, count: buffer == nil ? 0 : max(size, 0)))
}

@c @implementation
func pymv_s_bytes_hash(_ op: Object?) -> Int {
  guard let op else { return -1 }
  let known = pymv_c_bytes_known_hash(op)
  if known != -1 { return known }
  let hash = SipHash.hash(UnsafeRawBufferPointer(contents(ofBytes: op)))
  pymv_c_bytes_set_known_hash(op, hash)
  return hash
}

/// Hashes a str as an array of code points of 1, 2 or 4 bytes, depending on the largest one.
@c @implementation
func pymv_s_text_hash(_ op: Object?) -> Int {
  guard let op else { return -1 }
  let bytes = utf8(of: op)
  if isASCII(op) { return SipHash.hash(UnsafeRawBufferPointer(bytes)) }
  let largest = bytes.max() ?? 0
  // Lead bytes from C4 on start code points from U+0100 on; those from F0 on, from U+10000 on.
  let width = largest >= 0xF0 ? 4 : largest >= 0xC4 ? 2 : 1
  var sip = SipHash()
  var offset = 0
  while offset < bytes.count {
    let scalar = scalar(in: bytes, at: offset)
    for byte in 0..<width {
      sip.append(UInt8(truncatingIfNeeded: scalar.value >> UInt32(8 * byte)))
    }
    offset += scalar.byteCount
  }
  return sip.finish()
}

/// Combines the hashes of several objects, as CPython does for tuples (xxHash).
private struct HashMixer {
  static let start: UInt64 = 2_870_177_450_012_600_261
  private(set) var state = HashMixer.start

  /// Mixes in an object's hash; `false` with its exception.
  mutating func mix(_ op: Object) -> Bool {
    let hash = objectHash(op)
    if hash == -1 { return false }
    state &+= UInt64(bitPattern: Int64(hash)) &* 14_029_467_366_897_019_727
    state = state << 31 | state >> 33
    state &*= 11_400_714_785_074_694_791
    return true
  }

  static func value(_ state: UInt64) -> Int {
    state == UInt64.max ? 1_546_275_796 : Int(truncatingIfNeeded: state)
  }
}

@c @implementation
func pymv_s_tuple_hash(_ op: Object?) -> Int {
  guard let op else { return -1 }
  var mixer = HashMixer()
  for index in 0..<itemCount(op) {
    guard let item = pymv_c_tuple_items(op)[index], mixer.mix(item) else { return -1 }
  }
  return HashMixer.value(mixer.state &+ (UInt64(itemCount(op)) ^ HashMixer.start ^ 3_527_539))
}

@c @implementation
func pymv_s_slice_hash(_ op: Object?) -> Int {
  guard let op else { return -1 }
  var mixer = HashMixer()
  for index in 0..<3 {
    guard let part = slicePart(op, index), mixer.mix(part) else { return -1 }
  }
  return HashMixer.value(mixer.state)
}
