import CPyMemoryView
import RuntimeTables

/// Returns the argument if it is a tuple; else `nil` with SystemError.
private func tupleArgument(_ op: Object?) -> Object? {
  if let op, isTuple(op) { return op }
  badInternalCall()
  return nil
}

/// A tuple whose items are NULL, for the caller to fill; `nil` with MemoryError. The empty tuple is
/// shared.
func makeTuple(count: Int) -> Object? {
  if count == 0 { return pymv_c_tuple_empty().retained() }
  guard let tuple = newVarObject(pymv_c_tuple_type(), count) else { return nil }
  let op = UnsafeMutableRawPointer(tuple).assumingMemoryBound(to: PyObject.self)
  pymv_c_tuple_items(op).initialize(repeating: nil, count: count)
  return op
}

/// A tuple of borrowed items, to which it adds references.
func makeTuple(copying items: UnsafePointer<Object?>, count: Int) -> Object? {
  guard let op = makeTuple(count: count) else { return nil }
  for index in 0..<count { pymv_c_tuple_items(op)[index] = items[index]?.retained() }
  return op
}

@c @implementation
public func pymv_s_tuple_dealloc(_ op: Object?) {
  guard let op else { return }
  releaseItems(op)
  pymv_s_object_dealloc(op)
}

@_cdecl("PyTuple_New")
public func tupleNew(_ count: Int) -> Object? {
  if count < 0 {
    badInternalCall()
    return nil
  }
  return makeTuple(count: count)
}

@_cdecl("PyTuple_Size")
public func tupleSize(_ op: Object?) -> Int { tupleArgument(op).map(itemCount) ?? -1 }

@_cdecl("PyTuple_GetItem")
public func tupleGetItem(_ op: Object?, _ index: Int) -> Object? {
  guard let op = tupleArgument(op) else { return nil }
  guard index >= 0 && index < itemCount(op) else {
    return fail(PyExc_IndexError, "tuple index out of range")
  }
  return pymv_c_tuple_items(op)[index]
}

/// A tuple may change only during its construction, while there is a single reference to it.
@_cdecl("PyTuple_SetItem")
public func tupleSetItem(_ op: Object?, _ index: Int, _ item: Object?) -> CInt {
  guard let op, isTuple(op), pymv_c_refcount(op) == 1 else {
    item?.release()
    badInternalCall()
    return -1
  }
  return replaceItem(
    op, at: index, with: item, outOfRange: "tuple assignment index out of range")
}

@_cdecl("PyTuple_GetSlice")
public func tupleGetSlice(_ op: Object?, _ low: Int, _ high: Int) -> Object? {
  guard let op = tupleArgument(op) else { return nil }
  let start = max(low, 0)
  let end = max(min(high, itemCount(op)), start)
  if start == 0 && end == itemCount(op) && op.type == pymv_c_tuple_type() { return op.retained() }
  return makeTuple(copying: pymv_c_tuple_items(op) + start, count: end - start)
}
