import FormatTables

/// A bit pattern to search for items that equal a value: those whose masked bits match, or, if
/// inverted, do not match. This includes floats: a nonzero number has a single representation, the
/// two of zero differ in the sign only, and NaN equals nothing.
public struct ItemPattern {
  private let byteCount: Int
  private let mask: UInt64
  private let bits: UInt64
  /// Whether the equal items are those that do not match.
  private let isInverted: Bool

  private init(byteCount: Int, mask: UInt64 = .max, bits: UInt64, isInverted: Bool = false) {
    // Only the low `byteCount` bytes of the mask and the bits are used.
    self.byteCount = byteCount
    self.mask = mask
    self.bits = bits
    self.isInverted = isInverted
  }

  /// A pattern that matches no item.
  private static func nothing(_ byteCount: Int) -> ItemPattern {
    ItemPattern(byteCount: byteCount, mask: 0, bits: 1)
  }

  /// Nil if bits do not decide equality: for complex items, byte strings, and bytes against
  /// numbers.
  public init?(of type: ItemType, equalTo value: ItemValue) {
    switch type {
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .pointer, .boolean:
      guard value.isRealNumber else { return nil }
      self = ItemPattern.integer(type, value)
    case .float16, .float32, .float64:
      guard value.isRealNumber else { return nil }
      self = ItemPattern.float(type, value)
    case .character:
      guard case .bytes(let bytes) = value else { return nil }
      self =
        bytes.count == 1 ? ItemPattern(byteCount: 1, bits: UInt64(bytes[0])) : .nothing(1)
    case .complex64, .complex128, .longDouble, .complexLongDouble, .bytes, .pascalBytes, .text,
      .registered, .padding:
      return nil
    }
  }

  private static func integer(_ type: ItemType, _ value: ItemValue) -> ItemPattern {
    // Storing may round or fail, so the stored item is compared with the value.
    if type == .boolean {
      if value == .signed(0) { return ItemPattern(byteCount: 1, bits: 0) }
      if value == .signed(1) { return ItemPattern(byteCount: 1, bits: 0, isInverted: true) }
      return .nothing(1)
    }
    var bits: UInt64 = 0
    let isStored = withUnsafeMutableBytes(of: &bits) { place in
      let start = place.baseAddress.unsafelyUnwrapped
      return type.store(value.wholeNumber, to: start) && type.load(from: start) == value
    }
    guard isStored else { return .nothing(type.byteCount) }
    return ItemPattern(byteCount: type.byteCount, bits: fromMemory(bits, type.byteCount))
  }

  private static func float(_ type: ItemType, _ value: ItemValue) -> ItemPattern {
    let byteCount = type.byteCount
    if value == .signed(0) {
      return ItemPattern(
        byteCount: byteCount, mask: ~(1 << UInt64(8 * byteCount - 1)), bits: 0)
    }
    var bits: UInt64 = 0
    let isStored = withUnsafeMutableBytes(of: &bits) { place in
      let start = place.baseAddress.unsafelyUnwrapped
      return type.store(.float(value.nearestDouble), to: start) && type.load(from: start) == value
    }
    guard isStored else { return .nothing(byteCount) }
    return ItemPattern(byteCount: byteCount, bits: fromMemory(bits, byteCount))
  }

  /// The first `byteCount` bytes of a word in memory, as a number.
  private static func fromMemory(_ word: UInt64, _ byteCount: Int) -> UInt64 {
    word.littleEndian == word ? word : word >> UInt64(64 - 8 * byteCount)
  }

  /// The pattern of items in the opposite byte order.
  public var byteSwapped: ItemPattern {
    let shift = UInt64(64 - 8 * byteCount)
    return ItemPattern(
      byteCount: byteCount, mask: mask.byteSwapped >> shift, bits: bits.byteSwapped >> shift,
      isInverted: isInverted)
  }

  // MARK: - Searching

  /// Whether no item can match.
  private var isNothing: Bool { bits & ~mask != 0 }

  /// The number of matching items in a strided run.
  @_optimize(speed)
  public func count(in start: UnsafeRawPointer, stride: Int, itemCount: Int) -> Int {
    if isNothing { return 0 }
    let matching =
      switch byteCount {
      case 1: count(UInt8.self, start, stride, itemCount)
      case 2: count(UInt16.self, start, stride, itemCount)
      case 4: count(UInt32.self, start, stride, itemCount)
      default: count(UInt64.self, start, stride, itemCount)
      }
    return isInverted ? itemCount - matching : matching
  }

  /// The index of the first matching item in a strided run; nil if there is none.
  public func firstIndex(in start: UnsafeRawPointer, stride: Int, itemCount: Int) -> Int? {
    if isNothing { return nil }
    if isWholeByte, stride == 1 {
      let found = memchr(start, Int32(UInt8(truncatingIfNeeded: bits)), itemCount)
      return found.map { UnsafeRawPointer($0) - start }
    }
    // Counts matches in whole blocks, without an early exit so that the loop is vectorised.
    var index = 0
    while index < itemCount {
      let end = index &+ min(ItemPattern.blockCount, itemCount &- index)
      if hasMatch(in: start, stride, index..<end) {
        // The search may find nothing: in a data race, bytes change after they were counted.
        if let found = firstMatch(in: start, stride, index..<end) { return found }
      }
      index = end
    }
    return nil
  }

  /// Whether the pattern is that of a byte, all of whose bits count.
  private var isWholeByte: Bool {
    byteCount == 1 && mask & 0xFF == 0xFF && !isInverted
  }

  private func hasMatch(in start: UnsafeRawPointer, _ stride: Int, _ range: Range<Int>) -> Bool {
    // Wrapping: a distance within the memory of the items.
    count(in: start + range.lowerBound &* stride, stride: stride, itemCount: range.count) > 0
  }

  /// Halves a range until one item is left; nil if that does not match.
  private func firstMatch(
    in start: UnsafeRawPointer, _ stride: Int, _ range: Range<Int>
  ) -> Int? {
    var range = range
    while range.count > 1 {
      let middle = range.lowerBound + range.count / 2
      let isBefore = hasMatch(in: start, stride, range.lowerBound..<middle)
      range = isBefore ? range.lowerBound..<middle : middle..<range.upperBound
    }
    return hasMatch(in: start, stride, range) ? range.lowerBound : nil
  }

  /// Small enough for a counter of one byte.
  private static var blockCount: Int { 240 }

  /// Passes the stride of contiguous words as a constant, so that the loop is vectorised.
  @inline(__always)
  private func count<Word: FixedWidthInteger & BitwiseCopyable>(
    _ type: Word.Type, _ start: UnsafeRawPointer, _ stride: Int, _ itemCount: Int
  ) -> Int {
    stride == MemoryLayout<Word>.size
      ? countWords(type, start, MemoryLayout<Word>.size, itemCount)
      : countWords(type, start, stride, itemCount)
  }

  @inline(__always)
  private func countWords<Word: FixedWidthInteger & BitwiseCopyable>(
    _ type: Word.Type, _ start: UnsafeRawPointer, _ stride: Int, _ itemCount: Int
  ) -> Int {
    let mask = Word(truncatingIfNeeded: mask)
    let bits = Word(truncatingIfNeeded: bits)
    var total = 0
    var index = 0
    while index < itemCount {
      let end = min(index &+ ItemPattern.blockCount, itemCount)
      var matching: Word = 0
      while index < end {
        // Wrapping: a distance within the memory of the items.
        let word = (start + index &* stride).loadUnaligned(as: type)
        matching &+= word & mask == bits ? 1 : 0
        index &+= 1
      }
      total &+= Int(truncatingIfNeeded: matching)
    }
    return total
  }
}

extension ItemValue {
  fileprivate var isRealNumber: Bool {
    switch self {
    case .signed, .unsigned, .boolean, .float: true
    case .complex, .bytes, .text: false
    }
  }

  /// Converted to an integer if it is a whole number in the integer range; else unchanged.
  fileprivate var wholeNumber: ItemValue {
    switch self {
    case .boolean(let truth): return .unsigned(truth ? 1 : 0)
    case .float(let value):
      if value >= 0 && value < 0x1p64 { return .unsigned(UInt64(value)) }
      if value < 0 && value >= -0x1p63 { return .signed(Int64(value)) }
      return self
    default: return self
    }
  }

  fileprivate var nearestDouble: Double {
    switch self {
    case .signed(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .boolean(let truth): truth ? 1 : 0
    case .float(let value): value
    case .complex, .bytes, .text: .nan
    }
  }
}
