import CPyMemoryView
import RuntimeTables

public typealias VarObject = UnsafeMutablePointer<PyVarObject>

/// Size in bytes of an object with `itemCount` items, rounded up to whole words; nil on overflow.
func objectSize(_ type: TypeObject, itemCount: Int) -> Int? {
  let (items, tooMany) = type.pointee.tp_itemsize.multipliedReportingOverflow(by: itemCount)
  let (size, tooLarge) = type.pointee.tp_basicsize.addingReportingOverflow(items)
  let word = MemoryLayout<Int>.size
  guard itemCount >= 0, !tooMany, !tooLarge, size >= 0, size <= Int.max - word else { return nil }
  return (size + word - 1) & ~(word - 1)
}

/// Initializes the header of an object, with one reference.
func initialize(_ op: Object, _ type: TypeObject) {
  op.initialize(to: PyObject(ob_refcnt: 1, ob_type: type))
}

/// Allocates an object whose memory after the header is indeterminate.
func newObject(_ type: TypeObject?) -> Object? {
  guard let type else { return raiseNullArgument() }
  guard let size = objectSize(type, itemCount: 0), let block = pymv_c_block_alloc(size) else {
    return noMemory()
  }
  let op = block.assumingMemoryBound(to: PyObject.self)
  initialize(op, type)
  return op
}

/// Allocates an object in a cell. Assumes: the type is exactly `int` or `float`.
func newNumber(_ type: TypeObject) -> Object? {
  assert(isInCells(type))
  guard let cell = pymv_c_cell_alloc() else { return noMemory() }
  return number(in: cell, type)
}

/// Fast path of `newNumber` with a cell of the thread's cache; nil, without an exception, if that
/// is empty.
@inline(__always)
func newNumberAtHand(_ type: TypeObject) -> Object? {
  pymv_c_cell_take().map { number(in: $0, type) }
}

@inline(__always)
private func number(in cell: UnsafeMutableRawPointer, _ type: TypeObject) -> Object {
  let op = cell.assumingMemoryBound(to: PyObject.self)
  op.pointee.ob_refcnt = 1
  op.pointee.ob_type = type
  return op
}

/// Whether objects of a type are allocated in cells.
func isInCells(_ type: TypeObject?) -> Bool {
  type == pymv_c_int_type() || type == pymv_c_float_type()
}

/// As `newObject`, with `itemCount` items.
func newVarObject(_ type: TypeObject?, _ itemCount: Int) -> VarObject? {
  guard let type else { return raiseNullArgument() }
  guard itemCount >= 0 else {
    badInternalCall()
    return nil
  }
  guard let size = objectSize(type, itemCount: itemCount),
    let block = pymv_c_block_alloc(size)
  else {
    return noMemory()
  }
  let op = block.assumingMemoryBound(to: PyVarObject.self)
  initialize(block.assumingMemoryBound(to: PyObject.self), type)
  op.pointee.ob_size = itemCount
  return op
}

@_cdecl("PyObject_Init") public func objectInit(_ op: Object?, _ type: TypeObject?) -> Object? {
  guard let op else { return noMemory() }
  guard let type else { return raiseNullArgument() }
  initialize(op, type)
  return op
}

@_cdecl("PyObject_InitVar")
public func objectInitVar(_ op: VarObject?, _ type: TypeObject?, _ size: Int) -> VarObject? {
  guard let op else { return noMemory() }
  guard let type else { return raiseNullArgument() }
  op.initialize(
    to: PyVarObject(ob_base: PyObject(ob_refcnt: 1, ob_type: type), ob_size: size))
  return op
}

@_cdecl("_PyObject_New") public func objectNew(_ type: TypeObject?) -> Object? {
  guard let type, isInCells(type) else { return newObject(type) }
  return newNumber(type)
}

@_cdecl("_PyObject_NewVar")
public func objectNewVar(_ type: TypeObject?, _ itemCount: Int) -> VarObject? {
  newVarObject(type, itemCount)
}

@_cdecl("_PyObject_GC_New") public func objectGCNew(_ type: TypeObject?) -> Object? {
  newObject(type)
}

@_cdecl("_PyObject_GC_NewVar")
public func objectGCNewVar(_ type: TypeObject?, _ itemCount: Int) -> VarObject? {
  newVarObject(type, itemCount)
}

@_cdecl("PyObject_GC_Track") public func objectGCTrack(_ op: UnsafeMutableRawPointer?) {}

@_cdecl("PyObject_GC_UnTrack") public func objectGCUnTrack(_ op: UnsafeMutableRawPointer?) {}

@_cdecl("PyObject_GC_IsTracked") public func objectGCIsTracked(_ op: Object?) -> Int32 { 0 }

@_cdecl("PyObject_GC_Del") public func objectGCDel(_ op: UnsafeMutableRawPointer?) {
  pymv_c_block_free(op)
}
