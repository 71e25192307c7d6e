import BufferProtocol
import CPyMemoryView
import MemoryViewTables
import ObjectWatch
import StridedCopy

/// Sets how many threads share a large copy; 0: one per processor that this process may use.
public func setThreads(_ count: Int) throws(ViewError) {
  guard 0...mostThreads ~= count else {
    throw .value("n must be a number of threads from 0 to 64")
  }
  setThreadCount(count == 0 ? processorCount : count)
}

@c @implementation
public func pymv_s_read_environment() {
  readThreadCount()
  let name: StaticString = "PYMEMORYVIEW_DEBUG"
  guard let text = getenv(name.cText), text[0] != 0 else { return }
  if text[0] != CChar(UInt8(ascii: "0")) { _ = pymv_c_watch(true) }
}

/// Sets the number of threads from the environment; invalid values are ignored.
private func readThreadCount() {
  let name: StaticString = "PYMEMORYVIEW_THREADS"
  guard let text = getenv(name.cText), text[0] != 0 else { return }
  var count = 0
  var place = text
  while place.pointee != 0 {
    let digit = Int(place.pointee) - Int(UInt8(ascii: "0"))
    guard 0...9 ~= digit else { return }
    count = count * 10 + digit
    if count > mostThreads { return }
    place += 1
  }
  setThreadCount(count == 0 ? processorCount : count)
}
