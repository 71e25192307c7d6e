import CPyMemoryView
import RuntimeTables

extension TextBuilder {
  /// Appends a bytes literal; escapes all bytes but printable ASCII.
  ///
  /// - Parameter escapesApostrophe: Whether ' is escaped even between double quotes.
  fileprivate mutating func append(
    literalOf bytes: UnsafeRawBufferPointer, escapesApostrophe: Bool
  ) {
    let quote = reprQuote(bytes)
    append("b")
    append(ascii: quote)
    for byte in bytes {
      switch byte {
      case 0x20..<0x7F:
        let isEscaped =
          byte == quote || byte == UInt8(ascii: "\\")
          || escapesApostrophe && byte == UInt8(ascii: "'")
        if isEscaped { append("\\") }
        append(ascii: byte)
      default: append(escapeOf: UInt32(byte))
      }
    }
    append(ascii: quote)
  }
}

@c @implementation
public func pymv_s_bytes_repr(_ op: Object?) -> Object? {
  guard let op else { return nil }
  var text = TextBuilder()
  text.append(literalOf: UnsafeRawBufferPointer(contents(ofBytes: op)), escapesApostrophe: false)
  return text.finish()
}

@c @implementation
public func pymv_s_bytearray_repr(_ op: Object?) -> Object? {
  guard let op else { return nil }
  var text = TextBuilder()
  text.append(cString: shortName(op.type))
  text.append("(")
  text.append(literalOf: UnsafeRawBufferPointer(contents(ofByteArray: op)), escapesApostrophe: true)
  text.append(")")
  return text.finish()
}
