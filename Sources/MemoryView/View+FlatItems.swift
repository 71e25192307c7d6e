import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

// Items and descriptions as plain C values.

extension View {
  /// Description of the view.
  public func info() throws(ViewError) -> PyMV_Info {
    try requireAccess()
    let view = pointee.view
    return PyMV_Info(
      struct_size: MemoryLayout<PyMV_Info>.size, data: view.buf, format: view.format,
      shape: view.shape, strides: view.strides, suboffsets: view.suboffsets,
      itemsize: view.itemsize, nbytes: view.len, ndim: view.ndim,
      readonly: view.readonly != 0 ? 1 : 0, c_contiguous: hasAll(_Py_MEMORYVIEW_C) ? 1 : 0,
      f_contiguous: hasAll(_Py_MEMORYVIEW_FORTRAN) ? 1 : 0)
  }

  /// Computes the address of an item.
  ///
  /// - Parameter indices: one for each axis, negative ones counted from the end.
  public func pointer(
    toItem indices: UnsafePointer<Int>?, forWriting: Bool
  ) throws(ViewError) -> UnsafeMutableRawPointer {
    try requireAccess()
    if forWriting { try requireWritable() }
    return try held { () throws(ViewError) in try place(ofItem: indices) }
  }

  private func place(
    ofItem indices: UnsafePointer<Int>?
  ) throws(ViewError) -> UnsafeMutableRawPointer {
    guard
      let indices = indices
        ?? (buffer.axisCount == 0 ? UnsafePointer(pymv_c_axis_values(self)) : nil)
    else { throw .value("index must not be NULL") }
    // Validate all indices before the first dereference: without items, pointers may be invalid.
    var offset = 0
    for axis in 0..<buffer.axisCount {
      // Wrapping: within the memory of the view.
      offset &+= try checkedIndex(indices[axis], axis: axis) &* pointee.view.strides[axis]
    }
    guard let start = pointee.view.buf else {
      throw .value("the address of a buffer with items must not be NULL")
    }
    if pointee.view.suboffsets == nil || pointee.view.itemsize == 0 { return start + offset }
    return try placeThroughPointers(indices, from: start)
  }

  @inline(never)
  private func placeThroughPointers(
    _ indices: UnsafePointer<Int>, from start: UnsafeMutableRawPointer
  ) throws(ViewError) -> UnsafeMutableRawPointer {
    var place = start
    for axis in 0..<buffer.axisCount {
      place = buffer.step(
        from: place, axis: axis, index: try checkedIndex(indices[axis], axis: axis))
    }
    return place
  }

  /// Calls `body` with the format and the address of a number.
  @_optimize(speed)
  private func withNumber<Result>(
    at indices: UnsafePointer<Int>?, forWriting: Bool,
    _ body: (NumberFormat, UnsafeMutableRawPointer) throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    try requireAccess()
    if forWriting { try requireWritable() }
    return try held { () throws(ViewError) in
      let number = try numberFormat()
      return try body(number, try place(ofItem: indices))
    }
  }

  @inline(__always)
  private func numberFormat() throws(ViewError) -> NumberFormat {
    if let type = View.notedItemType(format), type.byteCount <= pointee.view.itemsize,
      let number = NumberFormat(type)
    {
      return number
    }
    return try anyNumberFormat()
  }

  @inline(never)
  private func anyNumberFormat() throws(ViewError) -> NumberFormat {
    let number = try ifValid { () throws(FormatProblem) in try NumberFormat.parse(format) }
    guard let number else { throw .type("items of this format are not numbers") }
    try requireRoom(for: number.byteCount)
    return number
  }

  /// Reads an item, rounded to a double.
  public func double(at indices: UnsafePointer<Int>?) throws(ViewError) -> Double {
    try withNumber(at: indices, forWriting: false) { (number, place) throws(ViewError) in
      number.double(at: place)
    }
  }

  /// Reads an item; ValueError if it is not an integer or does not fit 64 bits.
  public func integer(at indices: UnsafePointer<Int>?) throws(ViewError) -> Int64 {
    try withNumber(at: indices, forWriting: false) { (number, place) throws(ViewError) in
      guard let value = number.integer(at: place) else {
        throw .value("the item is no integer of 64 bits")
      }
      return value
    }
  }

  public func setItem(at indices: UnsafePointer<Int>?, to value: Double) throws(ViewError) {
    try withNumber(at: indices, forWriting: true) { (number, place) throws(ViewError) in
      if !number.store(value, to: place) { throw invalidValue }
    }
  }

  public func setItem(at indices: UnsafePointer<Int>?, to value: Int64) throws(ViewError) {
    try withNumber(at: indices, forWriting: true) { (number, place) throws(ViewError) in
      if !number.store(value, to: place) { throw invalidValue }
    }
  }

  /// Raises the exception immediately, because the exporter owns the format.
  private var invalidValue: ViewError {
    pymv_c_raise_item_value(NativeFormat.withoutPrefix(format))
    return .raised
  }
}
