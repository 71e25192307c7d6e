/* == and != of memoryviews. */
#include "harness.h"

static void equal_bytes_are_equal(void **state) {
  given("m = memoryview(b'abc')");
  expect("m == m", "True");
  expect("m != m", "False");
  expect("m == b'abc'", "True");
  expect("m != b'abc'", "False");
  expect("b'abc' == m", "True");
  expect("m == bytearray(b'abc')", "True");
  expect("bytearray(b'abc') == m", "True");
  expect("m == memoryview(b'abc')", "True");
  expect("m == b'abd'", "False");
  expect("m != b'abd'", "True");
  expect("m == b'ab'", "False");
  expect("m == b'abcd'", "False");
  expect("m == b''", "False");
  expect("memoryview(b'') == b''", "True");
  expect("m[::-1] == b'cba'", "True");
  expect("m[::2] == b'ac'", "True");
}

/* A bytearray requests PyBUF_SIMPLE; an exporter that refuses it handles the comparison itself. */
static void a_bytearray_compares_with_contiguous_bytes_alone(void **state) {
  given("b = bytearray(b'\\1\\0\\2\\0'); m = memoryview(b'\\1\\0\\2\\0')");
  expect("b == m.cast('H')", "True");
  expect("b == m.cast('B', (2, 2))", "True");
  expect("m.cast('H') == b", "False");
  given("b = bytearray(b'\\1\\0\\2\\0'); m = memoryview(b'\\2\\0\\1\\0').cast('H')");
  expect("b == m[::-1]", "False");
  expect("b < m[::-1]",
         "TypeError: '<' not supported between instances of 'bytearray' and 'memoryview'");
  given("b = bytearray(b''); m = memoryview(nd('H', (0, 1), b'', indirect=1, offset=2))");
  expect("b == m", "False");
}

static void what_exports_nothing_is_not_equal(void **state) {
  given("m = memoryview(b'abc')");
  expect("m == 5", "False");
  expect("m != 5", "True");
  expect("m == 'abc'", "False");
  expect("m != 'abc'", "True");
  expect("m == None", "False");
  expect("m == [97, 98, 99]", "False");
  expect("m == (97, 98, 99)", "False");
  expect("'abc' == m", "False");
  expect("m == memoryview", "False");
  expect("m == Equal(\"True\")", "True");
  expect("m != Equal(\"'answer'\")", "'answer'");
  expect("Equal(\"'answer'\") == m", "'answer'");
  expect("m == Equal(\"NotImplemented\")", "False");
  expect("m == Equal(\"error(RuntimeError, 'no')\")", "RuntimeError: no");
}

static void an_exporter_that_fails_is_not_equal(void **state) {
  given("m = memoryview(b'abc')");
  expect("m == Exporting(b'abc')", "True");
  expect("m == Exporting(b'abc', get=\"error(RuntimeError, 'no')\")", "False");
  expect("m != Exporting(b'abc', get=\"error(RuntimeError, 'no')\")", "True");
  expect("m == Exporting(b'abc', get=\"error(MemoryError, 'no')\")", "False");
}

static void there_is_no_order(void **state) {
  given("m = memoryview(b'abc')");
  expect("m < m",
         "TypeError: '<' not supported between instances of 'memoryview' and 'memoryview'");
  expect("m <= m",
         "TypeError: '<=' not supported between instances of 'memoryview' and 'memoryview'");
  expect("m > b'abc'",
         "TypeError: '>' not supported between instances of 'memoryview' and 'bytes'");
  expect("m >= 5", "TypeError: '>=' not supported between instances of 'memoryview' and 'int'");
  expect("5 < m", "TypeError: '<' not supported between instances of 'int' and 'memoryview'");
  expect("m < Equal(\"'answer'\")", "'answer'");
  expect("Equal(\"'answer'\") < m", "'answer'");
  see("m.__lt__(m)");
  see("m.__eq__(b'abc')");
  see("m.__ne__(b'abc')");
  see("m.__eq__(5)");
}

static void numbers_compare_by_value_across_formats(void **state) {
  given("m = memoryview(nd('i', (3,), b'\\1\\0\\0\\0\\2\\0\\0\\0\\xff\\xff\\xff\\xff'))");
  expect("m == nd('b', (3,), b'\\1\\2\\xff')", "True");
  expect("m == nd('B', (3,), b'\\1\\2\\xff')", "False");
  expect("m == nd('>h', (3,), b'\\0\\1\\0\\2\\xff\\xff')", "True");
  expect(
      "m == nd('q', (3,), "
      "b'\\1\\0\\0\\0\\0\\0\\0\\0\\2\\0\\0\\0\\0\\0\\0\\0\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff'"
      ")",
      "True");
  expect("m == nd('f', (3,), b'\\0\\0\\x80\\x3f\\0\\0\\0\\x40\\0\\0\\x80\\xbf')", "True");
  expect("m == nd('d', (3,), "
         "b'\\0\\0\\0\\0\\0\\0\\xf0\\x3f\\0\\0\\0\\0\\0\\0\\0\\x40\\0\\0\\0\\0\\0\\0\\xf0\\xbf')",
         "True");
  expect("m == nd('<i', (3,), b'\\1\\0\\0\\0\\2\\0\\0\\0\\xff\\xff\\xff\\xff')", "True");
  expect("m == nd('=i', (3,), b'\\1\\0\\0\\0\\2\\0\\0\\0\\xff\\xff\\xff\\xff')", "True");
  expect("m == nd('@i', (3,), b'\\1\\0\\0\\0\\2\\0\\0\\0\\xff\\xff\\xff\\xff')", "True");
  expect("m == nd('>i', (3,), b'\\1\\0\\0\\0\\2\\0\\0\\0\\xff\\xff\\xff\\xff')", "False");
  expect("m == nd('I', (3,), b'\\1\\0\\0\\0\\2\\0\\0\\0\\xff\\xff\\xff\\xff')", "False");
  expect("memoryview(nd('?', (2,), b'\\0\\1')) == nd('B', (2,), b'\\0\\1')", "True");
  expect("memoryview(nd('c', (2,), b'ab')) == nd('B', (2,), b'ab')", "False");
  expect("memoryview(nd('c', (2,), b'ab')) == nd('s', (2,), b'ab')", "True");
  expect("memoryview(nd('c', (2,), b'ab')) == nd('1s', (2,), b'ab')", "True");
  expect("memoryview(nd('Q', (1,), b'\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff')) == nd('q', (1,), "
         "b'\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff')",
         "False");
  expect("memoryview(nd('Q', (1,), b'\\1\\0\\0\\0\\0\\0\\x20\\0')) == nd('d', (1,), "
         "b'\\0\\0\\0\\0\\0\\0\\x40\\x43')",
         "False");
  expect("memoryview(nd('Q', (1,), b'\\0\\0\\0\\0\\0\\0\\x20\\0')) == nd('d', (1,), "
         "b'\\0\\0\\0\\0\\0\\0\\x40\\x43')",
         "True");
  expect("memoryview(nd('P', (1,), b'\\1\\0\\0\\0\\0\\0\\0\\0')) == nd('Q', (1,), "
         "b'\\1\\0\\0\\0\\0\\0\\0\\0')",
         "True");
}

static void not_a_number_differs_from_itself(void **state) {
  given("m = memoryview(nd('d', (1,), b'\\0\\0\\0\\0\\0\\0\\xf8\\x7f'))");
  expect("m == m", "False");
  expect("m != m", "True");
  expect("m == nd('d', (1,), b'\\0\\0\\0\\0\\0\\0\\xf8\\x7f')", "False");
  expect("m == nd('<d', (1,), b'\\0\\0\\0\\0\\0\\0\\xf8\\x7f')", "False");
  given("m = memoryview(nd('f', (1,), b'\\0\\0\\xc0\\x7f'))");
  expect("m == m", "False");
  expect("m == nd('d', (1,), b'\\0\\0\\0\\0\\0\\0\\xf8\\x7f')", "False");
  given("m = memoryview(nd('<d', (1,), b'\\0\\0\\0\\0\\0\\0\\xf8\\x7f'))");
  expect("m == m", "False");
  given("m = memoryview(nd('e', (1,), b'\\0\\x7e', itemsize=2))");
  expect("m == m", "False");
  given("m = memoryview(nd('<e', (1,), b'\\0\\x7e'))");
  expect("m == m", "False");
  given("m = memoryview(nd('dd', (1,), b'\\0\\0\\0\\0\\0\\0\\xf8\\x7f'))");
  expect("m == m", "False");
}

static void zeros_of_both_signs_are_equal(void **state) {
  expect("memoryview(nd('d', (1,), b'\\0\\0\\0\\0\\0\\0\\0\\x80')) == nd('d', (1,), "
         "b'\\0\\0\\0\\0\\0\\0\\0\\0')",
         "True");
  expect("memoryview(nd('f', (1,), b'\\0\\0\\0\\x80')) == nd('f', (1,), b'\\0\\0\\0\\0')", "True");
  expect("memoryview(nd('<f', (1,), b'\\0\\0\\0\\x80')) == nd('>f', (1,), b'\\0\\0\\0\\0')",
         "True");
  expect("memoryview(nd('f', (1,), b'\\0\\0\\0\\x80')) == nd('B', (1,), b'\\0')", "True");
}

static void padding_does_not_count(void **state) {
  expect("memoryview(nd('bxxxi', (1,), b'\\1abc\\2\\0\\0\\0')) == nd('bxxxi', (1,), "
         "b'\\1xyz\\2\\0\\0\\0')",
         "True");
  expect(
      "memoryview(nd('bi', (1,), b'\\1abc\\2\\0\\0\\0')) == nd('bi', (1,), b'\\1xyz\\2\\0\\0\\0')",
      "True");
  expect("memoryview(nd('=bi', (1,), b'\\1\\2\\0\\0\\0')) == nd('bi', (1,), b'\\1xyz\\2\\0\\0\\0')",
         "True");
  expect("memoryview(nd('x', (2,), b'ab')) == nd('x', (2,), b'cd')", "True");
  expect("memoryview(nd('x', (2,), b'ab')) == nd('B', (2,), b'ab')", "False");
  expect("memoryview(nd('2x', (2,), b'abcd')) == nd('x', (2,), b'cd')", "True");
}

static void truth_is_compared_as_a_value(void **state) {
  expect("memoryview(nd('?', (1,), b'\\1')) == nd('?', (1,), b'\\2')", "True");
  expect("memoryview(nd('@?', (1,), b'\\1')) == nd('?', (1,), b'\\2')", "True");
  expect("memoryview(nd('?', (1,), b'\\1')) == nd('<?', (1,), b'\\2')", "True");
  expect("memoryview(nd('?', (1,), b'\\0')) == nd('?', (1,), b'\\1')", "False");
}

static void strings_of_struct(void **state) {
  given("m = memoryview(nd('3s', (1,), b'abc'))");
  expect("m == m", "True");
  expect("m == nd('3s', (1,), b'abd')", "False");
  expect("m == nd('4s', (1,), b'abc\\0')", "False");
  expect("m == nd('sss', (1,), b'abc')", "False");
  expect("m == nd('3c', (1,), b'abc')", "False");
  expect("m == nd('4p', (1,), b'\\3abc')", "True");
  expect("m == nd('5p', (1,), b'\\3abcX')", "True");
  expect("m == nd('4p', (1,), b'\\x09abc')", "True");
  expect("m == nd('3B', (1,), b'abc')", "False");
  expect("memoryview(nd('p', (1,), b'\\0')) == nd('0s', (1,), b'', itemsize=1)", "True");
  expect("memoryview(nd('0s', (1,), b'', itemsize=1)) == nd('s', (1,), b'\\0')", "False");
}

static void several_fields(void **state) {
  given("m = memoryview(nd('hh', (2,), b'\\1\\0\\2\\0\\3\\0\\4\\0'))");
  expect("m == m", "True");
  expect("m == nd('2h', (2,), b'\\1\\0\\2\\0\\3\\0\\4\\0')", "True");
  expect("m == nd('>hh', (2,), b'\\0\\1\\0\\2\\0\\3\\0\\4')", "True");
  expect("m == nd('<hi', (2,), b'\\1\\0\\2\\0\\0\\0\\3\\0\\4\\0\\0\\0')", "True");
  expect("m == nd('<dB', (2,), b'\\0\\0\\0\\0\\0\\0\\xf0\\x3f\\2\\0\\0\\0\\0\\0\\0\\x08\\x40\\4')",
         "True");
  expect("m == nd('hhh', (2,))", "False");
  expect("m == nd('h', (2,), b'\\1\\0\\3\\0')", "False");
  expect("m == nd('0h2h', (2,), b'\\1\\0\\2\\0\\3\\0\\4\\0')", "True");
  expect("m == nd('h h', (2,), b'\\1\\0\\2\\0\\3\\0\\4\\0', itemsize=4)", "True");
}

static void formats_that_struct_does_not_know(void **state) {
  const char *formats[] = {"T{B:a:}",
                           "y",
                           "Zg",
                           "O",
                           "u",
                           "w",
                           "&i",
                           "(2)h",
                           "h:x:",
                           "@",
                           "",
                           "<",
                           "<n",
                           "=N",
                           ">P",
                           "3",
                           "99999999999999999999h",
                           "h\\u20ac",
                           "B\\xe9"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    given(text("n = nd('%s', (2,), b'abcd', itemsize=2); m = memoryview(n)", formats[i]));
    see("m == m");
    see("m != m");
    see("m == n");
    see("m == b'ab'");
    see("memoryview(b'ab') == m");
    see("m[:0] == m[:0]");
    see("m[:0] == b''");
  }
}

static void shapes_must_be_the_same(void **state) {
  given("m = memoryview(nd('B', (2, 3)))");
  expect("m == nd('B', (2, 3))", "True");
  expect("m == nd('B', (3, 2))", "False");
  expect("m == nd('B', (6,))", "False");
  expect("m == nd('B', (2, 3), b'\\0\\3\\1\\4\\2\\5', strides=(1, 2))", "True");
  expect("m == nd('B', (2, 3), b'', indirect=1, offset=3)", "True");
  expect("m == nd('B', (2, 3), b'', indirect=1, offset=4)", "False");
  expect("m == nd('b', (2, 3, 1))", "False");
  expect("m[:1] == nd('B', (1, 3))", "True");
  expect("m[::-1] == m", "False");
  expect("m[::-1][::-1] == m", "True");
}

static void empty_shapes_are_equal_up_to_the_first_zero(void **state) {
  given("m = memoryview(nd('B', (2, 0, 3)))");
  expect("m == nd('B', (2, 0, 3))", "True");
  expect("m == nd('B', (2, 0, 4))", "True");
  expect("m == nd('B', (3, 0, 3))", "False");
  expect("m == nd('B', (2, 3, 0))", "False");
  expect("m == nd('B', (0, 0, 3))", "False");
  expect("m == nd('B', (2, 0))", "False");
  expect("m == nd('<d', (2, 0, 3))", "True");
  expect("m == nd('y', (2, 0, 3), b'', itemsize=1)", "False");
  expect("memoryview(nd('B', (0,))) == b''", "True");
  expect("memoryview(nd('B', (0,))) == nd('d', (0,))", "True");
  expect("memoryview(nd('B', (0,))) == nd('B', (0, 5))", "False");
}

static void no_axis(void **state) {
  given("m = memoryview(nd('i', (), b'\\7\\0\\0\\0'))");
  expect("m == m", "True");
  expect("m == nd('i', (), b'\\7\\0\\0\\0')", "True");
  expect("m == nd('i', (), b'\\x08\\0\\0\\0')", "False");
  expect("m == nd('<h', (), b'\\7\\0')", "True");
  expect("m == nd('d', (), b'\\0\\0\\0\\0\\0\\0\\x1c\\x40')", "True");
  expect("m == nd('i', (1,), b'\\7\\0\\0\\0')", "False");
  expect("m == nd('y', (), b'', itemsize=1)", "False");
}

static void released_operands(void **state) {
  given("m = memoryview(b'abc'); n = memoryview(b'abc'); r = memoryview(b'abc'); r.release()");
  expect("r == r", "True");
  expect("r == m", "False");
  expect("m == r", "False");
  expect("r != m", "True");
  expect("r == b'abc'", "False");
  expect("r == 5", "False");
  expect("m == n", "True");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(equal_bytes_are_equal),
      CASE(a_bytearray_compares_with_contiguous_bytes_alone),
      CASE(what_exports_nothing_is_not_equal),
      CASE(an_exporter_that_fails_is_not_equal),
      CASE(there_is_no_order),
      CASE(numbers_compare_by_value_across_formats),
      CASE(not_a_number_differs_from_itself),
      CASE(zeros_of_both_signs_are_equal),
      CASE(padding_does_not_count),
      CASE(truth_is_compared_as_a_value),
      CASE(strings_of_struct),
      CASE(several_fields),
      CASE(formats_that_struct_does_not_know),
      CASE(shapes_must_be_the_same),
      CASE(empty_shapes_are_equal_up_to_the_first_zero),
      CASE(no_axis),
      CASE(released_operands),
  };
  return cmocka_run_group_tests_name("view_compare", tests, start_host, stop_host);
}
