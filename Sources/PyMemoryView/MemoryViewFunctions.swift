import BufferProtocol
import CPyMemoryView
import HostTables
import MemoryView
import MemoryViewTables

// The functions of memoryview.h, which documents them. As in BufferFunctions.swift, an interpreter's own
// functions may do the work.

@_cdecl("PyMemoryView_Check")
public func memoryViewCheck(_ op: UnsafeMutablePointer<PyObject>?) -> CInt {
  guard let op else { return 0 }
  return View.isView(op) ? 1 : 0
}

@_cdecl("PyMemoryView_GET_BUFFER")
public func memoryViewGetBuffer(
  _ mview: UnsafeMutablePointer<PyObject>?
) -> UnsafeMutablePointer<Py_buffer>? {
  guard let mview else { return nil }
  return View(mview).buffer
}

@_cdecl("PyMemoryView_GET_BASE")
public func memoryViewGetBase(
  _ mview: UnsafeMutablePointer<PyObject>?
) -> UnsafeMutablePointer<PyObject>? {
  guard let mview else { return nil }
  return View(mview).buffer.pointee.obj
}

@_cdecl("PyMemoryView_FromObject") @inline(never)
public func memoryViewFromObject(
  _ base: UnsafeMutablePointer<PyObject>?
) -> UnsafeMutablePointer<PyObject>? {
  let theirs: (@convention(c) (Object?) -> Object?)? = interpreterFunction(PYMV_NAME_FROM_OBJECT)
  if let theirs { return theirs(base) }
  return viewOf { () throws(ViewError) in
    try View.fromObject(try required(base, "PyMemoryView_FromObject(): base must not be NULL"))
  }
}

@_cdecl("PyMemoryView_FromMemory") @inline(never)
public func memoryViewFromMemory(
  _ mem: UnsafeMutablePointer<CChar>?, _ size: Int, _ flags: CInt
) -> UnsafeMutablePointer<PyObject>? {
  let theirs: (@convention(c) (UnsafeMutablePointer<CChar>?, Int, CInt) -> Object?)? =
    interpreterFunction(PYMV_NAME_FROM_MEMORY)
  if let theirs { return theirs(mem, size, flags) }
  return viewOf { () throws(ViewError) in
    try View.fromMemory(mem, byteCount: size, access: flags)
  }
}

@_cdecl("PyMemoryView_FromBuffer") @inline(never)
public func memoryViewFromBuffer(
  _ info: UnsafeMutablePointer<Py_buffer>?
) -> UnsafeMutablePointer<PyObject>? {
  let theirs: (@convention(c) (BufferView?) -> Object?)? = interpreterFunction(
    PYMV_NAME_FROM_BUFFER)
  if let theirs { return theirs(info) }
  let problem: StaticString = "PyMemoryView_FromBuffer(): info must not be NULL"
  if !pymv_c_rules.caller_expects_cpython { return viewOf(owning: info, problem) }
  return viewOf { () throws(ViewError) in
    try View.fromBorrowedBuffer(try required(info, problem))
  }
}

@_cdecl("PyMemoryView_GetContiguous") @inline(never)
public func memoryViewGetContiguous(
  _ base: UnsafeMutablePointer<PyObject>?, _ buffertype: CInt, _ order: CChar
) -> UnsafeMutablePointer<PyObject>? {
  let theirs: (@convention(c) (Object?, CInt, CChar) -> Object?)? = interpreterFunction(
    PYMV_NAME_GET_CONTIGUOUS)
  if let theirs { return theirs(base, buffertype, order) }
  return viewOf { () throws(ViewError) in
    try View.getContiguous(
      try required(base, "PyMemoryView_GetContiguous(): base must not be NULL"),
      access: buffertype, order: order)
  }
}
