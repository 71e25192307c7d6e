import CPyMemoryView

/// The order of items in contiguous memory.
public enum StridedOrder: Sendable {
  /// The last index changes fastest.
  case c
  /// The first index changes fastest.
  case fortran

  var code: CInt { self == .c ? 67 : 70 }
}

/// A view of items along any number of axes, with any strides, to read.
///
/// A view of a span cannot outlive it. Views that own their memory have no limit: all views derived
/// from one keep the memory alive. Deriving a view copies no items. Negative indices count from the
/// end.
public struct StridedView<Element: StridedElement>: ~Escapable {
  let reference: ViewReference

  /// The limits are those of the caller, who knows what the memory of the reference depends on.
  @_lifetime(immortal)
  init(_ reference: ViewReference) throws(ViewError) {
    try reference.check(Element.self)
    self.reference = reference
  }

  /// View the items of a span, in C order.
  @_lifetime(copy span)
  public init(_ span: Span<Element>, shape: [Int]) throws(ViewError) {
    guard shape.reduce(1, *) == span.count else {
      throw ViewError(.value, "the shape has another number of items")
    }
    let object = span.withUnsafeBufferPointer { items in
      fromArray(UnsafeMutablePointer(mutating: items.baseAddress), shape, readOnly: true)
    }
    try self.init(ViewReference(object))
  }

  /// View memory that has an owner.
  ///
  /// - Parameters:
  ///   - items: address of the item whose indices are all 0.
  ///   - shape: items along each axis.
  ///   - strides: bytes from one item to the next along each axis; nil: C order.
  ///   - release: called once, after the last view of the memory, in the thread that dropped it; not
  ///     called if the initializer throws.
  @_lifetime(immortal)
  public init(
    owning items: UnsafeMutablePointer<Element>, shape: [Int], strides: [Int]? = nil,
    readOnly: Bool = false, release: @escaping @Sendable () -> Void
  ) throws(ViewError) {
    let object = try fromOwned(items, shape, strides, readOnly: readOnly, Release(release))
    try self.init(ViewReference(object))
  }

  // MARK: Descriptions

  public var shape: [Int] {
    get throws(ViewError) { try reference.axes(\.shape) }
  }

  /// Bytes from one item to the next along each axis.
  public var strides: [Int] {
    get throws(ViewError) { try reference.axes(\.strides) }
  }

  public var isReadOnly: Bool {
    get throws(ViewError) { try reference.info().readonly != 0 }
  }

  // MARK: Items

  public subscript(indices: Int...) -> Element {
    get throws(ViewError) {
      let item = try reference.address(of: indices, forWriting: false)
      return item.loadUnaligned(as: Element.self)
    }
  }

  /// The items, copied.
  public func elements(order: StridedOrder = .c) throws(ViewError) -> [Element] {
    let byteCount = try reference.info().nbytes
    var result: CInt = 0
    let count = byteCount / MemoryLayout<Element>.size
    let elements = [Element](unsafeUninitializedCapacity: count) { items, initializedCount in
      result = PyMV_ReadInto(reference.object, items.baseAddress, byteCount, order.code)
      initializedCount = result == 0 ? count : 0
    }
    guard result == 0 else { throw .taken() }
    return elements
  }

  /// A new array with the same items, which has no limit.
  @_lifetime(immortal)
  public func copy(order: StridedOrder = .c) throws(ViewError) -> StridedView {
    try StridedView(ViewReference(PyMV_Copy(reference.object, order.code)))
  }

  // MARK: Deriving views

  /// The slice `start:stop:step` of an axis, as in Python.
  @_lifetime(copy self)
  public func slice(
    axis: Int, from start: Int? = nil, to stop: Int? = nil, by step: Int = 1
  ) throws(ViewError) -> StridedView {
    try StridedView(reference.slice(axis, start, stop, step))
  }

  /// One index of an axis; the result does not have that axis.
  @_lifetime(copy self)
  public func select(axis: Int, _ index: Int) throws(ViewError) -> StridedView {
    try StridedView(ViewReference(PyMV_Index(reference.object, CInt(axis), index)))
  }

  /// The axes in another order, by default reversed.
  @_lifetime(copy self)
  public func transposed(_ axes: [Int]? = nil) throws(ViewError) -> StridedView {
    try StridedView(reference.transposed(axes))
  }

  /// The same items in another shape; throws if strides cannot express it.
  @_lifetime(copy self)
  public func reshaped(_ shape: [Int], order: StridedOrder = .c) throws(ViewError) -> StridedView {
    try StridedView(
      ViewReference(PyMV_Reshape(reference.object, CInt(shape.count), shape, order.code)))
  }

  /// Axes of extent 1 repeated, and axes added in front.
  @_lifetime(copy self)
  public func broadcast(_ shape: [Int]) throws(ViewError) -> StridedView {
    try StridedView(ViewReference(PyMV_Broadcast(reference.object, CInt(shape.count), shape)))
  }

  /// One field of every item.
  @_lifetime(copy self)
  public func field<Field: StridedElement>(
    _ name: String, as type: Field.Type = Field.self
  ) throws(ViewError) -> StridedView<Field> {
    try StridedView<Field>(ViewReference(PyMV_GetField(reference.object, name)))
  }
}
