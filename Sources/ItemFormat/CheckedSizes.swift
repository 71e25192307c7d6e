// Overflow-checked arithmetic on sizes in bytes. Overflow throws the given error, or
// `FormatError.sizeOverflow`.

func product<Failure: Error>(_ a: Int, _ b: Int, or error: Failure) throws(Failure) -> Int {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  if overflow { throw error }
  return product
}

func product(_ a: Int, _ b: Int) throws(FormatError) -> Int {
  try product(a, b, or: FormatError.sizeOverflow)
}

func sum<Failure: Error>(_ a: Int, _ b: Int, or error: Failure) throws(Failure) -> Int {
  let (sum, overflow) = a.addingReportingOverflow(b)
  if overflow { throw error }
  return sum
}

func sum(_ a: Int, _ b: Int) throws(FormatError) -> Int {
  try sum(a, b, or: FormatError.sizeOverflow)
}

/// The next multiple of an alignment. Assumes: the alignment is positive.
func aligned(_ offset: Int, to alignment: Int) throws(FormatError) -> Int {
  try sum(offset, alignment - 1) / alignment * alignment
}
