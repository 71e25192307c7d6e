import BufferProtocol
import CPyMemoryView
import ItemFormat
import MemoryViewTables

extension View {
  /// Writes an item of a format that is not a single native scalar.
  ///
  /// The conversion may run foreign code, so the view is pinned.
  func setParsedItem(at index: ItemIndex, to value: Object) throws(ViewError) {
    try pinned { () throws(ViewError) in
      let loaded = try parsedFormat()
      defer { loaded.unload() }
      let format = loaded.format
      try withNewItem(format.byteCount) { (item) throws(ViewError) in
        // Padding keeps its bytes.
        item.copyMemory(from: try place(of: index), byteCount: format.byteCount)
        try format.store(value, to: item)
        // The host's garbage collector may have released the managed buffer meanwhile.
        try requireAccess()
        try place(of: index).copyMemory(from: item, byteCount: format.byteCount)
      }
    }
  }
}

/// Calls `body` with memory for an item.
private func withNewItem(
  _ byteCount: Int, _ body: (UnsafeMutableRawPointer) throws(ViewError) -> Void
) throws(ViewError) {
  if byteCount <= 1024 {
    return try withUnsafeTemporaryAllocation(byteCount: max(byteCount, 1), alignment: 16) {
      (room) throws(ViewError) in
      // The base address is not nil, because the size is not zero.
      try body(room.baseAddress.unsafelyUnwrapped)
    }
  }
  guard let room = PyMem_Malloc(byteCount) else { throw .noMemory }
  defer { PyMem_Free(room) }
  try body(room)
}
