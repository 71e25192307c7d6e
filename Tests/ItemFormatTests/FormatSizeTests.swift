import ItemFormat
import Testing

@Suite("Sizes of struct formats")
struct StructFormatTests {
  @Test(
    "Native items have the compiler's size",
    arguments: [
      ("c", 1), ("b", 1), ("B", 1), ("?", 1), ("x", 1), ("h", 2), ("H", 2), ("e", 2), ("i", 4),
      ("I", 4), ("f", 4), ("l", 8), ("L", 8), ("q", 8), ("Q", 8), ("n", 8), ("N", 8), ("P", 8),
      ("d", 8), ("F", 8), ("D", 16), ("Zf", 8), ("Zd", 16), ("s", 1), ("p", 1),
    ])
  func nativeItems(format: String, size: Int) throws {
    #expect(try byteCount(ofFormat: format) == size)
    #expect(try byteCount(ofFormat: "@" + format) == size)
    #expect(try byteCount(ofFormat: "3" + format) == 3 * size)
  }

  @Test(
    "Items are aligned in native mode only",
    arguments: [
      ("bi", 8, 5), ("bq", 16, 9), ("ib", 5, 5), ("bhb", 5, 4), ("b0i", 4, 1), ("bD", 24, 17),
      ("bF", 12, 9), ("3sx2h", 8, 8),
    ])
  func alignment(format: String, native: Int, standard: Int) throws {
    #expect(try byteCount(ofFormat: format) == native)
    for order in ["=", "<", ">", "!"] {
      #expect(try byteCount(ofFormat: order + format) == standard)
    }
  }

  @Test("Standard sizes of long are 4")
  func standardLong() throws {
    #expect(try byteCount(ofFormat: "<l") == 4)
    #expect(try byteCount(ofFormat: ">2L") == 8)
  }

  @Test("Whitespace separates items", arguments: [" i i", "i\ti\n", "@ i\r\u{0B}\u{0C}i "])
  func whitespace(format: String) throws {
    #expect(try byteCount(ofFormat: format) == 8)
  }

  @Test("No items are no bytes", arguments: ["", "@", "<", "0s", "   "])
  func empty(format: String) throws {
    #expect(try byteCount(ofFormat: format) == 0)
  }

  @Test(
    "Characters that stand for nothing are refused",
    arguments: ["y", "i@", "<n", "=N", ">P", "3 i", "Z", "Zi", "\u{E9}", "<<i"])
  func unknown(format: String) {
    #expect(throws: FormatError.unknownCharacter) { try byteCount(ofFormat: format) }
  }

  @Test("A count must be followed by an item", arguments: ["3", "i12", "@007"])
  func danglingCount(format: String) {
    #expect(throws: FormatError.countWithoutCharacter) { try byteCount(ofFormat: format) }
  }

  @Test(
    "Sizes beyond the address space are refused",
    arguments: [
      "9223372036854775807i", "99999999999999999999s", "9223372036854775807sb",
      "9223372036854775801si",
    ])
  func overflow(format: String) {
    #expect(throws: FormatError.sizeOverflow) { try byteCount(ofFormat: format) }
  }

  @Test("The largest size is not refused")
  func largest() throws {
    #expect(try byteCount(ofFormat: "9223372036854775807s") == Int.max)
  }
}
