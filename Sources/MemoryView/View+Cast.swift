import BufferProtocol
import CPyMemoryView
import ItemFormat
import Layout
import MemoryViewTables

extension View {
  /// Makes a view of the same memory with another format, shape or both. New reference.
  ///
  /// - Parameters:
  ///   - format: a str.
  ///   - shape: a list or tuple of ints; nil: one axis.
  ///   - order: order of the items in the result. Items of the source are taken in memory order.
  public func cast(
    to format: Object, shape: Object?, order: ItemOrder
  ) throws(ViewError) -> View {
    try requireAccess()
    try requireUnrestricted()
    try requireCastable(withShape: shape != nil)
    guard let shape else { return try castToRow(try castItem(format)) }
    let axisCount = try castAxisCount(shape)
    return try cast(to: try castItem(format), shape: shape, axisCount, order)
  }

  @inline(__always)
  private func castToRow(_ item: CastItem) throws(ViewError) -> View {
    try joined { (managed) throws(ViewError) in
      try managed.addRow(
        from: buffer, at: pointee.view.buf,
        format: UnsafeMutablePointer<CChar>(mutating: item.format), itemByteCount: item.byteCount,
        extent: itemCount(ofByteCount: item.byteCount), stride: item.byteCount)
    }
  }

  @inline(never)
  private func cast(
    to item: CastItem, shape: Object, _ axisCount: Int, _ order: ItemOrder
  ) throws(ViewError) -> View {
    try withUnsafeTemporaryAllocation(of: Int.self, capacity: Int(PyBUF_MAX_NDIM)) {
      (room) throws(ViewError) in
      // The base address is not nil, because the capacity is not zero.
      let extents = room.baseAddress.unsafelyUnwrapped
      try readCastShape(shape, axisCount, item.byteCount, to: extents)
      return try cast(to: item, axisCount: axisCount, extents, order)
    }
  }

  /// Makes a view of other items with contiguous axes. Assumes: they fill the same memory.
  @inline(never)
  func cast(
    to item: CastItem, axisCount: Int, _ extents: UnsafePointer<Int>, _ order: ItemOrder
  ) throws(ViewError) -> View {
    var description = pointee.view
    description.format = UnsafeMutablePointer<CChar>(mutating: item.format)
    description.itemsize = item.byteCount
    description.ndim = CInt(axisCount)
    // Only read.
    description.shape = UnsafeMutablePointer<Int>(mutating: extents)
    description.strides = nil
    description.suboffsets = nil
    return try joined { (managed) throws(ViewError) in
      try managed.addView(from: &description, contiguousIn: order)
    }
  }

  /// Requires a contiguous view.
  @inline(__always)
  private func requireCastable(withShape hasShape: Bool) throws(ViewError) {
    if !hasAll(_Py_MEMORYVIEW_C) { try requireFortranOrder() }
    if pymv_c_rules.keeps_cpython_limits && (hasShape || buffer.axisCount != 1) && !hasItems {
      throw .type("memoryview: cannot cast view with zeros in shape or strides")
    }
  }

  /// Requires items that lie in Fortran order, or none, in a view that is not in C order.
  @inline(never)
  private func requireFortranOrder() throws(ViewError) {
    if pymv_c_rules.casts_c_order_only {
      throw .type("memoryview: casts are restricted to C-contiguous views")
    }
    if !hasAll(_Py_MEMORYVIEW_FORTRAN) && pointee.view.len != 0 {
      throw .type("memoryview: casts are restricted to C-contiguous or F-contiguous views")
    }
  }

  /// The number of axes in a cast's shape.
  private func castAxisCount(_ shape: Object) throws(ViewError) -> Int {
    guard pymv_c_is_list(shape) || pymv_c_is_tuple(shape) else {
      throw .type("shape must be a list or a tuple")
    }
    let count = pymv_c_is_list(shape) ? PyList_Size(shape) : PyTuple_Size(shape)
    if count > Int(PyBUF_MAX_NDIM) {
      throw .value("memoryview: number of dimensions must not exceed 64")
    }
    if pymv_c_rules.keeps_cpython_limits && buffer.axisCount != 1 && count != 1 {
      throw .type("memoryview: cast must be 1D -> ND or ND -> 1D")
    }
    return count
  }

  @inline(__always)
  private func itemCount(ofByteCount byteCount: Int) -> Int {
    // Sizes of native items are powers of two.
    byteCount & (byteCount &- 1) == 0
      ? pointee.view.len >> byteCount.trailingZeroBitCount : pointee.view.len / byteCount
  }

  /// The items of the result. The format lives as long as the process.
  typealias CastItem = (byteCount: Int, format: UnsafePointer<CChar>)

  @inline(__always)
  private func castItem(_ format: Object) throws(ViewError) -> CastItem {
    guard let text = try View.nativeFormat(format), case .item(let type) = View.itemFormat(text)
    else { return try registeredItem(format) }
    guard !pymv_c_rules.keeps_cpython_limits || type.isByte || sourceIsBytes else {
      throw .type("memoryview: cannot cast between two non-byte formats")
    }
    // Sizes of native items are powers of two.
    if pointee.view.len & (type.byteCount &- 1) != 0 {
      throw .type("memoryview: length is not a multiple of itemsize")
    }
    return (type.byteCount, text)
  }

  /// Likewise for the format of a registered scalar type, which has no native format.
  @inline(never)
  private func registeredItem(_ format: Object) throws(ViewError) -> CastItem {
    var length = 0
    let text = PyUnicode_AsUTF8AndSize(format, &length)
    if text == nil { PyErr_Clear() }
    guard let text, strlen(text) == length, !pymv_c_rules.keeps_cpython_limits,
      let byteCount = try ifValid({ () throws(FormatProblem) in
        try Format.byteCount(ofRegisteredScalar: text)
      })
    else { throw View.unknownCastFormat }
    guard let kept = pymv_c_kept_format(text) else { throw .noMemory }
    if pointee.view.len % byteCount != 0 {
      throw .type("memoryview: length is not a multiple of itemsize")
    }
    return (byteCount, kept)
  }

  /// The native format that equals a str, in static storage; nil if there is none.
  private static func nativeFormat(_ format: Object) throws(ViewError) -> UnsafePointer<CChar>? {
    var length = 0
    if let text = PyUnicode_AsUTF8AndSize(format, &length) {
      // Slow path below for text with an embedded NUL.
      if length == 1 || strlen(text) == length, let native = pymv_c_native_format(text) {
        return native
      }
    } else {
      PyErr_Clear()
    }
    // Reject non-ASCII text first; afterwards anything after a NUL is ignored.
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

  /// Reads the extents of a cast's shape. As in CPython, reads the storage of the list or tuple:
  /// methods of a subclass are foreign code, and could return other values.
  private func readCastShape(
    _ shape: Object, _ axisCount: Int, _ itemByteCount: Int, to extents: UnsafeMutablePointer<Int>
  ) throws(ViewError) {
    let isList = pymv_c_is_list(shape)
    var byteCount = itemByteCount
    for axis in 0..<axisCount {
      let element = isList ? PyList_GetItem(shape, axis) : PyTuple_GetItem(shape, axis)
      let extent = try castExtent(try check(element))
      let (product, overflow) = byteCount.multipliedReportingOverflow(by: extent)
      if overflow { throw .value("memoryview.cast(): product(shape) > SSIZE_MAX") }
      byteCount = product
      extents[axis] = extent
    }
    if byteCount != pointee.view.len {
      throw .type("memoryview: product(shape) * itemsize != buffer size")
    }
  }

  private func castExtent(_ element: Object) throws(ViewError) -> Int {
    guard pymv_c_is_int(element) else {
      throw .type("memoryview.cast(): elements of shape must be integers")
    }
    let extent = PyLong_AsSsize_t(element)
    if extent == -1 && PyErr_Occurred() != nil { throw .raised }
    if extent < 0 || extent == 0 && pymv_c_rules.keeps_cpython_limits {
      throw .value(
        pymv_c_rules.keeps_cpython_limits
          ? "memoryview.cast(): elements of shape must be integers > 0"
          : "memoryview.cast(): elements of shape must be integers >= 0")
    }
    return extent
  }
}

extension ItemType {
  /// Whether items are plain bytes: formats b, B and c.
  var isByte: Bool { self == .int8 || self == .uint8 || self == .character }
}
