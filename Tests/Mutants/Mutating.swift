import MutantSwitch

// Operators with mutants, added to each module that is mutated. `id` is the number of the first
// mutant of a place; places with two have the next number too.

@inlinable @inline(__always)
func pymvBool(_ id: Int, _ value: Bool) -> Bool {
  value != pymv_m(id)
}

@inlinable @inline(__always)
func pymvLess<T: Comparable>(_ id: Int, _ a: T, _ b: T) -> Bool {
  pymv_m(id) ? a <= b : (a < b) != pymv_m(id + 1)
}

@inlinable @inline(__always)
func pymvLessOrEqual<T: Comparable>(_ id: Int, _ a: T, _ b: T) -> Bool {
  pymv_m(id) ? a < b : (a <= b) != pymv_m(id + 1)
}

@inlinable @inline(__always)
func pymvGreater<T: Comparable>(_ id: Int, _ a: T, _ b: T) -> Bool {
  pymv_m(id) ? a >= b : (a > b) != pymv_m(id + 1)
}

@inlinable @inline(__always)
func pymvGreaterOrEqual<T: Comparable>(_ id: Int, _ a: T, _ b: T) -> Bool {
  pymv_m(id) ? a > b : (a >= b) != pymv_m(id + 1)
}

@inlinable @inline(__always)
func pymvAdd<T: FixedWidthInteger>(_ id: Int, _ a: T, _ b: T) -> T {
  pymv_m(id) ? a - b : a + b
}

@inlinable @inline(__always)
func pymvSubtract<T: FixedWidthInteger>(_ id: Int, _ a: T, _ b: T) -> T {
  pymv_m(id) ? a + b : a - b
}

@inlinable @inline(__always)
func pymvWrappingAdd<T: FixedWidthInteger>(_ id: Int, _ a: T, _ b: T) -> T {
  pymv_m(id) ? a &- b : a &+ b
}

@inlinable @inline(__always)
func pymvWrappingSubtract<T: FixedWidthInteger>(_ id: Int, _ a: T, _ b: T) -> T {
  pymv_m(id) ? a &+ b : a &- b
}

@inlinable @inline(__always)
func pymvAddAssign<T: FixedWidthInteger>(_ id: Int, _ a: inout T, _ b: T) {
  a = pymvAdd(id, a, b)
}

@inlinable @inline(__always)
func pymvSubtractAssign<T: FixedWidthInteger>(_ id: Int, _ a: inout T, _ b: T) {
  a = pymvSubtract(id, a, b)
}

@inlinable @inline(__always)
func pymvWrappingAddAssign<T: FixedWidthInteger>(_ id: Int, _ a: inout T, _ b: T) {
  a = pymvWrappingAdd(id, a, b)
}

@inlinable @inline(__always)
func pymvWrappingSubtractAssign<T: FixedWidthInteger>(_ id: Int, _ a: inout T, _ b: T) {
  a = pymvWrappingSubtract(id, a, b)
}

/// `+=` of pointers.
@inlinable @inline(__always)
func pymvAdvance<T: Strideable>(_ id: Int, _ a: inout T, _ b: T.Stride) {
  a = a.advanced(by: pymv_m(id) ? 0 - b : b)
}

/// The upper bound of `..<`, increased if it is mutated to `...`.
@inlinable @inline(__always)
func pymvBound<T: FixedWidthInteger>(_ id: Int, _ value: T) -> T {
  pymv_m(id) ? value + 1 : value
}

/// A literal; wrapping, as the literal of another value may not fit.
@inlinable @inline(__always)
func pymvInteger<T: FixedWidthInteger>(_ id: Int, _ value: T) -> T {
  pymv_m(id) ? value &+ 1 : pymv_m(id + 1) ? value &- 1 : value
}

/// A result, mutated to one more.
@inlinable @inline(__always)
func pymvResult<T: FixedWidthInteger>(_ id: Int, _ value: T) -> T {
  pymv_m(id) ? value &+ 1 : value
}
