import FormatTables
import Testing

@testable import ItemFormat

/// Three bytes: an integer of 24 bits, which equals its negative.
private nonisolated(unsafe) let absolute24 = pymv_c_scalar(
  name: nil, size: 3, alignment: 1, load: loadAbsolute24,
  store: { value, item in
    guard abs(value) < 0x1p23, value == value.rounded() else { return -1 }
    let bits = Int32(value)
    for place in 0..<3 {
      item!.storeBytes(
        of: UInt8(truncatingIfNeeded: bits >> Int32(8 * place)), toByteOffset: place, as: UInt8.self
      )
    }
    return 0
  },
  equal: { a, b in abs(loadAbsolute24(a)) == abs(loadAbsolute24(b)) ? 1 : 0 })

private func loadAbsolute24(_ item: UnsafeRawPointer?) -> Double {
  let bytes = (0..<3).map { item!.load(fromByteOffset: $0, as: UInt8.self) }
  return Double(
    Int32(bytes[0]) | Int32(bytes[1]) << 8 | Int32(Int8(bitPattern: bytes[2])) << 16)
}

@Suite("Leaves of formats")
struct LeafTests {
  /// The only leaf of a format.
  private func leaf(_ text: String) throws -> Leaf { try withFormat(text) { $0.nodes[0].leaf } }

  private let values: [(String, ItemValue)] = [
    ("b", .signed(-128)), ("B", .unsigned(255)), ("h", .signed(-32767)), ("H", .unsigned(65534)),
    ("i", .signed(-0x0102_0304)), ("I", .unsigned(0xFFFE_FDFC)), ("q", .signed(.min + 1)),
    ("Q", .unsigned(.max - 7)), ("P", .unsigned(0x0102_0304_0506_0708)), ("?", .boolean(true)),
    ("?", .boolean(false)), ("e", .float(-1.5)), ("f", .float(-1.25)), ("d", .float(0.1)),
    ("g", .float(-0.1)), ("Zf", .complex(real: 1.5, imaginary: -2)),
    ("Zd", .complex(real: 0.1, imaginary: -0.2)), ("Zg", .complex(real: -0.1, imaginary: 0.2)),
    ("[bfloat16]", .float(-1.5)), ("[float8_e4m3fn]", .float(448)), ("[float8_e5m2]", .float(-3)),
    ("f", .float(.infinity)), ("g", .float(-.infinity)), ("e", .float(65504)),
  ]

  @Test("What is stored is loaded again, in both byte orders, at any alignment, and no byte more")
  func roundTrip() throws {
    for (text, value) in values {
      for order in ["<", ">"] {
        let leaf = try leaf(order + text)
        for offset in 0..<16 {
          var bytes = [UInt8](repeating: 0xAA, count: 64)
          bytes.withUnsafeMutableBytes { bytes in
            let place = bytes.baseAddress! + offset
            #expect(leaf.store(value, to: place), "\(order)\(text)")
            #expect(leaf.load(from: place) == value, "\(order)\(text)")
            #expect(leaf.load(from: place, isExact: true) == value, "\(order)\(text)")
          }
          let others = bytes[..<offset] + bytes[(offset + leaf.byteCount)...]
          #expect(others.allSatisfy { $0 == 0xAA }, "\(order)\(text)")
        }
      }
    }
  }

  @Test("The other byte order reverses each number, and each part of a complex one")
  func swapped() throws {
    for (text, value) in values {
      let little = try bytes("<" + text, value)
      let big = try bytes(">" + text, value)
      let part = text.hasPrefix("Z") ? little.count / 2 : little.count
      let mirrored = stride(from: 0, to: little.count, by: part).flatMap {
        little[$0..<$0 + part].reversed()
      }
      #expect(big == mirrored, "\(text)")
    }
  }

  private func bytes(_ text: String, _ value: ItemValue) throws -> [UInt8] {
    let leaf = try leaf(text)
    var bytes = [UInt8](repeating: 0xAA, count: leaf.byteCount)
    let isStored = bytes.withUnsafeMutableBytes { leaf.store(value, to: $0.baseAddress!) }
    #expect(isStored)
    return bytes
  }

  @Test("Known bytes")
  func knownBytes() throws {
    #expect(try bytes("<Zf", .complex(real: 1, imaginary: -2)) == [0, 0, 128, 63, 0, 0, 0, 192])
    #expect(try bytes(">Zf", .complex(real: 1, imaginary: -2)) == [63, 128, 0, 0, 192, 0, 0, 0])
    #expect(try bytes("<[bfloat16]", .float(1)) == [0x80, 0x3F])
    #expect(try bytes(">[bfloat16]", .float(1)) == [0x3F, 0x80])
    #expect(try bytes("[float8_e4m3fn]", .float(1)) == [0x38])
    #expect(try bytes("?", .boolean(true)) == [1])
    #if arch(x86_64)
      let one: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0x80, 0xFF, 0x3F, 0, 0, 0, 0, 0, 0]
      #expect(try bytes("<g", .float(1)) == one)
      #expect(try bytes(">g", .float(1)) == one.reversed())
      #expect(try bytes("<Zg", .complex(real: 1, imaginary: 1)) == one + one)
      #expect(try bytes(">Zg", .complex(real: 1, imaginary: 1)) == one.reversed() + one.reversed())
    #endif
  }

  @Test("A value that cannot be represented is refused, and nothing is written")
  func refused() throws {
    let values: [(String, ItemValue)] = [
      ("b", .signed(128)), ("B", .signed(-1)), ("h", .unsigned(32768)), ("H", .signed(65536)),
      ("i", .signed(1 << 31)), ("I", .signed(-1)), ("q", .unsigned(1 << 63)), ("Q", .signed(-1)),
      ("P", .signed(-1)), ("e", .float(65520)), ("f", .float(1e300)), ("f", .float(-3.5e38)),
      ("Zf", .complex(real: 1e300, imaginary: 0)), ("Zf", .complex(real: 0, imaginary: -1e300)),
      ("[bfloat16]", .float(1e300)), ("[float8_e4m3fn]", .float(465)),
      ("[float8_e4m3fn]", .float(.infinity)), ("[float8_e5m2]", .float(1e10)),
      // Other kinds of values.
      ("i", .float(1)), ("d", .signed(1)), ("Zd", .float(1)), ("?", .signed(1)), ("g", .signed(1)),
      ("Zg", .float(1)), ("[bfloat16]", .signed(1)), ("3s", .signed(1)), ("c", .signed(1)),
      ("3p", .float(1)),
    ]
    for (text, value) in values {
      for order in ["<", ">"] {
        let leaf = try leaf(order + text)
        var bytes = [UInt8](repeating: 0xAA, count: 32)
        let isStored = bytes.withUnsafeMutableBytes { leaf.store(value, to: $0.baseAddress!) }
        #expect(!isStored, "\(text)")
        #expect(bytes == [UInt8](repeating: 0xAA, count: 32), "\(text)")
      }
    }
  }

  // MARK: - Strings

  private func stored(_ text: String, _ value: [UInt8]) throws -> [UInt8]? {
    let leaf = try leaf(text)
    var bytes = [UInt8](repeating: 0xAA, count: leaf.byteCount)
    let isStored = value.withUnsafeBytes { value in
      bytes.withUnsafeMutableBytes { leaf.store(.bytes(value), to: $0.baseAddress!) }
    }
    return isStored ? bytes : nil
  }

  @Test("Byte strings are filled with zeros, longer ones are refused")
  func byteStrings() throws {
    #expect(try stored("3s", [1, 2, 3]) == [1, 2, 3])
    #expect(try stored("3s", [1]) == [1, 0, 0])
    #expect(try stored("3s", []) == [0, 0, 0])
    #expect(try stored("3s", [1, 2, 3, 4]) == nil)
    #expect(try stored("3x", [1, 2]) == [1, 2, 0])
    #expect(try stored("3x", [1, 2, 3, 4]) == nil)
    #expect(try stored("c", [7]) == [7])
    #expect(try stored("c", []) == nil)
    #expect(try stored("c", [1, 2]) == nil)
  }

  @Test("Pascal strings start with their length")
  func pascalStrings() throws {
    #expect(try stored("4p", [7, 8]) == [2, 7, 8, 0])
    #expect(try stored("4p", [7, 8, 9]) == [3, 7, 8, 9])
    #expect(try stored("4p", [7, 8, 9, 10]) == nil)
    #expect(try stored("p", []) == [0])
    #expect(try stored("p", [1]) == nil)
    let long = [UInt8](repeating: 5, count: 255)
    #expect(try stored("300p", long) == [255] + long + [UInt8](repeating: 0, count: 44))
    #expect(try stored("300p", long + [5]) == nil)
  }

  @Test("Strings without bytes take empty ones")
  func emptyStrings() throws {
    for text in ["(1)0s", "(1)0p"] {
      let leaf = try leaf(text)
      let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
      var byte: UInt8 = 0xAA
      #expect(leaf.store(.bytes(nothing), to: &byte))
      #expect(leaf.load(from: &byte) == .bytes(nothing))
      let one: [UInt8] = [1]
      #expect(!one.withUnsafeBytes { leaf.store(.bytes($0), to: &byte) })
      #expect(byte == 0xAA)
    }
  }

  @Test("Texts lose zeros at the end if their length was written")
  func texts() throws {
    func characters(_ text: String, _ codes: [UInt32]) throws -> [UInt32] {
      let leaf = try leaf(text)
      // At an odd address.
      var bytes: [UInt8] = [0]
      for code in codes { bytes += withUnsafeBytes(of: code.littleEndian) { Array($0) } }
      return bytes.withUnsafeBytes { bytes in
        guard case .text(let text) = leaf.load(from: bytes.baseAddress! + 1) else { return [] }
        return (0..<text.count).map { text[$0] }
      }
    }
    #expect(try characters("<3w", [65, 0, 66]) == [65, 0, 66])
    #expect(try characters("<3w", [65, 66, 0]) == [65, 66])
    #expect(try characters("<3w", [0, 0, 0]) == [])
    #expect(try characters("<1u", [0]) == [])
    #expect(try characters("<w", [0]) == [0])
    #expect(try characters("<w", [0x10FFFF]) == [0x10FFFF])
    #expect(try characters(">2u", [0x4100_0000, 0]) == [65])
    #expect(try characters("<2w", [0xFFFF_FFFF, 0x11_0000]) == [0xFFFF_FFFF, 0x11_0000])
  }

  @Test("Characters are stored in the byte order of the text")
  func characters() throws {
    var codes: [UInt32] = [0, 0, 0]
    try leaf("<3w").store(character: 0x1F40D, at: 1, to: &codes)
    try leaf(">3w").store(character: 0x1F40D, at: 2, to: &codes)
    #expect(codes == [0, UInt32(0x1F40D).littleEndian, UInt32(0x1F40D).bigEndian])
  }

  // MARK: - Numbers that doubles cannot represent

  #if arch(x86_64)
    @Test("A long double is rounded, or loaded as NaN where that would change it")
    func longDoubles() throws {
      let leaf = try leaf("<g")
      // 1 + 2^-63, and a number beyond the range of doubles.
      let patterns: [([UInt8], Double)] = [
        ([1, 0, 0, 0, 0, 0, 0, 0x80, 0xFF, 0x3F], 1),
        ([0, 0, 0, 0, 0, 0, 0, 0x80, 0xFE, 0x7F], .infinity),
      ]
      for (pattern, rounded) in patterns {
        // The other six bytes do not matter.
        let bytes = pattern + [9, 9, 9, 9, 9, 9]
        #expect(leaf.load(from: bytes) == .float(rounded))
        guard case .float(let exact) = leaf.load(from: bytes, isExact: true) else {
          Issue.record("no float")
          continue
        }
        #expect(exact.isNaN)
      }
    }
  #endif

  // MARK: - Registered types

  @Test("A registered type has its own size, conversion and equality, in both byte orders")
  func registered() throws {
    let result = "test$absolute24".withCString { name in
      var scalar = absolute24
      scalar.name = name
      let first = pymv_c_register_scalar(&scalar)
      #expect(pymv_c_register_scalar(&scalar) == first)
      scalar.size = 4
      #expect(pymv_c_register_scalar(&scalar) == PYMV_NAME_IN_USE)
      return first
    }
    #expect(result == PYMV_REGISTERED)
    #expect(try bytes("<[test$absolute24]", .float(-2)) == [0xFE, 0xFF, 0xFF])
    #expect(try bytes(">[test$absolute24]", .float(-2)) == [0xFF, 0xFF, 0xFE])
    let isEqual = withComparison(
      left: "<[test$absolute24]", leftByteCount: 3, right: ">[test$absolute24]", rightByteCount: 3,
      .full
    ) {
      $0.areEqual(
        [0xFE, 0xFF, 0xFF] as [UInt8], stride: 3, [0, 0, 2] as [UInt8], otherStride: 3,
        itemCount: 1)
    }
    #expect(isEqual == true)
    try withFormat("b3[test$absolute24]b") { format in
      #expect(format.byteCount == 11)
      #expect(format.valueCount == 5)
      #expect(format.leafOffsets == [0, 1, 4, 7, 10])
    }
  }
}
