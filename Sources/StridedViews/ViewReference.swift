import CPyMemoryView

/// One reference to an object of the library.
///
/// Its counts are atomic, so that the object may be used and dropped in any thread.
final class ViewReference: @unchecked Sendable {
  let object: UnsafeMutablePointer<PyObject>

  /// Takes over a new reference, or the error of the call that made none.
  init(_ object: UnsafeMutablePointer<PyObject>?) throws(ViewError) {
    guard let object else { throw .taken() }
    self.object = object
  }

  deinit { PyMV_DecRef(object) }

  func info() throws(ViewError) -> PyMV_Info {
    var info = PyMV_Info()
    info.struct_size = MemoryLayout<PyMV_Info>.size
    guard PyMV_GetInfo(object, &info) == 0 else { throw .taken() }
    return info
  }

  /// Requires items of a type: the same format, or that of the type with explicit byte order.
  func check<Element: StridedElement>(_: Element.Type) throws(ViewError) {
    let info = try info()
    let format = String(cString: info.format)
    #if _endian(little)
      let native: Set<Character> = ["<", "=", "@"]
    #else
      let native: Set<Character> = [">", "=", "@"]
    #endif
    let isNative = format.first.map { native.contains($0) } ?? false
    let plain = isNative ? String(format.dropFirst()) : format
    guard info.itemsize == MemoryLayout<Element>.size,
      format == Element.format || plain == Element.format
        || (plain == "l" && Element.format == "q") || (plain == "L" && Element.format == "Q")
    else { throw ViewError(.type, "the items have format \(format)") }
  }

  func address(of indices: [Int], forWriting: Bool) throws(ViewError) -> UnsafeMutableRawPointer {
    guard indices.count == Int(try info().ndim) else {
      throw ViewError(.type, "one index for each axis is needed")
    }
    guard let item = PyMV_ItemPointer(object, indices, forWriting ? 1 : 0) else { throw .taken() }
    return item
  }

  func slice(
    _ axis: Int, _ start: Int?, _ stop: Int?, _ step: Int?
  ) throws(ViewError) -> ViewReference {
    let omitted = Int.min
    return try ViewReference(
      PyMV_Slice(object, CInt(axis), start ?? omitted, stop ?? omitted, step ?? omitted))
  }

  func transposed(_ axes: [Int]?) throws(ViewError) -> ViewReference {
    guard let axes else { return try ViewReference(PyMV_Transpose(object, nil)) }
    guard axes.count == Int(try info().ndim) else {
      throw ViewError(.value, "each axis is needed once")
    }
    return try ViewReference(PyMV_Transpose(object, axes.map(CInt.init)))
  }

  func axes(_ entries: KeyPath<PyMV_Info, UnsafePointer<Int>?>) throws(ViewError) -> [Int] {
    let info = try info()
    return Array(UnsafeBufferPointer(start: info[keyPath: entries], count: Int(info.ndim)))
  }
}
