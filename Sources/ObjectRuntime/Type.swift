import CPyMemoryView
import RuntimeTables

/// Finds a slot in a type or in the nearest base that defines it.
@inline(__always)
func slot<Slot>(of type: TypeObject, _ read: (TypeObject) -> Slot?) -> Slot? {
  var next: TypeObject? = type
  while let current = next {
    if let found = read(current) { return found }
    next = current.pointee.tp_base
  }
  return nil
}

/// Whether any of the tp_flags is set.
func has(_ type: TypeObject, _ flags: UInt) -> Bool {
  type.pointee.tp_flags & flags != 0
}

/// A type's name without its module.
func shortName(_ type: TypeObject) -> UnsafePointer<CChar> {
  let name: UnsafePointer<CChar> = type.pointee.tp_name
  guard let dot = strrchr(name, 0x2E) else { return name }
  return UnsafePointer(dot + 1)
}

func isSubtype(_ type: TypeObject, _ base: TypeObject) -> Bool {
  var next: TypeObject? = type
  while let current = next {
    if current == base { return true }
    next = current.pointee.tp_base
  }
  return base == pymv_c_object_type()
}

@_cdecl("PyType_IsSubtype")
public func typeIsSubtype(_ type: TypeObject?, _ base: TypeObject?) -> Int32 {
  guard let type, let base else { return 0 }
  return isSubtype(type, base) ? 1 : 0
}

@_cdecl("PyType_GetFlags") public func typeGetFlags(_ type: TypeObject?) -> UInt {
  type?.pointee.tp_flags ?? 0
}

@_cdecl("PyType_GenericAlloc")
public func typeGenericAlloc(_ type: TypeObject?, _ itemCount: Int) -> Object? {
  guard let type else { return raiseNullArgument() }
  // One more item than requested, because types with items store a terminator there.
  guard itemCount >= 0, itemCount < Int.max,
    let size = objectSize(type, itemCount: itemCount + 1),
    let block = allocateZeroed(type, size)
  else { return noMemory() }
  let op = block.assumingMemoryBound(to: PyObject.self)
  initialize(op, type)
  if type.pointee.tp_itemsize != 0 {
    block.assumingMemoryBound(to: PyVarObject.self).pointee.ob_size = itemCount
  }
  return op
}

private func allocateZeroed(_ type: TypeObject, _ size: Int) -> UnsafeMutableRawPointer? {
  guard isInCells(type) else { return allocateZeroed(1, size) }
  let cell = pymv_c_cell_alloc()
  cell?.initializeMemory(as: UInt8.self, repeating: 0, count: PYMV_CELL_SIZE)
  return cell
}

@_cdecl("PyType_GenericNew")
public func typeGenericNew(_ type: TypeObject?, _ args: Object?, _ kwds: Object?) -> Object? {
  guard let type else { return raiseNullArgument() }
  guard let allocate = slot(of: type, { $0.pointee.tp_alloc }) else {
    return typeGenericAlloc(type, 0)
  }
  return allocate(type, 0)
}
