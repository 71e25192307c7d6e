import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

extension View {
  /// Makes nested lists of the items, one level per axis; without axes, the item itself. New
  /// reference.
  @_optimize(speed)
  public func makeList() throws(ViewError) -> Object {
    try requireAccess()
    try requireItems()
    // Making objects may run the host's garbage collector, which may run foreign code.
    return try pinned { () throws(ViewError) in
      // Without items, the format does not matter.
      if !hasItems { return try makeList(.plain(.uint8), axis: 0, from: nil) }
      let start = try place(of: .none)
      let items = try itemAccess()
      defer { items.end() }
      return try makeList(items, axis: 0, from: start)
    }
  }

  var hasItems: Bool {
    for axis in 0..<buffer.axisCount where pointee.view.shape[axis] <= 0 { return false }
    return true
  }

  /// Recurses once per axis, at most 64 deep.
  ///
  /// - Parameter place: nil if the view has no items: then it may have neither an address nor
  ///   pointers to follow.
  @_optimize(speed)
  private func makeList(
    _ items: ItemAccess, axis: Int, from place: UnsafeMutableRawPointer?
  ) throws(ViewError) -> Object {
    if let place, axis == buffer.axisCount { return try check(items.makeObject(from: place)) }
    let extent = pointee.view.shape[axis]
    let list = try check(PyList_New(extent))
    do throws(ViewError) {
      if let place, axis == buffer.axisCount - 1, !hasAll(_Py_MEMORYVIEW_PIL),
        case .plain(let type) = items
      {
        try type.fill(list, extent, from: place, stride: pointee.view.strides[axis])
        return list
      }
      // Making the inner lists may run the host's garbage collector, through which other code could
      // find this list half filled.
      PyObject_GC_UnTrack(list)
      for index in 0..<extent {
        // Pointers to items without bytes may lead nowhere.
        let next = place.map {
          pointee.view.len == 0 ? $0 : buffer.step(from: $0, axis: axis, index: index)
        }
        let element = try makeList(items, axis: axis + 1, from: next)
        try check(PyList_SetItem(list, index, element))
      }
      PyObject_GC_Track(list)
      return list
    } catch {
      Py_DecRef(list)
      throw error
    }
  }
}

extension ItemType {
  /// Puts the items of a row into a new list. Dispatches on the type once, and writes the list's
  /// storage directly: its slots are empty, and no other code can reach it.
  ///
  /// Assumes: the list has `count` slots.
  @_optimize(speed)
  fileprivate func fill(
    _ list: Object, _ count: Int, from place: UnsafeMutableRawPointer, stride: Int
  ) throws(ViewError) {
    assert(PyList_Size(list) == count)
    switch self {
    case .int8: try fillIntegers(Int8.self, list, count, place, stride)
    case .uint8 where pymv_c_services.has_immortal_ints:
      try fillRow(list, count, place, stride) { pymv_c_byte_object($0.load(as: UInt8.self)) }
    case .uint8: try fillIntegers(UInt8.self, list, count, place, stride)
    case .int16: try fillIntegers(Int16.self, list, count, place, stride)
    case .uint16: try fillIntegers(UInt16.self, list, count, place, stride)
    case .int32: try fillIntegers(Int32.self, list, count, place, stride)
    case .uint32: try fillIntegers(UInt32.self, list, count, place, stride)
    case .int64: try fillIntegers(Int64.self, list, count, place, stride)
    case .float64:
      try fillRow(list, count, place, stride) {
        PyFloat_FromDouble($0.loadUnaligned(as: Double.self))
      }
    case .float32:
      try fillRow(list, count, place, stride) {
        PyFloat_FromDouble(Double($0.loadUnaligned(as: Float.self)))
      }
    case .boolean:
      try fillRow(list, count, place, stride) {
        PyBool_FromLong($0.load(as: UInt8.self) == 0 ? 0 : 1)
      }
    default:
      try fillRow(list, count, place, stride) { makeObject(from: $0) }
    }
  }

  @inline(__always)
  private func fillIntegers<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type, _ list: Object, _ count: Int, _ place: UnsafeMutableRawPointer,
    _ stride: Int
  ) throws(ViewError) {
    try fillRow(list, count, place, stride) {
      PyLong_FromLong(Int(truncatingIfNeeded: $0.loadUnaligned(as: type)))
    }
  }

  @inline(__always)
  private func fillRow(
    _ list: Object, _ count: Int, _ place: UnsafeMutableRawPointer, _ stride: Int,
    _ makeObject: (UnsafeRawPointer) -> Object?
  ) throws(ViewError) {
    let fields = UnsafeMutableRawPointer(list).assumingMemoryBound(to: PyListObject.self)
    for index in 0..<count {
      // Wrapping arithmetic cannot overflow: the offset lies within the items' memory.
      let object = makeObject(place + index &* stride)
      guard let object else { throw .raised }
      fields.pointee.ob_item[index] = object
    }
  }
}
