import Layout

extension CChar {
  /// 'C', which asks for C order.
  public static var cOrder: CChar { CChar(UInt8(ascii: "C")) }

  /// Whether this is 'C', 'F' or 'A'.
  public var isOrder: Bool {
    switch UInt8(bitPattern: self) {
    case UInt8(ascii: "C"), UInt8(ascii: "F"), UInt8(ascii: "A"): true
    default: false
    }
  }
}

extension ItemOrder {
  /// The order of a copy that was asked for with 'C', 'F' or 'A': C order for 'A', and for any
  /// other character, which only a host's callers may give, Fortran order.
  public init(copying order: CChar) {
    switch UInt8(bitPattern: order) {
    case UInt8(ascii: "C"), UInt8(ascii: "A"): self = .lastAxisFastest
    default: self = .firstAxisFastest
    }
  }

  /// The order that counts for 'F', else C order.
  public init(fortranOnlyFor order: CChar) {
    self = UInt8(bitPattern: order) == UInt8(ascii: "F") ? .firstAxisFastest : .lastAxisFastest
  }
}
