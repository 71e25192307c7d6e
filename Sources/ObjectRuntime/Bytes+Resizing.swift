import BufferProtocol
import CPyMemoryView
import RuntimeTables

// PyBytes_Concat and _PyBytes_Resize replace the bytes object in a variable of the caller; they
// steal the old reference. On failure they set the variable to NULL.

/// Drops the reference in a variable and sets the variable to nil.
private func clear(_ variable: UnsafeMutablePointer<Object?>) {
  let old = variable.pointee
  variable.pointee = nil
  old?.release()
}

@_cdecl("_PyBytes_Resize")
public func bytesResize(_ variable: UnsafeMutablePointer<Object?>?, _ size: Int) -> CInt {
  guard let variable, let op = variable.pointee, isBytes(op), size >= 0 else {
    if let variable { clear(variable) }
    badInternalCall()
    return -1
  }
  if itemCount(op) == size { return 0 }
  // The empty bytes object is always shared, even if its reference count is 1.
  let isOwn = itemCount(op) > 0 && size > 0 && pymv_c_refcount(op) == 1
  let resized = isOwn ? resizeInPlace(op, to: size) : copy(op, resizedTo: size)
  if resized != nil && isOwn { variable.pointee = nil }
  clear(variable)
  variable.pointee = resized
  return resized == nil ? -1 : 0
}

/// Resizes a bytes object in place. Steals the only reference on success; returns `nil` with
/// MemoryError and leaves the object unchanged on failure.
private func resizeInPlace(_ op: Object, to size: Int) -> Object? {
  guard let byteCount = memorySize(ofBytes: size), let memory = reallocate(op, byteCount) else {
    return noMemory()
  }
  let resized = memory.assumingMemoryBound(to: PyObject.self)
  setItemCount(resized, size)
  layout(resized, as: PyBytesObject.self).pointee.ob_shash = -1
  pymv_c_bytes_start(resized)[size] = 0
  return resized
}

/// Copies into a new bytes object of another size; bytes beyond the old size are indeterminate.
private func copy(_ op: Object, resizedTo size: Int) -> Object? {
  guard let resized = makeBytes(count: size) else { return nil }
  let kept = UnsafeRawBufferPointer(rebasing: contents(ofBytes: op).prefix(size))
  contents(ofBytes: resized).copyMemory(from: kept)
  return resized
}

@_cdecl("PyBytes_Concat")
public func bytesConcatenate(_ variable: UnsafeMutablePointer<Object?>?, _ tail: Object?) {
  guard let variable, let head = variable.pointee else { return }
  guard let tail else { return clear(variable) }
  let joined = concatenate(head, tail, make: makeBytes(count:)) { contents(ofBytes: $0) }
  clear(variable)
  variable.pointee = joined
}

/// Concatenates the bytes of two exporters in a new object.
///
/// - Parameters:
///   - make: Creates the object, given its size.
///   - contents: Returns the bytes of the new object.
/// - Returns: A new reference; `nil` with TypeError if one of them does not export a simple buffer,
///   or with the exception of `make`.
func concatenate(
  _ head: Object, _ tail: Object, make: (Int) -> Object?,
  contents: (Object) -> UnsafeMutableRawBufferPointer
) -> Object? {
  let refuse = {
    raise(PyExc_TypeError, "can't concat %.100s to %.100s", tail.typeName, head.typeName)
  }
  return withBytes(of: head, refused: refuse) { first in
    withBytes(of: tail, refused: refuse) { second in
      let (count, overflow) = first.count.addingReportingOverflow(second.count)
      guard !overflow else { return noMemory() }
      guard let joined = make(count) else { return nil }
      let target = contents(joined)
      target.copyMemory(from: first)
      UnsafeMutableRawBufferPointer(rebasing: target[first.count...]).copyMemory(from: second)
      return joined
    }
  }
}
