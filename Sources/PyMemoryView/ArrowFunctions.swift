import Arrow
import BufferProtocol
import CPyMemoryView
import MemoryView

// The Arrow C data interface. pymv.h documents the functions.

@_cdecl("PyMV_ToArrow") @inline(never)
public func toArrow(
  _ view: UnsafeMutablePointer<PyObject>?, _ array: UnsafeMutablePointer<ArrowArray>?,
  _ schema: UnsafeMutablePointer<ArrowSchema>?
) -> CInt {
  // A view for the array alone, so that the caller may release the other one.
  let own = viewOf { () throws(ViewError) in try View.fromObject(viewArgument(view).object) }
  guard let own else { return -1 }
  let status = statusOf { () throws(ViewError) in
    try View(own).export(to: try required(array), try required(schema))
  }
  if status < 0 { Py_DecRef(own) }
  return status
}

@_cdecl("PyMV_FromArrow") @inline(never)
public func fromArrow(
  _ array: UnsafeMutablePointer<ArrowArray>?, _ schema: UnsafeMutablePointer<ArrowSchema>?
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in try View.fromArrow(try required(array), try required(schema)) }
}
