import BufferProtocol
import CPyMemoryView
import Layout
import MemoryViewTables
import ObjectWatch

// A memoryview has its own shape, strides and suboffsets, stored after its fields, and shares
// memory, format and exporter with the managed buffer. States and counts:
//
//   created      the managed buffer gains a reference and an export
//   exports > 0  the view has exported buffers; it cannot be released
//   RELEASED     the managed buffer has lost the export; access raises ValueError
//
// A view is inaccessible when it or its managed buffer is released.

public typealias View = UnsafeMutablePointer<PyMemoryViewObject>

extension View {
  /// Assumes: the object is a memoryview.
  public init(_ object: Object) {
    assert(View.isView(object))
    self = UnsafeMutableRawPointer(object).assumingMemoryBound(to: PyMemoryViewObject.self)
  }

  public var object: Object { UnsafeMutableRawPointer(self).assumingMemoryBound(to: PyObject.self) }

  /// The wrapped buffer, at a fixed offset in the object.
  public var buffer: BufferView { pymv_c_view(self) }

  var flags: CInt { pymv_c_view_flags(self) }

  var isReleased: Bool { flags & _Py_MEMORYVIEW_RELEASED != 0 }

  func hasAll(_ flag: CInt) -> Bool { flags & flag == flag }

  /// Whether neither this view nor its managed buffer is released. `mbuf` is nil once the garbage
  /// collector has cleared the view.
  var isAccessible: Bool { !isReleased && pointee.mbuf?.isReleased == false }

  static var released: ViewError {
    .value("operation forbidden on released memoryview object")
  }

  public func requireAccess() throws(ViewError) {
    if !isAccessible { throw View.released }
  }

  func requireUnrestricted() throws(ViewError) {
    if hasAll(_Py_MEMORYVIEW_RESTRICTED) {
      throw .value("cannot create new view on restricted memoryview")
    }
  }
}

extension View {
  /// `<memory at 0x…>`; new reference, NULL with an exception on failure.
  public func makeRepr() -> Object? { pymv_c_view_repr(object, isReleased) }
}

// MARK: - End of life

extension View {
  /// Destroys the object. No exported buffers exist: each would own a reference.
  public func deallocate() {
    let hasHost = pymv_c_services.has_host
    if hasHost { PyObject_GC_UnTrack(self) }
    if pymv_c_is_watching() { pymv_c_forget_view(object) }
    // Asked before the managed buffer goes. Sizes are three for each axis, in every host.
    let isKept =
      pointee.mbuf != nil && pymv_c_reuses_views(pointee.mbuf, pointee.ob_base.ob_size / 3)
    // Without references, no other thread can pin or release the view concurrently.
    if pointee.exports == 0, let managed = pointee.mbuf {
      if isReleased {
        Py_DecRef(managed.object)
      } else if !pymv_c_leave_alone(managed) {
        managed.leave()
      }
    }
    if pointee.weakreflist != nil { pymv_c_services.clear_weak_references?(object) }
    if !isKept || !pymv_c_keep_view(self) { PyObject_GC_Del(self) }
  }
}
