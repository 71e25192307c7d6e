/// Which texts are formats.
public enum FormatDialect: UInt8, Sendable {
  /// Those of Python's `struct` module.
  case structModule
  /// All that the grammar in the guide on formats describes.
  case full
}

/// How the alignment of structures in native byte order is understood.
///
/// A C compiler aligns structures and pads their ends. NumPy exports explicit padding instead, but
/// leaves `@` in force, so that its texts describe another layout than the exported one by the
/// compiler's rules, and by NumPy's own when it reads them. The item size tells which is meant.
enum FormatReading: UInt8 {
  /// The compiler's rules.
  case compiled = 1
  /// Padding is explicit, but structures in arrays are padded.
  case exported
  /// All padding is explicit, and numbers need not be aligned: NumPy's scalars.
  case packed
  /// Formats of the `struct` module have no structures.
  case structModule
}
