import CPyMemoryView
import MemoryView
import MemoryViewTables

// Item formats. pymv.h documents the functions.

private func parsedArgument(_ format: OpaquePointer?) throws(ViewError) -> ParsedFormat {
  guard let format else { throw .system("argument must not be NULL") }
  return ParsedFormat(format)
}

@_cdecl("PyMV_FormatParse")
public func formatParse(
  _ text: UnsafePointer<CChar>?, _ position: UnsafeMutablePointer<Int>?
) -> OpaquePointer? {
  var parsed: ParsedFormat?
  _ = statusOf { () throws(ViewError) in
    var place = -1
    defer { if place >= 0 { position?.pointee = place } }
    parsed = try ParsedFormat.parse(try required(text), place: &place)
  }
  return parsed.map { OpaquePointer($0) }
}

@_cdecl("PyMV_FormatFree")
public func formatFree(_ format: OpaquePointer?) {
  if let format { ParsedFormat(format).free() }
}

@_cdecl("PyMV_FormatSize")
public func formatSize(_ format: OpaquePointer?) -> Int {
  numberOf { () throws(ViewError) in try parsedArgument(format).pointee.size }
}

@_cdecl("PyMV_FormatAlignment")
public func formatAlignment(_ format: OpaquePointer?) -> Int {
  numberOf { () throws(ViewError) in try parsedArgument(format).pointee.alignment }
}

@_cdecl("PyMV_FormatFieldCount")
public func formatFieldCount(_ format: OpaquePointer?) -> Int {
  numberOf { () throws(ViewError) in try parsedArgument(format).pointee.field_count }
}

@_cdecl("PyMV_FormatField")
public func formatField(
  _ format: OpaquePointer?, _ index: Int, _ field: UnsafeMutablePointer<PyMV_Field>?
) -> CInt {
  statusOf { () throws(ViewError) in
    let parsed = try parsedArgument(format)
    let field = try required(field)
    try describe(try parsed.field(index), in: field, "field->struct_size is too small")
  }
}

@_cdecl("PyMV_FormatWrite")
public func formatWrite(
  _ fields: UnsafePointer<PyMV_Field>?, _ count: Int, _ itemsize: Int,
  _ text: UnsafeMutablePointer<CChar>?, _ room: Int
) -> Int {
  numberOf { () throws(ViewError) in
    let fields = count == 0 ? nil : try required(fields)
    return try FieldArray(fields, count: count)
      .writeFormat(itemByteCount: itemsize, to: text, room: room)
  }
}

@_cdecl("PyMV_GetField")
public func getField(
  _ view: UnsafeMutablePointer<PyObject>?, _ name: UnsafePointer<CChar>?
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in
    try viewArgument(view).field(named: try required(name))
  }
}

@_cdecl("PyMV_RegisterScalar")
public func registerScalar(_ type: UnsafePointer<PyMV_ScalarType>?) -> CInt {
  statusOf { () throws(ViewError) in
    let type = try required(type)
    if type.pointee.struct_size < MemoryLayout<PyMV_ScalarType>.size {
      throw .value("type->struct_size is too small")
    }
    try registerScalarType(type.pointee)
  }
}
