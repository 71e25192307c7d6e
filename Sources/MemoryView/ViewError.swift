import CPyMemoryView

/// Why an operation on buffers or memoryviews failed.
///
/// Unchecked: an error never leaves the call, and so the thread, in which it is thrown.
public enum ViewError: Error, @unchecked Sendable {
  /// Somebody else failed and has set the error indicator.
  case raised
  case noMemory
  case type(StaticString)
  case value(StaticString)
  case buffer(StaticString)
  /// An object that exports nothing was given; the text names its type.
  case notAnExporter(UnsafeMutablePointer<PyObject>)
  /// A memoryview cannot be released while this many buffers of it are handed out.
  case exported(count: Int)
}

// The seam through which failures of C come in: -1 and NULL become `ViewError.raised`.

/// Refuses what a reason is given against.
func refuse(for problem: StaticString?) throws(ViewError) {
  if let problem { throw .value(problem) }
}

func check(_ status: CInt) throws(ViewError) {
  if status < 0 { throw .raised }
}

func check<Pointee>(
  _ result: UnsafeMutablePointer<Pointee>?
) throws(ViewError) -> UnsafeMutablePointer<Pointee> {
  guard let result else { throw .raised }
  return result
}
