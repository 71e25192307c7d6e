import BufferProtocol
import CPyMemoryView
import RuntimeTables

@_cdecl("PyFloat_FromDouble")
public func floatFromDouble(_ value: Double) -> Object? {
  guard let op = _PyObject_New(pymv_c_float_type()) else { return nil }
  layout(op, as: PyFloatObject.self).pointee.ob_fval = value
  return op
}

@_cdecl("PyFloat_AsDouble")
public func floatAsDouble(_ op: Object?) -> Double {
  guard let op else {
    _ = PyErr_BadArgument()
    return -1
  }
  if isInstance(op, of: pymv_c_float_type()) {
    return layout(op, as: PyFloatObject.self).pointee.ob_fval
  }
  if let toFloat = op.pointee.ob_type.pointee.tp_as_number?.pointee.nb_float {
    guard let float = toFloat(op) else { return -1 }
    defer { Py_DecRef(float) }
    guard isInstance(float, of: pymv_c_float_type()) else {
      raise(
        PyExc_TypeError, "%.50s.__float__ returned non-float (type %.50s)", typesOf: op, float)
      return -1
    }
    return layout(float, as: PyFloatObject.self).pointee.ob_fval
  }
  guard isIndex(op) else {
    raise(PyExc_TypeError, "must be real number, not %.50s", typeOf: op)
    return -1
  }
  guard let value = integerIndex(op) else { return -1 }
  return value.isNegative ? -Double(value.magnitude) : Double(value.magnitude)
}

/// Collects the text of a number: 24 bytes at most.
private struct DigitSink: TextOutputStream {
  let bytes: UnsafeMutablePointer<UInt8>
  var count = 0

  mutating func write(_ string: String) {}

  /// What the standard library calls for numbers; unlike `write` it builds no String, so it
  /// allocates nothing.
  mutating func _writeASCII(_ ascii: UnsafeBufferPointer<UInt8>) {
    for byte in ascii {
      bytes[count] = byte
      count += 1
    }
  }
}

@_cdecl("pymv_s_float_repr")
public func floatRepr(_ op: Object?) -> Object? {
  guard let op else { return nil }
  let value = layout(op, as: PyFloatObject.self).pointee.ob_fval
  if value.isNaN { return makeText(ascii: "nan") }
  return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer -> Object? in
    guard let bytes = buffer.baseAddress else { return nil }
    var sink = DigitSink(bytes: bytes)
    value.write(to: &sink)
    var text = TextBuilder()
    if value.isFinite && value.magnitude >= 1e16 && value.magnitude < 0x1p54 {
      text.append(wholeInScientificNotation: UnsafeBufferPointer(start: bytes, count: sink.count))
    } else {
      text.append(UnsafeBufferPointer(start: bytes, count: sink.count), length: sink.count)
    }
    return text.finish()
  }
}

extension TextBuilder {
  /// Appends a whole number, written with 17 digits and ".0", with one digit before the point.
  ///
  /// Swift writes out whole numbers below 2^54, Python those below 1e16; at and above both, and
  /// for fractions, the two agree.
  fileprivate mutating func append(wholeInScientificNotation text: UnsafeBufferPointer<UInt8>) {
    var digits = text[...].dropLast(2)
    if digits.first == UInt8(ascii: "-") { append(digits.removeFirst()) }
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    append(digits.removeFirst())
    if !digits.isEmpty { append(UInt8(ascii: ".")) }
    for digit in digits { append(digit) }
    append(ascii: "e+16")
  }
}
