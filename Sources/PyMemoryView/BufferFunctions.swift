import BufferProtocol
import CPyMemoryView
import HostTables
import ItemFormat
import Layout
import MemoryView
import MemoryViewTables
import ObjectWatch

// The functions of buffer.h, which documents them. In an interpreter whose objects have another layout,
// its own functions do the work.
//
// Functions that call C's inline functions are `@inline(never)`: the compiler would inline a small
// one into its `@_cdecl` thunk, where it inlines no C functions.

/// The interpreter's function that does the work instead; nil if there is none.
@inline(__always)
func interpreterFunction<Function>(_ name: pymv_shared_name) -> Function? {
  unsafeBitCast(pymv_c_interpreter_function(name), to: Function?.self)
}

@_cdecl("PyObject_CheckBuffer") @inline(never)
public func objectCheckBuffer(_ obj: UnsafeMutablePointer<PyObject>?) -> CInt {
  let theirs: (@convention(c) (Object?) -> CInt)? = interpreterFunction(PYMV_NAME_CHECK_BUFFER)
  if let theirs { return theirs(obj) }
  guard let obj else { return 0 }
  return isExporter(obj) ? 1 : 0
}

@_optimize(speed) @_cdecl("PyObject_GetBuffer") @inline(never)
public func objectGetBuffer(
  _ exporter: UnsafeMutablePointer<PyObject>?, _ view: UnsafeMutablePointer<Py_buffer>?,
  _ flags: CInt
) -> CInt {
  if let exporter, let view, View.fill(view, askedOf: exporter, flags: flags) { return 0 }
  return request(exporter, view, flags, pymv_c_caller())
}

@inline(never)
private func request(
  _ exporter: Object?, _ view: BufferView?, _ flags: CInt, _ caller: UnsafeRawPointer?
) -> CInt {
  if pymv_c_is_watching() {
    let mark = pymv_c_watch_mark()
    let status = request(exporter, view, flags)
    if let view { pymv_c_note_request(view, status, mark, caller) }
    return status
  }
  return request(exporter, view, flags)
}

private func request(_ exporter: Object?, _ view: BufferView?, _ flags: CInt) -> CInt {
  // Here and in `release`, because the fast paths do not apply then.
  let theirs: (@convention(c) (Object?, BufferView?, CInt) -> CInt)? =
    interpreterFunction(PYMV_NAME_GET_BUFFER)
  if let theirs { return theirs(exporter, view, flags) }
  // A host calls its exporters even if the view is NULL.
  if view == nil || isAccessFlag(flags), let exporter, let getBuffer = pymv_c_services.get_buffer {
    return getBuffer(exporter, view, flags)
  }
  return requestBuffer(exporter, view, flags)
}

@_optimize(speed) @_cdecl("PyBuffer_Release") @inline(never)
public func bufferRelease(_ view: UnsafeMutablePointer<Py_buffer>?) {
  if let view, View.takeBack(view) { return }
  release(view, pymv_c_caller())
}

@inline(never)
private func release(_ view: BufferView?, _ caller: UnsafeRawPointer?) {
  let theirs: (@convention(c) (BufferView?) -> Void)? = interpreterFunction(PYMV_NAME_RELEASE)
  if let theirs { return theirs(view) }
  if pymv_c_is_watching(), let view { pymv_c_note_release(view, caller) }
  releaseBuffer(view)
}

@_cdecl("PyBuffer_FillInfo") @inline(never)
public func bufferFillInfo(
  _ view: UnsafeMutablePointer<Py_buffer>?, _ exporter: UnsafeMutablePointer<PyObject>?,
  _ buf: UnsafeMutableRawPointer?, _ len: Int, _ readonly: CInt, _ flags: CInt
) -> CInt {
  let theirs:
    (@convention(c) (BufferView?, Object?, UnsafeMutableRawPointer?, Int, CInt, CInt) -> CInt)? =
      interpreterFunction(PYMV_NAME_FILL_INFO)
  if let theirs { return theirs(view, exporter, buf, len, readonly, flags) }
  if isAccessFlag(flags), let view, let fillInfo = pymv_c_services.fill_info {
    return fillInfo(view, exporter, buf, len, readonly, flags)
  }
  let status = fillInfo(
    view, exporter: exporter, bytes: buf, byteCount: len, readonly: readonly, request: flags)
  if pymv_c_is_watching(), let view { pymv_c_note_fill(view) }
  return status
}

@_cdecl("PyBuffer_IsContiguous") @inline(never)
public func bufferIsContiguous(_ view: UnsafePointer<Py_buffer>?, _ order: CChar) -> CInt {
  let theirs: (@convention(c) (UnsafePointer<Py_buffer>?, CChar) -> CInt)? = interpreterFunction(
    PYMV_NAME_IS_CONTIGUOUS)
  if let theirs { return theirs(view, order) }
  guard let view else { return 0 }
  if view.pointee.suboffsets != nil && !pymv_c_rules.caller_expects_cpython {
    return isContiguousWithoutPointers(view, order)
  }
  return BufferView(mutating: view).isContiguous(order: order) ? 1 : 0
}

/// Ignores suboffsets that are all negative, because they follow no pointers. For code compiled for
/// CPython, a buffer with suboffsets is never contiguous.
@inline(never)
private func isContiguousWithoutPointers(_ view: UnsafePointer<Py_buffer>, _ order: CChar) -> CInt {
  if BufferView(mutating: view).followsPointers { return 0 }
  var direct = view.pointee
  direct.suboffsets = nil
  return withUnsafeMutablePointer(to: &direct) { $0.isContiguous(order: order) ? 1 : 0 }
}

@_cdecl("PyBuffer_GetPointer") @inline(never)
public func bufferGetPointer(
  _ view: UnsafePointer<Py_buffer>?, _ indices: UnsafePointer<Int>?
) -> UnsafeMutableRawPointer? {
  let theirs:
    (@convention(c) (UnsafePointer<Py_buffer>?, UnsafePointer<Int>?) -> UnsafeMutableRawPointer?)? =
      interpreterFunction(PYMV_NAME_GET_POINTER)
  if let theirs { return theirs(view, indices) }
  if let view, let indices, view.pointee.strides != nil, view.pointee.buf != nil,
    view.pointee.ndim > 0, view.pointee.ndim <= PyBUF_MAX_NDIM
  {
    return BufferView(mutating: view).address(at: indices)
  }
  return addressOfItem(view, indices)
}

/// Slow path for buffers without strides, and for missing arguments.
@inline(never)
private func addressOfItem(
  _ view: UnsafePointer<Py_buffer>?, _ indices: UnsafePointer<Int>?
) -> UnsafeMutableRawPointer? {
  var place: UnsafeMutableRawPointer?
  _ = statusOf { () throws(ViewError) in
    let view = try required(
      BufferView(mutating: view), "PyBuffer_GetPointer: view must not be NULL")
    try view.requireSound()
    guard view.pointee.ndim > 0, view.pointee.buf != nil else {
      place = view.pointee.buf
      return
    }
    guard let indices else { throw .system("PyBuffer_GetPointer: indices must not be NULL") }
    place = view.withItems { $0.address(at: indices) }
  }
  return place
}

@_cdecl("PyBuffer_SizeFromFormat") @inline(never)
public func bufferSizeFromFormat(_ format: UnsafePointer<CChar>?) -> Int {
  let theirs: (@convention(c) (UnsafePointer<CChar>?) -> Int)? = interpreterFunction(
    PYMV_NAME_SIZE_FROM_FORMAT)
  if let theirs { return theirs(format) }
  guard let format else {
    return numberOf { () throws(ViewError) in
      throw .system("PyBuffer_SizeFromFormat: format must not be NULL")
    }
  }
  if let sizeFromFormat = pymv_c_services.size_from_format { return sizeFromFormat(format) }
  do throws(FormatError) {
    return try byteCount(ofFormat: format)
  } catch {
    let first = error
    do throws(FormatError) {
      return try byteCount(ofFormat: format, .full)
    } catch {
      // A format that the full grammar does not know either: the struct module's error.
      (error == .noMemory ? error : first).raise(format: format)
      return -1
    }
  }
}

@_optimize(speed) @_cdecl("PyBuffer_ToContiguous") @inline(never)
public func bufferToContiguous(
  _ buf: UnsafeMutableRawPointer?, _ src: UnsafePointer<Py_buffer>?, _ len: Int, _ order: CChar
) -> CInt {
  let theirs:
    (@convention(c) (UnsafeMutableRawPointer?, UnsafePointer<Py_buffer>?, Int, CChar) -> CInt)? =
      interpreterFunction(PYMV_NAME_TO_CONTIGUOUS)
  if let theirs { return theirs(buf, src, len, order) }
  return statusOf { () throws(ViewError) in
    let source = try required(
      BufferView(mutating: src), "PyBuffer_ToContiguous: view must not be NULL")
    let memory = try required(
      buf, for: len, "PyBuffer_ToContiguous: buf must not be NULL")
    try packItems(of: source, into: memory, byteCount: len, order: order)
  }
}

@_cdecl("PyBuffer_FromContiguous") @inline(never)
public func bufferFromContiguous(
  _ view: UnsafePointer<Py_buffer>?, _ buf: UnsafeRawPointer?, _ len: Int, _ order: CChar
) -> CInt {
  let theirs: (@convention(c) (UnsafePointer<Py_buffer>?, UnsafeRawPointer?, Int, CChar) -> CInt)? =
    interpreterFunction(PYMV_NAME_FROM_CONTIGUOUS)
  if let theirs { return theirs(view, buf, len, order) }
  return statusOf { () throws(ViewError) in
    let destination = try required(
      BufferView(mutating: view), "PyBuffer_FromContiguous: view must not be NULL")
    let source = try required(
      UnsafeMutableRawPointer(mutating: buf), for: len,
      "PyBuffer_FromContiguous: buf must not be NULL")
    try unpackItems(of: destination, from: source, byteCount: len, order: order)
  }
}

@_cdecl("PyObject_CopyData") @inline(never)
public func objectCopyData(
  _ dest: UnsafeMutablePointer<PyObject>?, _ src: UnsafeMutablePointer<PyObject>?
) -> CInt {
  let theirs: (@convention(c) (Object?, Object?) -> CInt)? = interpreterFunction(
    PYMV_NAME_COPY_DATA)
  if let theirs { return theirs(dest, src) }
  return statusOf { () throws(ViewError) in
    try copyData(
      to: try required(dest, "PyObject_CopyData: dest must not be NULL"),
      from: try required(src, "PyObject_CopyData: src must not be NULL"))
  }
}

@_cdecl("PyBuffer_FillContiguousStrides") @inline(never)
public func bufferFillContiguousStrides(
  _ ndims: CInt, _ shape: UnsafeMutablePointer<Int>?, _ strides: UnsafeMutablePointer<Int>?,
  _ itemsize: CInt, _ order: CChar
) {
  let theirs:
    (
      @convention(c) (CInt, UnsafeMutablePointer<Int>?, UnsafeMutablePointer<Int>?, CInt, CChar) ->
        Void
    )? = interpreterFunction(PYMV_NAME_FILL_CONTIGUOUS_STRIDES)
  if let theirs { return theirs(ndims, shape, strides, itemsize, order) }
  guard ndims > 0, let shape, let strides else { return }
  fillContiguousStrides(
    strides, shape: shape, axisCount: Int(ndims), itemByteCount: Int(itemsize),
    order: ItemOrder(fortranOnlyFor: order))
}

/// Memory that may be NULL only if its size is 0.
private func required(
  _ memory: UnsafeMutableRawPointer?, for byteCount: Int, _ problem: StaticString
) throws(ViewError) -> UnsafeMutableRawPointer {
  if let memory { return memory }
  if byteCount > 0 { throw .system(problem) }
  // This address is never accessed.
  return UnsafeMutableRawPointer(bitPattern: MemoryLayout<Int>.alignment).unsafelyUnwrapped
}
