import Layout

extension CChar {
  /// 'C', for C order.
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
  /// The order of a copy for 'C', 'F' or 'A': C order for 'A'. Any other character means Fortran
  /// order; only code compiled for CPython may pass one.
  public init(copying order: CChar) {
    switch UInt8(bitPattern: order) {
    case UInt8(ascii: "C"), UInt8(ascii: "A"): self = .lastAxisFastest
    default: self = .firstAxisFastest
    }
  }

  /// Fortran order for 'F', else C order.
  public init(fortranOnlyFor order: CChar) {
    self = UInt8(bitPattern: order) == UInt8(ascii: "F") ? .firstAxisFastest : .lastAxisFastest
  }
}
