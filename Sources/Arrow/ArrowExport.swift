import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryView
import MemoryViewTables

// Arrow arrays of views. An array owns a view of its own; the structs are made in C.

extension View {
  /// Makes an Arrow array of the items, and its type. The array takes over the caller's reference
  /// to the view; on failure nothing changes.
  public func export(
    to array: UnsafeMutablePointer<ArrowArray>, _ schema: UnsafeMutablePointer<ArrowSchema>
  ) throws(ViewError) {
    let info = try info()
    try requireArrowLayout(info)
    let format = try arrowFormat(info)
    guard pymv_c_export_to_arrow(self, format.cText, array, schema) else { throw .noMemory }
  }
}

private func requireArrowLayout(_ info: PyMV_Info) throws(ViewError) {
  if info.ndim == 0 { throw .buffer("Arrow: an array has at least one axis") }
  if info.suboffsets != nil { throw .buffer("Arrow: an array cannot follow pointers") }
  if info.c_contiguous == 0 && info.nbytes != 0 {
    throw .buffer("Arrow: the view is not C-contiguous")
  }
  // The number of items cannot overflow: it does not in any view.
  for axis in 1..<Int(info.ndim) where info.shape[axis] > Int32.max {
    throw .buffer("Arrow: a list has at most 2147483647 items")
  }
}

/// Arrow's format of the items.
private func arrowFormat(_ info: PyMV_Info) throws(ViewError) -> StaticString {
  guard let number = parse(info.format), let format = number.type.arrowFormat else {
    throw .buffer("Arrow: there is no type for items of the view's format")
  }
  if number.type == .boolean {
    throw .buffer("Arrow: booleans are single bits; cast the view to 'B' to pass bytes")
  }
  if number.isSwapped { throw .buffer("Arrow: items must be in this machine's byte order") }
  if number.byteCount != info.itemsize {
    throw .buffer("Arrow: the itemsize of the view is not that of its format")
  }
  return format
}

/// The format of one number; nil if the text is anything else.
private func parse(_ format: UnsafePointer<CChar>) -> NumberFormat? {
  do throws(FormatProblem) { return try NumberFormat.parse(format) } catch { return nil }
}

extension ItemType {
  fileprivate var arrowFormat: StaticString? {
    switch self {
    case .int8: "c"
    case .uint8: "C"
    case .int16: "s"
    case .uint16: "S"
    case .int32: "i"
    case .uint32: "I"
    case .int64: "l"
    case .uint64: "L"
    case .float16: "e"
    case .float32: "f"
    case .float64: "g"
    case .boolean: "b"
    case .complex64, .complex128, .longDouble, .complexLongDouble, .pointer, .character, .bytes,
      .pascalBytes, .text, .registered, .padding:
      nil
    }
  }
}
