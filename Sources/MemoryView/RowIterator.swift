import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

public typealias RowIterator = UnsafeMutablePointer<pymv_row_iterator>

// Iterators over rows in hosts with a GIL, faster than those over any view: the address of the next
// item needs no multiplication, and what cannot change is checked once.
//
// A float that nobody but the iterator refers to any more is changed and returned again. When the
// next item is asked for, a loop still refers to the last one, so two are kept.

extension RowIterator {
  /// Assumes: the object is an iterator over a row.
  public init(_ object: Object) {
    self = UnsafeMutableRawPointer(object).assumingMemoryBound(to: pymv_row_iterator.self)
  }

  private var object: Object {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: PyObject.self)
  }

  /// Whether there is a next item, and the view is accessible.
  @inline(__always)
  public var hasItem: Bool {
    guard pointee.count > 0 else { return false }
    // With items left there is a view, and one that is not released has a managed buffer.
    let view = pointee.view.unsafelyUnwrapped
    return !view.isReleased && !view.pointee.mbuf.unsafelyUnwrapped.isReleased
  }

  /// The next item. New reference; nil with an exception on failure. Assumes: `hasItem`.
  @inline(__always)
  public func nextItem() -> Object? {
    assert(hasItem)
    let item = UnsafeRawPointer(pointee.item.unsafelyUnwrapped)
    pointee.item = pointee.item.unsafelyUnwrapped + pointee.stride
    pointee.count &-= 1
    if _fastPath(type == .uint8) { return pymv_c_host_byte_object(item.load(as: UInt8.self)) }
    switch type {
    case .float64: return makeFloat(item.loadUnaligned(as: Double.self))
    case .float32: return makeFloat(Double(item.loadUnaligned(as: Float.self)))
    default: return type.makeObject(from: item)
    }
  }

  // Only the numbers of types are stored, and a type's number is its representation.
  private var type: ItemType { unsafeBitCast(pointee.type, to: ItemType.self) }

  /// Raises for a released view; else ends the iteration. For when there is no next item.
  public func end() throws(ViewError) {
    guard let view = pointee.view else { return }
    if pointee.count > 0 { throw View.released }
    pointee.view = nil
    dropFloats()
    Py_DecRef(view.object)
  }

  public func deallocate() {
    PyObject_GC_UnTrack(self)
    dropFloats()
    if let view = pointee.view { Py_DecRef(view.object) }
    PyObject_GC_Del(self)
  }

  public func visitReferences(_ visit: (Object?) -> CInt) -> CInt { visit(pointee.view?.object) }
}

// MARK: - Floats

extension RowIterator {
  /// After so many floats that others still referred to, none is reused any more.
  private static var mostMisses: UInt8 { 4 }

  @inline(__always)
  private func makeFloat(_ value: Double) -> Object? {
    guard pointee.miss_count < RowIterator.mostMisses else { return PyFloat_FromDouble(value) }
    let place = pymv_c_older_float(self).unsafelyUnwrapped
    pointee.turn ^= 1
    guard let float = place.pointee, pymv_c_is_only_reference(float) else {
      return replaceFloat(place, by: value)
    }
    pymv_c_set_float(float, value)
    pymv_c_change_count(float, 1)
    return float
  }

  @inline(never)
  private func replaceFloat(_ place: UnsafeMutablePointer<Object?>, by value: Double) -> Object? {
    guard let float = PyFloat_FromDouble(value) else { return nil }
    if let old = place.pointee {
      pointee.miss_count &+= 1
      Py_DecRef(old)
    }
    Py_IncRef(float)
    place.pointee = float
    return float
  }

  private func dropFloats() {
    Py_DecRef(pointee.floats.0)
    Py_DecRef(pointee.floats.1)
    pointee.floats = (nil, nil)
  }
}

extension View {
  /// Makes an iterator over a row. New reference; nil if this is not a row of plain items, or there
  /// are no such iterators.
  func makeRowIterator() throws(ViewError) -> Object? {
    guard let rowIteratorType = pymv_c_services.row_iterator_type, isAccessible,
      pointee.view.ndim == 1, pointee.view.suboffsets == nil, let item = pointee.view.buf,
      case .item(let type) = itemFormat, View.notedItemType(format) == type,
      type.byteCount <= pointee.view.itemsize
    else { return nil }
    guard let iteratorType = rowIteratorType() else {
      if PyErr_Occurred() != nil { throw .raised }
      return nil
    }
    let object = try check(_PyObject_GC_New(iteratorType))
    let iterator = RowIterator(object)
    iterator.pointee.item = UnsafePointer(item.assumingMemoryBound(to: CChar.self))
    iterator.pointee.stride = pointee.view.strides[0]
    iterator.pointee.count = pointee.view.shape[0]
    iterator.pointee.floats = (nil, nil)
    iterator.pointee.type = type.rawValue
    iterator.pointee.turn = 0
    iterator.pointee.miss_count = 0
    Py_IncRef(self.object)
    iterator.pointee.view = self
    PyObject_GC_Track(iterator)
    return object
  }
}
