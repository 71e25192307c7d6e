import BufferProtocol
import CPyMemoryView
import ItemFormat
import Layout
import MemoryViewTables
import StridedCopy

extension View {
  /// Whether this view equals another object, with the semantics of `==`.
  ///
  /// - Returns: nil if the other object exports no buffer: return NotImplemented to let it decide.
  public func isEqual(to other: Object) throws(ViewError) -> Bool? {
    guard isAccessible else { return object == other }
    if View.isView(other) {
      let view = View(other)
      guard view.isAccessible else { return object == other }
      let isEqual = try heldUnlessReleased { () throws(ViewError) in
        try view.heldUnlessReleased { () throws(ViewError) in
          try known(readUnlocked(self, and: view) { compare(buffer, view.buffer) })
        }
      }
      return (isEqual ?? nil) ?? (object == other)
    }
    var request = Py_buffer()
    guard requestBuffer(other, &request, Request.fullReadOnly) == 0 else {
      PyErr_Clear()
      return nil
    }
    defer { releaseBuffer(&request) }
    // The exporter's hook may have released this view.
    guard isAccessible else { return object == other }
    let isEqual = try heldUnlessReleased { () throws(ViewError) in
      let isEqual = withUnsafeMutablePointer(to: &request) { (request) in
        readUnlocked(self, andRequest: request) { compare(buffer, request) }
      }
      return try known(isEqual)
    }
    return isEqual ?? (object == other)
  }

  /// - Returns: nil if there is no memory for the formats.
  private func compare(_ a: BufferView, _ b: BufferView) -> Bool? {
    // An invalid buffer has no items to compare.
    guard a.problem == nil, b.problem == nil, haveEqualShapes(a, b) else { return false }
    guard let (left, right) = comparedFormats(a, b) else { return false }
    if let equality = plainEquality(a, left, b, right) { return areEqualByBytes(a, b, equality) }
    return compareParsed(a, left, b, right)
  }

  /// Likewise for formats that are not the same native one.
  @inline(never)
  private func compareParsed(
    _ a: BufferView, _ left: UnsafePointer<CChar>, _ b: BufferView, _ right: UnsafePointer<CChar>
  ) -> Bool? {
    do throws(FormatProblem) {
      return try ItemComparison.with(
        left: left, leftByteCount: a.pointee.itemsize, right: right,
        rightByteCount: b.pointee.itemsize, View.formatDialect
      ) { comparison in
        if let equality = ItemEquality(comparison.decision), isDirect(a), isDirect(b) {
          return areEqualByBytes(a, b, equality)
        }
        return areEqualByValues(a, b, comparison)
      } ?? false
    } catch {
      return error.reason == .noMemory ? nil : false
    }
  }
}

private func known(_ isEqual: Bool?) throws(ViewError) -> Bool {
  guard let isEqual else { throw .noMemory }
  return isEqual
}

/// How comparing bytes decides equality; nil if that is not possible: the formats are not the same
/// single item, or the items are reached through pointers.
private func plainEquality(
  _ a: BufferView, _ left: UnsafePointer<CChar>, _ b: BufferView, _ right: UnsafePointer<CChar>
) -> ItemEquality? {
  guard case .item(let type) = View.itemFormat(left), case .item(type) = View.itemFormat(right),
    a.pointee.itemsize == type.byteCount, b.pointee.itemsize == type.byteCount, isDirect(a),
    isDirect(b)
  else { return nil }
  return ItemEquality(type.decision)
}

private func isDirect(_ buffer: BufferView) -> Bool { buffer.pointee.suboffsets == nil }

/// Assumes: `problem` of both is nil, they have the same shape and item size and no pointers.
private func areEqualByBytes(_ a: BufferView, _ b: BufferView, _ equality: ItemEquality) -> Bool {
  assert(a.problem == nil && b.problem == nil && haveEqualShapes(a, b))
  assert(isDirect(a) && isDirect(b) && a.pointee.itemsize == b.pointee.itemsize)
  if let first = a.pointee.buf, let second = b.pointee.buf, a.isContiguous(.lastAxisFastest),
    b.isContiguous(.lastAxisFastest)
  {
    return equality.areEqual(first, second, byteCount: a.pointee.len)
  }
  return a.withItems { a in b.withItems { b in haveEqualItems(a, b, equality) } }
}

/// Assumes: `problem` of both is nil and they have the same shape.
private func areEqualByValues(
  _ a: BufferView, _ b: BufferView, _ comparison: ItemComparison
) -> Bool {
  assert(a.problem == nil && b.problem == nil && haveEqualShapes(a, b))
  return a.withItems { a in
    b.withItems { b in
      allRows(of: a, and: b) {
        comparison.areEqual($0, stride: $1, $2, otherStride: $3, itemCount: $4)
      }
    }
  }
}

extension ItemEquality {
  /// How bytes decide equality; nil if values must be compared.
  fileprivate init?(_ decision: ByteDecision) {
    switch decision {
    case .bytes: self = .bytes
    case .float16: self = .float16
    case .float32: self = .float32
    case .float64: self = .float64
    case .truth: self = .truth
    case .values: return nil
    }
  }
}

/// The formats for comparing the items of two buffers; nil if this process's rules do not support
/// one of them.
private func comparedFormats(
  _ a: BufferView, _ b: BufferView
) -> (UnsafePointer<CChar>, UnsafePointer<CChar>)? {
  if let unknown = pymv_c_rules.unknown_format_characters {
    if strpbrk(a.formatText, unknown) != nil || strpbrk(b.formatText, unknown) != nil { return nil }
  }
  if pymv_c_rules.compares_boolean_bytes,
    case .item(.boolean) = NativeFormat(a.formatText),
    case .item(.boolean) = NativeFormat(b.formatText)
  {
    let bytes = UnsafePointer<CChar>(pymv_c_byte_format()!)
    return (bytes, bytes)
  }
  return (a.formatText, b.formatText)
}
