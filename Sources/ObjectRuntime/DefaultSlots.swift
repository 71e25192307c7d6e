import CPyMemoryView
import RuntimeTables

// Slots of `object`, except repr and str.

@c @implementation func pymv_s_object_dealloc(_ op: Object?) {
  guard let op else { return }
  slot(of: op.type) { $0.pointee.tp_free }?(op)
}

/// Hashes the address. Its low bits are always zero, so they are rotated to the top.
@c @implementation func pymv_s_object_hash(_ op: Object?) -> Int {
  let address = UInt(bitPattern: op)
  let hash = Int(bitPattern: address >> 4 | address << (UInt.bitWidth - 4))
  return hash == -1 ? -2 : hash
}

@_cdecl("PyObject_HashNotImplemented") public func unhashable(_ op: Object?) -> Int {
  guard let op else { return -1 }
  raise(PyExc_TypeError, "unhashable type: '%.200s'", op.type.pointee.tp_name)
  return -1
}

/// `==` compares by identity; `!=` negates the result of the type's `==`.
@c @implementation
func pymv_s_object_richcompare(_ op: Object?, _ other: Object?, _ operation: Int32) -> Object? {
  guard let op, let other else { return raiseNullArgument() }
  switch operation {
  case Py_EQ where op == other:
    return PyBool_FromLong(1)
  case Py_NE:
    guard let compare = slot(of: op.type, { $0.pointee.tp_richcompare }) else { break }
    return negated(compare(op, other, Py_EQ))
  default:
    break
  }
  return pymv_c_not_implemented().retained()
}

/// Negates a bool; returns other objects unchanged. Steals the reference.
private func negated(_ answer: Object?) -> Object? {
  guard let answer, has(answer.type, Py_TPFLAGS_LONG_SUBCLASS) else { return answer }
  defer { answer.release() }
  return PyBool_FromLong(answer == pymv_c_true() ? 0 : 1)
}
