/// Verifies at compile time that a function has the type of its declaration in the header.
///
/// This takes two statements: a single generic call with both functions would infer a common
/// supertype, which always exists, and so accept any two functions.
struct Agreement<Function> {
  let header: Function

  func with(_ implementation: Function) {}
}
