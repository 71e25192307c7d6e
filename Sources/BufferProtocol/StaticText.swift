extension StaticString {
  /// The text as a C string: a StaticString is NUL-terminated.
  ///
  /// Use this for every literal that is passed to C: a literal passed directly becomes a String,
  /// and links String's implementation into the library.
  public var cText: UnsafePointer<CChar> {
    UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
