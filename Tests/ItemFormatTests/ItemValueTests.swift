import ItemFormat
import Testing

@Suite("Item values")
struct ItemValueTests {
  @Test("Numbers are equal by mathematical value")
  func numbers() {
    #expect(ItemValue.signed(3) == .unsigned(3))
    #expect(ItemValue.signed(-1) != .unsigned(.max))
    #expect(ItemValue.boolean(true) == .float(1))
    #expect(ItemValue.float(2) == .complex(real: 2, imaginary: 0))
    #expect(ItemValue.float(2) != .complex(real: 2, imaginary: 1))
    #expect(ItemValue.float(0) == .float(-0.0))
    #expect(ItemValue.float(.infinity) == .float(.infinity))
  }

  @Test("A NaN equals nothing")
  func nan() {
    #expect(ItemValue.float(.nan) != .float(.nan))
    #expect(ItemValue.complex(real: .nan, imaginary: 0) != .complex(real: .nan, imaginary: 0))
  }

  @Test("Large integers are not rounded to floats")
  func largeIntegers() {
    #expect(ItemValue.signed(1 << 53) == .float(0x1p53))
    #expect(ItemValue.signed(1 << 53 + 1) != .float(0x1p53))
    #expect(ItemValue.unsigned(.max) != .float(0x1p64))
    #expect(ItemValue.signed(.min) == .float(-0x1p63))
  }

  @Test("Bytes are equal by content, and to no number")
  func bytes() {
    [UInt8(97), 98].withUnsafeBytes { ab in
      [UInt8(97), 98].withUnsafeBytes { #expect(ItemValue.bytes(ab) == .bytes($0)) }
      [UInt8(97), 99].withUnsafeBytes { #expect(ItemValue.bytes(ab) != .bytes($0)) }
      [UInt8(96), 98].withUnsafeBytes { #expect(ItemValue.bytes(ab) != .bytes($0)) }
      #expect(ItemValue.bytes(ab) != .bytes(.init(rebasing: ab[0..<1])))
      #expect(ItemValue.bytes(.init(rebasing: ab[0..<1])) != .unsigned(97))
    }
  }

  @Test("What is stored is loaded again, at any alignment")
  func roundTrip() {
    let values: [(ItemType, ItemValue)] = [
      (.int8, .signed(-128)), (.uint8, .unsigned(255)), (.int16, .signed(-32768)),
      (.uint16, .unsigned(65535)), (.int32, .signed(.init(Int32.min))),
      (.uint32, .unsigned(.init(UInt32.max))), (.int64, .signed(.min)),
      (.uint64, .unsigned(.max)), (.pointer, .unsigned(.max)), (.boolean, .boolean(true)),
      (.float16, .float(-1.5)), (.float32, .float(0.1.rounded())), (.float64, .float(0.1)),
      (.complex64, .complex(real: 1, imaginary: -2)),
      (.complex128, .complex(real: 0.1, imaginary: -0.2)),
    ]
    withUnsafeTemporaryAllocation(byteCount: 32, alignment: 16) { memory in
      for (type, value) in values {
        for offset in 0..<8 {
          let place = memory.baseAddress! + offset
          #expect(type.store(value, to: place))
          #expect(type.load(from: place) == value)
        }
      }
    }
  }

  @Test(
    "A value that does not fit is refused and nothing is written",
    arguments: [
      (ItemType.int8, Int64(128)), (.int8, -129), (.uint8, 256), (.uint8, -1), (.int16, 32768),
      (.uint16, 65536), (.uint16, -1), (.int32, 1 << 31), (.uint32, 1 << 32), (.uint32, -1),
      (.uint64, -1),
    ])
  func outOfRange(type: ItemType, value: Int64) {
    withUnsafeTemporaryAllocation(byteCount: 8, alignment: 8) { memory in
      memory.storeBytes(of: 0x5555, as: UInt64.self)
      #expect(!type.store(.signed(value), to: memory.baseAddress!))
      #expect(memory.load(as: UInt64.self) == 0x5555)
    }
  }
}

@Suite("Half-precision floats")
struct HalfTests {
  private func stored(_ value: Double) -> UInt16? {
    withUnsafeTemporaryAllocation(byteCount: 2, alignment: 2) { memory in
      ItemType.float16.store(.float(value), to: memory.baseAddress!)
        ? memory.load(as: UInt16.self) : nil
    }
  }

  @Test("All 65,536 patterns load as the machine has them, and numbers are stored back")
  func allPatterns() {
    for bits in UInt16.min...UInt16.max {
      let expected = Double(Float16(bitPattern: bits))
      let value = withUnsafeBytes(of: bits) { ItemType.float16.load(from: $0.baseAddress!) }
      guard case .float(let number) = value else {
        Issue.record("no float")
        return
      }
      #expect(number.bitPattern == expected.bitPattern || (number.isNaN && expected.isNaN))
      if !number.isNaN { #expect(stored(number) == bits) }
    }
  }

  @Test("Halfway cases go to the even neighbour, as in the machine")
  func rounding() {
    for bits in stride(from: UInt16(0), to: 0x7BFF, by: 7) {
      let low = Double(Float16(bitPattern: bits))
      let high = Double(Float16(bitPattern: bits + 1))
      for value in [low + (high - low) / 2, low + (high - low) / 3, low + (high - low) * 0.75] {
        #expect(stored(value) == Float16(value).bitPattern)
        #expect(stored(-value) == Float16(-value).bitPattern)
      }
    }
  }

  @Test("What rounds to more than the largest number is refused")
  func overflow() {
    #expect(stored(65504) == 0x7BFF)
    #expect(stored(65519.999) == 0x7BFF)
    #expect(stored(65520) == nil)
    #expect(stored(1e300) == nil)
    #expect(stored(-65520) == nil)
    #expect(stored(.infinity) == 0x7C00)
    #expect(stored(1e-300) == 0)
  }
}
