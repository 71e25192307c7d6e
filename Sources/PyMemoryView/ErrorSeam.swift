import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryView
import MemoryViewTables
import ObjectWatch

// Conversion of Swift errors to C failures: the error indicator is set, and the result is -1 or
// NULL.

extension ViewError {
  /// Sets the error indicator.
  func raise() {
    switch self {
    case .raised, .misfit: break
    case .noMemory: PyErr_NoMemory()
    case .type(let message): raiseText(PyExc_TypeError, message)
    case .value(let message): raiseText(PyExc_ValueError, message)
    case .index(let message): raiseText(PyExc_IndexError, message)
    case .buffer(let message): raiseText(PyExc_BufferError, message)
    case .system(let message): raiseText(PyExc_SystemError, message)
    case .overflow(let message): raiseText(PyExc_OverflowError, message)
    case .notImplemented(let message): raiseText(PyExc_NotImplementedError, message)
    case .indexOutOfBounds(let axis): pymv_c_raise_index_out_of_bounds(CInt(axis))
    case .tooManyIndices(let axes, let given): pymv_c_raise_too_many_indices(axes, given)
    case .itemType(let format): pymv_c_raise_item_type(format)
    case .itemValue(let format): pymv_c_raise_item_value(format)
    case .notAnExporter(let object): pymv_c_raise_not_an_exporter(object)
    case .exported(let count): pymv_c_raise_exported(count)
    }
  }
}

extension FormatError {
  /// Raises `struct.error` with the struct module's message; for a non-ASCII format, raises the
  /// error of its conversion, as the struct module does first.
  func raise(format: UnsafePointer<CChar>) {
    guard let text = PyUnicode_FromString(format) else { return }
    defer { Py_DecRef(text) }
    guard let ascii = PyUnicode_AsASCIIString(text) else { return }
    Py_DecRef(ascii)
    guard let exception = FormatError.makeExceptionType() else { return }
    defer { Py_DecRef(exception) }
    switch self {
    case .noMemory: PyErr_NoMemory()
    case .countWithoutCharacter:
      raiseText(exception, "repeat count given without format specifier")
    case .sizeOverflow: raiseText(exception, "total struct size too long")
    default: raiseText(exception, "bad char in struct format")
    }
  }

  /// `struct.error`; new reference.
  private static func makeExceptionType() -> UnsafeMutablePointer<PyObject>? {
    let names: (module: StaticString, exception: StaticString) = ("struct", "error")
    guard let module = PyImport_ImportModule(names.module.cText) else { return nil }
    defer { Py_DecRef(module) }
    return PyObject_GetAttrString(module, names.exception.cText)
  }
}

private func raiseText(_ exception: UnsafeMutablePointer<PyObject>?, _ message: StaticString) {
  PyErr_SetString(exception, message.cText)
}

/// Runs a body that may fail; 0, or -1 with an exception.
func statusOf(_ body: () throws(ViewError) -> Void) -> CInt {
  do {
    try body()
    return 0
  } catch {
    error.raise()
    return -1
  }
}

/// Runs a body that makes an object; NULL with an exception if it fails or returns nil.
func objectOf(_ body: () throws(ViewError) -> Object?) -> Object? {
  do {
    return try body()
  } catch {
    error.raise()
    return nil
  }
}

/// Runs a body that makes a memoryview; NULL with an exception if it fails.
///
/// Inlined into the function that C calls, because that function's return address is recorded as
/// the maker of the view. So the latter must not be inlined itself.
@inline(__always)
func viewOf(_ body: () throws(ViewError) -> View) -> Object? {
  let view = objectOf { () throws(ViewError) in try body().object }
  return pymv_c_is_watching() ? pymv_c_note_view(view, pymv_c_caller()) : view
}

/// Makes a memoryview that owns a buffer; NULL with an exception on failure.
@inline(__always)
func viewOf(owning info: BufferView?, _ problem: StaticString) -> Object? {
  let view = viewOf { () throws(ViewError) in try View.fromOwnedBuffer(try required(info, problem))
  }
  if pymv_c_is_watching(), view != nil, let info { pymv_c_note_taken_over(info) }
  return view
}

/// Runs a body that returns a number; -1 with an exception if it fails.
func numberOf(_ body: () throws(ViewError) -> Int) -> Int {
  do {
    return try body()
  } catch {
    error.raise()
    return -1
  }
}

/// None, as a new reference.
func none() -> Object? {
  let none = pymv_c_none()
  Py_IncRef(none)
  return none
}

/// Checks an argument that must not be NULL; `problem` is the error message.
func required<Pointee>(
  _ argument: UnsafeMutablePointer<Pointee>?, _ problem: StaticString = "argument must not be NULL"
) throws(ViewError) -> UnsafeMutablePointer<Pointee> {
  guard let argument else { throw .system(problem) }
  return argument
}

func required<Pointee>(
  _ argument: UnsafePointer<Pointee>?
) throws(ViewError) -> UnsafePointer<Pointee> {
  guard let argument else { throw .system("argument must not be NULL") }
  return argument
}
