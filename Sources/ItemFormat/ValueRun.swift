/// Adjacent values of one type within an item.
struct ValueRun {
  let type: ItemType
  let isSwapped: Bool
  /// Size of each value in bytes.
  let valueByteCount: Int
  /// Offset of the first value from the start of the item, in bytes.
  fileprivate(set) var offset: Int
  fileprivate(set) var count: Int

  /// How the equality of these and other values follows from their bytes.
  func decision(against other: ValueRun) -> ByteDecision {
    guard type == other.type, isSwapped == other.isSwapped, valueByteCount == other.valueByteCount
    else { return .values }
    let decision = type.decision
    let isFloat = decision == .float32 || decision == .float64
    return isSwapped && isFloat ? .values : decision
  }

  func load(_ place: UnsafeRawPointer) -> ItemValue {
    type.load(from: place, isSwapped: isSwapped, length: valueByteCount)
  }

  /// Assumes: the type is one of real numbers.
  func numbers(from start: UnsafeRawPointer, stride: Int) -> NumberColumn {
    assert(type.numberKind != nil)
    return NumberColumn(type: type, isSwapped: isSwapped, start: start, stride: stride)
  }
}

/// Parses the values of one item as runs.
///
/// Assumes: the format is valid.
struct RunReader {
  private var fields: FieldReader
  /// The remaining values of the current field; nil at the end.
  private(set) var rest: ValueRun?

  @inline(never)
  init(_ format: UnsafePointer<CChar>) {
    fields = FieldReader(format)
    rest = next()
  }

  /// Takes the first values of `run`, which must be `rest`. Assumes: `count` is at most
  /// `run.count`.
  mutating func take(_ count: Int, of run: ValueRun) -> ValueRun {
    assert(count <= run.count)
    var taken = run
    taken.count = count
    var rest = run
    rest.count -= count
    rest.offset += count * run.valueByteCount
    self.rest = rest.count > 0 ? rest : next()
    return taken
  }

  /// The values of the next field that is not empty.
  @inline(never)
  private mutating func next() -> ValueRun? {
    while let field = nextField() {
      let count = field.type.valueCount(field.count)
      if count == 0 { continue }
      return ValueRun(
        type: field.type, isSwapped: fields.order.isSwapped,
        valueByteCount: field.type.isByteString ? field.count : field.type.byteCount,
        offset: field.offset, count: count)
    }
    return nil
  }

  private mutating func nextField() -> Field? {
    do {
      return try fields.next()
    } catch {
      assertionFailure("the format was not read before")
      return nil
    }
  }
}
