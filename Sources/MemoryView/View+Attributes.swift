import BufferProtocol
import CPyMemoryView
import MemoryViewTables

// Attributes. All raise ValueError for a released view; each returns a new reference.

extension View {
  @inline(__always)
  public func attribute(_ attribute: pymv_view_attribute) throws(ViewError) -> Object {
    try requireAccess()
    return try held { () throws(ViewError) in try check(makeAttribute(attribute)) }
  }

  @inline(__always)
  private func makeAttribute(_ attribute: pymv_view_attribute) -> Object? {
    switch attribute {
    case PYMV_ATTRIBUTE_OBJ: exporter
    case PYMV_ATTRIBUTE_NBYTES: PyLong_FromSsize_t(pointee.view.len)
    case PYMV_ATTRIBUTE_READONLY: PyBool_FromLong(pointee.view.readonly != 0 ? 1 : 0)
    case PYMV_ATTRIBUTE_ITEMSIZE: PyLong_FromSsize_t(pointee.view.itemsize)
    case PYMV_ATTRIBUTE_FORMAT: PyUnicode_FromString(format)
    case PYMV_ATTRIBUTE_NDIM: PyLong_FromLong(CLong(pointee.view.ndim))
    case PYMV_ATTRIBUTE_SHAPE: makeTuple(pointee.view.shape)
    case PYMV_ATTRIBUTE_STRIDES: makeTuple(pointee.view.strides)
    case PYMV_ATTRIBUTE_SUBOFFSETS: makeTuple(pointee.view.suboffsets)
    case PYMV_ATTRIBUTE_C_CONTIGUOUS: makeFlag(_Py_MEMORYVIEW_C)
    case PYMV_ATTRIBUTE_F_CONTIGUOUS: makeFlag(_Py_MEMORYVIEW_FORTRAN)
    default: makeFlag(_Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN)
    }
  }

  /// None if the memory has no exporter.
  private var exporter: Object? {
    let exporter = pointee.view.obj ?? pymv_c_none()
    Py_IncRef(exporter)
    return exporter
  }

  private func makeFlag(_ flags: CInt) -> Object? {
    PyBool_FromLong(self.flags & flags != 0 ? 1 : 0)
  }

  /// A tuple of one int per axis; an empty tuple if `values` is nil.
  private func makeTuple(_ values: UnsafePointer<Int>?) -> Object? {
    let count = values == nil ? 0 : buffer.axisCount
    guard let tuple = PyTuple_New(count) else { return nil }
    for axis in 0..<count {
      guard let values, let value = PyLong_FromSsize_t(values[axis]),
        PyTuple_SetItem(tuple, axis, value) == 0
      else {
        Py_DecRef(tuple)
        return nil
      }
    }
    return tuple
  }
}
