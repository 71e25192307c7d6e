// Each part is refused by the compiler: a view would outlive the memory of a span, or memory would be
// written through two views at once.
import StridedViews

#if OUTLIVES
  // refused: lifetime-dependent variable 'view' escapes its scope
  func outlive() throws -> Int32 {
    var view = try StridedView([Int32](repeating: 0, count: 1).span, shape: [1])
    do {
      let items: [Int32] = [1, 2, 3]
      view = try StridedView(items.span, shape: [3])
    }
    return try view[0]
  }
#elseif STORED
  // refused: non-Escapable type 'StridedView<Int32>'
  struct Holder {
    let view: StridedView<Int32>
  }
#elseif OVERLAPS
  // refused: overlapping accesses to 'view'
  func overlap() throws {
    var items: [Int32] = [1, 2, 3]
    var span = items.mutableSpan
    var view = try MutableStridedView(&span, shape: [3])
    var first = try view.slice(axis: 0, to: 1)
    try view.fill(0)
    try first.fill(1)
  }
#else
  func accepted() throws -> Int32 {
    let items: [Int32] = [1, 2, 3]
    return try StridedView(items.span, shape: [3])[0]
  }
#endif
