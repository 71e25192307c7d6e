import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// A docstring from a table. It may start with a signature, as in
/// "name($self, /)\n--\n\nText.", which is the separate attribute `__text_signature__`.
struct Documentation {
  private let whole: CText?
  /// Start of the signature, at its opening parenthesis; with its length.
  private var signatureStart: CText?
  private var signatureLength = 0

  init(_ text: CText?, of name: CText) {
    whole = text
    let nameLength = strlen(name)
    guard let text, strncmp(text, name, nameLength) == 0,
      text[nameLength] == CChar(bitPattern: UInt8(ascii: "("))
    else { return }
    let mark: StaticString = ")\n--\n\n"
    let start = text + nameLength
    guard let end = strstr(start, mark.cText) else { return }
    let blank: StaticString = "\n\n"
    if let paragraph = strstr(start, blank.cText), paragraph < end { return }
    signatureStart = start
    signatureLength = UnsafePointer(end) - start + 1
  }

  /// The text without the signature, or None. New reference.
  func text() -> Object? {
    let markLength = 5
    let text = signatureStart.map { $0 + signatureLength + markLength } ?? whole
    guard let text, text.pointee != 0 else { return pymv_c_none().retained() }
    return PyUnicode_FromString(text)
  }

  /// The signature, or None. New reference.
  func signature() -> Object? {
    guard let signatureStart else { return pymv_c_none().retained() }
    return PyUnicode_FromStringAndSize(signatureStart, signatureLength)
  }
}
