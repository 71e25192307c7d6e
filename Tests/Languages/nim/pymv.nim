## Views of memory for Nim: what an example needs of pymv.h.

type
  Info = object
    structSize: csize_t
    data: pointer
    format: cstring
    shape, strides, suboffsets: ptr UncheckedArray[int]
    itemsize, nbytes: int
    ndim, readonly, cContiguous, fContiguous: cint
  Destroy = proc (memory, context: pointer) {.cdecl, gcsafe, raises: [].}

{.push importc, cdecl.}
proc PyMV_FromArray(data: pointer, format: cstring, itemsize: int, ndim: cint, shape: ptr int,
                    strides, suboffsets: pointer, readonly: cint, destroy: Destroy,
                    context: pointer): pointer
proc PyMV_Slice(view: pointer, axis: cint, start, stop, step: int): pointer
proc PyMV_Transpose(view, axes: pointer): pointer
proc PyMV_GetField(view: pointer, name: cstring): pointer
proc PyMV_GetInfo(view: pointer, info: ptr Info): cint
proc PyMV_GetDouble(view: pointer, index: ptr int, value: ptr cdouble): cint
proc PyMV_SetDouble(view: pointer, index: ptr int, value: cdouble): cint
proc PyMV_ReadInto(view, buffer: pointer, length: int, order: cint): cint
proc PyMV_DecRef(view: pointer)
proc PyMV_TakeError(kind: ptr cstring): cstring
proc PyMV_SetDebug*(on: cint): cint
proc PyMV_DebugReport*(file: cint): int
{.pop.}

type
  PyMVError* = object of CatchableError ## An error of the library.
    kind*: string ## that of Python's exception
  View* = object ## A view. It has one reference, and drops it at its end.
    reference: pointer
  Owner = ref object
    released: proc () {.gcsafe, raises: [].}

proc `=destroy`(view: var View) =
  if view.reference != nil: PyMV_DecRef(view.reference)
  view.reference = nil
proc `=copy`(copy: var View, view: View) {.error.}

proc close*(view: var View) = `=destroy`(view)

proc fail() {.noreturn.} =
  var kind: cstring
  let text = $PyMV_TakeError(addr kind)
  raise (ref PyMVError)(kind: $kind, msg: text)

proc succeed(result: cint) =
  if result < 0: fail()

proc made(reference: pointer): View =
  if reference == nil: fail()
  View(reference: reference)

proc first[T](items: openArray[T]): ptr T = unsafeAddr items[0]

# The library calls this in the thread that drops the last view.
proc destroy(memory, context: pointer) {.cdecl, gcsafe, raises: [].} =
  let owner = cast[Owner](context)
  owner.released()
  GC_unref(owner)

proc view*(memory: pointer, format: string, shape: openArray[int], readonly: bool,
           released: proc () {.gcsafe, raises: [].}): View =
  ## View memory, which lives until `released` is called, once.
  let owner = Owner(released: released)
  result = made(PyMV_FromArray(memory, format, 0, cint(shape.len), first(shape), nil, nil,
                               cint(readonly), destroy, cast[pointer](owner)))
  GC_ref(owner)

const omitted = low(int)
proc slice*(view: View, axis: int, start = omitted, stop = omitted, step = omitted): View =
  made(PyMV_Slice(view.reference, cint(axis), start, stop, step))
proc transposed*(view: View): View = made(PyMV_Transpose(view.reference, nil))
proc field*(view: View, name: string): View = made(PyMV_GetField(view.reference, name))

proc info(view: View): Info =
  result.structSize = csize_t(sizeof(Info))
  succeed(PyMV_GetInfo(view.reference, addr result))

proc shape*(view: View): seq[int] =
  let info = view.info
  for axis in 0 ..< info.ndim: result.add(info.shape[axis])

proc `[]`*(view: View, index: varargs[int]): float =
  succeed(PyMV_GetDouble(view.reference, first(index), addr result))

proc `[]=`*(view: View, index: varargs[int], value: float) =
  succeed(PyMV_SetDouble(view.reference, first(index), value))

proc items*(view: View, T: typedesc): seq[T] =
  ## The items in C order.
  let bytes = view.info.nbytes
  result = newSeq[T](bytes div sizeof(T))
  succeed(PyMV_ReadInto(view.reference, addr result[0], bytes, cint('C')))
