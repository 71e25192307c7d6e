import CPyMemoryView
import RuntimeTables

/// The items of a tuple or list. Assumes: the object is one.
@inline(__always)
func sequenceItems(_ op: Object) -> UnsafeMutablePointer<Object?> {
  assert(isTuple(op) || isList(op))
  return isTuple(op)
    ? pymv_c_tuple_items(op) : layout(op, as: PyListObject.self).pointee.ob_item
}

/// Replaces an item and drops the old one. Steals the reference to the new one, also on failure.
///
/// - Returns: 0, or -1 with IndexError.
func replaceItem(_ op: Object, at index: Int, with item: Object?, outOfRange: StaticString) -> CInt
{
  guard index >= 0 && index < itemCount(op) else {
    item?.release()
    raise(PyExc_IndexError, outOfRange)
    return -1
  }
  let old = sequenceItems(op)[index]
  sequenceItems(op)[index] = item
  old?.release()
  return 0
}

/// Drops all items, the last one first.
@_optimize(speed)
func releaseItems(_ op: Object) {
  var index = itemCount(op)
  if index == 0 { return }
  let items = sequenceItems(op)
  while index > 0 {
    // Cannot overflow: it is above zero.
    index &-= 1
    items[index]?.release()
  }
}

/// The repr of a tuple or list; "[...]" or "(...)" inside of itself.
private func sequenceRepr(
  _ op: Object, _ open: StaticString, _ close: StaticString, endless: StaticString
) -> Object? {
  var frame = pymv_repr_frame()
  return withUnsafeMutablePointer(to: &frame) { frame in
    if pymv_c_repr_enter(frame, op) != 0 { return makeText(endless) }
    defer { pymv_c_repr_leave(frame) }
    var text = TextBuilder()
    text.append(open)
    var index = 0
    // A repr can run foreign code, which may change a list.
    while index < itemCount(op) {
      if index > 0 { text.append(", ") }
      let item = sequenceItems(op)[index]?.retained()
      text.append(repr: item)
      item?.release()
      index += 1
    }
    if index == 1 && isTuple(op) { text.append(",") }
    text.append(close)
    return text.finish()
  }
}

@c @implementation
public func pymv_s_tuple_repr(_ op: Object?) -> Object? {
  op.flatMap { sequenceRepr($0, "(", ")", endless: "(...)") }
}

@c @implementation
public func pymv_s_list_repr(_ op: Object?) -> Object? {
  op.flatMap { sequenceRepr($0, "[", "]", endless: "[...]") }
}
