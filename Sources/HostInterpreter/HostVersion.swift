import BufferProtocol
import CPyMemoryView
import HostTables

/// The interpreter that serves this process.
struct HostVersion {
  /// The version is 3.`minor`; other major versions are not supported. There is no last one: a
  /// version that is not known yet has the rules of the newest known one, if its memoryview has the
  /// known layout.
  let minor: Int

  /// Nil if the interpreter is not supported.
  @inline(never)
  init?(_ text: UnsafePointer<CChar>) {
    guard text[0] == CChar(UInt8(ascii: "3")), text[1] == CChar(UInt8(ascii: ".")) else {
      return nil
    }
    let minor = strtol(text + 2, nil, 10)
    guard minor >= HostVersion.firstMinor,
      HostVersion.isFreeThreaded(text) == pymv_c_is_free_threaded()
    else { return nil }
    self.minor = minor
  }

  static var current: HostVersion? { HostVersion(pymv_c_host_version()) }

  /// The first version that exports every function that this library uses.
  private static let firstMinor = 9

  /// Whether this is a free-threaded build. Its layout of objects is different, and that of this
  /// library must be the same.
  private static func isFreeThreaded(_ text: UnsafePointer<CChar>) -> Bool {
    let mark: StaticString = "free-threading"
    return strstr(text, mark.cText) != nil
  }
}
