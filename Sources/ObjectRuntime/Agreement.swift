/// Says that a function has the type of its declaration in the header.
///
/// It takes two statements to say it: one generic call with both functions would settle on a type
/// that they have in common, which there always is.
struct Agreement<Function> {
  let header: Function

  func with(_ implementation: Function) {}
}
