import CPyMemoryView
import RuntimeTables

/// The value of a complex; `nil` for other objects.
func complexValue(_ op: Object) -> Py_complex? {
  guard isSubtype(op.type, pymv_c_complex_type()) else { return nil }
  return layout(op, as: PyComplexObject.self).pointee.cval
}

@_cdecl("PyComplex_FromDoubles")
public func complexFromDoubles(_ real: Double, _ imaginary: Double) -> Object? {
  complexFromValue(Py_complex(real: real, imag: imaginary))
}

@_cdecl("PyComplex_FromCComplex")
public func complexFromValue(_ value: Py_complex) -> Object? {
  guard let op = newObject(pymv_c_complex_type()) else { return nil }
  layout(op, as: PyComplexObject.self).pointee.cval = value
  return op
}

/// Converts an object by its `__complex__`.
///
/// - Returns: `nil` without an exception if there is no such method, or with one if it fails.
private func converted(_ op: Object) -> Py_complex? {
  guard let name = makeText("__complex__") else { return nil }
  defer { name.release() }
  guard let entry = findEntry(name, in: op.type), let method = value(of: entry, in: op) else {
    return nil
  }
  defer { method.release() }
  guard let result = objectCallNoArgs(method) else { return nil }
  defer { result.release() }
  if let value = complexValue(result) { return value }
  raise(PyExc_TypeError, "__complex__ returned non-complex (type %.200s)", result.typeName)
  return nil
}

/// Converts a complex, an object with `__complex__` or a real number; `nil` with an exception.
private func convert(_ op: Object?) -> Py_complex? {
  guard let op else {
    badInternalCall()
    return nil
  }
  if let value = complexValue(op) ?? converted(op) { return value }
  if pymv_c_error_get() != nil { return nil }
  let real = PyFloat_AsDouble(op)
  return real == -1 && pymv_c_error_get() != nil ? nil : Py_complex(real: real, imag: 0)
}

@_cdecl("PyComplex_RealAsDouble")
public func complexReal(_ op: Object?) -> Double { convert(op)?.real ?? -1 }

@_cdecl("PyComplex_ImagAsDouble")
public func complexImaginary(_ op: Object?) -> Double { convert(op)?.imag ?? -1 }

@_cdecl("PyComplex_AsCComplex")
public func complexAsValue(_ op: Object?) -> Py_complex {
  convert(op) ?? Py_complex(real: -1, imag: 0)
}

/// A new complex: `real + imaginary * 1j`; both may be complex themselves.
func newComplex(_ real: Object?, _ imaginary: Object?) -> Object? {
  guard let a = convert(real) else { return nil }
  guard let imaginary else { return complexFromValue(a) }
  guard let b = convert(imaginary) else { return nil }
  return complexFromDoubles(a.real - b.imag, a.imag + b.real)
}

@c @implementation
func pymv_s_complex_bool(_ op: Object?) -> CInt {
  guard let value = op.flatMap(complexValue) else { return 0 }
  return value.real != 0 || value.imag != 0 ? 1 : 0
}

@c @implementation
func pymv_s_complex_repr(_ op: Object?) -> Object? {
  guard let value = op.flatMap(complexValue) else { return nil }
  var text = TextBuilder()
  // A real part of 0.0 is omitted, but not -0.0.
  let isImaginary = value.real == 0 && value.real.sign == .plus
  if !isImaginary {
    text.append("(")
    text.append(value.real, wholeEnding: "")
    if value.imag.isNaN || value.imag.sign == .plus { text.append("+") }
  }
  text.append(value.imag, wholeEnding: "")
  text.append(isImaginary ? "j" : "j)")
  return text.finish()
}
