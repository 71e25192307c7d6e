import BufferProtocol
import CPyMemoryView
import MemoryViewTables

/// Why an operation on buffers or memoryviews failed.
///
/// Unchecked: an error never leaves the call, and so the thread, in which it is thrown.
public enum ViewError: Error, @unchecked Sendable {
  /// Somebody else failed and has set the error indicator.
  case raised
  /// Arguments do not fit a method. The error indicator says how, in our words.
  case misfit
  case noMemory
  case type(StaticString)
  case value(StaticString)
  case buffer(StaticString)
  case overflow(StaticString)
  case system(StaticString)
  /// An object that exports nothing was given; the text names its type.
  case notAnExporter(UnsafeMutablePointer<PyObject>)
  case notImplemented(StaticString)
  /// An index, made positive, that is not below the extent of an axis, counted from 0.
  case indexOutOfBounds(axis: Int)
  /// A tuple with more indices than there are axes.
  case tooManyIndices(axes: Int, given: Int)
  /// An object of the wrong type for an item. The format is in static storage. Likewise below.
  case itemType(format: UnsafePointer<CChar>)
  /// An object whose value does not fit an item.
  case itemValue(format: UnsafePointer<CChar>)
  /// A memoryview cannot be released while this many buffers of it are handed out.
  case exported(count: Int)
}

extension ViewError {
  // A format may go with its exporter once the view is not held any more. So these two are raised
  // where they are found.

  /// A format that is not a single item.
  static func unsupportedFormat(_ format: UnsafePointer<CChar>) -> ViewError {
    pymv_c_raise_unsupported_format(format)
    return .raised
  }

  /// A single item that cannot be read or written.
  static func unknownItem(_ format: UnsafePointer<CChar>) -> ViewError {
    pymv_c_raise_unknown_item(format)
    return .raised
  }
}

// The seam through which failures of C come in: -1 and NULL become `ViewError.raised`.

/// Refuses what a reason is given against.
func refuse(for problem: StaticString?) throws(ViewError) {
  if let problem { throw .value(problem) }
}

extension BufferView {
  /// Refuses a buffer whose fields do not describe an array in memory.
  @inline(__always)
  public func requireSound() throws(ViewError) {
    try refuse(for: problem)
  }
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

/// A size, or -1.
func check(size: Int) throws(ViewError) -> Int {
  if size < 0 { throw .raised }
  return size
}
