import BufferProtocol
import CPyMemoryView
import MemoryView

// Functions that make views. pymv.h documents them.

/// Requires that an argument is a view.
func viewArgument(
  _ argument: UnsafeMutablePointer<PyObject>?
) throws(ViewError) -> View {
  let object = try required(argument)
  if !View.isView(object) { throw .type("the argument must be a view") }
  return View(object)
}

// MARK: - Making

@_cdecl("PyMV_FromArray") @inline(never)
public func fromArray(
  _ data: UnsafeMutableRawPointer?, _ format: UnsafePointer<CChar>?, _ itemsize: Int,
  _ ndim: CInt, _ shape: UnsafePointer<Int>?, _ strides: UnsafePointer<Int>?,
  _ suboffsets: UnsafePointer<Int>?, _ readonly: CInt, _ destroy: PyMV_DestroyFunc?,
  _ ctx: UnsafeMutableRawPointer?
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in
    let array = GivenArray(
      format: format, itemByteCount: itemsize, shape: GivenShape(axisCount: ndim, shape),
      strides: strides, suboffsets: suboffsets, isReadOnly: readonly != 0)
    return try array.makeView(of: data, destroy: destroy, context: ctx)
  }
}

@_cdecl("PyMV_NewArray") @inline(never)
public func newArray(
  _ format: UnsafePointer<CChar>?, _ ndim: CInt, _ shape: UnsafePointer<Int>?, _ order: CInt
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in
    try View.makeZeros(
      format: format, shape: GivenShape(axisCount: ndim, shape), order: order)
  }
}

@_cdecl("PyMV_Copy") @inline(never)
public func copy(
  _ view: UnsafeMutablePointer<PyObject>?, _ order: CInt
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in try viewArgument(view).makeCopy(inOrder: order) }
}

@_cdecl("PyMV_NewExporter")
public func newExporter(
  _ get: PyMV_ExportFunc?, _ release: PyMV_UnexportFunc?, _ destroy: PyMV_DestroyFunc?,
  _ ctx: UnsafeMutableRawPointer?
) -> UnsafeMutablePointer<PyObject>? {
  objectOf { () throws(ViewError) in
    try MemoryOwner.exporter(get: get, release: release, destroy: destroy, context: ctx)
  }
}

// MARK: - Deriving

@_cdecl("PyMV_Index") @inline(never)
public func index(
  _ view: UnsafeMutablePointer<PyObject>?, _ axis: CInt, _ index: Int
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in try viewArgument(view).indexed(axis: axis, at: index) }
}

@_cdecl("PyMV_Slice") @inline(never)
public func slice(
  _ view: UnsafeMutablePointer<PyObject>?, _ axis: CInt, _ start: Int, _ stop: Int, _ step: Int
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in
    try viewArgument(view).sliced(axis: axis, start: start, stop: stop, step: step)
  }
}

@_cdecl("PyMV_Transpose") @inline(never)
public func transpose(
  _ view: UnsafeMutablePointer<PyObject>?, _ axes: UnsafePointer<CInt>?
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in try viewArgument(view).transposed(axes) }
}

@_cdecl("PyMV_Reshape") @inline(never)
public func reshape(
  _ view: UnsafeMutablePointer<PyObject>?, _ ndim: CInt, _ shape: UnsafePointer<Int>?,
  _ order: CInt
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in
    try viewArgument(view).reshaped(to: GivenShape(axisCount: ndim, shape), order: order)
  }
}

@_cdecl("PyMV_Broadcast") @inline(never)
public func broadcast(
  _ view: UnsafeMutablePointer<PyObject>?, _ ndim: CInt, _ shape: UnsafePointer<Int>?
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in
    try viewArgument(view).broadcast(to: GivenShape(axisCount: ndim, shape))
  }
}

@_cdecl("PyMV_Cast") @inline(never)
public func cast(
  _ view: UnsafeMutablePointer<PyObject>?, _ format: UnsafePointer<CChar>?, _ ndim: CInt,
  _ shape: UnsafePointer<Int>?, _ order: CInt
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in
    try viewArgument(view).cast(
      toFormat: format, shape: GivenShape(axisCount: ndim, shape), order: order)
  }
}

@_cdecl("PyMV_AsBytes") @inline(never)
public func asBytes(
  _ view: UnsafeMutablePointer<PyObject>?
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in try viewArgument(view).asBytes() }
}

@_cdecl("PyMV_AsReadOnly") @inline(never)
public func asReadOnly(
  _ view: UnsafeMutablePointer<PyObject>?
) -> UnsafeMutablePointer<PyObject>? {
  viewOf { () throws(ViewError) in try viewArgument(view).makeReadOnly() }
}
