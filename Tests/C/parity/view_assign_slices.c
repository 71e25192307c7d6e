/* Assignment to slices: layouts and formats that must match, and memory that overlaps. */
#include "harness.h"

static void a_slice_takes_bytes_of_its_length(void **state) {
  given("m = memoryview(bytearray(b'abcdef'))");
  expect("m[0:2] = b'xy'; m.tobytes()", "b'xycdef'");
  expect("m[::2] = b'123'; m.tobytes()", "b'1y2d3f'");
  expect("m[::-1] = b'uvwxyz'; m.tobytes()", "b'zyxwvu'");
  expect("m[4:1:-1] = bytearray(b'ABC'); m.tobytes()", "b'zyCBAu'");
  expect("m[3:3] = b''; m.tobytes()", "b'zyCBAu'");
  expect("m[:] = memoryview(b'ghijkl'); m.tobytes()", "b'ghijkl'");
  expect("m[:] = memoryview(b'ghijkl')[::-1]; m.tobytes()", "b'lkjihg'");
  expect("m[1:4] = nd('B', (3,), b'789'); m.tobytes()", "b'l789hg'");
  expect("m[1:4] = nd('@B', (3,), b'456'); m.tobytes()", "b'l456hg'");
  expect("m[::-2] = memoryview(b'a1b2c3')[::2]; m.tobytes()", "b'lc5bha'");
}

static void other_lengths_are_refused(void **state) {
  given("m = memoryview(bytearray(b'abcdef'))");
  expect("m[0:2] = b'xyz'",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[0:2] = b'x'",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[0:2] = b''",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[0:0] = b'x'",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[::2] = b'1234'",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[::0] = b'x'", "ValueError: slice step cannot be zero");
  expect("m['a':] = b'x'",
         "TypeError: slice indices must be integers or None or have an __index__ method");
  expect("m[Index(\"error(RuntimeError, 'no')\"):] = b'x'", "RuntimeError: no");
  expect("m.tobytes()", "b'abcdef'");
}

static void values_without_buffer_are_refused(void **state) {
  given("m = memoryview(bytearray(b'abcdef'))");
  expect("m[0:2] = 5", "TypeError: a bytes-like object is required, not 'int'");
  expect("m[0:2] = 'xy'", "TypeError: a bytes-like object is required, not 'str'");
  expect("m[0:2] = [1, 2]", "TypeError: a bytes-like object is required, not 'list'");
  expect("m[0:2] = None", "TypeError: a bytes-like object is required, not 'NoneType'");
  expect("m[0:2] = (1, 2)", "TypeError: a bytes-like object is required, not 'tuple'");
  expect("m[::0] = 5", "TypeError: a bytes-like object is required, not 'int'");
  expect("m['a':] = 5", "TypeError: a bytes-like object is required, not 'int'");
  expect("m[0:2] = Exporting(b'ab', get=\"error(RuntimeError, 'no')\")", "RuntimeError: no");
  expect("m[0:2] = Exporting(b'ab'); m.tobytes()", "b'abcdef'");
  expect("n = memoryview(b'xy'); n.release(); m[0:2] = n",
         "ValueError: operation forbidden on released memoryview object");
}

static void formats_must_be_the_same(void **state) {
  given("m = memoryview(nd('h', (3,), b'\\1\\0\\2\\0\\3\\0'))");
  expect("m[:] = nd('h', (3,), b'\\4\\0\\5\\0\\6\\0'); m.tolist()", "[4, 5, 6]");
  expect("m[:] = nd('@h', (3,), b'\\7\\0\\x08\\0\\x09\\0'); m.tolist()", "[7, 8, 9]");
  expect("m[:] = nd('H', (3,))",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:] = nd('>h', (3,))",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:] = nd('hh', (3,))",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:] = nd('e', (3,), b'', itemsize=2)",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:] = nd('h', (3,), b'', itemsize=1)",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:] = b'abcdef'",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:] = b'abc'",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:2] = m[1:]; m.tolist()", "[8, 9, 9]");
  given("m = memoryview(nd('@h', (3,), b'\\1\\0\\2\\0\\3\\0'))");
  expect("m[:] = nd('h', (3,), b'\\4\\0\\5\\0\\6\\0'); m.tolist()", "[4, 5, 6]");
  expect("m[:] = nd('@h', (3,), b'\\7\\0\\x08\\0\\x09\\0'); m.tolist()", "[7, 8, 9]");
}

/* CPython compares the texts of formats. */
static void formats_of_the_same_layout(void **state) {
  given("m = memoryview(nd('h', (2,), b'\\1\\0\\2\\0'))");
  const char *same[] = {"<h", "=h", "1h", " h ", "^h", "!@h"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(same); i++) {
    expect(text("m[:] = nd('%s', (2,), b'a%zdb%zd', itemsize=2); m.tobytes()", same[i], i, i),
           text("b'a%zdb%zd'", i, i));
  }
  const char *others[] = {"!h", "<H", "0hh:name:", "T{h}", "(1)h", "2b", "xb", "O"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(others); i++) {
    expect(text("m[:] = nd('%s', (2,), b'abcd', itemsize=2)", others[i]),
           "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  }
}

static void bytes_of_other_formats(void **state) {
  given("m = memoryview(bytearray(b'abcd'))");
  expect("m[:] = nd('b', (4,))",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:] = nd('c', (4,))",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:] = nd('?', (4,))",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m.cast('b')[:] = b'abcd'",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m.cast('c')[:] = memoryview(b'efgh').cast('c'); m.tobytes()", "b'efgh'");
}

static void several_axes_are_refused(void **state) {
  given("m = memoryview(nd('B', (2, 3)))");
  expect("m[:] = m", "None");
  expect("m[:] = b'abc'",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:] = 5", "TypeError: a bytes-like object is required, not 'int'");
  expect("m[:, :] = b'abc'",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[0, :] = b'abc'", "None");
  expect("m[:, 0] = b'abc'",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:, :] = 5", "TypeError: a bytes-like object is required, not 'int'");
  expect("m[...] = 5", "TypeError: a bytes-like object is required, not 'int'");
  given("m = memoryview(bytearray(b'abcd'))");
  expect("m[:] = nd('B', (2, 2))",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:] = nd('B', (4, 1))",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:] = nd('B', ())",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[:1] = nd('B', ())",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m[0:1,] = b'x'", "None");
}

static void overlapping_memory_is_as_if_copied_first(void **state) {
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m[1:5] = m[0:4]; b", "bytearray(b'aabcdf')");
  expect("m[0:4] = m[1:5]; b", "bytearray(b'abcddf')");
  expect("m[:] = m[::-1]; b", "bytearray(b'fddcba')");
  expect("m[::-1] = m; b", "bytearray(b'abcddf')");
  expect("m[::2] = m[:3]; b", "bytearray(b'abbdcf')");
  expect("m[3:] = m[::2]; b", "bytearray(b'abbabc')");
  expect("m[::-2] = m[1:4]; b", "bytearray(b'aabbbb')");
  expect("m[:] = m; b", "bytearray(b'aabbbb')");
  given("b = bytearray(b'abcdefgh'); m = memoryview(b).cast('h')");
  expect("m[1:] = m[:3]; b", "bytearray(b'ababcdef')");
  expect("m[::-1] = m; b", "bytearray(b'efcdabab')");
  given("b = bytearray(b'abcdefgh'); m = memoryview(b)");
  expect("m[::3] = m[5:]; b", "bytearray(b'fbcgefhh')");
  expect("m[1::3] = m[::3]; b", "bytearray(b'ffcggfhh')");
}

static void reading_and_writing_through_pointers(void **state) {
  given("m = memoryview(nd('B', (3,), b'', indirect=1, offset=2)); n = memoryview(nd('B', (3,), "
        "b'xyz'))");
  expect("m.tolist()", "[0, 2, 4]");
  expect("n[:] = m; n.tolist()", "[0, 2, 4]");
  expect("m[:] = b'abc'; m.tolist()", "[97, 98, 99]");
  expect("m[::-1] = b'abc'; m.tolist()", "[99, 98, 97]");
  expect("m[1:] = m[:2]; m.tolist()", "[99, 99, 98]");
  expect("m[:2] = b'12'; m.tolist()", "[49, 50, 98]");
}

static void every_pair_of_layouts(void **state) {
  const char *lines[] = {"b",         "rev",   "step2", "h",      "one", "empty",
                         "emptystep", "pil1d", "nofmt", "nofmt4", "0d",  "C2"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(lines); i++) {
    for (size_t k = 0; k < Py_ARRAY_LENGTH(lines); k++) {
      given(text("m = memoryview(nd('%s')); n = memoryview(nd('%s'))", lines[i], lines[k]));
      see("m[:] = n[::-1]; m.tolist()");
      see("m[:2] = n[:2]; m.tolist()");
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_slice_takes_bytes_of_its_length),
      CASE(other_lengths_are_refused),
      CASE(values_without_buffer_are_refused),
      CASE(formats_must_be_the_same),
      CASE(formats_of_the_same_layout),
      CASE(bytes_of_other_formats),
      CASE(several_axes_are_refused),
      CASE(overlapping_memory_is_as_if_copied_first),
      CASE(reading_and_writing_through_pointers),
      CASE(every_pair_of_layouts),
  };
  return cmocka_run_group_tests_name("view_assign_slices", tests, start_host, stop_host);
}
