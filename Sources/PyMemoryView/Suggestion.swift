// Suggestions for an unknown keyword, as in CPython 3.13 and later: the parameter with the smallest
// edit distance, if it is small enough. Replacing a letter by its other case costs half.

extension Signature {
  /// The parameter closest to a name; nil if none is close enough.
  func suggestion(for name: UnsafeRawBufferPointer) -> StaticString? {
    var nearest: StaticString?
    var limit = Int.max
    for position in 0..<count {
      let candidate = self.name(position)
      let text = UnsafeRawBufferPointer(
        start: candidate.utf8Start, count: candidate.utf8CodeUnitCount)
      let near = min((name.count + text.count + 3) * EditCost.move / 6, limit - 1)
      guard let distance = editDistance(name, text), distance <= near else { continue }
      nearest = candidate
      limit = distance
    }
    return nearest
  }
}

private enum EditCost {
  /// The cost of inserting, deleting or replacing a character.
  static var move: Int { 2 }
  /// The cost of replacing a letter by its other case.
  static var letterCase: Int { 1 }

  static func replacing(_ a: UInt8, by b: UInt8) -> Int {
    if a == b { return 0 }
    return lowercase(a) == lowercase(b) ? letterCase : move
  }

  private static func lowercase(_ character: UInt8) -> UInt8 {
    character >= 0x41 && character <= 0x5A ? character + 0x20 : character
  }
}

/// The minimum cost of edits that turn one text into the other; nil for texts too long to be names.
private func editDistance(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int? {
  let longest = 40
  if a.count > longest || b.count > longest { return nil }
  return withUnsafeTemporaryAllocation(of: Int.self, capacity: longest + 1) { costs in
    // costs[j]: the cost of turning the prefix of a read so far into b[..<j].
    for j in 0...b.count { costs[j] = j * EditCost.move }
    for i in 0..<a.count {
      var diagonal = costs[0]
      costs[0] += EditCost.move
      for j in 0..<b.count {
        let replaced = diagonal + EditCost.replacing(a[i], by: b[j])
        diagonal = costs[j + 1]
        costs[j + 1] = min(replaced, min(costs[j], diagonal) + EditCost.move)
      }
    }
    return costs[b.count]
  }
}
