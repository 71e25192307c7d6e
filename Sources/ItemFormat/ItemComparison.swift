/// How items of two struct formats are compared: value by value, as Python compares what its
/// `struct` module unpacks. A single value equals a single value, never a tuple of one.
public struct ItemComparison {
  private let left: UnsafePointer<CChar>
  private let right: UnsafePointer<CChar>
  /// Both formats are one number or character; then nothing is left to be read from them.
  private let single: (left: SingleItem, right: SingleItem)?
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
    let isWholeItem = leftByteCount == rightByteCount
    if leftCount == 1, rightCount == 1, let a = SingleItem(left), let b = SingleItem(right) {
      single = (a, b)
      decision = isWholeItem ? a.decision(against: b, byteCount: leftByteCount) : .values
    } else {
      single = nil
      decision = .values
    }
  }

  /// Whether two items are equal.
  public func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer) -> Bool {
    if let single { return single.left.load(a) == single.right.load(b) }
    guard haveSameCount else { return false }
    var leftValues = ValueReader(left)
    var rightValues = ValueReader(right)
    while let x = leftValues.next(in: a), let y = rightValues.next(in: b) {
      if x != y { return false }
    }
    return true
  }
}

/// How far the bytes of two items tell whether the items are equal.
public enum ByteDecision {
  /// Equal bytes are equal items, different bytes different ones.
  case bytes
  /// Both items are floats of this machine, or complex numbers made of them.
  case float32, float64
  /// Not at all: values must be compared.
  case values
}

/// A format that is a single value at the start of the item.
private struct SingleItem {
  let type: ItemType
  let isSwapped: Bool
  let length: Int

  init?(_ format: UnsafePointer<CChar>) {
    var fields = FieldReader(format)
    guard let field = try? fields.next(), field.offset == 0, field.type.valueCount(field.count) == 1
    else { return nil }
    type = field.type
    isSwapped = fields.order.isSwapped
    length = field.type.isRun ? field.count : 1
  }

  /// - Parameter byteCount: bytes of one item on either side.
  func decision(against other: SingleItem, byteCount: Int) -> ByteDecision {
    guard type == other.type, isSwapped == other.isSwapped, length == other.length,
      byteCount == type.byteCount * length
    else { return .values }
    switch type {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .pointer, .character,
      .bytes:
      return .bytes
    case .float32, .complex64: return isSwapped ? .values : .float32
    case .float64, .complex128: return isSwapped ? .values : .float64
    case .boolean, .float16, .pascalBytes, .padding: return .values
    }
  }

  func load(_ place: UnsafeRawPointer) -> ItemValue {
    type.load(from: place, isSwapped: isSwapped, length: length)
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

  mutating func next(in item: UnsafeRawPointer) -> ItemValue? {
    while true {
      if let field, index < field.type.valueCount(field.count) {
        let place = item + field.offset + index * field.type.byteCount
        index += 1
        return field.type.load(
          from: place, isSwapped: fields.order.isSwapped,
          length: field.type.isRun ? field.count : 1)
      }
      index = 0
      field = (try? fields.next()) ?? nil
      if field == nil { return nil }
    }
  }
}

extension ItemType {
  /// The number of values that a field with this count unpacks to.
  fileprivate func valueCount(_ count: Int) -> Int {
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
