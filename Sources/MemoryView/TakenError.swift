import BufferProtocol
import CPyMemoryView
import MemoryViewTables

/// Takes the exception of this thread, after which it has none.
///
/// - Parameter kind: receives its name.
/// - Returns: its text, until another is taken in this thread; nil if there was none.
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
  // What goes wrong here is not what was asked for.
  PyErr_Clear()
  let result = pymv_c_note_error(type, utf8, &kind)
  Py_DecRef(text)
  Py_DecRef(type)
  Py_DecRef(value)
  Py_DecRef(traceback)
  return result
}
