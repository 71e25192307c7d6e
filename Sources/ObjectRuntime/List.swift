import CPyMemoryView
import RuntimeTables

private func fields(_ op: Object) -> UnsafeMutablePointer<PyListObject> {
  assert(isList(op))
  return layout(op, as: PyListObject.self)
}

/// Returns the argument if it is a list; else `nil` with SystemError.
private func listArgument(_ op: Object?) -> Object? {
  if let op, isList(op) { return op }
  badInternalCall()
  return nil
}

/// Reserves capacity for more items, over-allocating by an eighth; `false` with MemoryError.
private func reserve(_ extra: Int, in op: Object) -> Bool {
  let list = fields(op)
  let (count, tooMany) = itemCount(op).addingReportingOverflow(extra)
  if tooMany || count > Int.max / 16 { return noMemory() ?? false }
  if count <= list.pointee.allocated { return true }
  let capacity = (count + count / 8 + 6) & ~3
  let (size, overflow) = capacity.multipliedReportingOverflow(by: MemoryLayout<Object?>.stride)
  guard !overflow, let memory = reallocate(list.pointee.ob_item, size) else {
    return noMemory() ?? false
  }
  list.pointee.ob_item = memory.assumingMemoryBound(to: Object?.self)
  list.pointee.allocated = capacity
  return true
}

/// Inserts an item and adds a reference to it; `false` with MemoryError. Assumes: the index is from
/// 0 to the number of items.
private func insert(_ item: Object, into op: Object, at index: Int) -> Bool {
  assert(index >= 0 && index <= itemCount(op))
  guard reserve(1, in: op) else { return false }
  let place = sequenceItems(op) + index
  (place + 1).update(from: place, count: itemCount(op) - index)
  place.pointee = item.retained()
  setItemCount(op, itemCount(op) + 1)
  return true
}

/// Appends an item and steals the reference, also on failure; `false` with MemoryError.
@_optimize(speed)
func append(_ item: Object, to op: Object) -> Bool {
  let count = itemCount(op)
  if count == fields(op).pointee.allocated, !reserve(1, in: op) {
    item.release()
    return false
  }
  fields(op).pointee.ob_item[count] = item
  setItemCount(op, count &+ 1)
  return true
}

/// Replaces a range of items and adds references to the new ones. Assumes: the range is within the
/// list.
///
/// - Returns: 0, or -1 with MemoryError and the list unchanged.
func listReplace(
  _ op: Object, _ range: Range<Int>, with items: UnsafeRawPointer?, count: Int
) -> CInt {
  assert(range.lowerBound >= 0 && range.upperBound <= itemCount(op))
  if range.isEmpty && count == 0 { return 0 }
  // Drops the old items last, because that may run foreign code.
  guard let old = makeTuple(count: range.count) else { return -1 }
  defer { old.release() }
  guard reserve(max(count - range.count, 0), in: op) else { return -1 }
  let place = sequenceItems(op) + range.lowerBound
  for index in 0..<range.count { pymv_c_tuple_items(old)[index] = place[index] }
  let tail = itemCount(op) - range.upperBound
  memmove(place + count, place + range.count, tail * MemoryLayout<Object?>.stride)
  let source = items?.assumingMemoryBound(to: Object?.self)
  for index in 0..<count { place[index] = source?[index]?.retained() }
  setItemCount(op, itemCount(op) + count - range.count)
  return 0
}

@c @implementation
public func pymv_s_list_dealloc(_ op: Object?) {
  guard let op else { return }
  releaseItems(op)
  objectFree(fields(op).pointee.ob_item)
  pymv_s_object_dealloc(op)
}

@_cdecl("PyList_New")
public func listNew(_ count: Int) -> Object? {
  if count < 0 {
    badInternalCall()
    return nil
  }
  var items: UnsafeMutableRawPointer?
  if count > 0 {
    items = allocateZeroed(count, MemoryLayout<Object?>.stride)
    if items == nil { return noMemory() }
  }
  guard let op = newObject(pymv_c_list_type()) else {
    objectFree(items)
    return nil
  }
  setItemCount(op, count)
  fields(op).pointee.ob_item = items?.assumingMemoryBound(to: Object?.self)
  fields(op).pointee.allocated = count
  return op
}

@_cdecl("PyList_Size")
public func listSize(_ op: Object?) -> Int { listArgument(op).map(itemCount) ?? -1 }

@_cdecl("PyList_GetItem")
public func listGetItem(_ op: Object?, _ index: Int) -> Object? {
  guard let op = listArgument(op) else { return nil }
  guard index >= 0 && index < itemCount(op) else {
    return fail(PyExc_IndexError, "list index out of range")
  }
  return sequenceItems(op)[index]
}

@_cdecl("PyList_SetItem")
public func listSetItem(_ op: Object?, _ index: Int, _ item: Object?) -> CInt {
  guard let op = listArgument(op) else {
    item?.release()
    return -1
  }
  return replaceItem(op, at: index, with: item, outOfRange: "list assignment index out of range")
}

@_cdecl("PyList_Insert")
public func listInsert(_ op: Object?, _ index: Int, _ item: Object?) -> CInt {
  guard let op = listArgument(op) else { return -1 }
  guard let item else {
    badInternalCall()
    return -1
  }
  let count = itemCount(op)
  let place = index < 0 ? max(index + count, 0) : min(index, count)
  return insert(item, into: op, at: place) ? 0 : -1
}

@_cdecl("PyList_Append")
public func listAppend(_ op: Object?, _ item: Object?) -> CInt {
  listInsert(op, Int.max, item)
}

@_cdecl("PyList_AsTuple")
public func listAsTuple(_ op: Object?) -> Object? {
  guard let op = listArgument(op) else { return nil }
  guard itemCount(op) > 0 else { return makeTuple(count: 0) }
  return makeTuple(copying: sequenceItems(op), count: itemCount(op))
}
