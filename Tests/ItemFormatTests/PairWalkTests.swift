import Testing

@testable import ItemFormat

@Suite("Walking through two formats")
struct PairWalkTests {
  /// The offsets of the pairs of runs in left items; nil: in right items at another one.
  private func walked(
    _ left: String, _ right: String, room: Int = 1000
  ) throws -> (outcome: WalkOutcome, offsets: [Int?], byteCounts: [Int]) {
    let pairs = UnsafeMutableBufferPointer<ItemPair>.allocate(capacity: room)
    defer { pairs.deallocate() }
    return try withFormat(left) { left in
      try withFormat(right) { right in
        var visitor = PairVisitor.collect(pairs, count: 0)
        let outcome = walk(left, right, &visitor)
        guard case .collect(_, let count) = visitor else { fatalError("the visitor has changed") }
        return (outcome, pairs[..<count].map(\.commonOffset), pairs[..<count].map(\.byteCount))
      }
    }
  }

  @Test(
    "Values of the same structure are paired, whatever names, padding and spelling",
    arguments: [
      ("T{i:a:d:b:}", "id"), ("x0hT{i:a:d:b:}x", "id"), ("T{2T{i}}", "T{d}T{d}"), ("T{}", ""),
      ("T{}", "5x"), ("T{i:a:d:b:}", "T{i:x:d:y:}"), ("T{i:a:}", "T{d}"), ("ii", "2i"),
      ("2i", "ii"),
      ("5h", "2h3i"), ("0i0di", "i"), ("3xi", "i"), ("i", "i3x"), ("2xi3xh", "ih"),
      ("2T{i:a:}", "T{i:b:}T{h:c:}"), ("3T{}", "T{}2T{}"), ("0T{i}", ""), ("", "0d"), ("5x", ""),
      ("(2,3)i", "(2)(3)d"), ("(2,3)i", "(2)3i"), ("3i:a:", "(3)h"), ("(0)i", "(0)T{i}"),
      ("(2)T{ih}", "(2)T{hi}"), ("T{T{T{i}}}", "T{T{T{i:a:}:b:}:c:}"), ("3s", "4p"), ("i", "3s"),
      ("(2)3w", "(2)w"), ("T{2xi}", "T{i2x}"), ("x:p:", "s"), ("(2,2)x:p:", "(2,2)s"),
      ("(2)T{(3)T{i}}", "(2)T{(3)T{q}}"),
    ])
  func same(left: String, right: String) throws {
    #expect(try walked(left, right).outcome == .completed)
    #expect(try walked(right, left).outcome == .completed)
  }

  @Test(
    "Different structures are told apart",
    arguments: [
      ("i", "T{i}"), ("i", "(1)i"), ("T{i}", "(1)i"), ("2i", "(2)i"), ("i", "ii"), ("i", ""),
      ("T{i}", "T{ii}"), ("T{}", "T{i}"), ("T{i}T{i}", "ii"), ("T{T{ii}}", "ii"), ("(2)i", "(3)i"),
      ("(2,3)i", "(3,2)i"),
      ("(2,3)i", "(6)i"), ("(2)T{i}", "2T{i}"), ("T{T{i}}", "T{i}"), ("(2)T{i}", "(2)i"),
      ("(2)(1)i", "(2)i"), ("iT{i}", "ii"), ("(0)i", ""), ("(0)i", "0i"), ("x:p:", ""),
      ("(2)T{i}", "(2)T{T{i}}"), ("hT{i(2)h}", "hT{i(3)h}"), ("i5x:p:", "i5x"),
    ])
  func different(left: String, right: String) throws {
    #expect(try walked(left, right).outcome == .different)
    #expect(try walked(right, left).outcome == .different)
  }

  @Test("Pairs have the places of their values, and adjacent bytes are merged")
  func places() throws {
    func expect(
      _ left: String, _ right: String, _ offsets: [Int?], _ byteCounts: [Int],
      _ location: SourceLocation = #_sourceLocation
    ) throws {
      let found = try walked(left, right)
      #expect(found.outcome == .completed, sourceLocation: location)
      #expect(found.offsets == offsets, sourceLocation: location)
      #expect(found.byteCounts == byteCounts, sourceLocation: location)
    }
    try expect("ii", "2i", [0], [8])
    try expect("bi", "bi", [0, 4], [1, 4])
    try expect("=bi", "=bi", [0], [5])
    try expect("=b2xi", "=b2xi", [0, 3], [1, 4])
    try expect("(2)T{bi}", "(2)T{bi}", [0, 4, 12], [1, 5, 4])
    try expect("2T{bi}", "T{bi}T{bi}", [0, 4, 12], [1, 5, 4])
    try expect("(2)T{ii}", "(2)T{ii}", [0], [16])
    try expect("T{hT{hT{h}}}", "T{hT{hT{h}}}", [0], [6])
    try expect("if", "if", [0, 4], [4, 4])
    try expect("xi", "ix", [nil], [4])
    try expect("(2,2)3x:p:", "(2,2)3x:p:", [0], [12])
    try expect("(2)(1)(2)x:p:b", "(2)(1)(2)x:p:b", [0], [5])
    try expect("3s2w", "3s2w", [0, 4], [3, 8])
    try expect("bT{}xi", "bT{}xi", [0, 4], [1, 4])
    try expect("=xT{hh}", "xhh", [nil], [4])
    try expect("=xxT{bh}", "=xxbh", [2], [3])
    // Values are compared: runs of different types are not merged.
    try expect("=2h2h", "=2H2H", [0, 4], [4, 4])
    try expect("3h", "hhh", [0], [6])
    try expect("4h", ">h3h", [0, 2], [2, 6])
    try expect("", "", [], [])
  }

  @Test("A walk stops where there is no more room")
  func stops() throws {
    #expect(try walked("bxbxbx", "bxbxbx", room: 3).outcome == .completed)
    let found = try walked("bxbxbx", "bxbxbx", room: 2)
    #expect(found.outcome == .stopped)
    #expect(found.offsets == [0, 2])
    #expect(try walked("(1000000000)T{bi}", "(1000000000)T{bi}", room: 10).outcome == .stopped)
  }

  @Test("Repeat counts of scalars cost nothing")
  func hugeCounts() throws {
    let found = try walked("9223372036854775807b", "9223372036854775807b")
    #expect(found.offsets == [0])
    #expect(found.byteCounts == [.max])
    #expect(try walked("(9223372036854775807)b", "(9223372036854775807)B").outcome == .completed)
  }
}
