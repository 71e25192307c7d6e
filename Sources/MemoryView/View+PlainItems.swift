import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

// Fast path for reading and writing one item: exact ints as indices, no suboffsets, a cached
// format, and for writing an exact int, float or bool. Runs no foreign code. Functions return nil
// or false, also for errors, to fall back to the general path.
//
// Without a host's lock, and with other threads, the view is held meanwhile. Otherwise nothing is
// called after the item was found, so that no stack frame is necessary.

/// An item that can be read and, in a writable view, written.
public struct PlainItem {
  let type: ItemType
  let place: UnsafeMutableRawPointer

  /// New reference; nil with an exception if memory allocation fails.
  public func makeObject() -> Object? { type.makeObject(from: place) }
}

extension View {
  /// The item at an index on the only axis, which counts from the end if negative. Nil also if
  /// another thread could release the view meanwhile.
  public func plainItem(at index: Int) -> PlainItem? {
    pymv_c_is_alone() ? heldItem(at: index) : nil
  }

  /// The item at an index object, or at the indices in a tuple; likewise.
  @inline(__always)
  public func plainItem(at key: Object) -> PlainItem? {
    pymv_c_is_alone() ? heldItem(at: key) : nil
  }

  /// Reads the plain item at an index while the view is held. New reference. Nil: the fast path does
  /// not apply, or no other thread could release the view. `.some(nil)`: an exception is set.
  @inline(__always)
  func sharedObject(at index: Int) -> Object?? {
    heldIfShared { heldItem(at: index).map { $0.makeObject() } }
  }

  /// The same, without a host's lock only: elsewhere it would be too much code for a slot.
  @inline(__always)
  public func objectWithoutLock(at index: Int) -> Object?? {
    pymv_c_is_free_threaded() ? sharedObject(at: index) : nil
  }

  @inline(__always)
  public func objectWithoutLock(at key: Object) -> Object?? {
    guard pymv_c_is_free_threaded() else { return nil }
    return heldIfShared { heldItem(at: key).map { $0.makeObject() } }
  }

  /// Assumes, like the functions below: no other thread can release the view.
  @inline(__always)
  private func heldItem(at index: Int) -> PlainItem? {
    assert(isHeld)
    guard pointee.view.ndim == 1 else { return nil }
    let index = index < 0 ? index &+ plainExtent(0) : index
    return heldItem(atOnly: index, format: format)
  }

  @inline(__always)
  private func heldItem(at key: Object) -> PlainItem? {
    if let index = Key.plainIndex(key) { return heldItem(at: index) }
    return pymv_c_is_exact_tuple(key) ? heldItem(atTuple: key) : nil
  }

  /// Assumes: there is one axis, and the format is the view's; after a release it may have been
  /// freed.
  @inline(__always)
  func heldItem(atOnly index: Int, format: UnsafePointer<CChar>) -> PlainItem? {
    assert(isHeld && pointee.view.ndim == 1)
    assert(format == self.format || format == self.format + 1)
    guard let type = plainType(format), let start = pointee.view.buf, index >= 0,
      index < plainExtent(0)
    else { return nil }
    return PlainItem(type: type, place: start + plainOffset(of: index, axis: 0))
  }

  /// The item some places after another on the only axis.
  @inline(__always)
  func heldItem(_ distance: Int, after item: PlainItem) -> PlainItem {
    PlainItem(type: item.type, place: item.place + plainOffset(of: distance, axis: 0))
  }

  @inline(never)
  @_optimize(speed)
  private func heldItem(atTuple tuple: Object) -> PlainItem? {
    guard pointee.view.ndim > 0, PyTuple_Size(tuple) == buffer.axisCount,
      let type = plainType(format), var place = pointee.view.buf
    else { return nil }
    for axis in 0..<buffer.axisCount {
      guard let key = PyTuple_GetItem(tuple, axis), var index = Key.plainIndex(key) else {
        return nil
      }
      if index < 0 { index &+= plainExtent(axis) }
      if index < 0 || index >= plainExtent(axis) { return nil }
      place += plainOffset(of: index, axis: axis)
    }
    return PlainItem(type: type, place: place)
  }

  /// The item type; nil if the view is not accessible, has suboffsets, or its format is not cached.
  @inline(__always)
  private func plainType(_ format: UnsafePointer<CChar>) -> ItemType? {
    guard flags & (_Py_MEMORYVIEW_RELEASED | _Py_MEMORYVIEW_PIL) == 0,
      pointee.mbuf?.isReleased == false, let type = View.notedScalarType(format),
      type.byteCount <= pointee.view.itemsize
    else { return nil }
    return type
  }

  // Unchecked: a view has an extent and a stride for each of its axes.

  @inline(__always)
  private func plainExtent(_ axis: Int) -> Int { pointee.view.shape.unsafelyUnwrapped[axis] }

  /// Wrapping arithmetic cannot overflow: the offset lies within the items' memory.
  @inline(__always)
  private func plainOffset(of index: Int, axis: Int) -> Int {
    index &* pointee.view.strides.unsafelyUnwrapped[axis]
  }

  /// Performs `view[key] = value` if the fast path applies.
  @_optimize(speed)
  public func assignPlain(_ value: Object, to key: Object) -> Bool {
    if pymv_c_is_alone() { return storePlain(value, to: key) }
    return heldIfShared { storePlain(value, to: key) } ?? false
  }

  @inline(__always)
  private func storePlain(_ value: Object, to key: Object) -> Bool {
    guard pointee.view.readonly == 0, let item = heldItem(at: key) else { return false }
    return item.type.storePlain(value, to: item.place)
  }
}

extension Key {
  /// The value of an exact int that fits into a machine word.
  @inline(__always)
  static func plainIndex(_ key: Object) -> Int? {
    guard pymv_c_is_exact_int(key) else { return nil }
    let index = PyLong_AsSsize_t(key)
    if index != -1 || PyErr_Occurred() == nil { return index }
    PyErr_Clear()
    return nil
  }
}

extension ItemType {
  /// Writes an exact int, float or bool whose value fits the item.
  @_optimize(speed)
  fileprivate func storePlain(_ value: Object, to place: UnsafeMutableRawPointer) -> Bool {
    if pymv_c_is_exact_int(value) {
      var overflow: CInt = 0
      let integer = PyLong_AsLongAndOverflow(value, &overflow)
      return overflow == 0 && storePlain(integer, to: place)
    }
    if pymv_c_is_exact_float(value) {
      let number = PyFloat_AsDouble(value)
      switch self {
      case .float64: place.storeBytes(of: number, as: Double.self)
      // What overflows depends on the format.
      case .float32 where !overflowsFloat(number):
        place.storeBytes(of: Float(number), as: Float.self)
      default: return false
      }
      return true
    }
    guard self == .boolean, pymv_c_plain_type(value) == PYMV_PLAIN_BOOL else { return false }
    place.storeBytes(of: value == pymv_c_true() ? 1 : 0, as: UInt8.self)
    return true
  }

  @inline(__always)
  private func storePlain(_ integer: Int, to place: UnsafeMutableRawPointer) -> Bool {
    switch self {
    case .int8: store(Int8(exactly: integer), place)
    case .uint8: store(UInt8(exactly: integer), place)
    case .int16: store(Int16(exactly: integer), place)
    case .uint16: store(UInt16(exactly: integer), place)
    case .int32: store(Int32(exactly: integer), place)
    case .uint32: store(UInt32(exactly: integer), place)
    case .int64: store(integer, place)
    case .uint64: store(UInt64(exactly: integer), place)
    default: false
    }
  }

  @inline(__always)
  private func store<Integer: BitwiseCopyable>(
    _ integer: Integer?, _ place: UnsafeMutableRawPointer
  ) -> Bool {
    guard let integer else { return false }
    place.storeBytes(of: integer, as: Integer.self)
    return true
  }
}
