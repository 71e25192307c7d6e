import Layout
import Testing

@Suite("Soundness of layouts")
struct SoundnessTests {
  private let base = UnsafeMutableRawPointer(bitPattern: 1 << 20)

  private func flaw(
    base: UnsafeMutableRawPointer?, byteCount: Int, itemByteCount: Int = 4, axisCount: Int = 1,
    shape: [Int]? = nil, strides: [Int]? = nil, isIndirect: Bool = false
  ) -> LayoutFlaw? {
    (shape ?? [0]).withUnsafeBufferPointer { extents in
      (strides ?? [0]).withUnsafeBufferPointer { steps in
        UncheckedLayout(
          base: base, byteCount: byteCount, itemByteCount: itemByteCount, axisCount: axisCount,
          shape: shape == nil ? nil : extents.baseAddress,
          strides: strides == nil ? nil : steps.baseAddress, isIndirect: isIndirect
        ).flaw
      }
    }
  }

  @Test("Arrays in memory have no flaw")
  func sound() {
    #expect(flaw(base: base, byteCount: 12) == nil)
    #expect(flaw(base: base, byteCount: 4, axisCount: 0) == nil)
    #expect(flaw(base: base, byteCount: 12, shape: [3], strides: [-8]) == nil)
    #expect(flaw(base: base, byteCount: 24, axisCount: 2, shape: [2, 3]) == nil)
    #expect(flaw(base: nil, byteCount: 0, shape: [0], strides: [.max]) == nil)
    #expect(flaw(base: nil, byteCount: 0, itemByteCount: 0, shape: [.max]) == nil)
  }

  @Test("Numbers are checked on their own")
  func numbers() {
    #expect(flaw(base: base, byteCount: 4, axisCount: 65) == .tooManyAxes)
    #expect(flaw(base: base, byteCount: 4, axisCount: -1) == .negativeAxisCount)
    #expect(flaw(base: base, byteCount: 4, itemByteCount: -4) == .negativeItemByteCount)
    #expect(flaw(base: base, byteCount: -4) == .negativeByteCount)
    #expect(flaw(base: base, byteCount: 0, itemByteCount: -1) == .negativeItemByteCount)
    #expect(flaw(base: base, byteCount: -1, itemByteCount: 1) == .negativeByteCount)
    #expect(flaw(base: nil, byteCount: 4) == .noAddress)
    #expect(flaw(base: base, byteCount: 4, shape: [-1]) == .negativeExtent)
  }

  @Test("Extents must account for the bytes")
  func extents() {
    #expect(flaw(base: base, byteCount: 12, shape: [4]) == .byteCountMismatch)
    #expect(flaw(base: base, byteCount: 12, axisCount: 0) == .byteCountMismatch)
    #expect(flaw(base: base, byteCount: 0, axisCount: 2) == .noShape)
    #expect(flaw(base: base, byteCount: 0, itemByteCount: 0) == .noItemByteCount)
    #expect(flaw(base: base, byteCount: 6) == .partialItem)
    let half = 1 << 32
    #expect(flaw(base: base, byteCount: 0, axisCount: 2, shape: [half, half]) == .tooManyBytes)
    #expect(flaw(base: base, byteCount: 0, shape: [1 << 62]) == .tooManyBytes)
  }

  @Test("Strides must not lead out of memory, unless pointers do")
  func strides() {
    let downwards = [-(1 << 20) - 4]
    #expect(flaw(base: base, byteCount: 8, shape: [2], strides: downwards) == .outOfMemory)
    #expect(flaw(base: base, byteCount: 8, shape: [2], strides: [.max]) == .outOfMemory)
    #expect(flaw(base: base, byteCount: 12, shape: [3], strides: [.max]) == .outOfMemory)
    #expect(flaw(base: base, byteCount: 8, shape: [2], strides: downwards, isIndirect: true) == nil)
    for (stride, expected) in [(Int.max - 4, nil), (Int.max - 3, LayoutFlaw.outOfMemory)] {
      #expect(
        flaw(base: base, byteCount: 8, shape: [2], strides: [stride], isIndirect: true) == expected)
    }
  }

  @Test("The lowest byte may have any address from 0 on")
  func lowestByte() {
    for (address, expected) in [(8, nil), (7, LayoutFlaw.outOfMemory)] {
      let base = UnsafeMutableRawPointer(bitPattern: address)
      #expect(flaw(base: base, byteCount: 8, shape: [2], strides: [-8]) == expected)
    }
  }
}
