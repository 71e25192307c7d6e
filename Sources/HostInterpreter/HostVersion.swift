import BufferProtocol
import CPyMemoryView
import HostTables

/// The interpreter that serves this process.
struct HostVersion {
  /// 3.`minor`; nothing else is served.
  let minor: Int

  /// Nil if the interpreter is none that can be served.
  init?(_ text: UnsafePointer<CChar>) {
    guard text[0] == CChar(UInt8(ascii: "3")), text[1] == CChar(UInt8(ascii: ".")) else {
      return nil
    }
    let minor = strtol(text + 2, nil, 10)
    guard minor >= HostVersion.firstMinor, !HostVersion.isFreeThreaded(text) else { return nil }
    self.minor = minor
  }

  static var current: HostVersion? { HostVersion(pymv_c_host_version()) }

  /// From here on every function that is used is exported.
  private static let firstMinor = 9

  /// Builds without the global lock have another object layout.
  private static func isFreeThreaded(_ text: UnsafePointer<CChar>) -> Bool {
    let mark: StaticString = "free-threading"
    return strstr(text, mark.cText) != nil
  }
}
