/// How items of two struct formats are compared: value by value, as Python compares what its
/// `struct` module unpacks. A single value equals a single value, never a tuple of one.
public struct ItemComparison {
  private let left: UnsafePointer<CChar>
  private let right: UnsafePointer<CChar>
  /// Items to compare one field after the other, while they are in the cache.
  private let blockCount: Int
  /// All that there is to compare, if it is one pair.
  private let single: ItemPair?
  private let haveSameCount: Bool
  /// What can be said without looking at values.
  public let decision: ByteDecision

  /// Nil if one of the formats is none, or needs more bytes than an item of it has.
  ///
  /// - Parameters:
  ///   - left: NUL-terminated; must outlive the comparison. Likewise `right`.
  ///   - leftByteCount: bytes of one item on the left. Likewise `rightByteCount`.
  public init?(
    left: UnsafePointer<CChar>, leftByteCount: Int, right: UnsafePointer<CChar>,
    rightByteCount: Int
  ) {
    guard let leftCount = valueCount(ofFormat: left, within: leftByteCount),
      let rightCount = valueCount(ofFormat: right, within: rightByteCount)
    else { return nil }
    self.left = left
    self.right = right
    haveSameCount = leftCount == rightCount
    blockCount = max(1, min(128, 0x4000 / max(leftByteCount, rightByteCount, 1)))
    var pairs = PairReader(left, right)
    let first = haveSameCount ? pairs.next() : nil
    single = pairs.next() == nil ? first : nil
    guard let single, leftByteCount == rightByteCount, single.byteCount == leftByteCount else {
      decision = .values
      return
    }
    decision = single.decision
  }

  /// Whether two items are equal.
  public func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer) -> Bool {
    areEqual(a, stride: 0, b, otherStride: 0, itemCount: 1)
  }

  /// Whether items at equal distances are equal, each to the one with the same index.
  public func areEqual(
    _ a: UnsafeRawPointer, stride: Int, _ b: UnsafeRawPointer, otherStride: Int, itemCount: Int
  ) -> Bool {
    if !haveSameCount { return itemCount == 0 }
    let left = ItemColumn(start: a, stride: stride)
    let right = ItemColumn(start: b, stride: otherStride)
    if let single { return single.isEqual(left, right, itemCount) }
    var index = 0
    while index < itemCount {
      let part = min(blockCount, itemCount &- index)
      var pairs = PairReader(self.left, self.right)
      while let pair = pairs.next() {
        let x = ItemColumn(start: left[index], stride: stride)
        let y = ItemColumn(start: right[index], stride: otherStride)
        if !pair.isEqual(x, y, part) { return false }
      }
      index &+= part
    }
    return true
  }
}

/// How far the bytes of two items tell whether the items are equal.
public enum ByteDecision: Sendable {
  /// Equal bytes are equal items, different bytes different ones.
  case bytes
  /// Both items are floats of this machine, or complex numbers made of them.
  case float32, float64
  /// Both items are bytes that are zero or not.
  case truth
  /// Not at all: values must be compared.
  case values
}

/// A value within an item.
struct SingleItem {
  let type: ItemType
  let isSwapped: Bool
  /// Of a run, its bytes.
  let length: Int
  /// In bytes from the start of the item.
  let offset: Int

  var byteCount: Int { type.byteCount * length }

  /// What bytes tell about this value and another one.
  func decision(against other: SingleItem) -> ByteDecision {
    guard type == other.type, isSwapped == other.isSwapped, length == other.length else {
      return .values
    }
    let decision = type.decision
    let isFloat = decision == .float32 || decision == .float64
    return isSwapped && isFloat ? .values : decision
  }

  func load(_ place: UnsafeRawPointer) -> ItemValue {
    type.load(from: place, isSwapped: isSwapped, length: length)
  }

  /// Assumes: the type is one of real numbers.
  func column(_ items: ItemColumn) -> NumberColumn {
    NumberColumn(type: type, isSwapped: isSwapped, start: items.start, stride: items.stride)
  }
}

extension ItemType {
  /// What bytes tell about two values of this type in this machine's byte order.
  public var decision: ByteDecision {
    switch self {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .pointer, .character,
      .bytes:
      .bytes
    case .float32, .complex64: .float32
    case .float64, .complex128: .float64
    case .boolean: .truth
    case .float16, .pascalBytes, .padding: .values
    }
  }

  /// The number of values that a field with this count unpacks to.
  func valueCount(_ count: Int) -> Int {
    if self == .padding { return 0 }
    return isRun ? 1 : count
  }
}

/// The number of values of one item; nil if the text is no format or needs more than `byteCount`
/// bytes.
private func valueCount(ofFormat format: UnsafePointer<CChar>, within byteCount: Int) -> Int? {
  var fields = FieldReader(format)
  var count = 0
  do {
    while let field = try fields.next() { count += field.type.valueCount(field.count) }
  } catch {
    return nil
  }
  return fields.byteCount <= byteCount ? count : nil
}
