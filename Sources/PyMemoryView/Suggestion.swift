// What CPython 3.13 and later suggest for a keyword that is none: the nearest name by edit distance,
// in which a letter in the other case counts half, if it is near enough.

extension Signature {
  /// The parameter that a name was probably meant to be; nil if none is near.
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
  /// Of inserting, deleting or replacing a character.
  static var move: Int { 2 }
  /// Of replacing a letter by the same in the other case.
  static var letterCase: Int { 1 }

  static func replacing(_ a: UInt8, by b: UInt8) -> Int {
    if a == b { return 0 }
    return lowercase(a) == lowercase(b) ? letterCase : move
  }

  private static func lowercase(_ character: UInt8) -> UInt8 {
    character >= 0x41 && character <= 0x5A ? character + 0x20 : character
  }
}

/// The least cost of edits that make one text of the other; nil for texts too long to be names.
private func editDistance(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int? {
  let longest = 40
  if a.count > longest || b.count > longest { return nil }
  return withUnsafeTemporaryAllocation(of: Int.self, capacity: longest + 1) { costs in
    // costs[j]: of making b[..<j] of what was read of a.
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
