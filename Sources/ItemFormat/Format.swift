import FormatTables

/// A parsed format: a tree of runs of values. Borrows its text and nodes.
public struct Format {
  let header: FormatHeader
  public let nodes: UnsafePointer<FormatNode>
  public let text: UnsafePointer<CChar>

  /// Size of an item in bytes.
  public var byteCount: Int { header.byteCount }
  /// Alignment of an item, by the members in native byte order.
  public var alignment: Int { header.alignment }
  /// Number of values of an item. An item of one value is that value, any other a tuple of them.
  public var valueCount: Int { header.valueCount }

  /// The nodes of the outermost level and below.
  public var root: Range<Int> { 0..<header.nodeCount }
}

/// Why and where a text is not a format.
public struct FormatProblem: Error {
  public let reason: FormatError
  /// Offset in the text, in bytes.
  public let place: Int
}

extension Format {
  /// Calls `body` with the format of a text, which is cached if there is room.
  ///
  /// - Parameters:
  ///   - text: NUL-terminated.
  ///   - itemByteCount: size of the items, which decides between the readings of a text; nil: the
  ///     compiler's.
  public static func with<Result>(
    _ text: UnsafePointer<CChar>, _ dialect: FormatDialect, itemByteCount: Int?,
    _ body: (Format) -> Result
  ) throws(FormatProblem) -> Result {
    let first: FormatReading = dialect == .full ? .compiled : .structModule
    guard dialect == .full, let itemByteCount else { return try with(text, first, body) }
    let reading = try with(text, first) { (format) -> FormatReading in
      format.header.dependsOnReading ? format.bestReading(itemByteCount) : first
    }
    return try with(text, reading, body)
  }

  /// The reading that has the size of the items, NumPy's first; else the first that fits, the
  /// compiler's first.
  private func bestReading(_ itemByteCount: Int) -> FormatReading {
    let exported = Format.byteCount(text, .exported)
    if exported == itemByteCount { return .exported }
    if byteCount == itemByteCount { return .compiled }
    let packed = Format.byteCount(text, .packed)
    if packed == itemByteCount { return .packed }
    if byteCount <= itemByteCount { return .compiled }
    if exported <= itemByteCount { return .exported }
    return packed <= itemByteCount ? .packed : .compiled
  }

  /// The size of an item in a reading; `Int.max` if the text cannot be read so.
  private static func byteCount(_ text: UnsafePointer<CChar>, _ reading: FormatReading) -> Int {
    do throws(FormatProblem) {
      return try with(text, reading) { $0.byteCount }
    } catch {
      // Remembered, so that the text is not parsed in vain again.
      var header = FormatHeader(byteCount: .max)
      if error.reason == .notExported {
        _ = pymv_c_keep_program(
          text, reading.rawValue, &header, MemoryLayout<FormatHeader>.stride)
      }
      return .max
    }
  }

  private static func with<Result>(
    _ text: UnsafePointer<CChar>, _ reading: FormatReading, _ body: (Format) -> Result
  ) throws(FormatProblem) -> Result {
    if let entry = pymv_c_find_program(text, reading.rawValue) { return body(Format(entry)) }
    return try withParsed(text, reading) { format in
      if let entry = format.keep(reading) { return body(Format(entry)) }
      return body(format)
    }
  }

  /// A program in memory: the header, then the nodes.
  private static var nodesOffset: Int { MemoryLayout<FormatHeader>.stride }

  private init(_ entry: UnsafePointer<pymv_c_kept_program>) {
    let program = entry.pointee.program.unsafelyUnwrapped
    header = program.load(as: FormatHeader.self)
    nodes = (program + Format.nodesOffset).assumingMemoryBound(to: FormatNode.self)
    text = entry.pointee.text
  }

  private func keep(_ reading: FormatReading) -> UnsafePointer<pymv_c_kept_program>? {
    let program = UnsafeRawPointer(nodes) - Format.nodesOffset
    let byteCount = Format.nodesOffset + header.nodeCount * MemoryLayout<FormatNode>.stride
    return pymv_c_keep_program(text, reading.rawValue, program, byteCount)
  }

  // MARK: - Parsing

  /// Enough for nearly all formats, and small enough for the stack.
  private static var nodesOnStack: Int {
    (1024 - nodesOffset) / MemoryLayout<FormatNode>.stride
  }

  @inline(never)
  private static func withParsed<Result>(
    _ text: UnsafePointer<CChar>, _ reading: FormatReading, _ body: (Format) -> Result
  ) throws(FormatProblem) -> Result {
    var needed = nodesOnStack
    let byteCount = nodesOffset + nodesOnStack * MemoryLayout<FormatNode>.stride
    let result = try withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 16) {
      (room) throws(FormatProblem) in
      // The base address is not nil, because the size is not zero.
      try parse(text, reading, room.baseAddress.unsafelyUnwrapped, &needed, body)
    }
    if let result { return result }
    let room = malloc(nodesOffset + needed * MemoryLayout<FormatNode>.stride)
    guard let room else { throw FormatProblem(reason: .noMemory, place: 0) }
    defer { free(room) }
    guard let result = try parse(text, reading, room, &needed, body) else {
      // The text is the same, so the number of nodes is too, unless it changes meanwhile.
      throw FormatProblem(reason: .noMemory, place: 0)
    }
    return result
  }

  /// Parses into a program with room for `needed` nodes. Nil if these are not enough; then `needed`
  /// is the number of nodes.
  private static func parse<Result>(
    _ text: UnsafePointer<CChar>, _ reading: FormatReading, _ room: UnsafeMutableRawPointer,
    _ needed: inout Int, _ body: (Format) -> Result
  ) throws(FormatProblem) -> Result? {
    let nodes = (room + nodesOffset).bindMemory(to: FormatNode.self, capacity: needed)
    var parser = FormatParser(text, reading, nodes: .init(start: nodes, count: needed))
    do throws(FormatError) {
      let header = try parser.parse()
      if header.nodeCount > needed {
        needed = header.nodeCount
        return nil
      }
      room.storeBytes(of: header, as: FormatHeader.self)
      return body(Format(header: header, nodes: nodes, text: text))
    } catch {
      throw FormatProblem(reason: error, place: parser.place)
    }
  }
}

/// Computes the size of one item of a format, in bytes, padding included.
///
/// - Parameter format: NUL-terminated.
public func byteCount(
  ofFormat format: UnsafePointer<CChar>, _ dialect: FormatDialect = .structModule
) throws(FormatError) -> Int {
  do throws(FormatProblem) {
    return try Format.with(format, dialect, itemByteCount: nil) { $0.byteCount }
  } catch {
    throw error.reason
  }
}
