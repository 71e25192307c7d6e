/// Values of one type that follow one another within an item.
struct ValueRun {
  let type: ItemType
  let isSwapped: Bool
  /// Bytes of each value.
  let valueByteCount: Int
  /// Of the first value, in bytes from the start of the item.
  fileprivate(set) var offset: Int
  fileprivate(set) var count: Int

  /// What bytes tell about these values and other ones.
  fileprivate func decision(against other: ValueRun) -> ByteDecision {
    guard type == other.type, isSwapped == other.isSwapped, valueByteCount == other.valueByteCount
    else { return .values }
    let decision = type.decision
    let isFloat = decision == .float32 || decision == .float64
    return isSwapped && isFloat ? .values : decision
  }

  fileprivate func load(_ place: UnsafeRawPointer) -> ItemValue {
    type.load(from: place, isSwapped: isSwapped, length: valueByteCount)
  }

  /// Assumes: the type is one of real numbers.
  fileprivate func numbers(from start: UnsafeRawPointer, stride: Int) -> NumberColumn {
    NumberColumn(type: type, isSwapped: isSwapped, start: start, stride: stride)
  }
}

/// What is compared at one place of two items: as many values on either side, or the run of bytes that
/// they are if bytes tell.
struct ItemPair {
  private let left: ValueRun
  private let right: ValueRun
  let decision: ByteDecision
  /// Bytes on either side, if bytes tell.
  private(set) var byteCount: Int

  /// Assumes: both are equally many.
  fileprivate init(_ left: ValueRun, _ right: ValueRun) {
    self.left = left
    self.right = right
    byteCount = left.count * left.valueByteCount
    decision = left.decision(against: right)
  }

  /// Takes in the pair that follows, if the two are one run of bytes.
  fileprivate mutating func append(_ next: ItemPair) -> Bool {
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
      return haveEqualNumbers(a, b, count)
    }
    for index in 0..<count {
      for value in 0..<left.count
      where left.load(a[index] + value &* left.valueByteCount)
        != right.load(b[index] + value &* right.valueByteCount)
      {
        return false
      }
    }
    return true
  }

  /// Compares along the items or along the run, whichever are more. Assumes: both types are of real
  /// numbers.
  private func haveEqualNumbers(_ a: ItemColumn, _ b: ItemColumn, _ count: Int) -> Bool {
    let isLong = left.count > count
    let step = isLong ? (a.stride, b.stride) : (left.valueByteCount, right.valueByteCount)
    let stride = isLong ? (left.valueByteCount, right.valueByteCount) : (a.stride, b.stride)
    for index in 0..<(isLong ? count : left.count) {
      // Wrapping: distances within the memory of the items.
      let x = left.numbers(from: a.start + index &* step.0, stride: stride.0)
      let y = right.numbers(from: b.start + index &* step.1, stride: stride.1)
      if !ItemFormat.haveEqualNumbers(x, y, isLong ? left.count : count) { return false }
    }
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
  private var left: RunReader
  private var right: RunReader
  private var waiting: ItemPair?

  init(_ left: UnsafePointer<CChar>, _ right: UnsafePointer<CChar>) {
    self.left = RunReader(left)
    self.right = RunReader(right)
  }

  /// The next values, with all that follow in the same run of bytes; nil at the end.
  mutating func next() -> ItemPair? {
    guard var pair = waiting ?? read() else { return nil }
    waiting = read()
    while let next = waiting, pair.append(next) { waiting = read() }
    return pair
  }

  @inline(never)
  private mutating func read() -> ItemPair? {
    guard let x = left.rest, let y = right.rest else { return nil }
    let count = min(x.count, y.count)
    return ItemPair(left.take(count, of: x), right.take(count, of: y))
  }
}

/// Reads the values of one item by runs.
///
/// Assumes: the format was read to its end before, without error.
private struct RunReader {
  private var fields: FieldReader
  /// The values of the current field that were not taken yet; nil at the end.
  private(set) var rest: ValueRun?

  @inline(never)
  init(_ format: UnsafePointer<CChar>) {
    fields = FieldReader(format)
    rest = next()
  }

  /// Takes the first values of `run`, which is the rest. Assumes: it has so many.
  mutating func take(_ count: Int, of run: ValueRun) -> ValueRun {
    var taken = run
    taken.count = count
    var rest = run
    rest.count -= count
    rest.offset += count * run.valueByteCount
    self.rest = rest.count > 0 ? rest : next()
    return taken
  }

  /// The values of the next field that has some.
  @inline(never)
  private mutating func next() -> ValueRun? {
    while let field = (try? fields.next()) ?? nil {
      let count = field.type.valueCount(field.count)
      if count == 0 { continue }
      return ValueRun(
        type: field.type, isSwapped: fields.order.isSwapped,
        valueByteCount: field.type.isRun ? field.count : field.type.byteCount,
        offset: field.offset, count: count)
    }
    return nil
  }
}
