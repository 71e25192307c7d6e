import BufferProtocol
import CPyMemoryView
import RuntimeTables

// Writes the current exception to standard error.

extension pymv_text_builder {
  /// Appends a type's name as in the last line of a traceback.
  fileprivate mutating func append(displayName type: TypeObject) {
    let name: UnsafePointer<CChar> = type.pointee.tp_name
    let short = shortName(type)
    let main: StaticString = "__main__."
    let isMain =
      short - name == main.utf8CodeUnitCount
      && strncmp(name, main.cText, main.utf8CodeUnitCount) == 0
    append(cString: isMain ? short : name)
  }

  /// Appends the str of a message, or `failure` if it could not be created.
  fileprivate mutating func append(message: Object?, orElse failure: StaticString) {
    if let message {
      append(consuming: message)
    } else {
      setRaised(nil)
      append(failure)
    }
  }

  /// Writes the text to standard error and empties the builder.
  fileprivate mutating func flushToErrorStream() {
    pymv_c_write_error_stream(bytes, count)
    discard()
    setRaised(nil)
  }
}

@_cdecl("PyErr_PrintEx") public func errPrintEx(_ setLastVariables: Int32) {
  guard let exception = pymv_c_error_swap(nil) else { return }
  let message = objectStr(exception)
  var line = TextBuilder()
  line.append(displayName: exception.type)
  if message == nil || PyUnicode_GetLength(message) > 0 {
    line.append(": ")
    line.append(message: message, orElse: "<exception str() failed>")
  } else {
    message?.release()
  }
  line.append("\n")
  line.flushToErrorStream()
  exception.release()
}

@_cdecl("PyErr_Print") public func errPrint() {
  errPrintEx(1)
}

@_cdecl("PyErr_WriteUnraisable") public func errWriteUnraisable(_ place: Object?) {
  let exception = pymv_c_error_swap(nil)
  var lines = TextBuilder()
  if let place, place != pymv_c_none() {
    lines.append("Exception ignored in: ")
    lines.append(message: objectRepr(place), orElse: "<object repr() failed>")
    lines.append("\n")
  }
  if let exception {
    lines.append(displayName: exception.type)
    lines.append(": ")
    lines.append(message: objectStr(exception), orElse: "<exception str() failed>")
    lines.append("\n")
  }
  lines.flushToErrorStream()
  exception?.release()
}
