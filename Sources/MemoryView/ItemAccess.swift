import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

/// How the items of a view are read. The user must call `end` afterwards.
enum ItemAccess {
  /// One scalar in native byte order.
  case plain(ItemType)
  case parsed(LoadedFormat)

  /// Makes a Python object from an item. New reference; nil with an exception on failure.
  @inline(__always)
  func makeObject(from place: UnsafeRawPointer) -> Object? {
    switch self {
    case .plain(let type): type.makeObject(from: place)
    case .parsed(let loaded): loaded.format.makeObject(from: place)
    }
  }

  func end() {
    if case .parsed(let loaded) = self { loaded.unload() }
  }
}

extension View {
  /// Which formats this process compares.
  static var formatDialect: FormatDialect {
    pymv_c_rules.keeps_cpython_limits ? .structModule : .full
  }

  /// The access to the items; raises if items of the format cannot be read. Assumes: the view is
  /// held, or pinned if foreign code may run before `end`.
  @inline(__always)
  func itemAccess() throws(ViewError) -> ItemAccess {
    assert(isHeld)
    if let type = View.notedScalarType(format), type.byteCount <= pointee.view.itemsize {
      return .plain(type)
    }
    return try anyItemAccess()
  }

  @inline(never)
  private func anyItemAccess() throws(ViewError) -> ItemAccess {
    if case .item(let type) = itemFormat {
      try requireRoom(for: type.byteCount)
      return .plain(type)
    }
    let loaded = try parsedFormat()
    guard let (type, isSwapped) = loaded.format.soleScalar, !isSwapped else {
      return .parsed(loaded)
    }
    loaded.unload()
    pymv_c_note_ordered_item(format, type.rawValue)
    return .plain(type)
  }

  /// The parsed format, to be unloaded; raises if it is not supported. Assumes: as `itemAccess`.
  func parsedFormat() throws(ViewError) -> LoadedFormat {
    assert(isHeld)
    if pymv_c_rules.keeps_cpython_limits { throw unsupportedItems }
    let loaded = try loadFormat()
    do throws(ViewError) {
      try requireRoom(for: loaded.format.byteCount)
    } catch {
      loaded.unload()
      throw error
    }
    return loaded
  }

  /// CPython's error for items of the format.
  private var unsupportedItems: ViewError {
    if case .unknownItem = itemFormat { return .unknownItem(NativeFormat.withoutPrefix(format)) }
    return .unsupportedFormat(format)
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
      if View.notedScalarType(format) == nil { try requireAnyItems() }
    }
  }

  @inline(never)
  private func requireAnyItems() throws(ViewError) {
    // Slices of items of one unknown character can be assigned; reading one raises.
    guard case .notOneItem = itemFormat else { return }
    if pymv_c_rules.keeps_cpython_limits { throw .unsupportedFormat(format) }
    try loadFormat().unload()
  }
}

/// Runs a body that parses formats; nil if one of them is invalid. Raises MemoryError if there is no
/// memory to parse it.
@inline(__always)
func ifValid<Result>(
  _ body: () throws(FormatProblem) -> Result?
) throws(ViewError) -> Result? {
  do throws(FormatProblem) {
    return try body()
  } catch {
    if error.reason == .noMemory { throw .noMemory }
    return nil
  }
}
