import BufferProtocol
import CPyMemoryView
import MemoryViewTables

// Attributes. All need access; each returns a new reference.

extension View {
  /// The exporter, None if the memory has none.
  public func exporter() throws(ViewError) -> Object {
    try requireAccess()
    let exporter = pointee.view.obj ?? pymv_c_none()!
    Py_IncRef(exporter)
    return exporter
  }

  public func attribute(_ attribute: Attribute) throws(ViewError) -> Object {
    try requireAccess()
    let view = buffer.pointee
    let object =
      switch attribute {
      case .nbytes: PyLong_FromSsize_t(view.len)
      case .readonly: PyBool_FromLong(view.readonly != 0 ? 1 : 0)
      case .itemsize: PyLong_FromSsize_t(view.itemsize)
      case .format: PyUnicode_FromString(format)
      case .ndim: PyLong_FromLong(CLong(view.ndim))
      case .shape: makeTuple(view.shape)
      case .strides: makeTuple(view.strides)
      case .suboffsets: makeTuple(view.suboffsets)
      case .cContiguous: PyBool_FromLong(isContiguous(_Py_MEMORYVIEW_C))
      case .fContiguous: PyBool_FromLong(isContiguous(_Py_MEMORYVIEW_FORTRAN))
      case .contiguous:
        PyBool_FromLong(isContiguous(_Py_MEMORYVIEW_C | _Py_MEMORYVIEW_FORTRAN))
      }
    return try check(object)
  }

  private func isContiguous(_ flags: CInt) -> CLong { self.flags & flags != 0 ? 1 : 0 }

  /// A tuple of one int for each axis; an empty one if there are no values.
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

/// Attributes that are computed from the buffer alone.
public enum Attribute {
  case nbytes, readonly, itemsize, format, ndim, shape, strides, suboffsets
  case cContiguous, fContiguous, contiguous
}
