import BufferProtocol
import CPyMemoryView
import ItemFormat
import Layout
import MemoryViewTables

// Views of one field of every item.

extension View {
  /// Makes a view of a field of every item; the axes of a sub-array follow those of the view. New
  /// reference.
  ///
  /// - Parameter name: UTF-8, NUL-terminated.
  public func field(named name: UnsafePointer<CChar>) throws(ViewError) -> View {
    try requireAccess()
    return try held { () throws(ViewError) in
      let loaded = try parsedFormat()
      defer { loaded.unload() }
      let bytes = UnsafeRawBufferPointer(start: name, count: strlen(name))
      guard let field = loaded.format.field(named: bytes) else {
        pymv_c_raise_unknown_field(name)
        throw .raised
      }
      return try view(of: field)
    }
  }

  private func view(of field: FormatField) throws(ViewError) -> View {
    let axisCount = buffer.axisCount + field.axisCount
    if axisCount > Int(PyBUF_MAX_NDIM) {
      throw .value("memoryview: number of dimensions must not exceed 64")
    }
    let format = try keptFormat(of: field)
    return try derived(axisCount: axisCount) { (view, layout) in
      for axis in 0..<buffer.axisCount {
        layout.keep(
          extent: pointee.view.shape[axis], stride: pointee.view.strides[axis],
          suboffset: suboffset(axis))
      }
      layout.moveItems(by: field.offset)
      for axis in 0..<field.axisCount {
        layout.keep(extent: field.extent(axis), stride: field.stride(axis), suboffset: -1)
      }
      view.pointee.view.itemsize = field.byteCount
      view.pointee.view.format = UnsafeMutablePointer<CChar>(mutating: format)
    }
  }

  /// The format of a field's values, which lives as long as the process.
  private func keptFormat(of field: FormatField) throws(ViewError) -> UnsafePointer<CChar> {
    try withTemporaryMemory(byteCount: field.formatLength + 1) { (room) throws(ViewError) in
      let text = room.assumingMemoryBound(to: CChar.self)
      field.writeFormat(to: text)
      guard let kept = pymv_c_kept_format(text) else { throw .noMemory }
      return kept
    }
  }

  // MARK: - Keys

  /// Whether a key may be the name of a field: a str, if the format has names.
  func isFieldName(_ key: Object) throws(ViewError) -> Bool {
    guard pymv_c_is_str(key), !pymv_c_rules.keeps_cpython_limits else { return false }
    return try held { () throws(ViewError) in
      if case .item = itemFormat { return false }
      do throws(ViewError) {
        let loaded = try parsedFormat()
        defer { loaded.unload() }
        return loaded.format.hasNames
      } catch {
        // As CPython, refuse the key, not the format.
        if case .raised = error { PyErr_Clear() }
        if case .noMemory = error { throw error }
        return false
      }
    }
  }

  /// Performs `view[name]`. New reference.
  func field(_ key: Object) throws(ViewError) -> View {
    var length = 0
    guard let name = PyUnicode_AsUTF8AndSize(key, &length) else { throw .raised }
    if strlen(name) != length { throw .value("embedded null character") }
    return try field(named: name)
  }

  /// Performs `view[name] = value`.
  func assign(_ value: Object, toField key: Object) throws(ViewError) {
    let field = try field(key)
    defer { Py_DecRef(field.object) }
    try field.assign(value, to: pymv_c_ellipsis())
  }
}
