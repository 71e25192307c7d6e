import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// The quote for a repr: ' unless the text contains ' and no ".
func reprQuote(_ text: UnsafeRawBufferPointer) -> UInt8 {
  let double = UInt8(ascii: "\"")
  let single = UInt8(ascii: "'")
  return text.contains(single) && !text.contains(double) ? double : single
}

/// Whether repr shows a code point without an escape.
///
/// Not printable are controls, format characters, separators other than the space, surrogates,
/// private use and non-characters, as far as the ranges below include them. Unassigned code points
/// count as printable, except in unused planes: distinguishing them would need the whole character
/// database.
private func isPrintable(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x20..<0x7F: true
  case 0..<0x20, 0x7F...0xA0, 0xAD: false
  case 0..<0x600: true
  case 0x600...0x605, 0x61C, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x1680, 0x180E: false
  case 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x3000: false
  case 0xD800...0xF8FF, 0xFDD0...0xFDEF, 0xFEFF, 0xFFF0...0xFFFB: false
  case 0x110BD, 0x110CD, 0x13430...0x1343F, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A: false
  case 0x323B0...0xE00FF, 0xE01F0...0x10FFFF: false
  default: scalar & 0xFFFE != 0xFFFE
  }
}

extension TextBuilder {
  /// Appends the escape of a code point that is not printable.
  mutating func append(escapeOf scalar: UInt32) {
    switch scalar {
    case 0x09: append("\\t")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0..<0x100: append("\\x", hexadecimal: scalar, digitCount: 2)
    case 0x100..<0x10000: append("\\u", hexadecimal: scalar, digitCount: 4)
    default: append("\\U", hexadecimal: scalar, digitCount: 8)
    }
  }

  private mutating func append(_ prefix: StaticString, hexadecimal number: UInt32, digitCount: Int)
  {
    append(prefix)
    let unpadded = (UInt32.bitWidth - number.leadingZeroBitCount + 3) / 4
    append(ascii: UInt8(ascii: "0"), repeated: digitCount - max(unpadded, 1))
    append(digits: UInt(number), base: 16)
  }
}

@c @implementation
public func pymv_s_text_repr(_ op: Object?) -> Object? {
  guard let op else { return nil }
  let bytes = utf8(of: op)
  let quote = reprQuote(UnsafeRawBufferPointer(bytes))
  var text = TextBuilder()
  text.append(ascii: quote)
  var offset = 0
  while offset < bytes.count {
    let (value, byteCount) = scalar(in: bytes, at: offset)
    if !isPrintable(value) {
      text.append(escapeOf: value)
    } else {
      if value == quote || value == UInt8(ascii: "\\") { text.append("\\") }
      text.append(cText(pymv_c_text_start(op) + offset), count: byteCount)
    }
    offset += byteCount
  }
  text.append(ascii: quote)
  return text.finish()
}
