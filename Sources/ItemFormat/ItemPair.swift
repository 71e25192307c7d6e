import FormatTables
import Kernels

/// Two runs with the same number of adjacent values, one of a left and one of a right item.
/// Compared as bytes where the bytes decide equality.
struct ItemPair {
  private let left: ValueRun
  private let right: ValueRun
  let decision: ByteDecision
  /// Bytes of each run; unused if values are compared.
  private(set) var byteCount: Int

  /// Offset of the run in the left item, in bytes; nil if it is another in the right item.
  var commonOffset: Int? { left.offset == right.offset ? left.offset : nil }

  /// Assumes: both runs have the same number of values.
  init(_ left: ValueRun, _ right: ValueRun) {
    assert(left.count == right.count)
    self.left = left
    self.right = right
    byteCount = left.byteCount
    decision = left.decision(against: right)
  }

  /// Whether the runs have the same offset, type and byte order.
  var haveSameLayout: Bool { left.offset == right.offset && left.isSameLeaf(as: right) }

  /// Merges the next pair into this one if their bytes are adjacent on both sides.
  mutating func append(_ next: ItemPair) -> Bool {
    guard decision != .values, decision == next.decision,
      next.left.offset == left.offset + byteCount, next.right.offset == right.offset + byteCount
    else { return false }
    byteCount += next.byteCount
    return true
  }

  /// Whether the pair is equal in `count` items of two strided columns.
  func isEqual(_ a: ItemColumn, _ b: ItemColumn, _ count: Int) -> Bool {
    let x = ItemColumn(start: a.start + left.offset, stride: a.stride)
    let y = ItemColumn(start: b.start + right.offset, stride: b.stride)
    switch decision {
    case .bytes: return haveEqualBytes(x, y, count)
    case .float16: return haveEqualWords(of: Half.self, x, y, count)
    case .float32: return haveEqualWords(of: Float.self, x, y, count)
    case .float64: return haveEqualWords(of: Double.self, x, y, count)
    case .truth: return haveEqualWords(of: Truth.self, x, y, count)
    case .values: return haveEqualValues(x, y, count)
    }
  }

  private func haveEqualBytes(_ a: ItemColumn, _ b: ItemColumn, _ count: Int) -> Bool {
    if byteCount & 7 == 0 { return haveEqualWords(of: UInt64.self, a, b, count) }
    if byteCount & 3 == 0 { return haveEqualWords(of: UInt32.self, a, b, count) }
    if byteCount & 1 == 0 { return haveEqualWords(of: UInt16.self, a, b, count) }
    return haveEqualWords(of: UInt8.self, a, b, count)
  }

  /// Assumes: the number of bytes is a multiple of the word size.
  @inline(__always)
  private func haveEqualWords<Word: Equatable & BitwiseCopyable>(
    of type: Word.Type, _ a: ItemColumn, _ b: ItemColumn, _ count: Int
  ) -> Bool {
    assert(byteCount % MemoryLayout<Word>.size == 0)
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
    if left.numbersPerValue == right.numbersPerValue, let x = left.numbers(at: a),
      let y = right.numbers(at: b)
    {
      return haveEqualNumbers(x, y, count)
    }
    for index in 0..<count {
      for value in 0..<left.count
      where !areEqual(
        a[index] + value &* left.leaf.byteCount, b[index] + value &* right.leaf.byteCount)
      {
        return false
      }
    }
    return true
  }

  private func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer) -> Bool {
    switch (left.leaf.type, right.leaf.type) {
    case (.longDouble, .longDouble): areEqualLongDoubles(a, b, at: 0)
    case (.complexLongDouble, .complexLongDouble):
      areEqualLongDoubles(a, b, at: 0) && areEqualLongDoubles(a, b, at: left.leaf.byteCount / 2)
    case (.registered, .registered) where left.leaf.scalar == right.leaf.scalar:
      left.leaf.areEqual(a, b, isSwapped: right.leaf.isSwapped)
    default:
      left.leaf.load(from: a, isExact: true) == right.leaf.load(from: b, isExact: true)
    }
  }

  private func areEqualLongDoubles(
    _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, at offset: Int
  ) -> Bool {
    pymv_c_long_doubles_equal(a + offset, left.leaf.isSwapped, b + offset, right.leaf.isSwapped)
  }

  /// The inner loop runs along all numbers if they are adjacent; else along the items or along the
  /// numbers of one item, whichever are more.
  private func haveEqualNumbers(
    _ first: pymv_k_numbers, _ second: pymv_k_numbers, _ itemCount: Int
  ) -> Bool {
    let count = left.count &* left.numbersPerValue
    let size = left.leaf.byteCount / left.numbersPerValue
    let otherSize = right.leaf.byteCount / right.numbersPerValue
    let areAdjacent = first.stride == count &* size && second.stride == count &* otherSize
    var (x, y) = (first, second)
    if areAdjacent || count > itemCount {
      (x.stride, y.stride) = (size, otherSize)
      if areAdjacent { return pymv_k_equal_numbers(&x, &y, count &* itemCount) }
    }
    // Wrapping: distances within the memory of the items.
    for index in 0..<min(count, itemCount) {
      x.start = first.start + index &* (count > itemCount ? first.stride : size)
      y.start = second.start + index &* (count > itemCount ? second.stride : otherSize)
      if !pymv_k_equal_numbers(&x, &y, max(count, itemCount)) { return false }
    }
    return true
  }
}

/// A float of 2 bytes, compared by its bits.
private struct Half: Equatable, BitwiseCopyable {
  let bits: UInt16

  static func == (left: Half, right: Half) -> Bool {
    let areZeros = (left.bits | right.bits) & 0x7FFF == 0
    return areZeros || left.bits == right.bits && left.bits & 0x7FFF <= 0x7C00
  }
}

/// A byte that compares only as zero or nonzero.
private struct Truth: Equatable, BitwiseCopyable {
  let byte: UInt8

  static func == (left: Truth, right: Truth) -> Bool { (left.byte == 0) == (right.byte == 0) }
}

/// A strided column of items, or of values within items.
struct ItemColumn {
  let start: UnsafeRawPointer
  let stride: Int

  /// Wrapping: a distance within the memory of the items.
  subscript(index: Int) -> UnsafeRawPointer { start + index &* stride }
}
