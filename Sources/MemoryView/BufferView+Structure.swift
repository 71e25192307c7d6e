import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

extension BufferView {
  /// The format; "B", unsigned bytes, if the buffer has none.
  var formatText: UnsafePointer<CChar> {
    UnsafePointer(pointee.format ?? pymv_c_byte_format())
  }

  /// product(shape) * itemsize. Assumes: the product does not exceed that of a valid buffer.
  var byteCount: Int {
    var byteCount = pointee.itemsize
    for axis in 0..<axisCount {
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: pointee.shape[axis])
      assert(!overflow || (0..<axisCount).contains { pointee.shape[$0] == 0 })
      byteCount = product
    }
    return byteCount
  }
}

/// Whether two buffers have the same item size and the same format: the same text, ignoring a leading
/// '@', or, but for strict mode, texts that mean the same.
func haveEqualFormats(_ a: BufferView, _ b: BufferView) throws(ViewError) -> Bool {
  if a.pointee.itemsize != b.pointee.itemsize { return false }
  if haveEqualTexts(a, b) { return true }
  if pymv_c_rules.keeps_cpython_limits { return false }
  return try ifValid { () throws(FormatProblem) in try haveSameLayout(a, b) } ?? false
}

private func haveSameLayout(_ a: BufferView, _ b: BufferView) throws(FormatProblem) -> Bool {
  let left = try Format.load(a.formatText, .full, itemByteCount: a.pointee.itemsize)
  defer { left.unload() }
  let right = try Format.load(b.formatText, .full, itemByteCount: b.pointee.itemsize)
  defer { right.unload() }
  return left.format.isSameLayout(as: right.format)
}

private func haveEqualTexts(_ a: BufferView, _ b: BufferView) -> Bool {
  var first = NativeFormat.withoutPrefix(a.formatText)
  var second = NativeFormat.withoutPrefix(b.formatText)
  while first.pointee == second.pointee {
    if first.pointee == 0 { return true }
    first += 1
    second += 1
  }
  return false
}

/// Whether two buffers have the same shape. Extents after an extent of zero are not compared.
///
/// Assumes: `problem` of both is nil.
func haveEqualShapes(_ a: BufferView, _ b: BufferView) -> Bool {
  assert(a.problem == nil && b.problem == nil)
  guard a.axisCount == b.axisCount else { return false }
  for axis in 0..<a.axisCount {
    let extent = a.extent(axis)
    if extent != b.extent(axis) { return false }
    if extent == 0 { break }
  }
  return true
}

extension BufferView {
  /// The extent of an axis. Assumes: `problem` is nil, so without a shape there is only one axis.
  func extent(_ axis: Int) -> Int {
    assert(problem == nil && axis < axisCount)
    if let shape = pointee.shape { return shape[axis] }
    return pointee.itemsize > 0 ? pointee.len / pointee.itemsize : 0
  }
}
