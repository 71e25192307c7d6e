import StridedViews
import Synchronization

/// Items of 12 bytes: `value` is not aligned.
struct Record: StridedElement {
  static var format: String { "T{<i:id:<d:value:}" }
  var id: Int32
  var value: (UInt32, UInt32)

  init(_ id: Int32, _ value: Double) {
    self.id = id
    self.value = unsafeBitCast(value, to: (UInt32, UInt32).self)
  }
}

/// An owner of memory, which counts how often it is released.
final class Owner<Item: BitwiseCopyable>: Sendable {
  nonisolated(unsafe) let items: UnsafeMutablePointer<Item>
  let releases = Atomic(0)

  init(_ items: [Item]) {
    self.items = .allocate(capacity: items.count)
    self.items.initialize(from: items, count: items.count)
  }

  func release() {
    if releases.add(1, ordering: .relaxed).oldValue == 0 { items.deallocate() }
  }

  var heard: Int { releases.load(ordering: .relaxed) }
}
