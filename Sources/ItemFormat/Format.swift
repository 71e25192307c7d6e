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

  /// The outermost node with the value of an item. Assumes: an item has one value.
  public var soleNode: Int? { firstNode(of: root) { $0.valueCount == 1 } }

  /// The first of some nodes, not of those below them, that a predicate holds for.
  @inline(__always)
  func firstNode(of range: Range<Int>, where predicate: (FormatNode) -> Bool) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      if predicate(nodes[index]) { return index }
      index = Int(nodes[index].end)
    }
    return nil
  }
}

/// Why and where a text is not a format.
public struct FormatProblem: Error {
  public let reason: FormatError
  /// Offset in the text, in bytes.
  public let place: Int
}

/// A format in use. The user must call `unload` afterwards.
///
/// Not a closure that is called with the format: the compiler would copy the parser for each one.
public struct LoadedFormat {
  public let format: Format
  /// Nil if the format is cached.
  private let block: UnsafeMutableRawPointer?

  fileprivate init(_ format: Format, _ block: UnsafeMutableRawPointer? = nil) {
    self.format = format
    self.block = block
  }

  public func unload() { free(block) }
}

extension Format {
  /// Parses a text, or finds it in the cache.
  ///
  /// - Parameters:
  ///   - text: NUL-terminated; must live as long as the format is in use.
  ///   - itemByteCount: size of the items, which decides between the readings of a text; nil: the
  ///     compiler's.
  public static func load(
    _ text: UnsafePointer<CChar>, _ dialect: FormatDialect, itemByteCount: Int?
  ) throws(FormatProblem) -> LoadedFormat {
    let loaded = try load(text, dialect == .full ? .compiled : .structModule)
    guard let itemByteCount, dialect == .full else { return loaded }
    let (header, byteCount) = (loaded.format.header, loaded.format.byteCount)
    guard header.dependsOnReading || header.mayBePacked && byteCount > itemByteCount else {
      return loaded
    }
    let reading = loaded.format.bestReading(itemByteCount)
    if reading == .compiled { return loaded }
    loaded.unload()
    return try load(text, reading)
  }

  /// Calls `body` with the format of a text.
  @inline(__always)
  public static func with<Result>(
    _ text: UnsafePointer<CChar>, _ dialect: FormatDialect, itemByteCount: Int?,
    _ body: (Format) -> Result
  ) throws(FormatProblem) -> Result {
    let loaded = try load(text, dialect, itemByteCount: itemByteCount)
    defer { loaded.unload() }
    return body(loaded.format)
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
      let loaded = try load(text, reading)
      defer { loaded.unload() }
      return loaded.format.byteCount
    } catch {
      // Remembered, so that the text is not parsed in vain again.
      var header = FormatHeader(byteCount: .max)
      if error.reason == .notExported {
        _ = pymv_c_keep_program(
          text, reading.rawValue, &header, MemoryLayout<FormatHeader>.size)
      }
      return .max
    }
  }

  private static func load(
    _ text: UnsafePointer<CChar>, _ reading: FormatReading
  ) throws(FormatProblem) -> LoadedFormat {
    if let entry = pymv_c_find_program(text, reading.rawValue) {
      return LoadedFormat(Format(entry))
    }
    let parsed = try parse(text, reading)
    guard let entry = parsed.format.keep(reading) else { return parsed }
    parsed.unload()
    return LoadedFormat(Format(entry))
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

  /// Enough for nearly all formats.
  private static var usualNodeCount: Int { 12 }

  private static func parse(
    _ text: UnsafePointer<CChar>, _ reading: FormatReading
  ) throws(FormatProblem) -> LoadedFormat {
    var capacity = usualNodeCount
    while true {
      let block = malloc(nodesOffset + capacity * MemoryLayout<FormatNode>.stride)
      guard let block else { throw FormatProblem(reason: .noMemory, place: 0) }
      let nodes = (block + nodesOffset).bindMemory(to: FormatNode.self, capacity: capacity)
      var parser = FormatParser(text, reading, nodes: .init(start: nodes, count: capacity))
      do throws(FormatError) {
        let header = try parser.parse()
        if parser.neededRoom <= capacity {
          block.storeBytes(of: header, as: FormatHeader.self)
          return LoadedFormat(Format(header: header, nodes: nodes, text: text), block)
        }
        capacity = parser.neededRoom
        free(block)
      } catch {
        free(block)
        if parser.neededRoom > capacity {
          capacity = parser.neededRoom
          continue
        }
        throw FormatProblem(reason: error, place: parser.errorPlace)
      }
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
