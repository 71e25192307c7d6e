import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables
import StridedCopy

extension BufferView {
  /// The format; a buffer without one has unsigned bytes.
  var formatText: UnsafePointer<CChar> {
    UnsafePointer(pointee.format ?? pymv_c_byte_format())
  }

  /// product(shape) * itemsize. Assumes: it is at most that of a buffer that describes memory.
  var byteCount: Int {
    var byteCount = pointee.itemsize
    for axis in 0..<axisCount { byteCount &*= pointee.shape[axis] }
    return byteCount
  }
}

/// Whether the items of two buffers are spelled the same, a leading '@' aside, and equally large.
func haveEqualFormats(_ a: BufferView, _ b: BufferView) -> Bool {
  a.pointee.itemsize == b.pointee.itemsize
    && strcmp(
      NativeFormat.withoutPrefix(a.formatText), NativeFormat.withoutPrefix(b.formatText)) == 0
}

/// Whether two buffers have the same shape. Behind an extent of zero there is nothing to differ.
///
/// Assumes: `layoutProblem` of both is nil.
func haveEqualShapes(_ a: BufferView, _ b: BufferView) -> Bool {
  guard a.axisCount == b.axisCount else { return false }
  return a.withItems { a in
    b.withItems { b in
      for axis in 0..<a.axisCount {
        if a.shape[axis] != b.shape[axis] { return false }
        if a.shape[axis] == 0 { break }
      }
      return true
    }
  }
}
