import BufferProtocol
import CPyMemoryView
import Layout
import MemoryViewTables

/// Why an operation on buffers or memoryviews failed.
///
/// `@unchecked Sendable` is safe: an error never leaves the call, and so the thread, that throws
/// it.
public enum ViewError: Error, @unchecked Sendable {
  /// A called function failed and has set the error indicator.
  case raised
  /// Arguments do not match a method's signature. The error indicator has this library's message.
  case misfit
  case noMemory
  case type(StaticString)
  case value(StaticString)
  case index(StaticString)
  case buffer(StaticString)
  case overflow(StaticString)
  case system(StaticString)
  /// The object does not support the buffer protocol; the message names its type.
  case notAnExporter(UnsafeMutablePointer<PyObject>)
  case notImplemented(StaticString)
  /// An index is out of bounds on an axis; axes count from 0.
  case indexOutOfBounds(axis: Int)
  /// A tuple has more indices than the view has axes.
  case tooManyIndices(axes: Int, given: Int)
  /// An object has the wrong type for an item. The format is in static storage; likewise below.
  case itemType(format: UnsafePointer<CChar>)
  /// An object's value does not fit an item.
  case itemValue(format: UnsafePointer<CChar>)
  /// A memoryview cannot be released, because it has this many exported buffers.
  case exported(count: Int)
}

extension ViewError {
  // The exporter may free a format once the view is no longer held. So these two errors are raised
  // immediately; likewise the errors of items of parsed formats.

  /// The error for a format that is not a single item.
  static func unsupportedFormat(_ format: UnsafePointer<CChar>) -> ViewError {
    pymv_c_raise_unsupported_format(format)
    return .raised
  }

  /// The same error, raised already if it names a format.
  var raisedAtOnce: ViewError {
    switch self {
    case .itemType(let format): pymv_c_raise_item_type(format)
    case .itemValue(let format): pymv_c_raise_item_value(format)
    default: return self
    }
    return .raised
  }

  /// The error for a single item that cannot be read or written.
  static func unknownItem(_ format: UnsafePointer<CChar>) -> ViewError {
    pymv_c_raise_unknown_item(format)
    return .raised
  }
}

extension ViewError {
  static func derivation(_ error: DerivationError) -> ViewError {
    switch error {
    case .twoDereferences:
      .buffer("memoryview: two pointers would have to be followed on one dimension")
    case .negativeSuboffset:
      .buffer("memoryview: a suboffset would be negative, which means that there is none")
    }
  }
}

// Conversion of C failures to Swift errors: -1 and NULL become `ViewError.raised`.

/// Raises ValueError with the text of a problem, if there is one.
func refuse(for problem: StaticString?) throws(ViewError) {
  if let problem { throw .value(problem) }
}

extension BufferView {
  /// Validates a buffer: raises ValueError if its fields do not describe an array in memory.
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

/// Checks the result of a function that returns a size, or -1 on failure.
func check(size: Int) throws(ViewError) -> Int {
  if size < 0 { throw .raised }
  return size
}
