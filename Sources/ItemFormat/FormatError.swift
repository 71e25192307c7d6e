/// Why a text is not a format, or not one of the accepted dialect.
public enum FormatError: Error, Equatable {
  /// A character without a meaning, or without one in this byte order.
  case unknownCharacter
  /// The text ends after a repeat count.
  case countWithoutCharacter
  /// A repeat count where the type takes none.
  case unexpectedCount
  /// The items do not fit the address space.
  case sizeOverflow
  /// Items with so many values without bytes would keep a reader busy for ever.
  case tooManyEmptyValues
  /// References to objects: their counts could not be kept.
  case objects
  case bitFields
  /// `(` without extents and `)`.
  case malformedShape
  case tooManyAxes
  /// `T{`, `X{`, `[` or `:` without its counterpart.
  case unterminatedStructure, unterminatedFunction, unterminatedScalarName, unterminatedFieldName
  case unmatchedBrace
  case unknownScalar
  case invalidUTF8
  case tooDeep
  /// A shape, order or `&` without a type after it.
  case missingType
  /// In the readings of exporters: NumPy exports no such text.
  case notExported
  case noMemory
}

extension FormatError {
  /// The reason, for messages.
  public var reason: StaticString {
    switch self {
    case .unknownCharacter: "unknown type"
    case .countWithoutCharacter, .missingType: "a type is missing"
    case .unexpectedCount: "this type takes no repeat count"
    case .sizeOverflow: "the size is too large"
    case .tooManyEmptyValues: "too many values without bytes"
    case .objects: "objects ('O') are not supported"
    case .bitFields: "bit fields ('t') are not supported"
    case .malformedShape: "malformed shape"
    case .tooManyAxes: "too many axes"
    case .unterminatedStructure: "'}' is missing after 'T{'"
    case .unterminatedFunction: "'}' is missing after 'X{'"
    case .unterminatedScalarName: "']' is missing"
    case .unterminatedFieldName: "':' is missing after a name"
    case .unmatchedBrace: "'}' without 'T{'"
    case .unknownScalar: "unknown scalar type"
    case .invalidUTF8: "a name is not valid UTF-8"
    case .tooDeep: "nested too deeply"
    case .notExported: "fields overlap or are not aligned"
    case .noMemory: "out of memory"
    }
  }
}
