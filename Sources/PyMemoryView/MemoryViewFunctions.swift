import CPyMemoryView
import MemoryView
import MemoryViewTables

// The functions of memoryview.h, which documents them. Those that an interpreter has too are exported
// by HostTables/exported.c, like those of buffer.h.

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

@_silgen_name("pymv_s_PyMemoryView_FromObject")
public func memoryViewFromObject(
  _ base: UnsafeMutablePointer<PyObject>?
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in
    try View.fromObject(try required(base, "PyMemoryView_FromObject(): base must not be NULL"))
  }
}

@_silgen_name("pymv_s_PyMemoryView_FromMemory")
public func memoryViewFromMemory(
  _ mem: UnsafeMutablePointer<CChar>?, _ size: Int, _ flags: CInt
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in
    try View.fromMemory(mem, byteCount: size, access: flags)
  }
}

@_silgen_name("pymv_s_PyMemoryView_FromBuffer")
public func memoryViewFromBuffer(
  _ info: UnsafeMutablePointer<Py_buffer>?
) -> UnsafeMutablePointer<PyObject>? {
  let problem: StaticString = "PyMemoryView_FromBuffer(): info must not be NULL"
  if !pymv_c_rules.caller_expects_cpython { return viewOf(owning: info, problem) }
  return viewOf { () throws(ViewError) in
    try View.fromBorrowedBuffer(try required(info, problem))
  }
}

@_silgen_name("pymv_s_PyMemoryView_GetContiguous")
public func memoryViewGetContiguous(
  _ base: UnsafeMutablePointer<PyObject>?, _ buffertype: CInt, _ order: CChar
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in
    try View.getContiguous(
      try required(base, "PyMemoryView_GetContiguous(): base must not be NULL"),
      access: buffertype, order: order)
  }
}
