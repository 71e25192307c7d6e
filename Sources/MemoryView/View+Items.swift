import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

extension View {
  /// The format, NUL-terminated; lives as long as the managed buffer.
  var format: UnsafePointer<CChar> { UnsafePointer(pointee.view.format.unsafelyUnwrapped) }

  var itemFormat: NativeFormat { View.itemFormat(format) }

  /// Classifies a format for reading and writing items, by the rules of this process.
  @inline(__always)
  static func itemFormat(_ format: UnsafePointer<CChar>) -> NativeFormat {
    if let type = notedItemType(format) { return .item(type) }
    return findItemFormat(format)
  }

  /// The cached item type of a format; nil if it is not cached.
  @inline(__always)
  static func notedItemType(_ format: UnsafePointer<CChar>) -> ItemType? {
    let noted = pymv_c_noted_item(format)
    // Only raw values of types are cached, and a type's raw value is its representation.
    return noted == 0 ? nil : unsafeBitCast(noted &- 1, to: ItemType.self)
  }

  /// The cached type of scalars in this machine's byte order, native or not; nil if it is not
  /// cached.
  @inline(__always)
  static func notedScalarType(_ format: UnsafePointer<CChar>) -> ItemType? {
    let noted = pymv_c_noted_scalar(format)
    // As above.
    return noted == 0 ? nil : unsafeBitCast(noted &- 1, to: ItemType.self)
  }

  @inline(never)
  private static func findItemFormat(_ format: UnsafePointer<CChar>) -> NativeFormat {
    let native = NativeFormat(format)
    switch native {
    case .item(.float16) where pymv_c_rules.lacks_half_floats: return .unknownItem
    case .item(.complex64) where pymv_c_rules.lacks_complex_numbers,
      .item(.complex128) where pymv_c_rules.lacks_complex_numbers:
      return .notOneItem
    case .item(let type):
      // Not cached, because the rules for this type may change.
      if type != .float16 { pymv_c_note_item(format, type.rawValue) }
      return native
    default: return native
    }
  }

  /// Reads an item. New reference.
  ///
  /// Converting the index may have run foreign code, so access is checked here.
  func readItem(at index: ItemIndex) throws(ViewError) -> Object {
    try requireAccess()
    let native = try held { () throws(ViewError) in
      guard let (type, _) = try nativeItem() else { return Object?.none }
      return try check(type.makeObject(from: try place(of: index)))
    }
    if let native { return native }
    // Making tuples and lists may run the host's garbage collector.
    return try pinned { () throws(ViewError) in
      let items = try itemAccess()
      defer { items.end() }
      return try check(items.makeObject(from: try place(of: index)))
    }
  }

  /// Writes an item.
  ///
  /// The value is converted first, which may run foreign code; then access is checked again.
  /// Nothing is written if the value does not fit.
  func setItem(at index: ItemIndex, to value: Object) throws(ViewError) {
    // Converting the index may have run foreign code.
    try requireAccess()
    guard let (type, text) = try held({ () throws(ViewError) in try nativeItem() }) else {
      return try setParsedItem(at: index, to: value)
    }
    let converted = try type.value(of: value, format: text)
    try requireAccess()
    try held { () throws(ViewError) in
      if !type.store(converted, to: try place(of: index)) { throw .itemValue(format: text) }
    }
  }

  /// The type and format of native items; nil for other formats. Assumes: the view is held.
  private func nativeItem() throws(ViewError) -> (ItemType, UnsafePointer<CChar>)? {
    guard case .item(let type) = itemFormat else { return nil }
    try requireRoom(for: type.byteCount)
    // The exporter may free the format during the conversion, so prefer the static copy.
    let given = NativeFormat.withoutPrefix(format)
    return (type, pymv_c_native_format(given) ?? given)
  }

  /// The address of an item. Assumes: access was checked, and the indices are within the extents.
  func place(of index: ItemIndex) throws(ViewError) -> UnsafeMutableRawPointer {
    assert(isWithinExtents(index))
    guard let start = pointee.view.buf else {
      throw .value("the address of a buffer with items must not be NULL")
    }
    // Items without bytes are nowhere: the pointers to them may not be either.
    if pointee.view.len == 0 { return start }
    return switch index {
    case .none: start
    case .first(let index):
      pointee.view.suboffsets == nil
        ? start + pointee.view.strides[0] * index
        : buffer.step(from: start, axis: 0, index: index)
    case .all(let indices): buffer.address(at: indices) ?? start
    }
  }
}

extension View {
  fileprivate func isWithinExtents(_ index: ItemIndex) -> Bool {
    switch index {
    case .none: true
    case .first(let index): 0..<pointee.view.shape[0] ~= index
    case .all(let indices):
      (0..<buffer.axisCount).allSatisfy { 0..<pointee.view.shape[$0] ~= indices[$0] }
    }
  }
}

/// The indices of an item, each within its extent.
enum ItemIndex {
  /// The only item of a view without axes.
  case none
  /// The index on the only axis.
  case first(Int)
  /// One index per axis.
  case all(UnsafePointer<Int>)
}
