import BufferProtocol
import CPyMemoryView
import RuntimeTables

// These two change a bytes object that nobody else has seen: one reference, held in the caller's
// variable. On failure the variable becomes NULL.

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
  let oldSize = itemCount(op)
  if oldSize == size { return 0 }
  if oldSize != 0 && pymv_c_refcount(op) != 1 {
    clear(variable)
    badInternalCall()
    return -1
  }
  if oldSize == 0 || size == 0 {
    clear(variable)
    variable.pointee = makeBytes(count: size)
    return variable.pointee == nil ? -1 : 0
  }
  guard let byteCount = memorySize(ofBytes: size), let memory = reallocate(op, byteCount)
  else {
    clear(variable)
    let _: Object? = noMemory()
    return -1
  }
  let moved = memory.assumingMemoryBound(to: PyObject.self)
  setItemCount(moved, size)
  layout(moved, as: PyBytesObject.self).pointee.ob_shash = -1
  pymv_c_bytes_start(moved)[size] = 0
  variable.pointee = moved
  return 0
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
