extension StaticString {
  /// The text as C sees it: a StaticString ends with a NUL.
  ///
  /// To be used for every literal that C gets: one that is passed directly becomes a String, and
  /// brings its machinery into the library.
  public var cText: UnsafePointer<CChar> {
    UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
