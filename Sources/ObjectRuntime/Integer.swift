import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// The value of an int.
struct IntegerValue {
  let isNegative: Bool
  let magnitude: UInt64

  init(isNegative: Bool, magnitude: UInt64) {
    self.isNegative = isNegative
    self.magnitude = magnitude
  }

  /// Reads an int. Assumes: the object is one.
  init(_ op: Object) {
    assert(isInteger(op))
    let integer = layout(op, as: _longobject.self)
    isNegative = integer.pointee.sign < 0
    magnitude = integer.pointee.magnitude
  }

  /// The low 64 bits of the two's complement.
  var bits: UInt64 { isNegative ? 0 &- magnitude : magnitude }

  /// The value as a machine integer; `nil` if it does not fit.
  func exactly<Machine: FixedWidthInteger>(_: Machine.Type) -> Machine? {
    guard isNegative else { return Machine(exactly: magnitude) }
    return magnitude <= UInt64(Machine.min.magnitude) ? Machine(truncatingIfNeeded: bits) : nil
  }

  /// The nearest double, ties to even.
  var double: Double { isNegative ? -Double(magnitude) : Double(magnitude) }

  /// The value, clamped to the range of Int.
  @inline(__always)
  var clipped: Int { exactly(Int.self) ?? (isNegative ? Int.min : Int.max) }
}

/// An int with a value. New reference, or `nil` with MemoryError.
func makeInteger(_ value: IntegerValue) -> Object? {
  if value.magnitude <= UInt64(value.isNegative ? PYMV_SMALL_NEGATIVE : PYMV_SMALL_POSITIVE) {
    return pymv_c_small_int(Int(truncatingIfNeeded: value.bits)).retained()
  }
  return newInteger(sign: value.isNegative ? -1 : 1, value.magnitude)
}

@inline(never)
private func newInteger(sign: CInt, _ magnitude: UInt64) -> Object? {
  newNumber(pymv_c_int_type()).map { set($0, sign, magnitude) }
}

/// Fast path without function calls.
@inline(__always)
private func newIntegerQuickly(sign: CInt, _ magnitude: UInt64) -> Object? {
  guard let op = newNumberAtHand(pymv_c_int_type()) else {
    return newInteger(sign: sign, magnitude)
  }
  return set(op, sign, magnitude)
}

@inline(__always)
private func set(_ op: Object, _ sign: CInt, _ magnitude: UInt64) -> Object {
  let integer = layout(op, as: _longobject.self)
  integer.pointee.sign = sign
  integer.pointee.magnitude = magnitude
  return op
}

/// An int with the value of a machine integer. New reference, or `nil` with MemoryError.
func makeInteger(_ value: some FixedWidthInteger) -> Object? {
  makeInteger(IntegerValue(isNegative: value < 0, magnitude: UInt64(value.magnitude)))
}

@c @implementation
public func pymv_s_int_repr(_ op: Object?) -> Object? {
  guard let op else { return nil }
  let value = IntegerValue(op)
  var text = TextBuilder()
  text.append(digits: UInt(value.magnitude), negative: value.isNegative)
  return text.finish()
}

// MARK: - From machine values

@_cdecl("PyLong_FromLong") @_optimize(speed)
public func integerFromLong(_ value: Int) -> Object? {
  if value >= -Int(PYMV_SMALL_NEGATIVE) && value <= Int(PYMV_SMALL_POSITIVE) {
    return pymv_c_small_int(value).retained()
  }
  return newIntegerQuickly(sign: value < 0 ? -1 : 1, UInt64(value.magnitude))
}

@_cdecl("PyLong_FromUnsignedLong") @_optimize(speed)
public func integerFromUnsignedLong(_ value: UInt) -> Object? {
  if value <= UInt(PYMV_SMALL_POSITIVE) { return pymv_c_small_int(Int(value)).retained() }
  return newIntegerQuickly(sign: 1, UInt64(value))
}

@_cdecl("PyLong_FromLongLong")
public func integerFromLongLong(_ value: Int64) -> Object? { integerFromLong(Int(value)) }

@_cdecl("PyLong_FromUnsignedLongLong")
public func integerFromUnsignedLongLong(_ value: UInt64) -> Object? {
  integerFromUnsignedLong(UInt(value))
}

@_cdecl("PyLong_FromSsize_t")
public func integerFromSignedSize(_ value: Int) -> Object? { integerFromLong(value) }

/// Swift imports size_t as Int, so the unsigned value is passed as the same bits.
@_cdecl("PyLong_FromSize_t")
public func integerFromSize(_ value: Int) -> Object? {
  integerFromUnsignedLong(UInt(bitPattern: value))
}

@_cdecl("PyLong_FromVoidPtr")
public func integerFromAddress(_ address: UnsafeMutableRawPointer?) -> Object? {
  makeInteger(UInt(bitPattern: address))
}

@_cdecl("PyLong_FromDouble")
public func integerFromDouble(_ value: Double) -> Object? {
  if value.isInfinite {
    raise(PyExc_OverflowError, "cannot convert float infinity to integer")
    return nil
  }
  if value.isNaN {
    raise(PyExc_ValueError, "cannot convert float NaN to integer")
    return nil
  }
  guard value.magnitude < 0x1p64 else {
    raiseBeyondRange()
    return nil
  }
  return makeInteger(IntegerValue(isNegative: value < 0, magnitude: UInt64(value.magnitude)))
}

/// Raises OverflowError for a number that this runtime's ints cannot hold.
func raiseBeyondRange() {
  raise(PyExc_OverflowError, "int too large for this runtime, which holds magnitudes below 2**64")
}

// MARK: - bool

@_cdecl("PyBool_FromLong")
public func booleanFromLong(_ value: Int) -> Object? {
  (value != 0 ? pymv_c_true() : pymv_c_false()).retained()
}

@c @implementation
public func pymv_s_bool_repr(_ op: Object?) -> Object? {
  makeText(op == pymv_c_true() ? "True" : "False")
}
