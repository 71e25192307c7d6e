/* tolist(): items as objects, with one level of lists for each axis. */
#include "harness.h"

static void every_layout_as_lists(void **state) {
  for (int i = 0; i < layout_count; i++) {
    given(text("m = memoryview(nd('%s'))", layouts[i]->name));
    see("m.tolist()");
    see("m[:1].tolist()");
    see("m[::-1].tolist()");
  }
}

static void each_native_format(void **state) {
  expect("memoryview(nd('?', (3,), b'\\0\\1\\xff')).tolist()", "[False, True, True]");
  expect("memoryview(nd('c', (3,), b'\\0a\\xff')).tolist()", "[b'\\x00', b'a', b'\\xff']");
  expect("memoryview(nd('b', (3,), b'\\0\\x7f\\x80')).tolist()", "[0, 127, -128]");
  expect("memoryview(nd('B', (3,), b'\\0\\x7f\\x80')).tolist()", "[0, 127, 128]");
  expect("memoryview(nd('h', (2,), b'\\xff\\x7f\\0\\x80')).tolist()", "[32767, -32768]");
  expect("memoryview(nd('H', (2,), b'\\xff\\x7f\\0\\x80')).tolist()", "[32767, 32768]");
  expect("memoryview(nd('i', (2,), b'\\xff\\xff\\xff\\x7f\\0\\0\\0\\x80')).tolist()",
         "[2147483647, -2147483648]");
  expect("memoryview(nd('I', (2,), b'\\xff\\xff\\xff\\x7f\\0\\0\\0\\x80')).tolist()",
         "[2147483647, 2147483648]");
  expect("memoryview(nd('l', (2,), "
         "b'\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7f\\0\\0\\0\\0\\0\\0\\0\\x80')).tolist()",
         "[9223372036854775807, -9223372036854775808]");
  expect("memoryview(nd('L', (2,), "
         "b'\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7f\\0\\0\\0\\0\\0\\0\\0\\x80')).tolist()",
         "[9223372036854775807, 9223372036854775808]");
  expect("memoryview(nd('q', (2,), "
         "b'\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7f\\0\\0\\0\\0\\0\\0\\0\\x80')).tolist()",
         "[9223372036854775807, -9223372036854775808]");
  expect("memoryview(nd('Q', (2,), "
         "b'\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7f\\0\\0\\0\\0\\0\\0\\0\\x80')).tolist()",
         "[9223372036854775807, 9223372036854775808]");
  expect("memoryview(nd('n', (2,), "
         "b'\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7f\\0\\0\\0\\0\\0\\0\\0\\x80')).tolist()",
         "[9223372036854775807, -9223372036854775808]");
  expect("memoryview(nd('N', (2,), "
         "b'\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7f\\0\\0\\0\\0\\0\\0\\0\\x80')).tolist()",
         "[9223372036854775807, 9223372036854775808]");
  expect("memoryview(nd('P', (2,), "
         "b'\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7f\\0\\0\\0\\0\\0\\0\\0\\x80')).tolist()",
         "[9223372036854775807, 9223372036854775808]");
  expect("memoryview(nd('f', (4,), "
         "b'\\0\\0\\xc0\\x3f\\0\\0\\0\\x80\\0\\0\\x80\\x7f\\0\\0\\xc0\\x7f')).tolist()",
         "[1.5, -0.0, inf, nan]");
  expect("memoryview(nd('f', (2,), b'\\xcd\\xcc\\xcc\\x3d\\1\\0\\0\\0')).tolist()",
         "[0.10000000149011612, 1.401298464324817e-45]");
  expect("memoryview(nd('d', (3,), "
         "b'\\0\\0\\0\\0\\0\\0\\xf8\\x3f\\0\\0\\0\\0\\0\\0\\0\\x80\\0\\0\\0\\0\\0\\0\\xf0\\xff'))."
         "tolist()",
         "[1.5, -0.0, -inf]");
  expect("memoryview(nd('d', (2,), "
         "b'\\x9a\\x99\\x99\\x99\\x99\\x99\\xb9\\x3f\\1\\0\\0\\0\\0\\0\\0\\0')).tolist()",
         "[0.1, 5e-324]");
  expect("memoryview(nd('e', (4,), b'\\0\\x3e\\0\\x80\\0\\x7c\\1\\0')).tolist()",
         "[1.5, -0.0, inf, 5.960464477539063e-08]");
  expect("memoryview(nd('@h', (2,), b'\\1\\0\\2\\0')).tolist()", "[1, 2]");
  expect("memoryview(nd('@c', (2,), b'ab')).tolist()", "[b'a', b'b']");
}

static void unaligned_items_are_read(void **state) {
  expect("memoryview(nd('i', (2,), b'\\0\\1\\0\\0\\0\\2\\0\\0\\0', strides=(4,)))[0:1].tolist()",
         "[256]");
  expect("memoryview(nd('d', (1,), b'\\0\\0\\0\\0\\0\\0\\0\\xf8\\x3f', strides=(3,), "
         "offset=1)).tolist()",
         "[1.5]");
}

static void formats_that_cpython_does_not_unpack(void **state) {
  const char *formats[] = {"<h", ">i", "=B",  "!H", "hh", "3s",      "s", "p", "x", "2B",
                           "@",  "",   "@@h", "h ", " h", "T{B:a:}", "u", "w", "Zg"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    given(text("m = memoryview(nd('%s', (2,), b'', itemsize=2))", formats[i]));
    see("m.tolist()");
    see("m[0]");
    see("m[1,]");
    see("m[5]");
    see("m['a']");
    see("m[:1].nbytes");
    see("iter(m)");
    see("list(m)");
    see("1 in m");
    see("m.count(1)");
    see("m.index(1)");
    see("m.hex()");
    see("len(m)");
    see("m == m");
    see("m != m");
    see("m == m[::-1]");
    see("hash(m.toreadonly())");
    see("m.cast('B').tolist()");
    see("m.cast('h')");
    see("m[0] = 1");
    see("m[0] = None");
    see("m[5] = 1");
    see("m['a'] = 1");
    see("del m[0]");
    see("m[:] = m");
    see("m[:1] = b'ab'");
  }
}

/* CPython looks at the text first, but at the type of a single character only when it needs it. */
static void formats_that_nothing_reads(void **state) {
  const char *formats[] = {"O", "t", "y", "\\u00e9", "<O", "3t", "h3", "T{O:a:}", "(2)", "i:a"};
  const char *of_items[] = {"m.tolist()", "m[0]",   "m[1,]",      "m[0] = 1",
                            "list(m)",    "1 in m", "m.count(1)", "m.index(1)"};
  const char *others[] = {"m[5]", "m[5] = 1", "del m[0]", "m[:] = m", "iter(m)"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    given(text("m = memoryview(nd('%s', (2,), b'', itemsize=2))", formats[i]));
    const char *outcome =
        text("NotImplementedError: memoryview: %s%s%s", i < 3 ? "format " : "unsupported format ",
             i == 3 ? "\xc3\xa9" : formats[i], i < 3 ? " not supported" : "");
    for (size_t k = 0; k < Py_ARRAY_LENGTH(of_items); k++) expect(of_items[k], outcome);
    for (size_t k = 0; k < Py_ARRAY_LENGTH(others); k++) {
      if (i < 3) {
        see(others[k]);
      } else {
        expect(others[k], outcome);
      }
    }
    expect("m == m", "False");
    expect("m != m", "True");
    expect("m[:1].nbytes", "2");
    see("m['a']");
    see("m[0] = None");
    see("m['a'] = 1");
    see("m[:1] = b'ab'");
    see("m.hex()");
    see("hash(m.toreadonly())");
    see("m.cast('B').tolist()");
  }
}

static void it_takes_no_arguments(void **state) {
  given("m = memoryview(b'abc')");
  expect("m.tolist(1)", "TypeError: memoryview.tolist() takes no arguments (1 given)");
  expect("m.tolist(x=1)", "TypeError: memoryview.tolist() takes no keyword arguments");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(every_layout_as_lists),      CASE(each_native_format),
      CASE(unaligned_items_are_read),   CASE(formats_that_cpython_does_not_unpack),
      CASE(formats_that_nothing_reads), CASE(it_takes_no_arguments),
  };
  return cmocka_run_group_tests_name("view_lists", tests, start_host, stop_host);
}
