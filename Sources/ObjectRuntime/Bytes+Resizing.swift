import BufferProtocol
import CPyMemoryView
import RuntimeTables

// These two replace the bytes object in a variable of the caller's, whose reference they use up. On
// failure the variable becomes NULL.

/// Gives up the reference in a variable.
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
  // The empty bytes object is shared, whatever its count of references says.
  let isOwn = itemCount(op) > 0 && size > 0 && pymv_c_refcount(op) == 1
  let resized = isOwn ? resizeInPlace(op, to: size) : copy(op, resizedTo: size)
  if resized != nil && isOwn { variable.pointee = nil }
  clear(variable)
  variable.pointee = resized
  return resized == nil ? -1 : 0
}

/// Resizes a bytes object to which there is one reference, which it uses up; `nil` with MemoryError,
/// the object unchanged.
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

/// A new bytes object of another size; bytes that the old one lacks are indeterminate.
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

/// A new object with the bytes of two exporters.
///
/// - Parameters:
///   - make: Makes the object, given its size.
///   - contents: Finds its bytes.
/// - Returns: `nil` with TypeError if one of them exports nothing that is plain bytes, or with the
///   exception of `make`.
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
