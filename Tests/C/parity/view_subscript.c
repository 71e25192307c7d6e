/* Items, slices and tuples of indices of a memoryview. */
#include "harness.h"

static void an_index_gives_an_item(void **state) {
  given("m = memoryview(b'abcdef')");
  expect("m[0]", "97");
  expect("m[5]", "102");
  expect("m[-1]", "102");
  expect("m[-6]", "97");
  expect("m[True]", "98");
  expect("m[Index(\"2\")]", "99");
  expect("m[Index(\"-2\")]", "101");
  expect("m[6]", "IndexError: index out of bounds on dimension 1");
  expect("m[-7]", "IndexError: index out of bounds on dimension 1");
  expect("m[0x7fffffffffffffff]", "IndexError: index out of bounds on dimension 1");
  expect("m[-0x8000000000000000]", "IndexError: index out of bounds on dimension 1");
  expect("m[0x8000000000000000]", "IndexError: cannot fit 'int' into an index-sized integer");
  see("m[-0x10000000000000000000000]");
  expect("m[Index(\"0x8000000000000000\")]",
         "IndexError: cannot fit 'tests.Index' into an index-sized integer");
  expect("memoryview(b'')[0]", "IndexError: index out of bounds on dimension 1");
  expect("memoryview(b'')[-1]", "IndexError: index out of bounds on dimension 1");
}

static void other_keys_are_refused(void **state) {
  given("m = memoryview(b'abcdef')");
  expect("m['a']", "TypeError: memoryview: invalid slice key");
  expect("m[b'a']", "TypeError: memoryview: invalid slice key");
  expect("m[None]", "TypeError: memoryview: invalid slice key");
  expect("m[1.0]", "TypeError: memoryview: invalid slice key");
  expect("m[...]", "<memory at 0xADDR>");
  expect("m[[1]]", "TypeError: memoryview: invalid slice key");
  expect("m[m]", "TypeError: memoryview: invalid slice key");
  expect("m[complex(1.0, 0.0)]", "TypeError: memoryview: invalid slice key");
  expect("m[Index(\"'a'\")]", "TypeError: __index__ returned non-int (type str)");
  expect("m[Index(\"1.0\")]", "TypeError: __index__ returned non-int (type float)");
  expect("m[Index(\"error(ZeroDivisionError, 'zz')\")]", "ZeroDivisionError: zz");
  expect("m[Index(\"error(OverflowError, 'oo')\")]", "OverflowError: oo");
  expect("m[Index(\"error(TypeError, 'tt')\")]", "TypeError: tt");
  expect("m[Truth(\"1\")]", "TypeError: memoryview: invalid slice key");
}

static void slices_step_forward(void **state) {
  given("m = memoryview(b'abcdef')");
  expect("m[:].tobytes()", "b'abcdef'");
  expect("m[1:].tobytes()", "b'bcdef'");
  expect("m[:3].tobytes()", "b'abc'");
  expect("m[1:3].tobytes()", "b'bc'");
  expect("m[::2].tobytes()", "b'ace'");
  expect("m[1::2].tobytes()", "b'bdf'");
  expect("m[1:5:3].tobytes()", "b'be'");
  expect("m[-3:].tobytes()", "b'def'");
  expect("m[:-3].tobytes()", "b'abc'");
  expect("m[-4:-1].tobytes()", "b'cde'");
  expect("m[4:2].tobytes()", "b''");
  expect("m[::100].tobytes()", "b'a'");
  expect("m[None:None:None].tobytes()", "b'abcdef'");
  expect("m[True:Index(\"4\")].tobytes()", "b'bcd'");
}

static void slices_step_backward(void **state) {
  given("m = memoryview(b'abcdef')");
  expect("m[::-1].tobytes()", "b'fedcba'");
  expect("m[::-2].tobytes()", "b'fdb'");
  expect("m[4:1:-1].tobytes()", "b'edc'");
  expect("m[1:4:-1].tobytes()", "b''");
  expect("m[:2:-1].tobytes()", "b'fed'");
  expect("m[2::-1].tobytes()", "b'cba'");
  expect("m[-2:-5:-2].tobytes()", "b'ec'");
  expect("m[::-100].tobytes()", "b'f'");
  expect("m[::-1][::-1].tobytes()", "b'abcdef'");
  expect("m[::-2][1:].tobytes()", "b'db'");
  expect("m[::2][::-1].strides", "(-2,)");
}

static void bounds_of_slices_may_be_huge(void **state) {
  given("m = memoryview(b'abcdef')");
  see("m[0x10000000000000000000:].tobytes()");
  see("m[:0x10000000000000000000].tobytes()");
  see("m[-0x10000000000000000000:].tobytes()");
  see("m[:-0x10000000000000000000].tobytes()");
  see("m[::0x10000000000000000000].tobytes()");
  see("m[::-0x10000000000000000000].tobytes()");
  expect("m[::0x7fffffffffffffff].strides", "(9223372036854775807,)");
  expect("m[::-0x7fffffffffffffff].tobytes()", "b'f'");
  expect("m[::-0x8000000000000000].tobytes()", "b'f'");
  expect("m[3::0x7fffffffffffffff].tobytes()", "b'd'");
  expect("m[0x7fffffffffffffff:-0x8000000000000000:-1].tobytes()", "b'fedcba'");
  given("m = memoryview(nd('h', (3,), b'\\1\\0\\2\\0\\3\\0'))");
  expect("m[::0x7fffffffffffffff].tolist()", "[1]");
  expect("m[::-0x7fffffffffffffff].tolist()", "[3]");
  expect("m[1::0x4000000000000000].strides", "(-9223372036854775808,)");
}

static void slices_that_are_refused(void **state) {
  given("m = memoryview(b'abcdef')");
  expect("m[::0]", "ValueError: slice step cannot be zero");
  expect("m['a':]",
         "TypeError: slice indices must be integers or None or have an __index__ method");
  expect("m[:'a']",
         "TypeError: slice indices must be integers or None or have an __index__ method");
  expect("m[::'a']",
         "TypeError: slice indices must be integers or None or have an __index__ method");
  expect("m[1.0:]",
         "TypeError: slice indices must be integers or None or have an __index__ method");
  expect("m[Index(\"'a'\"):]", "TypeError: __index__ returned non-int (type str)");
  expect("m[Index(\"error(RuntimeError, 'no')\"):]", "RuntimeError: no");
  expect("m[:Index(\"error(RuntimeError, 'no')\")]", "RuntimeError: no");
  expect("m[::Index(\"error(RuntimeError, 'no')\")]", "RuntimeError: no");
  expect("m[::Index(\"0\")]", "ValueError: slice step cannot be zero");
  expect("m['a'::0]", "ValueError: slice step cannot be zero");
}

static void slices_are_views_of_the_same_memory(void **state) {
  given("b = bytearray(b'abcdef'); m = memoryview(b); s = m[1:5]");
  expect("s.obj is b", "True");
  expect("s[0] = 88; b", "bytearray(b'aXcdef')");
  expect("m[2] = 89; s.tobytes()", "b'XYde'");
  expect("s[1:][1:].tobytes()", "b'de'");
  expect("s[10:].tobytes()", "b''");
  expect("m[:] is m", "False");
  expect("m.release(); s.tobytes()", "b'XYde'");
  expect("s.readonly", "False");
  expect("memoryview(b'abc')[1:].readonly", "True");
}

static void tuples_index_all_axes(void **state) {
  given("m = memoryview(nd('B', (3, 4)))");
  expect("m[0, 0]", "0");
  expect("m[2, 3]", "11");
  expect("m[-1, -1]", "11");
  expect("m[-3, -4]", "0");
  expect("m[Index(\"1\"), True]", "5");
  expect("m[3, 0]", "IndexError: index out of bounds on dimension 1");
  expect("m[0, 4]", "IndexError: index out of bounds on dimension 2");
  expect("m[-4, 0]", "IndexError: index out of bounds on dimension 1");
  expect("m[0, -5]", "IndexError: index out of bounds on dimension 2");
  expect("m[9, 9]", "IndexError: index out of bounds on dimension 1");
  see("m[0x10000000000000000000, 0]");
  see("m[0, 0x10000000000000000000]");
  expect("m[0,]", "<memory at 0xADDR>");
  expect("m[()]", "<memory at 0xADDR>");
  expect("m[0, 0, 0]", "TypeError: cannot index 2-dimension view with 3-element tuple");
  expect("m[0, 'a']", "TypeError: memoryview: invalid slice key");
  expect("m['a', 0]", "TypeError: memoryview: invalid slice key");
  expect("m[0, None]", "TypeError: memoryview: invalid slice key");
  expect("m[0, 1.0]", "TypeError: memoryview: invalid slice key");
  expect("m[Index(\"error(RuntimeError, 'no')\"), 0]", "RuntimeError: no");
  expect("m[0, Index(\"error(RuntimeError, 'no')\")]", "RuntimeError: no");
  expect("m[Index(\"'a'\"), 0]", "TypeError: __index__ returned non-int (type str)");
}

static void tuples_of_slices_are_refused(void **state) {
  given("m = memoryview(nd('B', (3, 4)))");
  expect("m[1:, 1:]", "<memory at 0xADDR>");
  expect("m[1:,]", "<memory at 0xADDR>");
  expect("m[1, 1:]", "<memory at 0xADDR>");
  expect("m[1:, 1]", "<memory at 0xADDR>");
  expect("m[..., 1]", "<memory at 0xADDR>");
  expect("m[..., ...]", "TypeError: memoryview: a key can only have a single ellipsis ('...')");
  expect("m[1:, ...]", "<memory at 0xADDR>");
  expect("m[None, None]", "TypeError: memoryview: invalid slice key");
  expect("m['a':, 'b':]",
         "TypeError: slice indices must be integers or None or have an __index__ method");
}

static void an_axis_cannot_be_taken_out(void **state) {
  given("m = memoryview(nd('B', (3, 4)))");
  expect("m[0]", "<memory at 0xADDR>");
  expect("m[9]", "IndexError: index out of bounds on dimension 1");
  expect("m[-1]", "<memory at 0xADDR>");
  see("m[0x10000000000000000000]");
  expect("m[Index(\"error(RuntimeError, 'no')\")]", "RuntimeError: no");
  expect("m['a']", "TypeError: memoryview: invalid slice key");
  expect("m[None]", "TypeError: memoryview: invalid slice key");
  expect("m[...]", "<memory at 0xADDR>");
}

static void slices_of_several_axes_cut_the_first(void **state) {
  given("m = memoryview(nd('B', (3, 4)))");
  expect("m[1:].tolist()", "[[4, 5, 6, 7], [8, 9, 10, 11]]");
  expect("m[::-1].tolist()", "[[8, 9, 10, 11], [4, 5, 6, 7], [0, 1, 2, 3]]");
  expect("m[::2].tolist()", "[[0, 1, 2, 3], [8, 9, 10, 11]]");
  expect("m[1:2].shape", "(1, 4)");
  expect("m[3:].tolist()", "[]");
  expect("m[::2][1, 2]", "10");
  expect("len(m[1:])", "2");
}

static void one_axis_and_tuples(void **state) {
  given("m = memoryview(b'abcdef')");
  expect("m[1,]", "98");
  expect("m[-1,]", "102");
  expect("m[1, 2]", "TypeError: cannot index 1-dimension view with 2-element tuple");
  expect("m[()]", "<memory at 0xADDR>");
  expect("m[0:1,]", "<memory at 0xADDR>");
  expect("m[6,]", "IndexError: index out of bounds on dimension 1");
  expect("m['a',]", "TypeError: memoryview: invalid slice key");
  expect("m[(1,)]", "98");
}

static void subscripting_through_pointers(void **state) {
  given("m = memoryview(nd('B', (3, 4), b'', indirect=1, offset=10))");
  expect("m[1, 2]", "12");
  expect("m[-1, -1]", "23");
  expect("m[::-1].tolist()", "[[20, 21, 22, 23], [10, 11, 12, 13], [0, 1, 2, 3]]");
  expect("m[::2].tolist()", "[[0, 1, 2, 3], [20, 21, 22, 23]]");
  expect("m[1:][1, 0]", "20");
  given("m = memoryview(nd('h', (3,), b'', indirect=1, offset=10))");
  expect("m[1]", "2826");
  expect("m[::-1].tolist()", "[5396, 2826, 256]");
  expect("m[1:2].tolist()", "[2826]");
  expect("m[::-2][1]", "256");
}

static void no_axis(void **state) {
  given("m = memoryview(nd('i', (), b'\\7\\0\\0\\0'))");
  expect("m[()]", "7");
  expect("m[...] is m", "True");
  expect("m[0]", "TypeError: invalid indexing of 0-dim memory");
  expect("m[:]", "TypeError: invalid indexing of 0-dim memory");
  expect("m[0,]", "TypeError: invalid indexing of 0-dim memory");
  expect("m['a']", "TypeError: invalid indexing of 0-dim memory");
  expect("m[None]", "TypeError: invalid indexing of 0-dim memory");
  expect("m[..., ...]", "TypeError: invalid indexing of 0-dim memory");
  expect("m[Index(\"error(RuntimeError, 'no')\")]", "TypeError: invalid indexing of 0-dim memory");
  expect("len(m)", "TypeError: 0-dim memory has no length");
  expect("list(m)", "TypeError: invalid indexing of 0-dim memory");
  expect("iter(m)", "TypeError: invalid indexing of 0-dim memory");
  expect("m.tolist()", "7");
  expect("m.tobytes()", "b'\\x07\\x00\\x00\\x00'");
  expect("m.hex()", "'07000000'");
  expect("m.shape", "()");
  expect("m.strides", "()");
  expect("m.suboffsets", "()");
  expect("m.nbytes", "4");
  expect("m.contiguous", "True");
  expect("m.cast('B').tolist()", "[7, 0, 0, 0]");
  expect("m.cast('B', [4]).tolist()", "[7, 0, 0, 0]");
  expect("m.cast('B', [2, 2])", "<memory at 0xADDR>");
  expect("memoryview(m)[()]", "7");
  expect("m.toreadonly()[()]", "7");
  expect("m == m", "True");
  expect("m == nd('d', (), b'\\0\\0\\0\\0\\0\\0\\x1c\\x40')", "True");
  expect("m == nd('i', (1,), b'\\7\\0\\0\\0')", "False");
  expect("m[()] = 9; m[()]", "9");
  expect("m[...] = 10; m.tolist()", "10");
  expect("m[0] = 1", "TypeError: invalid indexing of 0-dim memory");
  expect("m[:] = 1", "TypeError: invalid indexing of 0-dim memory");
  expect("m[()] = 'x'", "TypeError: memoryview: invalid type for format 'i'");
  expect("m[...] = 0x100000000", "ValueError: memoryview: invalid value for format 'i'");
  expect("m[0,] = 1", "TypeError: invalid indexing of 0-dim memory");
  expect("m[None] = 1", "TypeError: invalid indexing of 0-dim memory");
  expect("del m[()]", "TypeError: cannot delete memory");
  expect("del m[...]", "TypeError: cannot delete memory");
  expect("del m[0]", "TypeError: cannot delete memory");
  expect("m.toreadonly()[()] = 1", "TypeError: cannot modify read-only memory");
  expect("7 in m", "TypeError: argument of type 'memoryview' is not iterable");
  expect("m.count(7)", "TypeError: invalid indexing of 0-dim memory");
  expect("m.index(7)", "TypeError: invalid lookup on 0-dim memory");
  expect("bool(m)", "TypeError: 0-dim memory has no length");
  given("m = memoryview(nd('<i', (), b'\\7\\0\\0\\0'))");
  expect("m[()]", "7");
  expect("m[...].nbytes", "4");
  expect("m[()] = 1; m[()]", "1");
  expect("m[...] = 2; m[()]", "2");
  expect("m[0] = 1", "TypeError: invalid indexing of 0-dim memory");
  given("m = memoryview(nd('<O', (), b'', itemsize=8))");
  expect("m[()]", "NotImplementedError: memoryview: unsupported format <O");
  expect("m[...].nbytes", "8");
  expect("m[()] = 1", "NotImplementedError: memoryview: unsupported format <O");
  expect("m[...] = 1", "NotImplementedError: memoryview: unsupported format <O");
  expect("m[0] = 1", "NotImplementedError: memoryview: unsupported format <O");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(an_index_gives_an_item),
      CASE(other_keys_are_refused),
      CASE(slices_step_forward),
      CASE(slices_step_backward),
      CASE(bounds_of_slices_may_be_huge),
      CASE(slices_that_are_refused),
      CASE(slices_are_views_of_the_same_memory),
      CASE(tuples_index_all_axes),
      CASE(tuples_of_slices_are_refused),
      CASE(an_axis_cannot_be_taken_out),
      CASE(slices_of_several_axes_cut_the_first),
      CASE(one_axis_and_tuples),
      CASE(subscripting_through_pointers),
      CASE(no_axis),
  };
  return cmocka_run_group_tests_name("view_subscript", tests, start_host, stop_host);
}
