import BufferProtocol
import CPyMemoryView
import MemoryViewTables

/// Returns and clears the exception of this thread.
///
/// - Parameter kind: receives the name of its type.
/// - Returns: its message, valid until this thread takes its next exception; nil if there was none.
public func takeError(
  kind: inout UnsafePointer<CChar>?
) -> UnsafePointer<CChar>? {
  kind = nil
  var type: Object?
  var value: Object?
  var traceback: Object?
  PyErr_Fetch(&type, &value, &traceback)
  guard type != nil else { return nil }
  PyErr_NormalizeException(&type, &value, &traceback)
  let text = value.flatMap { PyObject_Str($0) }
  let utf8 = text.flatMap { PyUnicode_AsUTF8AndSize($0, nil) }
  // Discard errors of the conversion to text: the caller wants the first exception.
  PyErr_Clear()
  let result = pymv_c_note_error(type, utf8, &kind)
  Py_DecRef(text)
  Py_DecRef(type)
  Py_DecRef(value)
  Py_DecRef(traceback)
  return result
}
