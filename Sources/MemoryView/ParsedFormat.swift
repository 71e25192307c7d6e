import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

/// A parsed format as C sees it: fields in one block, with their names, types and shapes.
public typealias ParsedFormat = UnsafeMutablePointer<pymv_parsed_format>

extension ParsedFormat {
  /// Parses a text. The caller must call `free`.
  ///
  /// - Parameters:
  ///   - text: NUL-terminated.
  ///   - place: receives where the text is wrong, in bytes.
  public static func parse(
    _ text: UnsafePointer<CChar>, place: inout Int
  ) throws(ViewError) -> ParsedFormat {
    let parsed: ParsedFormat?
    do throws(FormatProblem) {
      parsed = try Format.with(text, .full, itemByteCount: nil) { make($0) }
    } catch {
      place = error.place
      if error.reason == .noMemory { throw .noMemory }
      pymv_c_raise_format_problem(error.reason.reason.cText, error.place)
      throw .raised
    }
    guard let parsed else { throw .noMemory }
    return parsed
  }

  /// Nil if there is no memory.
  private static func make(_ format: Format) -> ParsedFormat? {
    var size = Sizes()
    format.forEachField { size.add($0) }
    let headByteCount =
      MemoryLayout<pymv_parsed_format>.stride + size.fieldCount * MemoryLayout<PyMV_Field>.stride
    let extentsByteCount = size.extentCount * MemoryLayout<Int>.stride
    guard let block = PyMem_Malloc(headByteCount + extentsByteCount + size.textByteCount) else {
      return nil
    }
    let parsed = block.assumingMemoryBound(to: pymv_parsed_format.self)
    let fields = (block + MemoryLayout<pymv_parsed_format>.stride).assumingMemoryBound(
      to: PyMV_Field.self)
    parsed.initialize(
      to: pymv_parsed_format(
        size: format.byteCount, alignment: format.alignment, field_count: size.fieldCount,
        fields: fields))
    var room = Room(
      extents: (block + headByteCount).assumingMemoryBound(to: Int.self),
      text: (block + headByteCount + extentsByteCount).assumingMemoryBound(to: CChar.self))
    var next = fields
    format.forEachField { field in
      next.initialize(to: room.describe(field))
      next += 1
    }
    return parsed
  }

  public func free() { PyMem_Free(self) }

  /// The field with a number; raises IndexError if there is none.
  public func field(_ number: Int) throws(ViewError) -> PyMV_Field {
    guard number >= 0, number < pointee.field_count else { throw .index("no such field") }
    return pointee.fields[number]
  }
}

/// How much memory the fields need.
///
/// Wrapping is impossible: each part is no longer than the format's text, which is in memory.
private struct Sizes {
  var fieldCount = 0
  var extentCount = 0
  var textByteCount = 0

  mutating func add(_ field: FormatField) {
    fieldCount += 1
    extentCount += field.axisCount
    textByteCount += strlen(field.code) + (field.isRegistered ? 3 : 1)
    if let name = field.name { textByteCount += name.count + 1 }
  }
}

/// Room for extents and texts.
private struct Room {
  var extents: UnsafeMutablePointer<Int>
  var text: UnsafeMutablePointer<CChar>

  mutating func describe(_ field: FormatField) -> PyMV_Field {
    var described = PyMV_Field()
    described.struct_size = MemoryLayout<PyMV_Field>.size
    described.offset = field.offset
    described.itemsize = field.byteCount
    described.count = field.count
    described.depth = CInt(field.depth)
    described.ndim = CInt(field.axisCount)
    described.byteorder = byteOrder(of: field)
    // Wrapping: within an item, whose size has been checked.
    described.size = field.byteCount &* field.count
    if field.axisCount > 0 { described.shape = UnsafePointer(extents) }
    for axis in 0..<field.axisCount {
      extents[axis] = field.extent(axis)
      described.size &*= field.extent(axis)
    }
    extents += field.axisCount
    if let name = field.name {
      described.name = UnsafePointer(text)
      append(name)
      end()
    }
    described.type = UnsafePointer(text)
    let code = UnsafeRawBufferPointer(start: field.code, count: strlen(field.code))
    if field.isRegistered { append(UInt8(ascii: "[")) }
    append(code)
    if field.isRegistered { append(UInt8(ascii: "]")) }
    end()
    return described
  }

  private func byteOrder(of field: FormatField) -> CInt {
    guard let isSwapped = field.isSwapped else { return CInt(UInt8(ascii: "|")) }
    let isLittle = (1.littleEndian == 1) != isSwapped
    return CInt(isLittle ? UInt8(ascii: "<") : UInt8(ascii: ">"))
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes { append(byte) }
  }

  private mutating func append(_ byte: UInt8) {
    text.pointee = CChar(bitPattern: byte)
    text += 1
  }

  private mutating func end() { append(0) }
}

// MARK: - Writing

/// Fields of a caller, one after another, whose structs may be larger than this version's.
public struct FieldArray: GivenFields {
  /// Nil if there are no fields.
  private let start: UnsafeRawPointer?
  private let stride: Int
  public let count: Int

  /// Raises if the structs are too small.
  ///
  /// - Parameter fields: nil: there are none.
  public init(_ fields: UnsafePointer<PyMV_Field>?, count: Int) throws(ViewError) {
    if count < 0 { throw .value("format: the number of fields is negative") }
    stride = fields?.pointee.struct_size ?? 0
    if fields != nil && stride < MemoryLayout<PyMV_Field>.size {
      throw .value("fields->struct_size is too small")
    }
    start = UnsafeRawPointer(fields)
    self.count = count
    for number in 0..<count {
      let field = given(number)
      if field.type == nil { throw .value("format: the type of a field is NULL") }
      if field.ndim < 0 { throw .value("format: invalid count or shape") }
      if !FieldArray.isByteOrder(field.byteorder) { throw .value("format: unknown byte order") }
    }
  }

  private static func isByteOrder(_ order: CInt) -> Bool {
    switch order {
    case 0, CInt(UInt8(ascii: "<")), CInt(UInt8(ascii: ">")), CInt(UInt8(ascii: "!")),
      CInt(UInt8(ascii: "=")), CInt(UInt8(ascii: "|")):
      true
    default: false
    }
  }

  private func given(_ number: Int) -> PyMV_Field {
    // Asked only for numbers below the count, so that there are fields.
    (start.unsafelyUnwrapped + number * stride).loadUnaligned(as: PyMV_Field.self)
  }

  public subscript(number: Int) -> GivenField {
    let field = given(number)
    let isBig =
      field.byteorder == CInt(UInt8(ascii: ">")) || field.byteorder == CInt(UInt8(ascii: "!"))
    let isLittle = field.byteorder == CInt(UInt8(ascii: "<"))
    return GivenField(
      name: field.name, type: field.type, shape: field.shape, axisCount: Int(field.ndim),
      offset: field.offset, byteCount: field.itemsize, count: field.count,
      depth: Int(field.depth), isSwapped: 1.littleEndian == 1 ? isBig : isLittle)
  }

  /// Writes the fields as a format.
  ///
  /// - Parameters:
  ///   - text: room for `room` bytes; may be nil if that is 0.
  /// - Returns: the length of the text. It is complete, with a NUL, if it is less than `room`.
  public func writeFormat(
    itemByteCount: Int, to text: UnsafeMutablePointer<CChar>?, room: Int
  ) throws(ViewError) -> Int {
    if room < 0 || itemByteCount < 0 { throw .value("format: a size is negative") }
    if text == nil && room > 0 { throw .system("argument must not be NULL") }
    let place = UnsafeMutableBufferPointer(start: text, count: max(room - 1, 0))
    // Fields are checked before anything is written.
    let length = try writtenLength(itemByteCount, to: .init(start: nil, count: 0))
    if length >= room { return length }
    _ = try writtenLength(itemByteCount, to: place)
    place.baseAddress?[length] = 0
    return length
  }

  private func writtenLength(
    _ itemByteCount: Int, to text: UnsafeMutableBufferPointer<CChar>
  ) throws(ViewError) -> Int {
    var writer = FormatWriter(self, to: text)
    do throws(FieldError) {
      try writer.write(itemByteCount: itemByteCount)
    } catch {
      pymv_c_raise_field_problem(error.reason.cText)
      throw .raised
    }
    return writer.length
  }
}
