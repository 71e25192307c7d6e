import BufferProtocol
import CPyMemoryView
import Layout
import MemoryView
import MemoryViewTables

// Views of Arrow arrays. A view's memory owner has the array, moved into memory of its own, and
// releases it at its end. The type is not needed any longer once the view is made.

extension View {
  /// Makes a read-only view of an Arrow array, and takes over the array and its type. On failure
  /// nothing changes.
  public static func fromArrow(
    _ array: UnsafeMutablePointer<ArrowArray>, _ schema: UnsafeMutablePointer<ArrowSchema>
  ) throws(ViewError) -> View {
    guard array.pointee.release != nil, let releaseSchema = schema.pointee.release else {
      throw .value("Arrow: the array or its type was released already")
    }
    let byteCount = MemoryLayout<ArrowArray>.size
    guard let room = malloc(byteCount) else { throw .noMemory }
    let moved = room.bindMemory(to: ArrowArray.self, capacity: 1)
    moved.initialize(to: array.pointee)
    do throws(ViewError) {
      let view = try makeView(moved, ArrowLevel(outermost: array, schema))
      array.pointee.release = nil
      releaseSchema(schema)
      schema.pointee.release = nil
      return view
    } catch {
      CPyMemoryView.free(room)
      throw error
    }
  }

  /// - Parameter moved: the array that the view releases.
  private static func makeView(
    _ moved: UnsafeMutablePointer<ArrowArray>, _ outermost: ArrowLevel
  ) throws(ViewError) -> View {
    try withUnsafeTemporaryAllocation(of: Int.self, capacity: StridedArray.maximumAxisCount) {
      (shape) throws(ViewError) in
      var level = outermost
      var axisCount = 1
      shape[0] = level.count
      while let listLength = level.listLength {
        if axisCount == StridedArray.maximumAxisCount {
          throw .value("Arrow: lists are nested more than 63 levels deep")
        }
        level = try level.inner(listLength)
        shape[axisCount] = listLength
        axisCount += 1
      }
      let format = try level.itemFormat()
      let array = GivenArray(
        format: format.text.cText, itemByteCount: format.byteCount,
        shape: GivenShape(axisCount: CInt(axisCount), shape.baseAddress), isReadOnly: true)
      return try array.makeView(
        of: try level.items(format.byteCount), destroy: pymv_c_end_arrow_array, context: moved)
    }
  }
}

/// A list or, at the innermost level, the items: an array and its type.
private struct ArrowLevel {
  private let array: UnsafeMutablePointer<ArrowArray>
  private let schema: UnsafeMutablePointer<ArrowSchema>
  /// The entries that the view shows, counted from the start of the buffers.
  private let first: Int
  let count: Int

  init(
    outermost array: UnsafeMutablePointer<ArrowArray>,
    _ schema: UnsafeMutablePointer<ArrowSchema>
  ) throws(ViewError) {
    try self.init(array, schema, 0, Int(array.pointee.length))
  }

  /// - Parameter start: the first entry, counted from the array's offset.
  private init(
    _ array: UnsafeMutablePointer<ArrowArray>, _ schema: UnsafeMutablePointer<ArrowSchema>,
    _ start: Int, _ count: Int
  ) throws(ViewError) {
    let offset = Int(array.pointee.offset)
    let length = Int(array.pointee.length)
    guard offset >= 0, length >= 0, !offset.addingReportingOverflow(length).overflow,
      start + count <= length
    else { throw ArrowLevel.misfit }
    self.array = array
    self.schema = schema
    self.first = offset + start
    self.count = count
    if array.pointee.dictionary != nil || schema.pointee.dictionary != nil {
      throw .value("Arrow: the items are in a dictionary")
    }
  }

  private static var misfit: ViewError {
    .value("Arrow: buffers, children, length or offset of the array do not fit its type")
  }

  // MARK: Lists

  /// The number of entries in each list; nil if the type is not one of fixed-size lists.
  var listLength: Int? {
    let prefix: StaticString = "+w:"
    guard let text = schema.pointee.format, strncmp(text, prefix.cText, 3) == 0, text[3] != 0
    else { return nil }
    var length = 0
    var digit = text + 3
    while digit.pointee != 0 {
      let value = Int(digit.pointee) - 0x30
      guard 0...9 ~= value, length <= Int(Int32.max) else { return nil }
      length = 10 * length + value
      digit += 1
    }
    return length
  }

  /// The entries of all lists.
  func inner(_ listLength: Int) throws(ViewError) -> ArrowLevel {
    try require(bufferCount: 1, childCount: 1)
    guard let child = array.pointee.children?[0], let type = schema.pointee.children?[0] else {
      throw ArrowLevel.misfit
    }
    // If the end does not overflow, neither does what is before it.
    let (end, overflow) = (first + count).multipliedReportingOverflow(by: listLength)
    if overflow { throw ArrowLevel.misfit }
    let start = first * listLength
    return try ArrowLevel(child, type, start, end - start)
  }

  // MARK: Items

  func itemFormat() throws(ViewError) -> (text: StaticString, byteCount: Int) {
    guard let text = schema.pointee.format, text[0] != 0, text[1] == 0 else {
      throw ArrowLevel.unknownType
    }
    switch UInt8(bitPattern: text[0]) {
    case UInt8(ascii: "c"): return ("b", 1)
    case UInt8(ascii: "C"): return ("B", 1)
    case UInt8(ascii: "s"): return ("h", 2)
    case UInt8(ascii: "S"): return ("H", 2)
    case UInt8(ascii: "i"): return ("i", 4)
    case UInt8(ascii: "I"): return ("I", 4)
    case UInt8(ascii: "l"): return ("q", 8)
    case UInt8(ascii: "L"): return ("Q", 8)
    case UInt8(ascii: "e"): return ("e", 2)
    case UInt8(ascii: "f"): return ("f", 4)
    case UInt8(ascii: "g"): return ("d", 8)
    case UInt8(ascii: "b"):
      throw .value("Arrow: booleans are single bits, which have no addresses")
    default: throw ArrowLevel.unknownType
    }
  }

  private static var unknownType: ViewError {
    .value("Arrow: the type is neither a number nor a fixed-size list of numbers")
  }

  /// The address of the first item; nil if there is no memory.
  func items(_ itemByteCount: Int) throws(ViewError) -> UnsafeMutableRawPointer? {
    try require(bufferCount: 2, childCount: 0)
    let (offset, overflow) = first.multipliedReportingOverflow(by: itemByteCount)
    if overflow { throw ArrowLevel.misfit }
    return array.pointee.buffers[1].map { UnsafeMutableRawPointer(mutating: $0) + offset }
  }

  // MARK: Validity

  private func require(bufferCount: Int64, childCount: Int64) throws(ViewError) {
    guard array.pointee.n_buffers == bufferCount, array.pointee.buffers != nil,
      array.pointee.n_children == childCount, schema.pointee.n_children == childCount
    else { throw ArrowLevel.misfit }
    if hasNulls { throw .value("Arrow: items are null, which a view cannot express") }
  }

  /// Whether one of the entries that the view shows is null; others may be.
  private var hasNulls: Bool {
    if array.pointee.null_count == 0 { return false }
    guard let bits = array.pointee.buffers[0] else { return array.pointee.null_count > 0 }
    for index in first..<first + count {
      let byte = bits.load(fromByteOffset: index >> 3, as: UInt8.self)
      if byte >> UInt8(index & 7) & 1 == 0 { return true }
    }
    return false
  }
}
