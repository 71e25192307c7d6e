/// A type of items in memory.
///
/// `format` describes an item of exactly `MemoryLayout<Self>.size` bytes, in the notation of
/// Python's `struct` module and PEP 3118. Every pattern of these bytes must be a value.
public protocol StridedElement: BitwiseCopyable {
  static var format: String { get }
}

extension Int8: StridedElement { public static var format: String { "b" } }
extension UInt8: StridedElement { public static var format: String { "B" } }
extension Int16: StridedElement { public static var format: String { "h" } }
extension UInt16: StridedElement { public static var format: String { "H" } }
extension Int32: StridedElement { public static var format: String { "i" } }
extension UInt32: StridedElement { public static var format: String { "I" } }
extension Int64: StridedElement { public static var format: String { "q" } }
extension UInt64: StridedElement { public static var format: String { "Q" } }
extension Int: StridedElement { public static var format: String { "q" } }
extension UInt: StridedElement { public static var format: String { "Q" } }
extension Float: StridedElement { public static var format: String { "f" } }
extension Double: StridedElement { public static var format: String { "d" } }
