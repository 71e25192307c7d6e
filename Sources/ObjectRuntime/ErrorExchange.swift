import CPyMemoryView
import RuntimeTables

// PyErr_Fetch and PyErr_Restore: the exception as three references: type, exception, traceback.
// This runtime has no tracebacks, so the third one is NULL.

public typealias ObjectVariable = UnsafeMutablePointer<Object?>

@_cdecl("PyErr_Fetch")
public func errFetch(
  _ type: ObjectVariable?, _ value: ObjectVariable?, _ traceback: ObjectVariable?
) {
  let exception = pymv_c_error_swap(nil)
  type?.pointee = exception.map { asObject($0.type).retained() }
  traceback?.pointee = nil
  if let value {
    value.pointee = exception
  } else {
    exception?.release()
  }
}

@_cdecl("PyErr_Restore")
public func errRestore(_ type: Object?, _ value: Object?, _ traceback: Object?) {
  traceback?.release()
  if let type {
    raise(type, value: value)
    type.release()
  } else {
    setRaised(nil)
  }
  value?.release()
}

@_cdecl("PyErr_NormalizeException")
public func errNormalizeException(
  _ type: ObjectVariable?, _ value: ObjectVariable?, _ traceback: ObjectVariable?
) {
  guard let type, let value, let given = type.pointee else { return }
  let saved = pymv_c_error_swap(nil)
  errRestore(given, value.pointee, nil)
  errFetch(type, value, nil)
  setRaised(saved)
}
