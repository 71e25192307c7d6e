import BufferProtocol
import CPyMemoryView
import RuntimeTables

// Exceptions and messages are those of CPython, where they differ from function to function.

/// The value of an int, or of another object converted by `__index__`.
private func indexValue(_ op: Object?) -> IntegerValue? {
  guard let op else {
    badInternalCall()
    return nil
  }
  return integerIndex(op)
}

/// The value of an int; `nil` with TypeError for other objects.
private func strictValue(_ op: Object?) -> IntegerValue? {
  guard let op else {
    badInternalCall()
    return nil
  }
  guard isInteger(op) else {
    raise(PyExc_TypeError, "an integer is required")
    return nil
  }
  return IntegerValue(op)
}

/// Fast path for exact ints that fit; returns nil to fall back to the general path.
@inline(__always)
private func quickValue(_ op: Object?) -> Int? {
  guard let op, op.type == pymv_c_int_type() else { return nil }
  let integer = layout(op, as: _longobject.self)
  let magnitude = integer.pointee.magnitude
  if magnitude > UInt64(Int.max) { return nil }
  // Cannot overflow: the sign is -1, 0 or 1.
  return Int(integer.pointee.sign) &* Int(truncatingIfNeeded: magnitude)
}

/// The value as a machine integer, or `nil` with OverflowError and one of the messages.
private func narrow<Machine: FixedWidthInteger>(
  _ value: IntegerValue, to _: Machine.Type, tooLarge: StaticString, negative: StaticString
) -> Machine? {
  if let machine = value.exactly(Machine.self) { return machine }
  raise(PyExc_OverflowError, value.isNegative && Machine.min == 0 ? negative : tooLarge)
  return nil
}

@_cdecl("PyLong_AsLong")
public func integerAsLong(_ op: Object?) -> Int {
  guard let value = indexValue(op) else { return -1 }
  return narrow(
    value, to: Int.self, tooLarge: "Python int too large to convert to C long", negative: "") ?? -1
}

@_cdecl("PyLong_AsLongLong")
public func integerAsLongLong(_ op: Object?) -> Int64 {
  guard let value = indexValue(op) else { return -1 }
  return narrow(value, to: Int64.self, tooLarge: "int too big to convert", negative: "") ?? -1
}

@_cdecl("PyLong_AsSsize_t") @_optimize(speed)
public func integerAsSignedSize(_ op: Object?) -> Int { quickValue(op) ?? signedSizeOfAny(op) }

private func signedSizeOfAny(_ op: Object?) -> Int {
  guard let value = strictValue(op) else { return -1 }
  return narrow(
    value, to: Int.self, tooLarge: "Python int too large to convert to C ssize_t", negative: "")
    ?? -1
}

@_cdecl("PyLong_AsUnsignedLong")
public func integerAsUnsignedLong(_ op: Object?) -> UInt {
  guard let value = strictValue(op) else { return UInt.max }
  return narrow(
    value, to: UInt.self, tooLarge: "Python int too large to convert to C unsigned long",
    negative: "can't convert negative value to unsigned int") ?? UInt.max
}

@_cdecl("PyLong_AsUnsignedLongLong")
public func integerAsUnsignedLongLong(_ op: Object?) -> UInt64 {
  guard let value = strictValue(op) else { return UInt64.max }
  return narrow(
    value, to: UInt64.self, tooLarge: "int too big to convert",
    negative: "can't convert negative int to unsigned") ?? UInt64.max
}

/// Swift imports size_t as Int, so the unsigned result is passed as the same bits.
@_cdecl("PyLong_AsSize_t")
public func integerAsSize(_ op: Object?) -> Int {
  guard let value = strictValue(op) else { return -1 }
  let size = narrow(
    value, to: UInt.self, tooLarge: "Python int too large to convert to C size_t",
    negative: "can't convert negative value to size_t")
  return Int(bitPattern: size ?? UInt.max)
}

@_cdecl("PyLong_AsUnsignedLongMask")
public func integerAsUnsignedLongMask(_ op: Object?) -> UInt {
  guard let value = indexValue(op) else { return UInt.max }
  return UInt(value.bits)
}

@_cdecl("PyLong_AsUnsignedLongLongMask")
public func integerAsUnsignedLongLongMask(_ op: Object?) -> UInt64 {
  guard let value = indexValue(op) else { return UInt64.max }
  return value.bits
}

@_cdecl("PyLong_AsLongAndOverflow") @_optimize(speed)
public func integerAsLongAndOverflow(
  _ op: Object?, _ overflow: UnsafeMutablePointer<CInt>?
) -> Int {
  overflow?.pointee = 0
  return quickValue(op) ?? longOfAny(op, overflow)
}

private func longOfAny(_ op: Object?, _ overflow: UnsafeMutablePointer<CInt>?) -> Int {
  guard let value = indexValue(op) else { return -1 }
  if let machine = value.exactly(Int.self) { return machine }
  overflow?.pointee = value.isNegative ? -1 : 1
  return -1
}

@_cdecl("PyLong_AsLongLongAndOverflow")
public func integerAsLongLongAndOverflow(
  _ op: Object?, _ overflow: UnsafeMutablePointer<CInt>?
) -> Int64 {
  Int64(integerAsLongAndOverflow(op, overflow))
}

@_cdecl("PyLong_AsDouble")
public func integerAsDouble(_ op: Object?) -> Double {
  strictValue(op)?.double ?? -1
}

/// A negative int yields the address with the same bits.
@_cdecl("PyLong_AsVoidPtr")
public func integerAsAddress(_ op: Object?) -> UnsafeMutableRawPointer? {
  guard let value = strictValue(op) else { return nil }
  if value.isNegative {
    let bits = narrow(
      value, to: Int.self, tooLarge: "Python int too large to convert to C long", negative: "")
    return bits.flatMap { UnsafeMutableRawPointer(bitPattern: $0) }
  }
  return UnsafeMutableRawPointer(bitPattern: UInt(value.magnitude))
}
