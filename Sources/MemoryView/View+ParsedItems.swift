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
      try withTemporaryMemory(byteCount: format.byteCount) { (item) throws(ViewError) in
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
