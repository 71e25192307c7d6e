import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

// All conversions between items and Python objects.

extension ItemType {
  /// Makes a Python object from an item. New reference; nil with an exception on failure.
  @inline(never)
  @_optimize(speed)
  func makeObject(from place: UnsafeRawPointer) -> Object? {
    switch self {
    case .int8: PyLong_FromLong(Int(place.load(as: Int8.self)))
    case .uint8: pymv_c_byte_object(place.load(as: UInt8.self))
    case .int16: PyLong_FromLong(Int(place.loadUnaligned(as: Int16.self)))
    case .uint16: PyLong_FromLong(Int(place.loadUnaligned(as: UInt16.self)))
    case .int32: PyLong_FromLong(Int(place.loadUnaligned(as: Int32.self)))
    case .uint32: PyLong_FromLong(Int(place.loadUnaligned(as: UInt32.self)))
    case .int64: PyLong_FromLong(place.loadUnaligned(as: Int.self))
    case .uint64, .pointer: PyLong_FromUnsignedLong(place.loadUnaligned(as: UInt.self))
    case .boolean: PyBool_FromLong(place.load(as: UInt8.self) == 0 ? 0 : 1)
    case .float32: PyFloat_FromDouble(Double(place.loadUnaligned(as: Float.self)))
    case .float64: PyFloat_FromDouble(place.loadUnaligned(as: Double.self))
    case .character:
      PyBytes_FromStringAndSize(place.assumingMemoryBound(to: CChar.self), 1)
    default: makeRareObject(from: place)
    }
  }

  /// Separate from `makeObject`, because it needs a stack frame.
  @inline(never)
  private func makeRareObject(from place: UnsafeRawPointer) -> Object? {
    switch load(from: place) {
    case .float(let value): PyFloat_FromDouble(value)
    case .complex(let real, let imaginary): PyComplex_FromDoubles(real, imaginary)
    case .signed, .unsigned, .boolean, .bytes, .text: nil
    }
  }

  /// Converts an object to a value that `store` takes. May run foreign code.
  ///
  /// - Parameter format: names the type in error messages.
  func value(
    of object: Object, format: UnsafePointer<CChar>
  ) throws(ViewError) -> ItemValue {
    switch self {
    case .int8, .int16, .int32, .int64: try integer(object, format, signed: true)
    case .uint8, .uint16, .uint32, .uint64: try integer(object, format, signed: false)
    case .float16, .float32, .float64, .longDouble, .registered: try float(object, format)
    case .complex64, .complex128, .complexLongDouble: try complex(object, format)
    case .boolean: try truth(object)
    case .pointer: try address(object, format)
    case .character: try character(object, format)
    case .bytes, .pascalBytes, .padding: try bytes(object, format)
    case .text: throw .itemType(format: format)
    }
  }

  private func integer(
    _ object: Object, _ format: UnsafePointer<CChar>, signed: Bool
  ) throws(ViewError) -> ItemValue {
    guard let index = PyNumber_Index(object) else { throw .conversion(format) }
    defer { Py_DecRef(index) }
    if signed {
      let value = PyLong_AsLongLong(index)
      if value == -1 && PyErr_Occurred() != nil { throw .conversion(format) }
      return .signed(value)
    }
    let value = PyLong_AsUnsignedLongLong(index)
    if value == .max && PyErr_Occurred() != nil { throw .conversion(format) }
    return .unsigned(value)
  }

  private func float(
    _ object: Object, _ format: UnsafePointer<CChar>
  ) throws(ViewError) -> ItemValue {
    let value = PyFloat_AsDouble(object)
    if value == -1 && PyErr_Occurred() != nil { throw .conversion(format) }
    return .float(value)
  }

  private func complex(
    _ object: Object, _ format: UnsafePointer<CChar>
  ) throws(ViewError) -> ItemValue {
    let real = PyComplex_RealAsDouble(object)
    if real == -1 && PyErr_Occurred() != nil { throw .conversion(format) }
    let imaginary = PyComplex_ImagAsDouble(object)
    if imaginary == -1 && PyErr_Occurred() != nil { throw .conversion(format) }
    return .complex(real: real, imaginary: imaginary)
  }

  /// Propagates any exception of the object's truth test.
  private func truth(_ object: Object) throws(ViewError) -> ItemValue {
    let truth = PyObject_IsTrue(object)
    try check(truth)
    return .boolean(truth != 0)
  }

  private func address(
    _ object: Object, _ format: UnsafePointer<CChar>
  ) throws(ViewError) -> ItemValue {
    let pointer = PyLong_AsVoidPtr(object)
    if pointer == nil && PyErr_Occurred() != nil { throw .conversion(format) }
    return .unsigned(UInt64(UInt(bitPattern: pointer)))
  }

  private func character(
    _ object: Object, _ format: UnsafePointer<CChar>
  ) throws(ViewError) -> ItemValue {
    let value = try bytes(object, format)
    guard PyBytes_Size(object) == 1 else { throw .itemValue(format: format) }
    return value
  }

  private func bytes(
    _ object: Object, _ format: UnsafePointer<CChar>
  ) throws(ViewError) -> ItemValue {
    guard pymv_c_is_bytes(object) else { throw .itemType(format: format) }
    return .bytes(
      UnsafeRawBufferPointer(start: PyBytes_AsString(object), count: PyBytes_Size(object)))
  }
}

extension ViewError {
  /// Maps the exception of a conversion: TypeError means a wrong type, OverflowError and ValueError
  /// a wrong value; any other exception is propagated.
  static func conversion(_ format: UnsafePointer<CChar>) -> ViewError {
    if PyErr_ExceptionMatches(PyExc_TypeError) != 0 {
      PyErr_Clear()
      return .itemType(format: format)
    }
    if PyErr_ExceptionMatches(PyExc_OverflowError) != 0
      || PyErr_ExceptionMatches(PyExc_ValueError) != 0
    {
      PyErr_Clear()
      return .itemValue(format: format)
    }
    return .raised
  }
}
