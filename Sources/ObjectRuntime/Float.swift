import BufferProtocol
import CPyMemoryView
import RuntimeTables

@_cdecl("PyFloat_FromDouble") @_optimize(speed)
public func floatFromDouble(_ value: Double) -> Object? {
  guard let op = newNumberAtHand(pymv_c_float_type()) else { return newFloat(value) }
  layout(op, as: PyFloatObject.self).pointee.ob_fval = value
  return op
}

@inline(never)
private func newFloat(_ value: Double) -> Object? {
  guard let op = newNumber(pymv_c_float_type()) else { return nil }
  layout(op, as: PyFloatObject.self).pointee.ob_fval = value
  return op
}

@_cdecl("PyFloat_AsDouble") @_optimize(speed)
public func floatAsDouble(_ op: Object?) -> Double {
  guard let op, op.type == pymv_c_float_type() else { return doubleOfAny(op) }
  return layout(op, as: PyFloatObject.self).pointee.ob_fval
}

private func doubleOfAny(_ op: Object?) -> Double {
  guard let op else {
    _ = errBadArgument()
    return -1
  }
  if isSubtype(op.type, pymv_c_float_type()) {
    return layout(op, as: PyFloatObject.self).pointee.ob_fval
  }
  if let toFloat = op.pointee.ob_type.pointee.tp_as_number?.pointee.nb_float {
    guard let float = toFloat(op) else { return -1 }
    defer { float.release() }
    guard isSubtype(float.type, pymv_c_float_type()) else {
      raise(
        PyExc_TypeError, "%.50s.__float__ returned non-float (type %.50s)", op.typeName,
        float.typeName)
      return -1
    }
    return layout(float, as: PyFloatObject.self).pointee.ob_fval
  }
  guard isIndex(op) else {
    raise(PyExc_TypeError, "must be real number, not %.50s", op.typeName)
    return -1
  }
  return integerIndex(op)?.double ?? -1
}

/// Buffer for the text of a number, at most 24 bytes.
private struct DigitSink: TextOutputStream {
  let bytes: UnsafeMutablePointer<CChar>
  var count = 0

  mutating func write(_ string: String) {}

  /// The standard library calls this function for numbers. Unlike `write`, it needs no String, so
  /// nothing is allocated.
  mutating func _writeASCII(_ ascii: UnsafeBufferPointer<UInt8>) {
    for byte in ascii {
      bytes[count] = CChar(bitPattern: byte)
      count += 1
    }
  }
}

@c @implementation
public func pymv_s_float_repr(_ op: Object?) -> Object? {
  guard let op else { return nil }
  var text = TextBuilder()
  text.append(layout(op, as: PyFloatObject.self).pointee.ob_fval, wholeEnding: ".0")
  return text.finish()
}

extension TextBuilder {
  /// Appends the shortest text that converts back to the same number.
  ///
  /// - Parameter wholeEnding: Suffix of a whole number without an exponent.
  mutating func append(_ value: Double, wholeEnding: StaticString) {
    if value.isNaN { return append("nan") }
    // In this range, where all numbers are whole, Swift writes an exponent and Python does not.
    // Elsewhere both agree.
    if value.magnitude >= 0x1p53 && value.magnitude < 1e16 {
      append(digits: UInt(value.magnitude), negative: value < 0)
      return append(wholeEnding)
    }
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      var sink = DigitSink(bytes: buffer.baseAddress!)
      value.write(to: &sink)
      let endsWhole =
        sink.count > 2 && buffer[sink.count - 2] == CChar(bitPattern: UInt8(ascii: "."))
        && buffer[sink.count - 1] == CChar(bitPattern: UInt8(ascii: "0"))
      append(buffer.baseAddress!, count: endsWhole ? sink.count - 2 : sink.count)
      if endsWhole { append(wholeEnding) }
    }
  }
}
