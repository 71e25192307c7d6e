/* Sub-views: keys of integers, slices and one ellipsis on any number of axes, which CPython does
 * not implement. */
#include "harness.h"

static void integers_drop_axes_and_slices_keep_them(void **state) {
  given("m = memoryview(b'abcdefghijklmnopqrstuvwx').cast('B', [2, 3, 4])");
  expect("m[1].tobytes()", "b'mnopqrstuvwx'");
  expect("m[1].shape", "(3, 4)");
  expect("m[-1, 2].tobytes()", "b'uvwx'");
  expect("m[1, 2, 3]", "120");
  expect("m[:, 1].tobytes()", "b'efghqrst'");
  expect("m[:, 1].strides", "(12, 1)");
  expect("m[0, ::2, ::-1].tobytes()", "b'dcbalkji'");
  expect("m[0, ::2, ::-1].strides", "(8, -1)");
  expect("m[:0, 1].shape", "(0, 4)");
  expect("m[1:, 2:, 3:].tobytes()", "b'x'");
}

static void an_ellipsis_stands_for_the_axes_that_are_left(void **state) {
  given("m = memoryview(b'abcdefghijklmnopqrstuvwx').cast('B', [2, 3, 4])");
  expect("m[...].shape", "(2, 3, 4)");
  expect("m[()].shape", "(2, 3, 4)");
  expect("m[...] == m", "True");
  expect("m[..., 1].tobytes()", "b'bfjnrv'");
  expect("m[1, ...].tobytes()", "b'mnopqrstuvwx'");
  expect("m[1, ..., 3].tobytes()", "b'ptx'");
  expect("m[1, 2, 3, ...].shape", "()");
  expect("m[1, 2, 3, ...][()]", "120");
  expect("m[..., 1, 2, 3].tolist()", "120");
  expect("m[1, 2, 3, ...][...,].tolist()", "120");
  expect("m[..., ...]", "TypeError: memoryview: a key can only have a single ellipsis ('...')");
}

static void keys_that_are_refused(void **state) {
  given("m = memoryview(b'abcdefghijklmnopqrstuvwx').cast('B', [2, 3, 4])");
  expect("m[2]", "IndexError: index out of bounds on dimension 1");
  expect("m[-3, 0]", "IndexError: index out of bounds on dimension 1");
  expect("m[0, 3]", "IndexError: index out of bounds on dimension 2");
  expect("m[..., 4]", "IndexError: index out of bounds on dimension 3");
  expect("m[:, :, :, :]", "TypeError: cannot index 3-dimension view with 4-element tuple");
  expect("m[0, 0, 0, 0, ...]", "TypeError: cannot index 3-dimension view with 5-element tuple");
  expect("m[None]", "TypeError: memoryview: invalid slice key");
  expect("m[0, None]", "TypeError: memoryview: invalid slice key");
  expect("m[0, 1.0]", "TypeError: memoryview: invalid slice key");
  expect("m[0, ::0]", "ValueError: slice step cannot be zero");
  expect("m[0, 'a':]",
         "TypeError: slice indices must be integers or None or have an __index__ method");
}

static void sub_views_are_assigned_to(void **state) {
  given("b = bytearray(b'abcdefghijkl'); m = memoryview(b).cast('B', [3, 4])");
  expect("m[1] = b'EFGH'; b", "bytearray(b'abcdEFGHijkl')");
  expect("m[:, 0] = b'AEI'; b", "bytearray(b'AbcdEFGHIjkl')");
  expect("m[1:, 2:] = memoryview(b'WXYZ').cast('B', [2, 2]); b", "bytearray(b'AbcdEFWXIjYZ')");
  expect("m[...] = m[::-1]; b", "bytearray(b'IjYZEFWXAbcd')");
  expect("m[:, 1:] = m[:, :3]; b", "bytearray(b'IIjYEEFWAAbc')");
  expect("m[0] = 5", "TypeError: a bytes-like object is required, not 'int'");
  expect("m[0] = b'abc'",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[0] = memoryview(b'abcd').cast('b')",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[..., 4] = b'abc'", "IndexError: index out of bounds on dimension 2");
  expect("del m[0]", "TypeError: cannot delete memory");
  expect("m.toreadonly()[0] = b'abcd'", "TypeError: cannot modify read-only memory");
  expect("b", "bytearray(b'IIjYEEFWAAbc')");
}

static void rows_are_iterated_and_found(void **state) {
  given("m = memoryview(b'abcdab').cast('B', [3, 2])");
  expect("len(m)", "3");
  expect("list(m)[1].tobytes()", "b'cd'");
  expect("b'cd' in m", "True");
  expect("b'ca' in m", "False");
  expect("99 in m", "False");
  expect("m.index(b'cd')", "1");
  expect("m.index(b'ab', 1)", "2");
  expect("m.index(b'bc')", "ValueError: memoryview.index(x): x not found");
  expect("m.count(b'ab')", "2");
}

static void sub_views_through_pointers(void **state) {
  given("m = memoryview(nd('B', (2, 3), b'', indirect=1, offset=3))");
  expect("m[1].tolist() == m.tolist()[1]", "True");
  expect("m[1].suboffsets", "()");
  expect("m[:, 1].tolist() == [m[0, 1], m[1, 1]]", "True");
  expect("m[:, 1].suboffsets", "(1,)");
  expect("m[::-1, ::-1].tolist()[0][0] == m[1, 2]", "True");
  expect("m[1, ...].tolist() == m[1].tolist()", "True");
}

static void what_pep_3118_cannot_express(void **state) {
  given("m = memoryview(nd('B', (2, 2, 2), b'abcdefgh', pointers=3, suboffset=0))");
  expect("m[:, 1]",
         "BufferError: memoryview: two pointers would have to be followed on one dimension");
  expect("m[1, :, 0].tolist() == [m[1, 0, 0], m[1, 1, 0]]", "True");
  expect("m[1, 1].tolist() == [m[1, 1, 0], m[1, 1, 1]]", "True");
}

static void an_axis_makes_up_for_a_negative_sum(void **state) {
  given("m = memoryview(nd('B', (1, 2, 2), b'abcdefghijklmnopq', strides=(32, -4, 12), offset=4, "
        "pointers=1))");
  expect("m[:, 1, 1].tolist()", "[109]");
  expect("m[:, 1, 1].suboffsets", "(8,)");
  expect("m[:, ::-1, 1].tolist()", "[[109, 113]]");
  expect("m[:, 1]",
         "BufferError: memoryview: a suboffset would be negative, which means that there is none");
}

static void foreign_code_runs_before_the_view_exists(void **state) {
  given("b = bytearray(b'abcdef'); m = memoryview(b).cast('B', [2, 3])");
  expect("m[Index(\"m.release(); 1\"), 1:].tobytes()", "b'ef'");
  given("b = bytearray(b'abcdef'); m = memoryview(b).cast('B', [2, 3])");
  expect("m[Index(\"m.release(); 1\"), 1:] = b'xy'",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abcdef'); m = memoryview(b).cast('B', [2, 3])");
  expect("m[0, Index(\"error(RuntimeError, 'no')\"):]", "RuntimeError: no");
}

static void sub_views_are_views_like_any_other(void **state) {
  given("b = bytearray(b'abcdef'); m = memoryview(b).cast('B', [2, 3]); r = m[1]");
  expect("m.release(); r.tobytes()", "b'def'");
  expect("r.obj is b", "True");
  expect("r.release(); r[0]", "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(b'abcdef').cast('B', [2, 3])");
  expect("hash(m[1]) == hash(b'def')", "True");
  expect("memoryview(m[:, 1]).tobytes()", "b'be'");
  expect("m[:, 1].readonly", "True");
  expect("m[:, 1].nbytes", "2");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(integers_drop_axes_and_slices_keep_them),
      CASE(an_ellipsis_stands_for_the_axes_that_are_left),
      CASE(keys_that_are_refused),
      CASE(sub_views_are_assigned_to),
      CASE(rows_are_iterated_and_found),
      CASE(sub_views_through_pointers),
      CASE(what_pep_3118_cannot_express),
      CASE(an_axis_makes_up_for_a_negative_sum),
      CASE(foreign_code_runs_before_the_view_exists),
      CASE(sub_views_are_views_like_any_other),
  };
  return cmocka_run_group_tests_name("subviews", tests, start_host, stop_host);
}
