import CPyMemoryView
import MemoryView
import MemoryViewTables

// Descriptions, items, copies, references, errors and queues. pymv.h documents the functions.

// MARK: - Descriptions and single items

@_cdecl("PyMV_GetInfo")
public func getInfo(
  _ view: UnsafeMutablePointer<PyObject>?, _ info: UnsafeMutablePointer<PyMV_Info>?
) -> CInt {
  statusOf { () throws(ViewError) in
    let info = try required(info)
    let found = try viewArgument(view).info()
    try describe(found, in: info, "info->struct_size is too small")
  }
}

/// Copies as much of a description as a caller's struct has room for. Both begin with `struct_size`.
func describe<Description: BitwiseCopyable>(
  _ found: Description, in target: UnsafeMutablePointer<Description>, _ problem: StaticString
) throws(ViewError) {
  let target = UnsafeMutableRawPointer(target)
  let size = target.load(as: Int.self)
  if size < MemoryLayout<Int>.size { throw .value(problem) }
  withUnsafeBytes(of: found) { found in
    // The base address is not nil, because the description is not empty.
    target.copyMemory(
      from: found.baseAddress.unsafelyUnwrapped, byteCount: min(size, found.count))
  }
  target.storeBytes(of: size, as: Int.self)
}

@_cdecl("PyMV_ItemPointer")
public func itemPointer(
  _ view: UnsafeMutablePointer<PyObject>?, _ index: UnsafePointer<Int>?, _ for_writing: CInt
) -> UnsafeMutableRawPointer? {
  var place: UnsafeMutableRawPointer?
  _ = statusOf { () throws(ViewError) in
    place = try viewArgument(view).pointer(toItem: index, forWriting: for_writing != 0)
  }
  return place
}

@_cdecl("PyMV_GetDouble")
public func getDouble(
  _ view: UnsafeMutablePointer<PyObject>?, _ index: UnsafePointer<Int>?,
  _ value: UnsafeMutablePointer<Double>?
) -> CInt {
  statusOf { () throws(ViewError) in
    let value = try required(value)
    value.pointee = try viewArgument(view).double(at: index)
  }
}

@_cdecl("PyMV_SetDouble")
public func setDouble(
  _ view: UnsafeMutablePointer<PyObject>?, _ index: UnsafePointer<Int>?, _ value: Double
) -> CInt {
  statusOf { () throws(ViewError) in try viewArgument(view).setItem(at: index, to: value) }
}

@_cdecl("PyMV_GetInt64")
public func getInt64(
  _ view: UnsafeMutablePointer<PyObject>?, _ index: UnsafePointer<Int>?,
  _ value: UnsafeMutablePointer<Int64>?
) -> CInt {
  statusOf { () throws(ViewError) in
    let value = try required(value)
    value.pointee = try viewArgument(view).integer(at: index)
  }
}

@_cdecl("PyMV_SetInt64")
public func setInt64(
  _ view: UnsafeMutablePointer<PyObject>?, _ index: UnsafePointer<Int>?, _ value: Int64
) -> CInt {
  statusOf { () throws(ViewError) in try viewArgument(view).setItem(at: index, to: value) }
}

// MARK: - Copying

@_cdecl("PyMV_ReadInto")
public func readInto(
  _ view: UnsafeMutablePointer<PyObject>?, _ buf: UnsafeMutableRawPointer?, _ len: Int,
  _ order: CInt
) -> CInt {
  statusOf { () throws(ViewError) in
    try viewArgument(view).read(into: buf, byteCount: len, order: order)
  }
}

@_cdecl("PyMV_WriteFrom")
public func writeFrom(
  _ view: UnsafeMutablePointer<PyObject>?, _ buf: UnsafeRawPointer?, _ len: Int, _ order: CInt
) -> CInt {
  statusOf { () throws(ViewError) in
    try viewArgument(view).write(from: buf, byteCount: len, order: order)
  }
}

@_cdecl("PyMV_CopyItems")
public func copyItems(
  _ dest: UnsafeMutablePointer<PyObject>?, _ src: UnsafeMutablePointer<PyObject>?
) -> CInt {
  statusOf { () throws(ViewError) in
    try viewArgument(dest).setItems(from: try viewArgument(src))
  }
}

@_cdecl("PyMV_Fill")
public func fill(
  _ view: UnsafeMutablePointer<PyObject>?, _ item: UnsafeRawPointer?
) -> CInt {
  statusOf { () throws(ViewError) in try viewArgument(view).setItems(toBytes: item) }
}

@_cdecl("PyMV_Equal")
public func equal(
  _ a: UnsafeMutablePointer<PyObject>?, _ b: UnsafeMutablePointer<PyObject>?
) -> CInt {
  var areEqual = false
  let status = statusOf { () throws(ViewError) in
    areEqual = try viewArgument(a).isEqual(toView: try viewArgument(b))
  }
  return areEqual ? 1 : status
}

// MARK: - Release, references and errors

@_cdecl("PyMV_Release")
public func releaseView(_ view: UnsafeMutablePointer<PyObject>?) -> CInt {
  statusOf { () throws(ViewError) in try viewArgument(view).release() }
}

@_cdecl("PyMV_IncRef")
public func incRef(_ op: UnsafeMutablePointer<PyObject>?) { Py_IncRef(op) }

@_cdecl("PyMV_DecRef")
public func decRef(_ op: UnsafeMutablePointer<PyObject>?) { Py_DecRef(op) }

@_cdecl("PyMV_TakeError")
public func takeError(
  _ kind: UnsafeMutablePointer<UnsafePointer<CChar>?>?
) -> UnsafePointer<CChar>? {
  var name: UnsafePointer<CChar>?
  let text = MemoryView.takeError(kind: &name)
  kind?.pointee = name
  return text
}

// MARK: - Queues

@_cdecl("PyMV_QueueNew")
public func queueNew() -> OpaquePointer? {
  guard let queue = pymv_c_queue_new() else {
    PyErr_NoMemory()
    return nil
  }
  return queue
}

@_cdecl("PyMV_QueueEntry")
public func queueEntry(
  _ queue: OpaquePointer?, _ ctx: UnsafeMutableRawPointer?
) -> UnsafeMutableRawPointer? {
  var entry: UnsafeMutableRawPointer?
  _ = statusOf { () throws(ViewError) in
    guard let queue else { throw .system("queue must not be NULL") }
    entry = pymv_c_queue_entry(queue, ctx)
    if entry == nil { throw .noMemory }
  }
  return entry
}

@_cdecl("PyMV_QueueDestroy")
public func queueDestroy(_ ptr: UnsafeMutableRawPointer?, _ ctx: UnsafeMutableRawPointer?) {
  if let ctx { pymv_c_queue_put(ctx) }
}

@_cdecl("PyMV_QueueTake")
public func queueTake(
  _ queue: OpaquePointer?, _ ctx: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> CInt {
  queue.map { pymv_c_queue_take($0, ctx) } ?? 0
}

@_cdecl("PyMV_QueueFree")
public func queueFree(_ queue: OpaquePointer?) {
  if let queue { pymv_c_queue_free(queue) }
}
