import Layout
import Testing

@Suite("Layouts")
struct LayoutTests {
  private func strides(_ shape: [Int], _ order: ItemOrder) -> [Int] {
    var strides = [Int](repeating: -1, count: shape.count)
    fillContiguousStrides(
      &strides, shape: shape, axisCount: shape.count, itemByteCount: 8, order: order)
    return strides
  }

  private func isContiguous(_ shape: [Int], _ strides: [Int], _ order: ItemOrder) -> Bool {
    hasContiguousStrides(
      strides, shape: shape, axisCount: shape.count, itemByteCount: 8, order: order)
  }

  /// Calls `body` with an array whose items must not be read.
  private func withArray(
    shape: [Int], strides: [Int], itemByteCount: Int, _ body: (StridedArray) -> Void
  ) {
    let base = UnsafeMutableRawPointer(bitPattern: 1 << 20)!
    shape.withUnsafeBufferPointer { shape in
      strides.withUnsafeBufferPointer { strides in
        body(
          StridedArray(
            base: base, itemByteCount: itemByteCount, axisCount: shape.count,
            shape: shape.baseAddress!, strides: strides.baseAddress!))
      }
    }
  }

  @Test("Contiguous strides grow from the fastest axis")
  func contiguousStrides() {
    #expect(strides([2, 3, 4], .lastAxisFastest) == [96, 32, 8])
    #expect(strides([2, 3, 4], .firstAxisFastest) == [8, 16, 48])
    #expect(strides([], .lastAxisFastest) == [])
  }

  @Test("Computed strides are recognised, other ones are not")
  func recognition() {
    for shape in [[2, 3, 4], [5], [2, 1, 3]] {
      for order in [ItemOrder.lastAxisFastest, .firstAxisFastest] {
        var strides = strides(shape, order)
        #expect(isContiguous(shape, strides, order))
        strides[0] += 8
        #expect(!isContiguous(shape, strides, order))
      }
    }
  }

  @Test("The stride of an axis of extent 1 does not matter")
  func unitAxis() {
    #expect(isContiguous([2, 1, 3], [24, 999, 8], .lastAxisFastest))
    #expect(isContiguous([1], [-1], .firstAxisFastest))
  }

  @Test("Arrays overlap if their reaches do")
  func overlap() {
    withArray(shape: [10], strides: [-3], itemByteCount: 3) { whole in
      var tail = whole
      tail.base = whole.base + 3
      #expect(mayOverlap(whole, whole))
      #expect(mayOverlap(whole, tail))
      tail.base = whole.base + 30
      #expect(!mayOverlap(whole, tail))
      #expect(!mayOverlap(tail, whole))
    }
  }

  @Test("An array without items overlaps nothing")
  func emptyOverlap() {
    withArray(shape: [3, 0], strides: [4, 4], itemByteCount: 4) { #expect(!mayOverlap($0, $0)) }
  }

  @Test("An item is found by its indices")
  func address() {
    withArray(shape: [4, 5], strides: [-50, 7], itemByteCount: 4) { items in
      #expect(items.address(at: [3, 2]) == items.base - 150 + 14)
    }
  }
}
