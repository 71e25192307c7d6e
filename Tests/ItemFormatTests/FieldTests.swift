import Testing

@testable import ItemFormat

@Suite("Fields by name")
struct FieldTests {
  private struct Found: Equatable {
    var offset: Int
    var byteCount: Int
    var axes: [[Int]] = []
    var text: String
  }

  private func field(_ name: String, of text: String) throws -> Found? {
    try withFormat(text) { format in
      Array(name.utf8).withUnsafeBytes { name in
        guard let field = format.field(named: name) else { return nil }
        let axes = (0..<field.axisCount).map { [field.extent($0), field.stride($0)] }
        let room = UnsafeMutablePointer<CChar>.allocate(capacity: field.formatLength + 1)
        defer { room.deallocate() }
        field.writeFormat(to: room)
        return Found(
          offset: field.offset, byteCount: field.byteCount, axes: axes, text: String(cString: room))
      }
    }
  }

  @Test("A field has an offset, axes and a format")
  func fields() throws {
    let text = "T{i:a:(2,3)>h:matrix:3s:s:<5d:v:T{b:x:@i:y:}:t:2T{b:x:}:u:&i:p:}"
    #expect(try field("a", of: text) == Found(offset: 0, byteCount: 4, text: "i"))
    #expect(
      try field("matrix", of: text)
        == Found(offset: 4, byteCount: 2, axes: [[2, 6], [3, 2]], text: ">h"))
    #expect(try field("s", of: text) == Found(offset: 16, byteCount: 3, text: ">3s"))
    #expect(
      try field("v", of: text) == Found(offset: 19, byteCount: 8, axes: [[5, 8]], text: "<d"))
    #expect(try field("t", of: text) == Found(offset: 59, byteCount: 8, text: "<T{b:x:@i:y:}"))
    #expect(
      try field("u", of: text)
        == Found(offset: 67, byteCount: 1, axes: [[2, 1]], text: "T{b:x:}"))
    #expect(try field("p", of: text) == Found(offset: 72, byteCount: 8, text: "&i"))
    #expect(try field("x", of: text) == nil)
    #expect(try field("", of: text) == nil)
    #expect(try field("matri", of: text) == nil)
    #expect(try field("matrix2", of: text) == nil)
  }

  @Test("Padding before the structure of an item moves its fields")
  func paddingBefore() throws {
    #expect(try field("b", of: "4xT{i:a:h:b:}") == Found(offset: 8, byteCount: 2, text: "h"))
    #expect(try field("a", of: "<3xT{<i:a:}") == Found(offset: 3, byteCount: 4, text: "<i"))
  }

  @Test("Padding makes a registered scalar type another format", arguments: ["2x%", "%2x", "2%"])
  func registeredScalars(pattern: String) throws {
    let scalar = "[bfloat16]"
    #expect(try Format.byteCount(ofRegisteredScalar: scalar) == 2)
    let text = pattern.split(separator: "%", omittingEmptySubsequences: false)
    #expect(try Format.byteCount(ofRegisteredScalar: text.joined(separator: scalar)) == nil)
  }

  @Test("Outermost values may have names, too, and the first of equal names counts")
  func outermost() throws {
    #expect(try field("b", of: "i:a:d:b:") == Found(offset: 8, byteCount: 8, text: "d"))
    #expect(try field("a", of: "i:a:d:a:") == Found(offset: 0, byteCount: 4, text: "i"))
    #expect(
      try field("a", of: "T{i:a:}:outer:") == nil)
    #expect(
      try field("outer", of: "T{i:a:}:outer:") == Found(offset: 0, byteCount: 4, text: "T{i:a:}"))
    #expect(try field("a", of: "T{i:a:}T{i:b:}") == nil)
    #expect(try field("", of: "i::") == Found(offset: 0, byteCount: 4, text: "i"))
    #expect(try field("\u{E9} b", of: "h:\u{E9} b:") == Found(offset: 0, byteCount: 2, text: "h"))
    #expect(try field("p", of: "i3x:p:") == Found(offset: 4, byteCount: 3, text: "3x"))
  }

  @Test(
    "Formats without names are told",
    arguments: [
      ("i", false), ("T{i}", false), ("", false), ("i:a:", true), ("T{i:a:}", true),
      ("ih:b:", true), ("T{ih:b:}", true), ("T{T{i:a:}}", false), ("T{i:a:}T{i:b:}", false),
      ("2T{i:a:}", false), ("(2)T{i:a:}", false), ("T{i:a:}x", true), ("T{i}:a:", true),
    ])
  func hasNames(text: String, hasNames: Bool) throws {
    #expect(try withFormat(text) { $0.hasNames } == hasNames)
  }
}

@Suite("Formats of the same layout")
struct SameLayoutTests {
  private func isSame(_ left: String, _ right: String) throws -> Bool {
    try withFormat(left) { left in try withFormat(right) { left.isSameLayout(as: $0) } }
  }

  @Test(
    "Layouts are the same whatever their text",
    arguments: [
      ("i", "<i"), ("i", "=i"), ("i", "@ i"), ("i", "1i"), ("ii", "2i"), ("2i3h", "iihhh"),
      ("<b", ">b"), ("<3s", ">3s"), ("<?", ">?"), ("l", "<q"), ("l", "q"), ("=l", "i"), ("n", "q"),
      ("T{i:a:d:b:}", "T{<i:a:4x<d:b:}"), ("=T{i:a:}", "T{<i:a:}"), ("bi", "b3xi"),
      ("(2,3)i", "(2)3i"), ("(2,3)i", "(2)(3)i"), ("3i:a:", "(3)i:a:"), ("F", "Zf"), ("D", "Zd"),
      ("u", "w"), ("3u", "3w"), ("&i", "P"), ("X{}", "&i"), ("z", "Z"), ("", "0i"), ("", "<"),
      ("T{2h}", "T{hh}"), ("2T{h}", "T{h}T{h}"), ("T{T{}}", "T{T{}0i}"),
      ("[bfloat16]", "[unknown;bfloat16]"), ("<[float8_e5m2]", ">[float8_e5m2]"), ("5x", "5x"),
      ("i", "ix"),
      ("T{i:\u{E9}:}", "T{ <i :\u{E9}: }"),
    ])
  func same(left: String, right: String) throws {
    #expect(try isSame(left, right))
    #expect(try isSame(right, left))
    #expect(try isSame(left, left))
    #expect(try isSame(right, right))
  }

  @Test(
    "Layouts differ by type, order, place, structure or name",
    arguments: [
      ("i", "I"), ("i", ">i"), ("i", "f"), ("i", "q"), ("ih", "hi"), ("ii", "i"),
      ("i", "T{i}"), ("i", "(1)i"), ("T{ii}", "ii"), ("T{}", ""), ("2i", "(2)i"),
      ("T{ii}", "T{T{ii}}"), ("T{i:a:}", "T{i:b:}"),
      ("T{i:a:}", "T{i}"), ("i:a:", "i"), ("T{i:a:}:b:", "T{i:a:}"), ("(2,3)i", "(3,2)i"),
      ("(6)i", "(2,3)i"), ("3s", "3p"), ("3s", "3c"), ("s", "c"), ("3s", "sss"), ("w", "1w"),
      ("2w", "ww"), ("<w", ">w"), ("g", ">g"), ("Zf", ">Zf"), ("Zf", "ff"), ("P", "Q"), ("P", ">P"),
      ("b", "B"), ("b", "?"), ("[bfloat16]", "e"), ("[bfloat16]", ">[bfloat16]"),
      ("[float8_e5m2]", "[float8_e4m3fn]"), ("bih", "=bih3x"), ("bxh", "^bhx"),
      ("T{bi}", "^T{bi3x}"),
      ("3x", "3s"), ("3x:p:", "3s:p:"), ("x", "xx"), ("T{i:a:h:b:}", "T{h:a:i:b:}"),
      ("i:a:", "i:ab:"), ("2T{i:a:}", "(2)T{i:a:}"), ("(0)i", "0i"),
    ])
  func different(left: String, right: String) throws {
    #expect(try !isSame(left, right))
    #expect(try !isSame(right, left))
  }
}
