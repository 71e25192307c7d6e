/// What is compared at one place of two items: a value on either side, or as many neighbours as bytes
/// tell about.
struct ItemPair {
  let left: SingleItem
  let right: SingleItem
  let decision: ByteDecision
  /// Bytes on either side, if bytes tell.
  private(set) var byteCount: Int

  init(_ left: SingleItem, _ right: SingleItem) {
    self.left = left
    self.right = right
    byteCount = left.byteCount
    decision = left.decision(against: right)
  }

  /// Takes in the pair that follows, if the two are one run of bytes.
  mutating func append(_ next: ItemPair) -> Bool {
    guard decision != .values, decision == next.decision,
      next.left.offset == left.offset + byteCount, next.right.offset == right.offset + byteCount
    else { return false }
    byteCount += next.byteCount
    return true
  }

  /// Whether the pair is equal in `count` items at equal distances.
  func isEqual(_ a: ItemColumn, _ b: ItemColumn, _ count: Int) -> Bool {
    let x = ItemColumn(start: a.start + left.offset, stride: a.stride)
    let y = ItemColumn(start: b.start + right.offset, stride: b.stride)
    switch decision {
    case .bytes: return haveEqualBytes(x, y, count)
    case .float32: return haveEqualRuns(of: Float.self, x, y, count)
    case .float64: return haveEqualRuns(of: Double.self, x, y, count)
    case .truth: return haveEqualRuns(of: Truth.self, x, y, count)
    case .values: return haveEqualValues(x, y, count)
    }
  }

  private func haveEqualBytes(_ a: ItemColumn, _ b: ItemColumn, _ count: Int) -> Bool {
    if byteCount & 7 == 0 { return haveEqualRuns(of: UInt64.self, a, b, count) }
    if byteCount & 3 == 0 { return haveEqualRuns(of: UInt32.self, a, b, count) }
    if byteCount & 1 == 0 { return haveEqualRuns(of: UInt16.self, a, b, count) }
    return haveEqualRuns(of: UInt8.self, a, b, count)
  }

  /// Assumes: the run is a number of words.
  @inline(__always)
  private func haveEqualRuns<Word: Equatable & BitwiseCopyable>(
    of type: Word.Type, _ a: ItemColumn, _ b: ItemColumn, _ count: Int
  ) -> Bool {
    for index in 0..<count {
      let x = a[index]
      let y = b[index]
      var offset = 0
      while offset < byteCount {
        if (x + offset).loadUnaligned(as: type) != (y + offset).loadUnaligned(as: type) {
          return false
        }
        offset &+= MemoryLayout<Word>.size
      }
    }
    return true
  }

  private func haveEqualValues(_ a: ItemColumn, _ b: ItemColumn, _ count: Int) -> Bool {
    if left.type.numberKind != nil, right.type.numberKind != nil {
      return haveEqualNumbers(left.column(a), right.column(b), count)
    }
    for index in 0..<count where left.load(a[index]) != right.load(b[index]) { return false }
    return true
  }
}

/// A byte that is zero or not.
private struct Truth: Equatable, BitwiseCopyable {
  let byte: UInt8

  static func == (left: Truth, right: Truth) -> Bool { (left.byte == 0) == (right.byte == 0) }
}

/// Items, or values in them, at equal distances in memory.
struct ItemColumn {
  let start: UnsafeRawPointer
  let stride: Int

  /// Wrapping: a distance within the memory of the items.
  subscript(index: Int) -> UnsafeRawPointer { start + index &* stride }
}

/// Reads two formats in step.
///
/// Assumes: both were read to their end before, without error, and have as many values.
struct PairReader {
  private var left: ValueReader
  private var right: ValueReader
  private var waiting: ItemPair?

  init(_ left: UnsafePointer<CChar>, _ right: UnsafePointer<CChar>) {
    self.left = ValueReader(left)
    self.right = ValueReader(right)
  }

  /// The next values, with all that follow in the same run of bytes; nil at the end.
  mutating func next() -> ItemPair? {
    guard var pair = waiting ?? read() else { return nil }
    waiting = read()
    while let next = waiting, pair.append(next) { waiting = read() }
    return pair
  }

  private mutating func read() -> ItemPair? {
    guard let x = left.next(), let y = right.next() else { return nil }
    return ItemPair(x, y)
  }
}

/// Reads the values of one item, one after the other.
///
/// Assumes: the format was read to its end before, without error.
private struct ValueReader {
  private var fields: FieldReader
  private var field: Field?
  private var index = 0

  init(_ format: UnsafePointer<CChar>) { fields = FieldReader(format) }

  mutating func next() -> SingleItem? {
    while true {
      if let field, index < field.type.valueCount(field.count) {
        let offset = field.offset + index * field.type.byteCount
        index += 1
        return SingleItem(
          type: field.type, isSwapped: fields.order.isSwapped,
          length: field.type.isRun ? field.count : 1, offset: offset)
      }
      index = 0
      field = (try? fields.next()) ?? nil
      if field == nil { return nil }
    }
  }
}
