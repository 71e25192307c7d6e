import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

/// How the items of a view are read.
enum ItemAccess {
  /// One scalar in native byte order.
  case plain(ItemType)
  case parsed(Format)

  /// Makes a Python object from an item. New reference; nil with an exception on failure.
  @inline(__always)
  func makeObject(from place: UnsafeRawPointer) -> Object? {
    switch self {
    case .plain(let type): type.makeObject(from: place)
    case .parsed(let format): format.makeObject(from: place)
    }
  }
}

extension View {
  /// Which formats this process compares.
  static var formatDialect: FormatDialect {
    pymv_c_rules.keeps_cpython_limits ? .structModule : .full
  }

  /// Calls `body` with the access to the items; raises if items of the format cannot be read.
  /// Assumes: the view is held, or pinned if `body` runs foreign code.
  @inline(__always)
  func withItemAccess<Result>(
    _ body: (ItemAccess) throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    assert(isHeld)
    if let type = View.notedItemType(format), type.byteCount <= pointee.view.itemsize {
      return try body(.plain(type))
    }
    return try withAnyItemAccess(body)
  }

  @inline(never)
  private func withAnyItemAccess<Result>(
    _ body: (ItemAccess) throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    if case .item(let type) = itemFormat {
      try requireRoom(for: type.byteCount)
      return try body(.plain(type))
    }
    return try withParsedFormat { (format) throws(ViewError) in
      if let (type, isSwapped) = format.soleScalar, !isSwapped { return try body(.plain(type)) }
      return try body(.parsed(format))
    }
  }

  /// Calls `body` with the parsed format; raises if it is not supported. Assumes: as
  /// `withItemAccess`.
  func withParsedFormat<Result>(
    _ body: (Format) throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    assert(isHeld)
    if pymv_c_rules.keeps_cpython_limits { throw unsupportedItems }
    return try withFormat { (format) throws(ViewError) in
      try requireRoom(for: format.byteCount)
      return try body(format)
    }
  }

  /// CPython's error for items of the format.
  private var unsupportedItems: ViewError {
    if case .unknownItem = itemFormat { return .unknownItem(NativeFormat.withoutPrefix(format)) }
    return .unsupportedFormat(format)
  }

  private func withFormat<Result>(
    _ body: (Format) throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    let loaded = try loadFormat()
    defer { loaded.unload() }
    return try body(loaded.format)
  }

  private func loadFormat() throws(ViewError) -> LoadedFormat {
    do throws(FormatProblem) {
      return try Format.load(format, .full, itemByteCount: pointee.view.itemsize)
    } catch {
      throw error.reason == .noMemory ? .noMemory : unsupportedItems
    }
  }

  /// Raises for an itemsize that contradicts the format: reads would run past the end of the item.
  func requireRoom(for byteCount: Int) throws(ViewError) {
    if byteCount > pointee.view.itemsize {
      throw .value("itemsize of the buffer is smaller than its format")
    }
  }

  /// Rejects formats whose items cannot be read; in strict mode, those that are not a single item.
  /// CPython checks only this much before it distinguishes an item from a slice.
  @inline(__always)
  func requireItems() throws(ViewError) {
    try held { () throws(ViewError) in
      if View.notedItemType(format) == nil { try requireAnyItems() }
    }
  }

  @inline(never)
  private func requireAnyItems() throws(ViewError) {
    // Slices of items of one unknown character can be assigned; reading one raises.
    guard case .notOneItem = itemFormat else { return }
    if pymv_c_rules.keeps_cpython_limits { throw .unsupportedFormat(format) }
    try withFormat { (_) throws(ViewError) in }
  }
}
