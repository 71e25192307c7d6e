import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables
import StridedCopy

// Fast paths for whole rows: one axis of contiguous items of a cached native type. They run no
// foreign code, and change nothing if they do not apply; then, as for errors, the general path
// does the work. Those on views also do not apply where another thread could release the view.

extension BufferView {
  /// The type of a row's items; nil if this is not a row.
  @inline(never)
  private var plainRowType: ItemType? {
    guard isPlainRow, let type = View.notedItemType(formatText),
      type.byteCount == pointee.itemsize
    else { return nil }
    return type
  }
}

extension View {
  @inline(__always)
  private var isPlainlyAccessible: Bool { pymv_c_is_alone() && isAccessible }

  /// Whether this row equals another view's or a bytes object; nil if comparing bytes does not
  /// decide that.
  @_optimize(speed)
  public func isPlainlyEqual(to other: Object) -> Bool? {
    guard isPlainlyAccessible, let type = buffer.plainRowType, type.decision == .bytes,
      pointee.view.len < leastUnlockedByteCount
    else { return nil }
    if View.isView(other) {
      let view = View(other)
      guard view.isAccessible, view.buffer.plainRowType == type else { return nil }
      return hasBytes(view.pointee.view.buf, view.pointee.view.len)
    }
    guard type == .uint8, pymv_c_is_exact_bytes(other) else { return nil }
    return hasBytes(pymv_c_bytes_address(other), pymv_c_bytes_count(other))
  }

  @inline(__always)
  private func hasBytes(_ bytes: UnsafeMutableRawPointer, _ count: Int) -> Bool {
    pointee.view.len == count
      && ItemEquality.bytes.areEqual(pointee.view.buf, bytes, byteCount: count)
  }

  /// The hash of bytes in a bytes object; nil if this is something else, or its hash is not known.
  @inline(__always)
  func plainHash() -> Int? {
    guard isPlainlyAccessible, pointee.view.readonly != 0, let exporter = pointee.view.obj,
      pymv_c_is_exact_bytes(exporter), buffer.plainRowType?.isByte == true
    else { return nil }
    let (bytes, count) = (pymv_c_bytes_address(exporter), pymv_c_bytes_count(exporter))
    // A bytes object keeps its own hash.
    return pointee.view.buf == bytes && pointee.view.len == count
      ? PyObject_Hash(exporter) : pymv_c_hash_bytes(pointee.view.buf, pointee.view.len)
  }

  /// Makes a bytes object of a row. New reference; nil also if there is no memory.
  @inline(__always)
  public func plainBytes() -> Object? {
    hasAll(_Py_MEMORYVIEW_C) ? bytesOfRow() : nil
  }

  @inline(never)
  @_optimize(speed)
  private func bytesOfRow() -> Object? {
    guard isPlainlyAccessible, buffer.isPlainRow, pointee.view.len < leastUnlockedByteCount
    else { return nil }
    return PyBytes_FromStringAndSize(
      pointee.view.buf.assumingMemoryBound(to: CChar.self), pointee.view.len)
  }

  /// Performs `view[slice] = other view` for rows with the same format and a step of one.
  @_optimize(speed)
  public func assignPlainRow(_ value: Object, toSlice slice: Object) -> Bool {
    guard View.isView(value), pymv_c_is_slice(slice), isPlainlyAccessible,
      pointee.view.readonly == 0, let type = buffer.plainRowType
    else { return false }
    let source = View(value)
    guard source.isAccessible, !source.hasAll(_Py_MEMORYVIEW_RESTRICTED),
      source.buffer.plainRowType == type,
      let bounds = SliceBounds(plain: slice, extent: pointee.view.shape[0]), bounds.step == 1,
      bounds.count == source.pointee.view.shape[0]
    else { return false }
    // Within the row, so it cannot overflow. `copyMemory` allows overlap.
    (pointee.view.buf + bounds.start &* pointee.view.itemsize).copyMemory(
      from: source.pointee.view.buf, byteCount: source.pointee.view.len)
    return true
  }
}
