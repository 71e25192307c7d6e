import ItemFormat
import Testing

@Suite("Searching rows of items by their bytes")
struct PatternTests {
  /// Lengths around those of a vector and of a block of vectors.
  private static let counts = [0, 1, 3, 15, 16, 17, 63, 64, 65, 239, 240, 241, 700]

  @Test("Each place and number of matches is found", arguments: counts)
  func words(count: Int) {
    search(UInt8.self, .uint8, count)
    search(Int16.self, .int16, count)
    search(UInt32.self, .uint32, count)
    search(Int64.self, .int64, count)
  }

  private func search<Word: FixedWidthInteger>(_: Word.Type, _ type: ItemType, _ count: Int) {
    let size = MemoryLayout<Word>.size
    let pattern = ItemPattern(of: type, equalTo: .signed(7))!
    for stride in [size, 2 * size, -size] {
      for place in Set([0, count / 3, count / 2, count - 1]) where count > 0 {
        // Unaligned, with matches directly before and after that must not be found.
        var bytes = [UInt8](repeating: 0, count: (count * abs(stride) + 2 * size) + 1)
        let start = 1 + size + (stride < 0 ? (count - 1) * size : 0)
        bytes.withUnsafeMutableBytes { memory in
          let first = memory.baseAddress! + start
          let outside = (first - stride, first + count * stride)
          for word in [outside.0, outside.1, first + place * stride]
          where word >= memory.baseAddress! && word + size <= memory.baseAddress! + memory.count {
            word.storeBytes(of: 7, as: Word.self)
          }
          #expect(pattern.firstIndex(in: first, stride: stride, itemCount: count) == place)
          #expect(pattern.count(in: first, stride: stride, itemCount: count) == 1)
          #expect(pattern.count(in: first, stride: stride, itemCount: place) == 0)
        }
      }
    }
  }

  @Test("A value that no item can have is nowhere")
  func nothing() {
    let zeros = [UInt8](repeating: 0, count: 64)
    let pattern = ItemPattern(of: .uint8, equalTo: .signed(256))!
    #expect(pattern.count(in: zeros, stride: 1, itemCount: 64) == 0)
    #expect(pattern.firstIndex(in: zeros, stride: 1, itemCount: 64) == nil)
  }
}
