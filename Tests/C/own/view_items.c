/* Formats that CPython before 3.15 does not have, and items that are smaller than their format. */
#include "harness.h"

static void complex_items_are_read(void **state) {
  given("z = nd('Zf', (2,), b'\\0\\0\\x80\\x3f\\0\\0\\0\\x40\\0\\0\\0\\x80\\0\\0\\xc0\\x7f'); m = "
        "memoryview(z)");
  expect("m.tolist()", "[(1+2j), (-0+nanj)]");
  expect("m[0]", "(1+2j)");
  expect("m.format", "'Zf'");
  expect("m.itemsize", "8");
  expect("m.nbytes", "16");
  expect("m[::-1][1]", "(1+2j)");
  expect("list(m[:1])", "[(1+2j)]");
  expect("complex(1.0, 2.0) in m", "True");
  expect("m.count(complex(1.0, 2.0))", "1");
  expect("m.index(complex(1.0, 2.0))", "0");
  expect("m == m", "False");
  expect("m[:1] == m[:1]", "True");
  expect("m[:1] == nd('Zd', (1,), b'\\0\\0\\0\\0\\0\\0\\xf0\\x3f\\0\\0\\0\\0\\0\\0\\0\\x40')",
         "True");
  expect("m[:1] == nd('@Zf', (1,), b'\\0\\0\\x80\\x3f\\0\\0\\0\\x40')", "True");
  expect("memoryview(nd('Zd', (1,), b'\\0\\0\\0\\0\\0\\0\\xf0\\x3f\\0\\0\\0\\0\\0\\0\\0\\0')) == "
         "nd('b', (1,), b'\\1')",
         "True");
  expect("memoryview(nd('Zd', (1,), b'\\0\\0\\0\\0\\0\\0\\xf0\\x3f\\0\\0\\0\\0\\0\\0\\0\\x80')) == "
         "nd('d', (1,), b'\\0\\0\\0\\0\\0\\0\\xf0\\x3f')",
         "True");
  expect("hash(m.toreadonly())",
         "ValueError: memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
}

static void complex_items_are_written(void **state) {
  given("b = bytearray(b'00000000000000000000000000000000'); m = memoryview(b).cast('Zd'); f = "
        "memoryview(b).cast('@Zf')");
  expect("m.shape", "(2,)");
  expect("f.format", "'@Zf'");
  expect("m[0] = complex(1.5, -2.5); m[0]", "(1.5-2.5j)");
  expect("m[0] = 3; m[0]", "(3+0j)");
  expect("m[0] = 2.5; m[0]", "(2.5+0j)");
  expect("m[0] = True; m[0]", "(1+0j)");
  expect("m[0] = Float(\"0.5\"); m[0]", "(0.5+0j)");
  expect("m[0] = Index(\"7\"); m[0]", "(7+0j)");
  expect("m[0] = 'a'", "TypeError: memoryview: invalid type for format 'Zd'");
  expect("m[0] = None", "TypeError: memoryview: invalid type for format 'Zd'");
  expect("m[0] = b'a'", "TypeError: memoryview: invalid type for format 'Zd'");
  expect("m[0] = Float(\"error(RuntimeError, 'no')\")", "RuntimeError: no");
  expect("m[0] = Index(\"error(OverflowError, 'no')\")",
         "ValueError: memoryview: invalid value for format 'Zd'");
  expect("m[0] = complex(1e300, 0.0); m[0]", "(1e+300+0j)");
  expect("f[0] = complex(1.0, 2.0); f[0]", "(1+2j)");
  expect("f[0] = complex(1e300, -1e300); f[0]", "(inf-infj)");
  expect("f[0] = complex(0.0, 1e300); f[0]", "infj");
  expect("f[0] = complex(0.0, float('-inf')); f[0]", "-infj");
  expect("f[0] = complex(0.1, 0.0); f[0]", "(0.10000000149011612+0j)");
  expect("f[0] = 'a'", "TypeError: memoryview: invalid type for format 'Zf'");
  expect("m[9]", "IndexError: index out of bounds on dimension 1");
  expect("m[0] = Float(\"m.release(); f.release(); resize(b, 0); 0.5\")",
         "ValueError: operation forbidden on released memoryview object");
}

static void casts_from_and_to_complex(void **state) {
  given("m = memoryview(bytearray(b'00000000000000000000000000000000'))");
  expect("m.cast('Zf').cast('B').nbytes", "32");
  expect("m.cast('Zf').cast('d')", "<memory at 0xADDR>");
  expect("m.cast('Zf', [2, 2]).shape", "(2, 2)");
  expect("m[:20].cast('Zd')", "TypeError: memoryview: length is not a multiple of itemsize");
}

static void formats_that_are_not_cast_to(void **state) {
  const char *formats[] = {"F", "D", "@F", "@D", "Z", "Zg", "Zff", "ZZ", "fZ", "<Zf", "@Z", "2Zf"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    expect(text("memoryview(bytearray(b'%048d')).cast('%s')", 7, formats[i]),
           "ValueError: memoryview: destination format must be a native single character format "
           "prefixed with an optional '@'");
  }
  given("m = memoryview(nd('F', (1,), b'\\0\\0\\x80\\x3f\\0\\0\\0\\x40', itemsize=8))");
  expect("m.tolist()", "[(1+2j)]");
  expect("m[0]", "(1+2j)");
  expect("m[0] = 1; m[0]", "(1+0j)");
  expect("m[0] = complex(1e300, 0.0)", "ValueError: memoryview: invalid value for format 'F'");
  given("m = memoryview(nd('Zg', (1,), b'', itemsize=8))");
  expect("m.tolist()", "ValueError: itemsize of the buffer is smaller than its format");
  expect("m[0]", "ValueError: itemsize of the buffer is smaller than its format");
  expect("m[0] = 1", "ValueError: itemsize of the buffer is smaller than its format");
  given("m = memoryview(nd('Z', (1,), b'\\1\\2\\0\\0\\0\\0\\0\\0', itemsize=8))");
  expect("m[0]", "513");
  given("m = memoryview(nd('O', (1,), b'', itemsize=8))");
  expect("m.tolist()", "NotImplementedError: memoryview: format O not supported");
  expect("m[0]", "NotImplementedError: memoryview: format O not supported");
  expect("m[0] = 1", "NotImplementedError: memoryview: format O not supported");
}

static void items_smaller_than_their_format_are_refused(void **state) {
  const char *formats[] = {"h", "i", "d", "q", "f", "P", "Zf", "Zd", "e", "@i"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    given(text("m = memoryview(nd('%s', (2,), b'', itemsize=1))", formats[i]));
    const char *scripts[] = {"m[0]",       "m.tolist()", "m[0] = 1", "list(m)",  "1 in m",
                             "m.count(1)", "m.index(1)", "m[1,]",    "m[1,] = 1"};
    for (size_t k = 0; k < Py_ARRAY_LENGTH(scripts); k++) {
      const char *seen = script_outcome(scripts[k]);
      if (strstr(seen, "Error: ") == NULL) fail_msg("%s of %s: %s", scripts[k], formats[i], seen);
    }
    expect("m == m", "False");
  }
}

static void count_and_index(void **state) {
  given("m = memoryview(b'abcabca')");
  expect("m.count(97)", "3");
  expect("m.index(97, 1)", "3");
  expect("m.index(1)", "ValueError: memoryview.index(x): x not found");
  expect("m[::-2].count(97)", "2");
  expect("m[::-2].index(99)", "2");
  given("m = memoryview(nd('d', (2,), b'\\0\\0\\0\\0\\0\\0\\xf8\\x7f\\0\\0\\0\\0\\0\\0\\0\\x80'))");
  expect("m.index(0)", "1");
  expect("m.count(float('nan'))", "0");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(complex_items_are_read),
      CASE(complex_items_are_written),
      CASE(casts_from_and_to_complex),
      CASE(formats_that_are_not_cast_to),
      CASE(items_smaller_than_their_format_are_refused),
      CASE(count_and_index),
  };
  return cmocka_run_group_tests_name("view_items", tests, start_host, stop_host);
}
