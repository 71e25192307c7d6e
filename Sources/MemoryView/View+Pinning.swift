import BufferProtocol
import CPyMemoryView
import MemoryViewTables

extension View {
  /// Runs a body during which the view cannot be released: it counts as handed out. For operations
  /// in whose middle foreign code may run while memory is still to be read.
  func pinned<Result>(
    _ body: () throws(ViewError) -> Result
  ) throws(ViewError) -> Result {
    _ = pymv_c_add(&pointee.exports, 1)
    defer { _ = pymv_c_add(&pointee.exports, -1) }
    return try body()
  }
}
