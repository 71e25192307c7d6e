import Layout

/// An array of bytes with a layout of its own, and the simplest way to read and write it: the model
/// that copies are compared with.
final class NaiveArray {
  let shape: [Int]
  let strides: [Int]
  let itemByteCount: Int
  /// Position of the first item by index in `bytes`.
  let origin: Int
  let bytes: UnsafeMutableBufferPointer<UInt8>

  init(shape: [Int], strides: [Int], itemByteCount: Int) {
    self.shape = shape
    self.strides = strides
    self.itemByteCount = itemByteCount
    var low = 0
    var high = itemByteCount
    for (extent, stride) in zip(shape, strides) where extent > 0 {
      let span = (extent - 1) * stride
      if span < 0 { low += span } else { high += span }
    }
    origin = -low
    bytes = .allocate(capacity: high - low)
    for place in bytes.indices { bytes[place] = UInt8.random(in: 0...255) }
  }

  deinit { bytes.deallocate() }

  /// Calls `body` with the array in the form that the engine takes.
  func withStridedArray<Result>(_ body: (StridedArray) -> Result) -> Result {
    shape.withUnsafeBufferPointer { shape in
      strides.withUnsafeBufferPointer { strides in
        // Arrays without axes have no values to point to; they get a placeholder that is never
        // read.
        var none = 0
        return withUnsafePointer(to: &none) { none in
          body(
            StridedArray(
              base: UnsafeMutableRawPointer(bytes.baseAddress! + origin),
              itemByteCount: itemByteCount, axisCount: shape.count,
              shape: shape.baseAddress ?? none, strides: strides.baseAddress ?? none))
        }
      }
    }
  }

  /// All index tuples, the last index fastest.
  var indices: [[Int]] {
    shape.reduce([[]]) { tuples, extent in
      tuples.flatMap { tuple in (0..<extent).map { tuple + [$0] } }
    }
  }

  func place(of index: [Int]) -> Int {
    origin + zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
  }

  func item(at index: [Int]) -> [UInt8] {
    let place = place(of: index)
    return Array(bytes[place..<place + itemByteCount])
  }

  /// The bytes that belong to no item.
  var gaps: [Int: UInt8] {
    var gaps = Dictionary(uniqueKeysWithValues: zip(bytes.indices, bytes))
    for index in indices {
      for offset in 0..<itemByteCount { gaps[place(of: index) + offset] = nil }
    }
    return gaps
  }
}

/// A random layout: permuted axes, gaps between items and rows, reversed axes.
struct RandomLayout {
  var shape: [Int] = []
  var itemByteCount = 1

  init(maximumAxisCount: Int, using generator: inout some RandomNumberGenerator) {
    let axisCount = Int.random(in: 0...maximumAxisCount, using: &generator)
    shape = (0..<axisCount).map { _ in Int.random(in: 0...4, using: &generator) }
    itemByteCount = [1, 2, 3, 4, 8, 12, 16, 24].randomElement(using: &generator)!
  }

  /// - Parameter gap: limit on the bytes between rows.
  func strides(gap: Int = 9, using generator: inout some RandomNumberGenerator) -> [Int] {
    var strides = [Int](repeating: 0, count: shape.count)
    var step = itemByteCount
    for axis in shape.indices.shuffled(using: &generator) {
      step += Bool.random(using: &generator) ? 0 : Int.random(in: 0...gap, using: &generator)
      strides[axis] = Bool.random(using: &generator) ? step : -step
      step *= max(shape[axis], 1)
    }
    return strides
  }
}

/// The same numbers in every run, so that a failure can be repeated.
struct RepeatableGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
