import CPyMemoryView

/// An object for memory in C order, or nil: the error of this thread says why.
func fromArray<Element: StridedElement>(
  _ items: UnsafeMutablePointer<Element>?, _ shape: [Int], readOnly: Bool
) -> UnsafeMutablePointer<PyObject>? {
  PyMV_FromArray(
    items, Element.format, MemoryLayout<Element>.size, CInt(shape.count), shape, nil, nil,
    readOnly ? 1 : 0, nil, nil)
}

/// The same for memory that has an owner, which keeps the release.
func fromOwned<Element: StridedElement>(
  _ items: UnsafeMutablePointer<Element>, _ shape: [Int], _ strides: [Int]?, readOnly: Bool,
  _ release: Release
) throws(ViewError) -> UnsafeMutablePointer<PyObject> {
  guard strides == nil || strides?.count == shape.count else {
    throw ViewError(.value, "as many strides as extents are needed")
  }
  let context = Unmanaged.passRetained(release)
  let object = PyMV_FromArray(
    items, Element.format, MemoryLayout<Element>.size, CInt(shape.count), shape, strides, nil,
    readOnly ? 1 : 0, Release.callback, context.toOpaque())
  guard let object else {
    context.release()
    throw .taken()
  }
  return object
}

/// What the library keeps for an owner.
final class Release: Sendable {
  private let action: @Sendable () -> Void

  init(_ action: @escaping @Sendable () -> Void) { self.action = action }

  static let callback: PyMV_DestroyFunc = { _, context in
    Unmanaged<Release>.fromOpaque(context!).takeRetainedValue().action()
  }
}
