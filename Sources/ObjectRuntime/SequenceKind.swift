import CPyMemoryView
import RuntimeTables

/// The built-in sequence types. They share slots and differ in what an item is.
enum SequenceKind {
  case tuple, list, bytes, byteArray, text

  init?(_ op: Object) {
    if isTuple(op) {
      self = .tuple
    } else if isList(op) {
      self = .list
    } else if isBytes(op) {
      self = .bytes
    } else if isText(op) {
      self = .text
    } else if isSubtype(op.type, pymv_c_bytearray_type()) {
      self = .byteArray
    } else {
      return nil
    }
  }

  /// Number of items.
  func count(_ op: Object) -> Int {
    self == .text ? layout(op, as: pymv_text.self).pointee.length : itemCount(op)
  }

  /// The item at an index. Assumes: the index is in range. New reference.
  func item(_ op: Object, _ index: Int) -> Object? {
    assert(index >= 0 && index < count(op))
    return switch self {
    case .tuple, .list: sequenceItems(op)[index]?.retained()
    case .bytes: pymv_c_small_int(Int(pymv_c_bytes_start(op)[index])).retained()
    case .byteArray: pymv_c_small_int(Int(contents(ofByteArray: op)[index])).retained()
    case .text: makeText(codePoint: PyUnicode_ReadChar(op, index))
    }
  }

  /// `count` items from an index on, in steps. Assumes: all are in range. New reference.
  func slice(_ op: Object, from start: Int, by step: Int, count: Int) -> Object? {
    assert(
      count == 0
        || (0..<self.count(op)).contains(start)
          && (0..<self.count(op)).contains(start + (count - 1) * step)
    )
    let isWhole = step == 1 && start == 0 && count == self.count(op)
    if isWhole && self.isImmutableValue(op) { return op.retained() }
    switch self {
    case .tuple: return fill(makeTuple(count: count), from: op, start, step, count)
    case .list: return fill(listNew(count), from: op, start, step, count)
    case .text: return textSlice(op, from: start, by: step, count: count)
    case .bytes:
      guard let slice = makeBytes(count: count) else { return nil }
      copy(contents(ofBytes: op), start, step, to: contents(ofBytes: slice))
      return slice
    case .byteArray:
      guard let slice = makeByteArray(count: count) else { return nil }
      copy(contents(ofByteArray: op), start, step, to: contents(ofByteArray: slice))
      return slice
    }
  }

  /// Whether an object is of an exact immutable type, so that a copy may be the object itself.
  private func isImmutableValue(_ op: Object) -> Bool {
    op.type == pymv_c_tuple_type() || op.type == pymv_c_bytes_type()
      || op.type == pymv_c_text_type()
  }

  private func fill(
    _ slice: Object?, from op: Object, _ start: Int, _ step: Int, _ count: Int
  ) -> Object? {
    guard let slice else { return nil }
    for index in 0..<count {
      sequenceItems(slice)[index] = sequenceItems(op)[start + index * step]?.retained()
    }
    return slice
  }

  private func copy(
    _ source: UnsafeMutableRawBufferPointer, _ start: Int, _ step: Int,
    to target: UnsafeMutableRawBufferPointer
  ) {
    for index in 0..<target.count { target[index] = source[start + index * step] }
  }

  private func textSlice(_ op: Object, from start: Int, by step: Int, count: Int) -> Object? {
    var text = TextBuilder()
    for index in 0..<count {
      text.append(codePoint: PyUnicode_ReadChar(op, start + index * step))
    }
    return text.finish()
  }

  /// Raises IndexError for an index out of range.
  func raiseOutOfRange(forAssignment: Bool = false) {
    let text: StaticString =
      switch self {
      case .tuple: "tuple index out of range"
      case .list:
        forAssignment ? "list assignment index out of range" : "list index out of range"
      case .bytes: "index out of range"
      case .byteArray: "bytearray index out of range"
      case .text: "string index out of range"
      }
    raise(PyExc_IndexError, text)
  }

  /// Raises TypeError for a key that is neither an index nor a slice.
  func raiseBadKey(_ key: Object) {
    let format: StaticString =
      switch self {
      case .tuple: "tuple indices must be integers or slices, not %.200s"
      case .list: "list indices must be integers or slices, not %.200s"
      case .bytes: "byte indices must be integers or slices, not %.200s"
      case .byteArray: "bytearray indices must be integers or slices, not %.200s"
      case .text: "string indices must be integers, not '%.200s'"
      }
    raiseType(format, key)
  }
}

/// A str of one code point, or `nil` with MemoryError.
func makeText(codePoint: UInt32) -> Object? {
  var text = TextBuilder()
  text.append(codePoint: codePoint)
  return text.finish()
}

@c @implementation
func pymv_s_text_from_code_point(_ codePoint: CInt) -> Object? {
  guard (0...0x10FFFF).contains(codePoint) else {
    return fail(PyExc_ValueError, "chr() arg not in range(0x110000)")
  }
  return makeText(codePoint: UInt32(codePoint))
}
