import Testing

@testable import ItemFormat

@Suite("Parsing formats")
struct FormatParserTests {
  private func expect(
    _ text: String, _ byteCount: Int, alignment: Int, values: Int,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    try withFormat(text) { format in
      #expect(format.byteCount == byteCount, "\(text)", sourceLocation: location)
      #expect(format.alignment == alignment, "\(text)", sourceLocation: location)
      #expect(format.valueCount == values, "\(text)", sourceLocation: location)
    }
  }

  @Test(
    "Types have their size and alignment",
    arguments: [
      ("?", 1, 1), ("c", 1, 1), ("b", 1, 1), ("B", 1, 1), ("h", 2, 2), ("H", 2, 2), ("e", 2, 2),
      ("i", 4, 4), ("I", 4, 4), ("f", 4, 4), ("l", 8, 8), ("L", 8, 8), ("q", 8, 8), ("Q", 8, 8),
      ("n", 8, 8), ("N", 8, 8), ("d", 8, 8), ("g", 16, 16), ("F", 8, 4), ("D", 16, 8),
      ("Zf", 8, 4), ("Zd", 16, 8), ("Zg", 32, 16), ("s", 1, 1), ("p", 1, 1), ("x", 1, 1),
      ("P", 8, 8), ("z", 8, 8), ("Z", 8, 8), ("u", 4, 4), ("w", 4, 4), ("&i", 8, 8), ("&&i", 8, 8),
      ("&T{i:a:(2)d:b:}", 8, 8), ("&(3)<h", 8, 8), ("X{}", 8, 8), ("X{i{d}O}", 8, 8),
      ("[bfloat16]", 2, 2), ("[ml_dtypes$float8_e5m2]", 1, 1), ("[float8_e4m3fn]", 1, 1),
      ("[unknown;bfloat16;float8_e5m2]", 2, 2),
    ])
  func types(text: String, byteCount: Int, alignment: Int) throws {
    try expect(text, byteCount, alignment: alignment, values: 1)
    try expect("@" + text, byteCount, alignment: alignment, values: 1)
    try expect(" ^ " + text, byteCount, alignment: 1, values: 1)
    let standard = text == "l" || text == "L" ? 4 : byteCount
    for order in ["=", "<", ">", "!"] {
      try expect(order + text, standard, alignment: 1, values: 1)
    }
    if text == "x" { return }
    // The alignment counts after a byte, and without any value.
    try expect("b" + text, alignment + byteCount, alignment: alignment, values: 2)
    try expect("=b" + text, 1 + standard, alignment: 1, values: 2)
    if text.first == "&" || text.first == "X" { return }
    try expect("b0" + text, alignment, alignment: alignment, values: isString(text) ? 2 : 1)
    try expect("3" + text, 3 * byteCount, alignment: alignment, values: isString(text) ? 1 : 3)
    try expect("(2)3" + text, 6 * byteCount, alignment: alignment, values: 1)
  }

  private func isString(_ text: String) -> Bool { "spuw".contains(text) }

  @Test("An order holds until the next one, across braces")
  func orders() throws {
    try expect("<i>h@l", 16, alignment: 8, values: 3)
    try expect("b=i@b", 6, alignment: 1, values: 3)
    try expect("=b@i", 8, alignment: 4, values: 2)
    try expect("T{=b}i", 5, alignment: 1, values: 2)
    try expect("=T{b@}bi", 8, alignment: 4, values: 3)
    try expect("=bT{@i:a:}", 5, alignment: 1, values: 2)
    try expect("<>!=@^<i", 4, alignment: 1, values: 1)
    try expect("l^l=l", 20, alignment: 8, values: 3)
    try expect("i @ ", 4, alignment: 4, values: 1)
    try expect("(2)<3 h", 12, alignment: 1, values: 1)
  }

  @Test("Structures are padded to their alignment, the whole format is not")
  func padding() throws {
    try expect("dB", 9, alignment: 8, values: 2)
    try expect("T{dB}", 16, alignment: 8, values: 1)
    try expect("T{dB}B", 17, alignment: 8, values: 2)
    try expect("BT{dB}", 24, alignment: 8, values: 2)
    try expect("2T{dB}", 32, alignment: 8, values: 2)
    try expect("BT{BT{hB}B}", 10, alignment: 2, values: 2)
    try expect("=BT{dB}", 10, alignment: 1, values: 2)
    // Only the order at the brace and the members under "@" matter.
    try expect("T{d=B}", 9, alignment: 8, values: 1)
    try expect("T{=dB@}", 9, alignment: 1, values: 1)
    try expect("T{=d@iB}", 16, alignment: 4, values: 1)
    try expect("T{g:a:B:b:}", 32, alignment: 16, values: 1)
    try expect("T{}", 0, alignment: 1, values: 1)
    try expect("T{b0i}", 4, alignment: 4, values: 1)
    try expect("T{3x}", 3, alignment: 1, values: 1)
  }

  @Test("Counts, shapes and names decide how many values there are")
  func values() throws {
    try expect("", 0, alignment: 1, values: 0)
    try expect(" @ < ", 0, alignment: 1, values: 0)
    try expect("1i", 4, alignment: 4, values: 1)
    try expect("0i", 0, alignment: 4, values: 0)
    try expect("2ih", 10, alignment: 4, values: 3)
    try expect("2 i", 8, alignment: 4, values: 2)
    try expect("3i:a:", 12, alignment: 4, values: 1)
    try expect("0i:a:", 0, alignment: 4, values: 1)
    try expect("i :a: h : b :", 6, alignment: 4, values: 2)
    try expect("i::", 4, alignment: 4, values: 1)
    try expect("(2,3)i", 24, alignment: 4, values: 1)
    try expect(" ( 2 , 3 ) i", 24, alignment: 4, values: 1)
    try expect("(2)(3)i", 24, alignment: 4, values: 1)
    try expect("(2)3i", 24, alignment: 4, values: 1)
    try expect("(2)3s", 6, alignment: 1, values: 1)
    try expect("(0)i", 0, alignment: 4, values: 1)
    try expect("(2,0)i", 0, alignment: 4, values: 1)
    try expect("3T{i:a:}", 12, alignment: 4, values: 3)
    try expect("3T{i:a:}:b:", 12, alignment: 4, values: 1)
    try expect("3s5p2w", 16, alignment: 4, values: 3)
    try expect("Zb", 9, alignment: 8, values: 2)
    try expect("ZZf", 16, alignment: 8, values: 2)
  }

  @Test("Padding is a value where it is all there is, or has a name")
  func paddingValues() throws {
    try expect("x", 1, alignment: 1, values: 1)
    try expect("5x", 5, alignment: 1, values: 1)
    try expect("0x", 0, alignment: 1, values: 1)
    try expect("2x3x", 5, alignment: 1, values: 0)
    try expect("xx", 2, alignment: 1, values: 0)
    try expect("3x:p:", 3, alignment: 1, values: 1)
    try expect("x:p:x", 2, alignment: 1, values: 1)
    try expect("(2)3x:p:", 6, alignment: 1, values: 1)
    try expect("i3x", 7, alignment: 4, values: 1)
    try expect("3xi", 8, alignment: 4, values: 1)
    try expect("T{3x:p:}", 3, alignment: 1, values: 1)
  }

  @Test(
    "What is no format is refused with a reason and a place",
    arguments: [
      ("O", .objects, 0), ("iO", .objects, 1), ("T{O:o:l:v:}", .objects, 2), ("&O", .objects, 1),
      ("t", .bitFields, 0), ("i 3t", .bitFields, 3), ("y", .unknownCharacter, 0),
      ("i y", .unknownCharacter, 2), ("T", .unknownCharacter, 0), ("Ti", .unknownCharacter, 0),
      ("X", .unknownCharacter, 0), ("Xi", .unknownCharacter, 0), ("-1i", .unknownCharacter, 0),
      ("2(3)i", .unknownCharacter, 1), ("(2)>(3)h", .unknownCharacter, 4),
      ("i,h", .unknownCharacter, 1), (":a:", .unknownCharacter, 0),
      ("\u{E9}", .unknownCharacter, 0), ("i]", .unknownCharacter, 1), ("i)", .unknownCharacter, 1),
      ("3", .countWithoutCharacter, 1), ("i12", .countWithoutCharacter, 3),
      ("T{3}", .unknownCharacter, 3), ("2<i", .unknownCharacter, 1),
      ("3&i", .unexpectedCount, 1), ("3X{}", .unexpectedCount, 1), ("1&i", .unexpectedCount, 1),
      ("(", .malformedShape, 1), ("()i", .malformedShape, 1), ("(2", .malformedShape, 2),
      ("(2,)i", .malformedShape, 3), ("(,2)i", .malformedShape, 1), ("(2 3)i", .malformedShape, 3),
      ("(-1)i", .malformedShape, 1), ("(a)i", .malformedShape, 1), ("(2)", .missingType, 3),
      ("(2)<", .missingType, 4), ("T{(2)}", .missingType, 5), ("&", .missingType, 1),
      ("& }", .missingType, 2), ("}", .unmatchedBrace, 0), ("i}", .unmatchedBrace, 1),
      ("T{i}}", .unmatchedBrace, 4), ("T{", .unterminatedStructure, 2),
      ("T{T{i}", .unterminatedStructure, 6), ("X{", .unterminatedFunction, 2),
      ("X{{}", .unterminatedFunction, 4), ("[", .unterminatedScalarName, 1),
      ("[bfloat16", .unterminatedScalarName, 9), ("[a;b", .unterminatedScalarName, 4),
      ("[nothing]", .unknownScalar, 0), ("i[]", .unknownScalar, 1), ("[;]", .unknownScalar, 0),
      ("[bfloat1]", .unknownScalar, 0), ("[bfloat166]", .unknownScalar, 0),
      ("i:", .unterminatedFieldName, 2), ("i:a", .unterminatedFieldName, 3),
      ("T{i:a}", .unterminatedFieldName, 6), ("99999999999999999999i", .sizeOverflow, 0),
      ("i99999999999999999999i", .sizeOverflow, 1),
    ] as [(String, FormatError, Int)])
  func errors(text: String, reason: FormatError, place: Int) {
    let problem = problem(text)
    #expect(problem?.reason == reason)
    #expect(problem?.place == place)
  }

  @Test(
    "Sizes beyond the address space are refused, whatever they are made of",
    arguments: [
      "9223372036854775807i", "(4611686018427387904,2)b", "(3037000500,3037000500)b",
      "9223372036854775807bb", "9223372036854775807xi", "T{9223372036854775807b}b",
      "9223372036854775807T{h}", "2T{9223372036854775807s}", "9223372036854775807w",
      "T{9223372036854775800b:a:d:b:}",
    ])
  func overflow(text: String) {
    #expect(problem(text)?.reason == .sizeOverflow)
  }

  @Test("Structures and pointers nest 32 levels deep")
  func levels() {
    func nested(_ count: Int) -> String {
      String(repeating: "T{", count: count) + "i" + String(repeating: "}", count: count)
    }
    #expect(problem(nested(32)) == nil)
    #expect(problem(nested(33))?.reason == .tooDeep)
    #expect(problem(String(repeating: "&", count: 32) + "i") == nil)
    #expect(problem(String(repeating: "&", count: 33) + "i")?.reason == .tooDeep)
    #expect(problem(String(repeating: "&", count: 16) + nested(16)) == nil)
    #expect(problem(String(repeating: "&", count: 16) + nested(17))?.reason == .tooDeep)
    #expect(problem(nested(100_000))?.reason == .tooDeep)
    #expect(problem("X{" + nested(100) + "}") == nil)
  }

  @Test("The arrays around a value have up to 32 axes")
  func axes() {
    func shape(_ count: Int) -> String { String(repeating: "(1)", count: count) }
    #expect(problem(shape(32) + "i") == nil)
    #expect(problem(shape(33) + "i")?.reason == .tooManyAxes)
    #expect(problem(shape(16) + "T{" + shape(16) + "i}") == nil)
    #expect(problem(shape(16) + "T{" + shape(17) + "i}")?.reason == .tooManyAxes)
    #expect(problem("T{" + shape(32) + "i}" + shape(32) + "i") == nil)
  }

  @Test(
    "Values without bytes are limited in number",
    arguments: [
      // Lists without bytes count, too.
      ("1048576T{}", true), ("1048577T{}", false), ("(1048575)T{}", true), ("(1048577)T{}", false),
      ("(1023,1024)0s", true), ("(1024,1025)0s", false), ("2T{1048576T{}}", false),
      ("(1048575,0)i", true), ("(1048577,0)i", false), ("1048577T{0i}", false),
      ("600000T{}600000T{}", false), ("(1000000000)b", true), ("0T{1000T{}}", true),
      ("9223372036854775807T{}", false), ("T{9223372036854775807T{}}", false),
    ])
  func emptyValues(text: String, isFormat: Bool) {
    #expect(problem(text)?.reason == (isFormat ? nil : .tooManyEmptyValues))
  }

  @Test(
    "Names are UTF-8",
    arguments: [
      ([0x61], true), ([0xC3, 0xA9], true), ([0xE2, 0x82, 0xAC], true),
      ([0xF0, 0x9F, 0x90, 0x8D], true), ([0xF4, 0x8F, 0xBF, 0xBF], true), ([0x20, 0x7D], true),
      // The first and the last of each length, and next to surrogates.
      ([0xC2, 0x80], true), ([0xDF, 0xBF], true), ([0xE0, 0xA0, 0x80], true),
      ([0xED, 0x9F, 0xBF], true), ([0xEE, 0x80, 0x80], true), ([0xEF, 0xBF, 0xBF], true),
      ([0xF0, 0x90, 0x80, 0x80], true), ([0x7F], true),
      ([0x80], false), ([0xFF], false), ([0xC3], false), ([0xC0, 0x80], false),
      ([0xC1, 0xBF], false), ([0xE0, 0x80, 0x80], false), ([0xE0, 0x9F, 0xBF], false),
      ([0xED, 0xA0, 0x80], false), ([0xF0, 0x8F, 0xBF, 0xBF], false),
      ([0xF4, 0x90, 0x80, 0x80], false), ([0xF5, 0x80, 0x80, 0x80], false),
      ([0xE2, 0x82], false), ([0xE2, 0x82, 0x61], false), ([0x61, 0xC3], false),
    ] as [([UInt8], Bool)])
  func names(name: [UInt8], isName: Bool) {
    let problem = problem(Array("hi:".utf8) + name + Array(":".utf8))
    #expect(problem?.reason == (isName ? nil : .invalidUTF8))
    #expect(problem?.place == (isName ? nil : 2))
  }

  @Test("The struct module's dialect is smaller")
  func structModule() {
    for text in ["T{i}", "i<h", "(2)i", "&i", "X{}", "g", "w", "^i", "i:a:", "[bfloat16]", "2 i"] {
      #expect(problem(text) == nil)
      #expect(problem(Array(text.utf8), .structModule) != nil)
    }
  }

  @Test(
    "A long format has all its fields, parsed or from the cache", arguments: [1, 14, 15, 16, 1000])
  func longFormats(count: Int) throws {
    let text = "<" + String(repeating: "bT{h:a:i:b:}", count: count)
    var offsets: [Int] = []
    for index in 0..<count { offsets += [7 * index, 7 * index + 1, 7 * index + 3] }
    for _ in 0..<3 {
      try withFormat(text) { format in
        #expect(format.byteCount == 7 * count)
        #expect(format.valueCount == 2 * count)
        #expect(format.root.count == 4 * count)
        #expect(format.leafOffsets == offsets)
      }
    }
  }

  @Test("Axes of padding count wherever there is room for their nodes", arguments: 0...30)
  func padding(count: Int) throws {
    let text = String(repeating: "b", count: count) + "(2,3,2)2x"
    try withFormat(text) { format in
      #expect(format.byteCount == count + 24)
      #expect(format.valueCount == max(count, 1))
    }
  }

  @Test("Formats are parsed when the cache is full, too")
  func manyFormats() throws {
    for count in 0..<3000 {
      try expect("T{\(count)s:name\(count):i:b:}", (count + 3) / 4 * 4 + 4, alignment: 4, values: 1)
    }
  }

  @Test("A single scalar without surroundings is recognized")
  func soleScalars() throws {
    func sole(_ text: String) throws -> (ItemType, Bool)? {
      try withFormat(text) { $0.soleScalar.map { ($0.type, $0.isSwapped) } }
    }
    let scalars: [(String, ItemType, Bool)] = [
      ("i", .int32, false), (">h", .int16, true), ("<h", .int16, false), (">B", .uint8, false),
      ("=l", .int32, false), ("^l", .int64, false), ("1d", .float64, false),
      ("i:a:", .int32, false),
      ("!Zf", .complex64, true), ("F", .complex64, false), ("ix", .int32, false),
      (">&i", .pointer, true),
    ]
    for (text, type, isSwapped) in scalars {
      let found = try sole(text)
      #expect(found?.0 == type, "\(text)")
      #expect(found?.1 == isSwapped, "\(text)")
    }
    for text in [
      "", "ii", "2i", "0i", "(1)i", "T{i}", "xi", "3s", "s", "x", "w", "g", "[bfloat16]",
    ] {
      #expect(try sole(text) == nil, "\(text)")
    }
  }
}
