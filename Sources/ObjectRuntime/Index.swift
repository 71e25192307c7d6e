import BufferProtocol
import CPyMemoryView
import RuntimeTables

/// Whether an object is an index: an int, or of a type with `nb_index`.
func isIndex(_ op: Object) -> Bool {
  isInteger(op) || op.pointee.ob_type.pointee.tp_as_number?.pointee.nb_index != nil
}

/// The value of an int, or of an object converted by `nb_index`.
///
/// - Returns: `nil` with TypeError if the type has no `nb_index` or that does not return an int, or
///   with the exception of `nb_index`.
func integerIndex(_ op: Object) -> IntegerValue? {
  if isInteger(op) { return IntegerValue(op) }
  guard let toIndex = op.pointee.ob_type.pointee.tp_as_number?.pointee.nb_index else {
    raise(
      PyExc_TypeError, "'%.200s' object cannot be interpreted as an integer", op.typeName)
    return nil
  }
  guard let index = toIndex(op) else { return nil }
  defer { index.release() }
  guard isInteger(index) else {
    raise(PyExc_TypeError, "__index__ returned non-int (type %.200s)", index.typeName)
    return nil
  }
  return IntegerValue(index)
}
