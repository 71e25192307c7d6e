import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

public typealias ViewIterator = UnsafeMutablePointer<pymv_memory_iterator>

// An iterator stores the length that the view had when the iterator was made, and drops its
// reference to the view when it is exhausted.

extension ViewIterator {
  /// Assumes: the object is a memoryview's iterator.
  public init(_ object: Object) {
    assert(object.pointee.ob_type == pymv_c_services.iterator_type)
    self = UnsafeMutableRawPointer(object).assumingMemoryBound(to: pymv_memory_iterator.self)
  }

  public var object: Object { UnsafeMutableRawPointer(self).assumingMemoryBound(to: PyObject.self) }

  /// The next item; nil at the end. New reference.
  public func next() throws(ViewError) -> Object? {
    guard let view = pointee.view else { return nil }
    guard pymv_c_iterator_index(self) < pointee.count else {
      // Without a GIL, other threads may be using the iterator and its view.
      if !pymv_c_is_free_threaded() { clear() }
      return nil
    }
    // On a released view, raise without advancing.
    try view.requireAccess()
    let index = pymv_c_iterator_take(self)
    // Other threads may have taken the last items meanwhile.
    return index < pointee.count ? try view.item(index) : nil
  }

  /// The next item, by the fast path. New reference; nil if that does not apply, or with an exception
  /// set.
  public func nextPlainItem() -> Object? {
    guard pymv_c_is_alone() else { return nil }
    let index = pointee.index
    guard index < pointee.count, let view = pointee.view, view.pointee.view.ndim == 1,
      let item = view.heldItem(atOnly: index, format: pointee.format.unsafelyUnwrapped)
    else { return nil }
    pointee.index = index &+ 1
    return item.makeObject()
  }

  /// The same without a host's lock, with other threads; `.some(nil)`: an exception is set.
  @inline(__always)
  public func nextItemWithoutLock() -> Object?? {
    guard pymv_c_is_free_threaded(), let view = pointee.view, view.pointee.view.ndim == 1 else {
      return nil
    }
    return view.heldIfShared { takePlainItem(of: view) }
  }

  /// Takes an index only if the fast path applies, because nobody else returns its item, and checks
  /// nothing afterwards: the view may be marked as released while it is held.
  @inline(__always)
  private func takePlainItem(of view: View) -> Object?? {
    let expected = pymv_c_iterator_index(self)
    guard expected < pointee.count,
      let item = view.heldItem(atOnly: expected, format: pointee.format.unsafelyUnwrapped)
    else { return nil }
    let index = pymv_c_iterator_take(self)
    guard index < pointee.count else { return nil }
    return view.heldItem(index &- expected, after: item).makeObject()
  }

  public func clear() {
    guard let view = pointee.view else { return }
    pointee.view = nil
    Py_DecRef(view.object)
  }

  public func deallocate() {
    PyObject_GC_UnTrack(self)
    clear()
    PyObject_GC_Del(self)
  }

  public func visitReferences(_ visit: (Object?) -> CInt) -> CInt { visit(pointee.view?.object) }
}

extension View {
  /// Makes an iterator over the items. New reference.
  public func makeIterator() throws(ViewError) -> Object {
    if let iterator = try makeRowIterator() { return iterator }
    if let iterateAsHost = pymv_c_services.iterate_as_host {
      return try check(iterateAsHost(object))
    }
    let count = try iterableCount()
    guard let type = try ServingTypes.iterator() else {
      return try check(pymv_c_services.iterate_by_index.unsafelyUnwrapped(object))
    }
    let format = try held { () throws(ViewError) in NativeFormat.withoutPrefix(self.format) }
    let iterator = ViewIterator(try check(_PyObject_GC_New(type)))
    iterator.pointee.index = 0
    iterator.pointee.count = count
    iterator.pointee.format = format
    Py_IncRef(object)
    iterator.pointee.view = self
    PyObject_GC_Track(iterator)
    return iterator.object
  }
}
