import CPyMemoryView
import RuntimeTables

private func fields(_ op: Object) -> UnsafeMutablePointer<PySliceObject> {
  assert(op.type == pymv_c_slice_type())
  return layout(op, as: PySliceObject.self)
}

@_cdecl("PySlice_New")
public func sliceNew(_ start: Object?, _ stop: Object?, _ step: Object?) -> Object? {
  guard let op = newObject(pymv_c_slice_type()) else { return nil }
  fields(op).pointee.start = (start ?? pymv_c_none()).retained()
  fields(op).pointee.stop = (stop ?? pymv_c_none()).retained()
  fields(op).pointee.step = (step ?? pymv_c_none()).retained()
  return op
}

@c @implementation
public func pymv_s_slice_dealloc(_ op: Object?) {
  guard let op else { return }
  fields(op).pointee.step.release()
  fields(op).pointee.stop.release()
  fields(op).pointee.start.release()
  pymv_s_object_dealloc(op)
}

@c @implementation
public func pymv_s_slice_repr(_ op: Object?) -> Object? {
  guard let op else { return nil }
  var text = TextBuilder()
  text.append("slice(")
  text.append(repr: fields(op).pointee.start)
  text.append(", ")
  text.append(repr: fields(op).pointee.stop)
  text.append(", ")
  text.append(repr: fields(op).pointee.step)
  text.append(")")
  return text.finish()
}

/// The value of start, stop or step of a slice, clamped to the range of Int.
///
/// - Returns: `missing` for None; `nil` with TypeError if the part is not an index, or with the
///   exception of `__index__`.
@inline(__always)
private func bound(_ part: Object, missing: Int) -> Int? {
  if part == pymv_c_none() { return missing }
  return pymv_c_is_short_int(part) ? pymv_c_short_int_value(part) : bound(part)
}

@inline(never)
private func bound(_ part: Object) -> Int? {
  guard isIndex(part) else {
    return fail(
      PyExc_TypeError, "slice indices must be integers or None or have an __index__ method")
  }
  return integerIndex(part)?.clipped
}

@_cdecl("PySlice_Unpack") @_optimize(speed)
public func sliceUnpack(
  _ op: Object?, _ start: UnsafeMutablePointer<Int>?, _ stop: UnsafeMutablePointer<Int>?,
  _ step: UnsafeMutablePointer<Int>?
) -> CInt {
  guard let op, op.type == pymv_c_slice_type(), let start, let stop, let step else {
    badInternalCall()
    return -1
  }
  guard let stride = bound(fields(op).pointee.step, missing: 1) else { return -1 }
  if stride == 0 {
    raise(PyExc_ValueError, "slice step cannot be zero")
    return -1
  }
  // Callers may negate the step, so Int.min is not allowed.
  step.pointee = max(stride, -Int.max)
  let (first, beyond) = stride < 0 ? (Int.max, Int.min) : (0, Int.max)
  guard let from = bound(fields(op).pointee.start, missing: first) else { return -1 }
  start.pointee = from
  guard let to = bound(fields(op).pointee.stop, missing: beyond) else { return -1 }
  stop.pointee = to
  return 0
}

/// Converts an index that is negative, and so counts from the end, and clamps it to valid bounds.
private func clip(_ index: Int, length: Int, step: Int) -> Int {
  if index < 0 {
    let fromStart = index &+ length
    return fromStart >= 0 ? fromStart : step < 0 ? -1 : 0
  }
  if index < length { return index }
  return step < 0 ? length &- 1 : length
}

@_cdecl("PySlice_AdjustIndices")
public func sliceAdjustIndices(
  _ length: Int, _ start: UnsafeMutablePointer<Int>?, _ stop: UnsafeMutablePointer<Int>?,
  _ step: Int
) -> Int {
  guard let start, let stop, step != 0 else { return 0 }
  let (from, to) = (
    clip(start.pointee, length: length, step: step), clip(stop.pointee, length: length, step: step)
  )
  (start.pointee, stop.pointee) = (from, to)
  // Overflows only if the length is negative. Int.min, the least step, wraps to itself; every
  // distance divided by it is 0, which is the correct result.
  if step < 0 { return to < from ? (from &- to &- 1) / (0 &- step) &+ 1 : 0 }
  return from < to ? (to &- from &- 1) / step &+ 1 : 0
}
