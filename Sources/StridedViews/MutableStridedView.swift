import CPyMemoryView

/// A view of items along any number of axes, with any strides, to read and write.
///
/// It cannot be copied: while one exists, a mutable span is not accessible in another way. Views of
/// memory that has an owner may overlap, and their user sees to it that threads take turns.
public struct MutableStridedView<Element: StridedElement>: ~Copyable, ~Escapable {
  let reference: ViewReference

  @_lifetime(immortal)
  init(_ reference: ViewReference) throws(ViewError) {
    try reference.check(Element.self)
    guard try reference.info().readonly == 0 else { throw .readOnly }
    self.reference = reference
  }

  /// View the items of a mutable span, in C order.
  @_lifetime(&span)
  public init(_ span: inout MutableSpan<Element>, shape: [Int]) throws(ViewError) {
    guard shape.reduce(1, *) == span.count else {
      throw ViewError(.value, "the shape has another number of items")
    }
    let object = span.withUnsafeMutableBufferPointer { items in
      fromArray(items.baseAddress, shape, readOnly: false)
    }
    try self.init(ViewReference(object))
  }

  /// Write through a view; throws if its memory is read-only, as that of a span is.
  @_lifetime(copy view)
  public init(_ view: StridedView<Element>) throws(ViewError) {
    try self.init(view.reference)
  }

  /// The same items, to read.
  public var view: StridedView<Element> {
    @_lifetime(borrow self)
    get throws(ViewError) { try StridedView(reference) }
  }

  public subscript(indices: Int...) -> Element {
    get throws(ViewError) {
      let item = try reference.address(of: indices, forWriting: false)
      return item.loadUnaligned(as: Element.self)
    }
  }

  /// Write an item. Swift has no subscripts that throw when they set.
  @_lifetime(self: copy self)
  public mutating func set(_ value: Element, at indices: Int...) throws(ViewError) {
    let item = try reference.address(of: indices, forWriting: true)
    item.storeBytes(of: value, as: Element.self)
  }

  /// Set every item.
  @_lifetime(self: copy self)
  public mutating func fill(_ value: Element) throws(ViewError) {
    let result = withUnsafeBytes(of: value) { PyMV_Fill(reference.object, $0.baseAddress!) }
    guard result == 0 else { throw .taken() }
  }

  /// Copy the items of a view of the same shape. The two may overlap.
  @_lifetime(self: copy self)
  public mutating func update(from source: StridedView<Element>) throws(ViewError) {
    guard PyMV_CopyItems(reference.object, source.reference.object) == 0 else { throw .taken() }
  }

  /// The slice `start:stop:step` of an axis, as in Python.
  @_lifetime(&self)
  public mutating func slice(
    axis: Int, from start: Int? = nil, to stop: Int? = nil, by step: Int = 1
  ) throws(ViewError) -> MutableStridedView {
    try MutableStridedView(reference.slice(axis, start, stop, step))
  }

  /// The axes in another order, by default reversed.
  @_lifetime(&self)
  public mutating func transposed(_ axes: [Int]? = nil) throws(ViewError) -> MutableStridedView {
    try MutableStridedView(reference.transposed(axes))
  }

  /// One field of every item.
  @_lifetime(&self)
  public mutating func field<Field: StridedElement>(
    _ name: String, as type: Field.Type = Field.self
  ) throws(ViewError) -> MutableStridedView<Field> {
    try MutableStridedView<Field>(ViewReference(PyMV_GetField(reference.object, name)))
  }
}
