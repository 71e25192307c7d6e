import Kernels

extension ItemType {
  /// The type of real numbers that values consist of: one, or two of a complex number. Nil if there
  /// is none.
  var numberType: pymv_k_number? {
    switch self {
    case .int8: PYMV_K_INT8
    case .int16: PYMV_K_INT16
    case .int32: PYMV_K_INT32
    case .int64: PYMV_K_INT64
    case .uint8: PYMV_K_UINT8
    case .uint16: PYMV_K_UINT16
    case .uint32: PYMV_K_UINT32
    case .uint64, .pointer: PYMV_K_UINT64
    case .boolean: PYMV_K_BOOL
    case .float16: PYMV_K_HALF
    case .float32, .complex64: PYMV_K_SINGLE
    case .float64, .complex128: PYMV_K_DOUBLE
    case .longDouble, .complexLongDouble, .character, .bytes, .pascalBytes, .text, .registered,
      .padding:
      nil
    }
  }
}
