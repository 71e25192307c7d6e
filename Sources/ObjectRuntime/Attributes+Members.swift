import CPyMemoryView
import RuntimeTables

// Attributes that are fields of the object, described by a PyMemberDef.

/// The value of a field as an object. New reference.
func read(_ member: UnsafePointer<PyMemberDef>, of op: Object) -> Object? {
  let place = UnsafeRawPointer(op) + member.pointee.offset
  switch member.pointee.type {
  case Py_T_BOOL: return PyBool_FromLong(place.load(as: CChar.self) == 0 ? 0 : 1)
  case Py_T_BYTE: return PyLong_FromLong(Int(place.load(as: Int8.self)))
  case Py_T_UBYTE: return PyLong_FromLong(Int(place.load(as: UInt8.self)))
  case Py_T_SHORT: return PyLong_FromLong(Int(place.load(as: Int16.self)))
  case Py_T_USHORT: return PyLong_FromLong(Int(place.load(as: UInt16.self)))
  case Py_T_INT: return PyLong_FromLong(Int(place.load(as: Int32.self)))
  case Py_T_UINT: return PyLong_FromLong(Int(place.load(as: UInt32.self)))
  case Py_T_LONG, Py_T_LONGLONG, Py_T_PYSSIZET: return PyLong_FromLong(place.load(as: Int.self))
  case Py_T_ULONG, Py_T_ULONGLONG: return PyLong_FromUnsignedLong(place.load(as: UInt.self))
  case Py_T_FLOAT: return PyFloat_FromDouble(Double(place.load(as: Float.self)))
  case Py_T_DOUBLE: return PyFloat_FromDouble(place.load(as: Double.self))
  case Py_T_CHAR: return PyUnicode_FromStringAndSize(place.assumingMemoryBound(to: CChar.self), 1)
  case Py_T_STRING_INPLACE: return PyUnicode_FromString(place.assumingMemoryBound(to: CChar.self))
  case Py_T_STRING:
    guard let text = place.load(as: CText?.self) else { return pymv_c_none().retained() }
    return PyUnicode_FromString(text)
  case _Py_T_OBJECT: return (place.load(as: Object?.self) ?? pymv_c_none()).retained()
  case Py_T_OBJECT_EX:
    if let value = place.load(as: Object?.self) { return value.retained() }
    raise(
      PyExc_AttributeError, "'%.200s' object has no attribute '%s'", op.typeName,
      member.pointee.name)
    return nil
  default:
    raise(PyExc_SystemError, "bad memberdescr type for %s", member.pointee.name)
    return nil
  }
}

/// Sets a field, or clears an object field if the value is nil. `false` with an exception.
func write(_ value: Object?, to member: UnsafePointer<PyMemberDef>, of op: Object) -> Bool {
  if member.pointee.flags & Py_READONLY != 0 {
    return fail(PyExc_AttributeError, "readonly attribute") ?? false
  }
  let place = UnsafeMutableRawPointer(op) + member.pointee.offset
  switch member.pointee.type {
  case _Py_T_OBJECT, Py_T_OBJECT_EX:
    let old = place.load(as: Object?.self)
    if value == nil && old == nil && member.pointee.type == Py_T_OBJECT_EX {
      raise(PyExc_AttributeError, "%s", member.pointee.name)
      return false
    }
    place.storeBytes(of: value?.retained(), as: Object?.self)
    old?.release()
    return true
  case Py_T_STRING, Py_T_STRING_INPLACE:
    return fail(PyExc_TypeError, "readonly attribute") ?? false
  default:
    guard let value else {
      return fail(PyExc_TypeError, "can't delete numeric/char attribute") ?? false
    }
    return writeNumber(value, to: member, at: place)
  }
}

/// Stores a number. Types smaller than long truncate it, as in C.
private func writeNumber(
  _ value: Object, to member: UnsafePointer<PyMemberDef>, at place: UnsafeMutableRawPointer
) -> Bool {
  switch member.pointee.type {
  case Py_T_FLOAT, Py_T_DOUBLE:
    let number = PyFloat_AsDouble(value)
    if number == -1 && PyErr_Occurred() != nil { return false }
    if member.pointee.type == Py_T_DOUBLE {
      place.storeBytes(of: number, as: Double.self)
    } else {
      place.storeBytes(of: Float(number), as: Float.self)
    }
    return true
  case Py_T_BOOL:
    guard value.type == pymv_c_bool_type() else {
      return fail(PyExc_TypeError, "attribute value type must be bool") ?? false
    }
    place.storeBytes(of: value == pymv_c_true() ? 1 : 0, as: CChar.self)
    return true
  default:
    guard let size = integerSize(member.pointee.type) else {
      raise(PyExc_SystemError, "bad memberdescr type for %s", member.pointee.name)
      return false
    }
    return writeInteger(value, size, isUnsigned: isUnsigned(member.pointee.type), at: place)
  }
}

private func writeInteger(
  _ value: Object, _ size: Int, isUnsigned: Bool, at place: UnsafeMutableRawPointer
) -> Bool {
  let isWide = isUnsigned && size == MemoryLayout<Int>.size
  var bits = isWide ? PyLong_AsUnsignedLong(value) : UInt(bitPattern: PyLong_AsLong(value))
  if bits == UInt.max && PyErr_Occurred() != nil { return false }
  bits = bits.littleEndian
  memcpy(place, &bits, size)
  return true
}

private func isUnsigned(_ type: CInt) -> Bool {
  type == Py_T_ULONG || type == Py_T_ULONGLONG
}

/// Size in bytes of an integer field; `nil` for other types of fields.
private func integerSize(_ type: CInt) -> Int? {
  switch type {
  case Py_T_BYTE, Py_T_UBYTE: 1
  case Py_T_SHORT, Py_T_USHORT: 2
  case Py_T_INT, Py_T_UINT: 4
  case Py_T_LONG, Py_T_ULONG, Py_T_LONGLONG, Py_T_ULONGLONG, Py_T_PYSSIZET: 8
  default: nil
  }
}
