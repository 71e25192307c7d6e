import CPyMemoryView
import FormatTables
import MemoryViewTables

/// Registers a scalar type for formats; raises ValueError if a property is invalid.
public func registerScalarType(_ type: PyMV_ScalarType) throws(ViewError) {
  guard let name = type.name, isScalarName(name) else {
    throw .value("the name of a scalar type must be 1 to 47 printable ASCII characters")
  }
  guard 1...Int(PYMV_MOST_SCALAR_SIZE) ~= type.size else {
    throw .value("the size of a scalar type must be 1 to 16")
  }
  let alignment = type.alignment
  guard 1...Int(PYMV_MOST_SCALAR_SIZE) ~= alignment, alignment & (alignment - 1) == 0 else {
    throw .value("the alignment of a scalar type must be a power of two, at most 16")
  }
  guard type.load != nil, type.store != nil else {
    throw .value("a scalar type needs the functions load and store")
  }
  var scalar = pymv_c_scalar(
    name: name, size: type.size, alignment: alignment, load: type.load, store: type.store,
    equal: type.equal)
  switch pymv_c_register_scalar(&scalar) {
  case PYMV_NAME_IN_USE: throw .value("the name belongs to another scalar type")
  case PYMV_REGISTRY_FULL: throw .value("too many scalar types are registered")
  default: break
  }
}

/// Whether a text is printable ASCII without the characters that end a name in a format.
private func isScalarName(_ name: UnsafePointer<CChar>) -> Bool {
  let length = strnlen(name, Int(PYMV_MOST_SCALAR_NAME) + 1)
  guard length > 0, length <= Int(PYMV_MOST_SCALAR_NAME) else { return false }
  for place in 0..<length {
    let character = UInt8(bitPattern: name[place])
    guard character > 0x20, character < 0x7F, character != UInt8(ascii: "["),
      character != UInt8(ascii: "]"), character != UInt8(ascii: ";")
    else { return false }
  }
  return true
}
