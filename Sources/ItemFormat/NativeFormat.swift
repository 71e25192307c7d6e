/// Classifies a format for reading and writing whole items.
public enum NativeFormat {
  /// One item in native representation: one character, `Zf` or `Zd`, after an optional `@`.
  case item(ItemType)
  /// One other character after an optional `@`.
  case unknownItem
  /// Anything else: another byte order, several items, a count.
  case notOneItem

  /// - Parameter format: NUL-terminated.
  public init(_ format: UnsafePointer<CChar>) {
    let text = NativeFormat.withoutPrefix(format)
    guard let character = NativeFormat.soleCharacter(of: text) else {
      self = .notOneItem
      return
    }
    // The struct module accepts F and D for complex numbers, but buffer formats do not.
    guard character != "F", character != "D", let type = ItemType(character, .native),
      type != .padding, !type.isByteString
    else {
      self = .unknownItem
      return
    }
    self = .item(type)
  }

  /// The format without a leading `@`, which is the default.
  public static func withoutPrefix(_ format: UnsafePointer<CChar>) -> UnsafePointer<CChar> {
    UInt8(bitPattern: format.pointee) == UInt8(ascii: "@") ? format + 1 : format
  }

  private static func soleCharacter(of text: UnsafePointer<CChar>) -> FormatCharacter? {
    if text[0] == 0 { return nil }
    let first = FormatCharacter(UInt8(bitPattern: text[0]))
    if text[1] == 0 { return first }
    let pair = FormatCharacter(code: first.code << 8 | UInt16(UInt8(bitPattern: text[1])))
    let isComplex = pair == .floatComplex || pair == .doubleComplex
    return isComplex && text[2] == 0 ? pair : nil
  }
}
