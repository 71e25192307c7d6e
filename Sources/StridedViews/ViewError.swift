import CPyMemoryView

/// An error of the library, or one of the same kinds.
public struct ViewError: Error, Hashable, Sendable {
  /// The kinds of Python's exceptions.
  public enum Kind: Hashable, Sendable {
    case index, type, value, buffer, memory
    case other(String)

    init(_ name: String) {
      switch name {
      case "IndexError": self = .index
      case "TypeError": self = .type
      case "ValueError": self = .value
      case "BufferError": self = .buffer
      case "MemoryError": self = .memory
      default: self = .other(name)
      }
    }
  }

  public var kind: Kind
  public var text: String

  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  /// Take the error of this thread.
  static func taken() -> ViewError {
    var kind: UnsafePointer<CChar>?
    let text = PyMV_TakeError(&kind)
    guard let kind, let text else { return ViewError(.other("SystemError"), "no error is set") }
    return ViewError(Kind(String(cString: kind)), String(cString: text))
  }

  static let readOnly = ViewError(.type, "cannot modify read-only memory")
}
