import FormatTables

// Load and store of the scalar types that are registered from the start; scalars.c has their rows.

@c @implementation
public func pymv_s_bfloat16_load(_ item: UnsafeRawPointer) -> Double {
  SmallFloat.bfloat16.double(from: item.loadUnaligned(as: UInt16.self))
}

@c @implementation
public func pymv_s_bfloat16_store(_ value: Double, _ item: UnsafeMutableRawPointer) -> CInt {
  guard let bits = SmallFloat.bfloat16.bits(from: value) else { return -1 }
  item.storeBytes(of: bits, as: UInt16.self)
  return 0
}

@c @implementation
public func pymv_s_float8_e4m3fn_load(_ item: UnsafeRawPointer) -> Double {
  SmallFloat.float8E4M3FN.double(from: UInt16(item.load(as: UInt8.self)))
}

@c @implementation
public func pymv_s_float8_e4m3fn_store(
  _ value: Double, _ item: UnsafeMutableRawPointer
) -> CInt {
  storeByte(SmallFloat.float8E4M3FN.bits(from: value), item)
}

@c @implementation
public func pymv_s_float8_e5m2_load(_ item: UnsafeRawPointer) -> Double {
  SmallFloat.float8E5M2.double(from: UInt16(item.load(as: UInt8.self)))
}

@c @implementation
public func pymv_s_float8_e5m2_store(
  _ value: Double, _ item: UnsafeMutableRawPointer
) -> CInt {
  storeByte(SmallFloat.float8E5M2.bits(from: value), item)
}

private func storeByte(_ bits: UInt16?, _ item: UnsafeMutableRawPointer) -> CInt {
  guard let bits else { return -1 }
  item.storeBytes(of: UInt8(truncatingIfNeeded: bits), as: UInt8.self)
  return 0
}
