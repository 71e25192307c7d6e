import BufferProtocol
import CPyMemoryView
import MemoryViewTables

// The format of an adopted buffer is copied, because its owner may free the text while views still
// read it. Some exporters free the pointer in their release hook, so the hook must get the original
// one: it is stored after the copied text, at the next aligned address.

extension ManagedBuffer {
  /// Replaces `master.format` with a copy that lives as long as the managed buffer.
  ///
  /// - Returns: false if memory allocation failed; then nothing has changed.
  func copyFormat() -> Bool {
    guard let original = pointee.master.format else { return true }
    let keptOffset = offsetOfOriginal(after: original)
    guard let copy = PyMem_Malloc(keptOffset + MemoryLayout<UnsafeMutablePointer<CChar>>.size)
    else { return false }
    copy.copyMemory(from: original, byteCount: strlen(original) + 1)
    copy.storeBytes(of: original, toByteOffset: keptOffset, as: UnsafeMutablePointer<CChar>.self)
    pointee.master.format = copy.assumingMemoryBound(to: CChar.self)
    pointee.flags |= _Py_MANAGED_BUFFER_FREE_FORMAT | PYMV_MANAGED_BUFFER_KEEPS_FORMAT
    return true
  }

  /// Replaces `master.format` with a copy of a format whose lifetime is not the managed buffer's.
  func setFormat(copying format: UnsafePointer<CChar>) throws(ViewError) {
    let byteCount = strlen(format) + 1
    guard let copy = PyMem_Malloc(byteCount) else { throw .noMemory }
    copy.copyMemory(from: format, byteCount: byteCount)
    pointee.master.format = copy.assumingMemoryBound(to: CChar.self)
    pointee.flags |= _Py_MANAGED_BUFFER_FREE_FORMAT
  }

  func releaseWithOriginalFormat() {
    guard pointee.flags & PYMV_MANAGED_BUFFER_KEEPS_FORMAT != 0, let format = pointee.master.format
    else { return releaseBuffer(masterView) }
    pointee.master.format = UnsafeRawPointer(format).load(
      fromByteOffset: offsetOfOriginal(after: format), as: UnsafeMutablePointer<CChar>.self)
    releaseBuffer(masterView)
    pointee.master.format = format
  }

  private func offsetOfOriginal(after format: UnsafePointer<CChar>) -> Int {
    let alignment = MemoryLayout<UnsafeMutablePointer<CChar>>.alignment
    // Cannot overflow: the text is in memory.
    return (strlen(format) + alignment) / alignment * alignment
  }
}
