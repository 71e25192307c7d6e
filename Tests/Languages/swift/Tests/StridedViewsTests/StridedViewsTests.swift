import StridedViews
import Synchronization
import Testing

/// Memory that counts its releases.
final class Memory: Sendable {
  nonisolated(unsafe) let items: UnsafeMutablePointer<Int32>
  let releases = Atomic(0)
  var heard: Int { releases.load(ordering: .relaxed) }

  init(_ count: Int) {
    items = .allocate(capacity: count)
    for i in 0..<count { items[i] = Int32(i) }
  }
  deinit { items.deallocate() }

  func release() { releases.add(1, ordering: .relaxed) }

  @_lifetime(immortal)
  func view(_ shape: [Int], strides: [Int]? = nil, readOnly: Bool = false) throws(ViewError)
    -> StridedView<Int32>
  {
    try StridedView(
      owning: items, shape: shape, strides: strides, readOnly: readOnly, release: release)
  }
}

@Suite("Views of memory that has an owner")
struct OwnedTests {
  @Test("Four axes are sliced, permuted and copied")
  func fourAxes() throws {
    let memory = Memory(120)
    let view = try memory.view([2, 3, 4, 5]).slice(axis: 3, by: -2).transposed([3, 0, 2, 1])
    #expect(try view.shape == [3, 2, 4, 3])
    #expect(try view.strides == [-8, 240, 20, 80])
    var expected: [Int32] = []
    for l in [4, 2, 0] {
      for i in 0..<2 {
        for k in 0..<4 {
          for j in 0..<3 { expected.append(Int32(((i * 3 + j) * 4 + k) * 5 + l)) }
        }
      }
    }
    #expect(try view.elements() == expected)
    #expect(try view[0, 1, -1, 2] == 119)
    #expect(try view.copy().strides == [96, 48, 12, 4])
  }

  @Test("Strides of 0 repeat items")
  func repeated() throws {
    let memory = Memory(3)
    let view = try memory.view([3]).broadcast([2, 3])
    #expect(try view.elements() == [0, 1, 2, 0, 1, 2])
    #expect(try view.strides == [0, 4])
    #expect(try view.isReadOnly)
  }

  @Test("Fortran order is an order of elements")
  func fortran() throws {
    let memory = Memory(6)
    #expect(try memory.view([2, 3]).elements(order: .fortran) == [0, 3, 1, 4, 2, 5])
    #expect(try memory.view([6]).reshaped([2, 3], order: .fortran)[1, 0] == 1)
  }

  @Test("The owner hears once, after the last view")
  func releasedOnce() throws {
    let memory = Memory(6)
    do {
      let row = try memory.view([2, 3]).select(axis: 0, 1)
      #expect(try row.elements() == [3, 4, 5])
      #expect(memory.heard == 0)
    }
    #expect(memory.heard == 1)
  }

  @Test("An initializer that throws takes nothing")
  func nothingTaken() {
    let memory = Memory(6)
    #expect(throws: ViewError(.value, "as many strides as extents are needed")) {
      _ = try memory.view([2, 3], strides: [4])
    }
    #expect(throws: ViewError.self) { _ = try memory.view([-1]) }
    #expect(memory.heard == 0)
  }

  @Test("A copy is memory of its own")
  func copied() throws {
    let memory = Memory(4)
    var copy = try MutableStridedView(memory.view([2, 2], readOnly: true).copy())
    try copy.set(7, at: 0, 0)
    #expect(memory.items[0] == 0)
    #expect(try copy[0, 0] == 7)
  }
}

@Suite("Views of spans")
struct SpanTests {
  @Test("A span is read")
  func read() throws {
    let items: [Double] = [1, 2, 3, 4, 5, 6]
    let view = try StridedView(items.span, shape: [2, 3]).transposed()
    #expect(try view.elements() == [1, 4, 2, 5, 3, 6])
  }

  @Test("A span cannot be written through its view")
  func readOnly() {
    let items: [Double] = [1]
    #expect(throws: ViewError(.type, "cannot modify read-only memory")) {
      _ = try MutableStridedView(StridedView(items.span, shape: [1]))
    }
  }

  @Test("A mutable span is written, through derived views too")
  func written() throws {
    var items: [Int32] = [0, 1, 2, 3, 4, 5]
    var span = items.mutableSpan
    var view = try MutableStridedView(&span, shape: [2, 3])
    var column = try view.slice(axis: 1, from: -1)
    try column.fill(9)
    var turned = try view.transposed()
    try turned.set(7, at: 1, 0)
    #expect(items == [0, 7, 9, 3, 4, 9])
  }

  @Test("Overlapping items are copied as if through a copy")
  func overlapping() throws {
    var items: [Int32] = [0, 1, 2, 3, 4]
    var span = items.mutableSpan
    var view = try MutableStridedView(&span, shape: [5])
    let reversed = try view.view.slice(axis: 0, by: -1).copy()
    try view.update(from: reversed)
    #expect(items == [4, 3, 2, 1, 0])
  }

  @Test("The shape has as many items as the span")
  func count() {
    let items: [Int32] = [0, 1]
    #expect(throws: ViewError(.value, "the shape has another number of items")) {
      _ = try StridedView(items.span, shape: [3])
    }
  }
}

@Suite("Errors")
struct ErrorTests {
  @Test("Each has its kind and the text of the library")
  func kinds() throws {
    let memory = Memory(6)
    let view = try memory.view([2, 3])
    #expect(throws: ViewError(.index, "index out of bounds on dimension 2")) { _ = try view[0, 3] }
    #expect(throws: ViewError(.type, "one index for each axis is needed")) { _ = try view[0] }
    #expect(throws: ViewError(.value, "each axis is needed once")) { _ = try view.transposed([0]) }
    let kind = #expect(throws: ViewError.self) { _ = try view.reshaped([4]) }?.kind
    #expect(kind == .value)
  }

  @Test("Items of another type are refused")
  func types() throws {
    struct Pair: StridedElement {
      static var format: String { "T{i:a:i:b:}" }
      var a: Int32
      var b: Int32
    }
    let items = [Pair(a: 1, b: 2), Pair(a: 3, b: 4)]
    let view = try StridedView(items.span, shape: [2])
    #expect(try view.field("b", as: Int32.self).elements() == [2, 4])
    #expect(try view[1].a == 3)
    #expect(throws: ViewError.self) { _ = try view.field("b", as: Float.self) }
    #expect(throws: ViewError.self) { _ = try view.field("c", as: Int32.self) }
  }
}
