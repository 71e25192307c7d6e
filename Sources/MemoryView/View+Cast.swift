import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables
import StridedCopy

extension View {
  /// Makes a view of the same memory with another format, shape or both. New reference.
  ///
  /// - Parameters:
  ///   - format: a str.
  ///   - shape: a list or tuple of ints; nil: one axis.
  public func cast(to format: Object, shape: Object?) throws(ViewError) -> View {
    try requireAccess()
    try requireUnrestricted()
    if !hasAll(_Py_MEMORYVIEW_C) {
      throw .type("memoryview: casts are restricted to C-contiguous views")
    }
    if (shape != nil || buffer.axisCount != 1) && hasEmptyAxis {
      throw .type("memoryview: cannot cast view with zeros in shape or strides")
    }
    let axisCount = try shape.map { (shape) throws(ViewError) in try castAxisCount(shape) } ?? 1
    let view = try pinned { () throws(ViewError) in
      let view = try View.makeIncomplete(
        on: pointee.mbuf, from: buffer, axisCount: max(axisCount, 1))
      pointee.mbuf.join()
      return view
    }
    do throws(ViewError) {
      try view.castToOneAxis(format)
      if let shape { try view.castToShape(shape, axisCount) }
      return view
    } catch {
      Py_DecRef(view.object)
      throw error
    }
  }

  private var hasEmptyAxis: Bool {
    for axis in 0..<buffer.axisCount where pointee.view.shape[axis] == 0 { return true }
    return false
  }

  /// The number of axes that a cast's shape asks for.
  private func castAxisCount(_ shape: Object) throws(ViewError) -> Int {
    guard pymv_c_is_list(shape) || pymv_c_is_tuple(shape) else {
      throw .type("shape must be a list or a tuple")
    }
    let count = try check(size: PySequence_Size(shape))
    if count > Int(PyBUF_MAX_NDIM) {
      throw .value("memoryview: number of dimensions must not exceed 64")
    }
    if buffer.axisCount != 1 && count != 1 {
      throw .type("memoryview: cast must be 1D -> ND or ND -> 1D")
    }
    return count
  }

  /// Turns a new view into one axis of items of another format.
  @inline(__always)
  private func castToOneAxis(_ format: Object) throws(ViewError) {
    guard let text = try View.nativeFormat(format), case .item(let type) = View.itemFormat(text)
    else { throw View.unknownCastFormat }
    guard type.isByte || sourceIsBytes else {
      throw .type("memoryview: cannot cast between two non-byte formats")
    }
    // Sizes of native items are powers of two.
    if pointee.view.len & (type.byteCount &- 1) != 0 {
      throw .type("memoryview: length is not a multiple of itemsize")
    }
    pointee.view.format = UnsafeMutablePointer<CChar>(mutating: text)
    pointee.view.itemsize = type.byteCount
    setCastAxes(1)
    pointee.view.shape[0] = pointee.view.len >> type.byteCount.trailingZeroBitCount
    pointee.view.strides[0] = type.byteCount
    pointee.flags = flagsOfOneAxis
  }

  /// The native format that a str spells, in storage that outlives all views; nil if it spells none.
  private static func nativeFormat(_ format: Object) throws(ViewError) -> UnsafePointer<CChar>? {
    var length = 0
    if let text = PyUnicode_AsUTF8AndSize(format, &length) {
      // A text with a NUL inside is looked at below.
      if length == 1 || strlen(text) == length, let native = pymv_c_native_format(text) {
        return native
      }
    } else {
      PyErr_Clear()
    }
    // Who asks for text that is not ASCII is told so, before anything behind a NUL is ignored.
    let ascii = try check(PyUnicode_AsASCIIString(format))
    defer { Py_DecRef(ascii) }
    return pymv_c_native_format(PyBytes_AsString(ascii))
  }

  private static var unknownCastFormat: ViewError {
    pymv_c_rules.casts_to_native_formats
      ? .value(
        "memoryview: destination format must be a native format prefixed with an optional '@'")
      : .value(
        """
        memoryview: destination format must be a native single character format prefixed with \
        an optional '@'
        """)
  }

  private var sourceIsBytes: Bool {
    guard case .item(let type) = itemFormat else { return false }
    return type.isByte
  }

  /// Gives a view with one axis the shape that is asked for.
  private func castToShape(_ shape: Object, _ axisCount: Int) throws(ViewError) {
    setCastAxes(axisCount)
    var byteCount = pointee.view.itemsize
    for axis in 0..<axisCount {
      let extent = try castExtent(shape, axis)
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: extent)
      if overflow { throw .value("memoryview.cast(): product(shape) > SSIZE_MAX") }
      byteCount = product
      pointee.view.shape[axis] = extent
    }
    if byteCount != pointee.view.len {
      throw .type("memoryview: product(shape) * itemsize != buffer size")
    }
    if axisCount > 0 {
      buffer.fillContiguousStrides(
        pointee.view.strides, shape: pointee.view.shape, order: .lastAxisFastest)
    }
    setLayoutFlags()
  }

  private func castExtent(_ shape: Object, _ axis: Int) throws(ViewError) -> Int {
    let element = try check(PySequence_GetItem(shape, axis))
    defer { Py_DecRef(element) }
    guard pymv_c_is_int(element) else {
      throw .type("memoryview.cast(): elements of shape must be integers")
    }
    let extent = PyLong_AsSsize_t(element)
    if extent == -1 && PyErr_Occurred() != nil { throw .raised }
    if extent <= 0 { throw .value("memoryview.cast(): elements of shape must be integers > 0") }
    return extent
  }

  /// Lays out room for extents and strides. Assumes: the object was made for as many axes.
  private func setCastAxes(_ axisCount: Int) {
    let values = pymv_c_axis_values(self)!
    pointee.view.ndim = CInt(axisCount)
    pointee.view.shape = axisCount == 0 ? nil : values
    pointee.view.strides = axisCount == 0 ? nil : values + axisCount
    pointee.view.suboffsets = nil
  }
}

extension ItemType {
  /// Whether items are single bytes without a meaning of their own: formats b, B and c.
  var isByte: Bool { self == .int8 || self == .uint8 || self == .character }
}
