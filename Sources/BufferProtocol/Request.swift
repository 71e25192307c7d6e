import CPyMemoryView

/// Requests that the header defines as compound macros, which Swift does not import.
public enum Request {
  /// Any layout, writable: PyBUF_FULL.
  public static var full: CInt { fullReadOnly | PyBUF_WRITABLE }
  /// Any layout: PyBUF_FULL_RO.
  public static var fullReadOnly: CInt { PyBUF_INDIRECT | PyBUF_FORMAT }
}
