import CPyMemoryView

/// Requests that the header spells as macros of several terms, which Swift does not import.
enum Request {
  /// Any layout, writable: PyBUF_FULL.
  static var full: CInt { fullReadOnly | PyBUF_WRITABLE }
  /// Any layout: PyBUF_FULL_RO.
  static var fullReadOnly: CInt { PyBUF_INDIRECT | PyBUF_FORMAT }
}
