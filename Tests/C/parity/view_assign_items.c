/* Assignment to items: every native format at its limits, and values of the wrong kind. */
#include "harness.h"

/* Assigns a value through a format and observes the item and the bytes. */
static void assign(const char *format, const char *value) {
  given(text("m = memoryview(bytearray(b'%016d')).cast('%s')", 5, format));
  see(text("m[0] = %s; m[0]", value));
  see("m[:1].tobytes()");
  see("m[1]");
}
static const char every_format[] = "?cbBhHiIlLqQnNefdP";
static const char integer_formats[] = "bBhHiIlLqQnNP";

static void integers_at_their_limits(void **state) {
  for (const char *format = integer_formats; *format != '\0'; format++) {
    const char one[] = {*format, '\0'};
    int bits = (int)PyBuffer_SizeFromFormat(one) * 8;
    unsigned long long top = 1ull << (bits - 1);
    assign(one, text("%llu", top - 1));
    assign(one, text("%llu", top));
    assign(one, text("-%llu", top));
    assign(one, text("-%llu", top + 1));
    assign(one, text("%llu", top - 1 + top));
    assign(one, "-1");
    assign(one, bits == 64 ? "0x10000000000000000" : text("%llu", top * 2));
    assign(one, "0x100000000000000000000000000");
    assign(one, "-0x100000000000000000000000000");
  }
}

static void values_of_every_type_in_every_format(void **state) {
  const char *values[] = {"0",
                          "1",
                          "True",
                          "'a'",
                          "''",
                          "b'a'",
                          "b''",
                          "b'ab'",
                          "bytearray(b'a')",
                          "1.5",
                          "-0.0",
                          "float('nan')",
                          "float('inf')",
                          "1e300",
                          "None",
                          "...",
                          "[]",
                          "[1]",
                          "()",
                          "(1,)",
                          "complex(1.0, 0.0)",
                          "m",
                          "memoryview",
                          "Index(\"7\")",
                          "Index(\"'a'\")",
                          "Index(\"9999999999999999999\")",
                          "Float(\"2.5\")",
                          "Float(\"'a'\")",
                          "Truth(\"0\")",
                          "Truth(\"1\")",
                          "Truth(\"2\")",
                          "Length(\"0\")",
                          "Length(\"3\")"};
  for (const char *format = every_format; *format != '\0'; format++) {
    for (size_t i = 0; i < Py_ARRAY_LENGTH(values); i++) {
      assign(text("%c", *format), values[i]);
    }
  }
}

static void errors_of_conversions(void **state) {
  const char *errors[] = {"ZeroDivisionError", "TypeError",    "ValueError",
                          "OverflowError",     "RuntimeError", "MemoryError"};
  const char *makers[] = {"Index", "Float", "Truth", "Length"};
  for (const char *format = every_format; *format != '\0'; format++) {
    given(text("m = memoryview(bytearray(b'%016d')).cast('@%c')", 5, *format));
    for (size_t i = 0; i < Py_ARRAY_LENGTH(errors) * Py_ARRAY_LENGTH(makers); i++) {
      see(text("m[0] = %s(\"error(%s, 'mine')\")", makers[i / 6], errors[i % 6]));
    }
  }
}

static void floats_are_rounded_and_kept(void **state) {
  given("m = memoryview(bytearray(b'12345678'))");
  expect("f = m.cast('f'); f[0] = 0.1; f[0]", "0.10000000149011612");
  expect("f[0] = 1e300; f[0]", "inf");
  expect("f[0] = -1e300; f[0]", "-inf");
  expect("f[0] = 1e-50; f[0]", "0.0");
  expect("f[0] = 16777217; f[0]", "16777216.0");
  expect("f[0] = float('nan'); f[0]", "nan");
  expect("d = m.cast('d'); d[0] = 0.1; d[0]", "0.1");
  expect("d[0] = -0.0; d[0]", "-0.0");
  expect("d[0] = 5e-324; d[0]", "5e-324");
  see("d[0] = 0x10000000000000000000000000000; d[0]");
  expect("d[0] = Float(\"2.25\"); d[0]", "2.25");
}

static void half_precision_floats(void **state) {
  given("m = memoryview(bytearray(b'12')).cast('e')");
  expect("m[0] = 1.5; m.tobytes()", "b'\\x00>'");
  expect("m[0] = 65504.0; m[0]", "65504.0");
  expect("m[0] = 65519.99; m[0]", "65504.0");
  expect("m[0] = 65520.0", "ValueError: memoryview: invalid value for format 'e'");
  expect("m[0] = -65520.0", "ValueError: memoryview: invalid value for format 'e'");
  expect("m[0] = 1e6", "ValueError: memoryview: invalid value for format 'e'");
  expect("m[0] = float('inf'); m[0]", "inf");
  expect("m[0] = float('nan'); m[0]", "nan");
  expect("m[0] = -0.0; m[0]", "-0.0");
  expect("m[0] = 5.960464477539063e-08; m[0]", "5.960464477539063e-08");
  expect("m[0] = 2.980232238769531e-08; m[0]", "0.0");
  expect("m[0] = 2.98023223876953125e-08; m.tobytes()", "b'\\x00\\x00'");
  expect("m[0] = 2.9802322387695315e-08; m.tobytes()", "b'\\x00\\x00'");
  expect("m[0] = 0.1; m[0]", "0.0999755859375");
  expect("m[0] = 2049; m[0]", "2048.0");
  expect("m[0] = 'x'", "TypeError: memoryview: invalid type for format 'e'");
}

static void read_only_memory_is_refused_first(void **state) {
  given("m = memoryview(b'abc')");
  expect("m[0] = 1", "TypeError: cannot modify read-only memory");
  expect("m[9] = 1", "TypeError: cannot modify read-only memory");
  expect("m['a'] = 1", "TypeError: cannot modify read-only memory");
  expect("m[0] = 'a'", "TypeError: cannot modify read-only memory");
  expect("m[:] = b'abc'", "TypeError: cannot modify read-only memory");
  expect("m[0] = Index(\"error(RuntimeError, 'no')\")",
         "TypeError: cannot modify read-only memory");
  expect("m[Index(\"error(RuntimeError, 'no')\")] = 1",
         "TypeError: cannot modify read-only memory");
  expect("del m[0]", "TypeError: cannot modify read-only memory");
  expect("del m['a']", "TypeError: cannot modify read-only memory");
  given("m = memoryview(nd('<h', (2,), b'', readonly=1))");
  expect("m[0] = 1", "TypeError: cannot modify read-only memory");
  expect("del m[0]", "TypeError: cannot modify read-only memory");
  given("m = memoryview(nd('O', (2,), b'', itemsize=8, readonly=1))");
  expect("m[0] = 1", "TypeError: cannot modify read-only memory");
  expect("del m[0]", "TypeError: cannot modify read-only memory");
  given("m = memoryview(nd('<O', (2,), b'', itemsize=8, readonly=1))");
  expect("m[0] = 1", "NotImplementedError: memoryview: unsupported format <O");
  expect("del m[0]", "NotImplementedError: memoryview: unsupported format <O");
}

static void memory_cannot_be_deleted(void **state) {
  given("m = memoryview(bytearray(b'abc'))");
  expect("del m[0]", "TypeError: cannot delete memory");
  expect("del m[:]", "TypeError: cannot delete memory");
  expect("del m[()]", "TypeError: cannot delete memory");
  expect("del m['a']", "TypeError: cannot delete memory");
  expect("del m[9]", "TypeError: cannot delete memory");
  given("m = memoryview(nd('<h', (2,)))");
  expect("del m[0]", "TypeError: cannot delete memory");
  given("m = memoryview(nd('3t', (2,), b'', itemsize=2))");
  expect("del m[0]", "NotImplementedError: memoryview: unsupported format 3t");
  given("m = memoryview(nd('h', (2, 2)))");
  expect("del m[0]", "TypeError: cannot delete memory");
  expect("del m[0, 0]", "TypeError: cannot delete memory");
}

static void where_there_is_no_item(void **state) {
  given("m = memoryview(bytearray(b'abc'))");
  expect("m[3] = 1", "IndexError: index out of bounds on dimension 1");
  expect("m[-4] = 1", "IndexError: index out of bounds on dimension 1");
  see("m[0x10000000000000000000] = 1");
  expect("m['a'] = 1", "TypeError: memoryview: invalid slice key");
  expect("m[None] = 1", "TypeError: memoryview: invalid slice key");
  expect("m[1.0] = 1", "TypeError: memoryview: invalid slice key");
  expect("m[...] = 1", "TypeError: a bytes-like object is required, not 'int'");
  expect("m[()] = 1", "TypeError: a bytes-like object is required, not 'int'");
  expect("m[0, 0] = 1", "TypeError: cannot index 1-dimension view with 2-element tuple");
  expect("m[1,] = 90; m[1]", "90");
  expect("m[-1,] = 91; m[2]", "91");
  expect("m[3,] = 1", "IndexError: index out of bounds on dimension 1");
  expect("m['a',] = 1", "TypeError: memoryview: invalid slice key");
  expect("m[Index(\"error(RuntimeError, 'no')\")] = 1", "RuntimeError: no");
  expect("m[3] = 'a'", "IndexError: index out of bounds on dimension 1");
  expect("m[Index(\"1\")] = Index(\"65\"); m.tobytes()", "b'aA['");
}

static void several_axes(void **state) {
  given("m = memoryview(nd('h', (2, 3)))");
  expect("m[0, 0] = 7; m[0, 0]", "7");
  expect("m[-1, -1] = -7; m.tolist()", "[[7, 770, 1284], [1798, 2312, -7]]");
  expect("m[0] = 1", "TypeError: a bytes-like object is required, not 'int'");
  expect("m[9] = 1", "TypeError: a bytes-like object is required, not 'int'");
  expect("m[Index(\"error(RuntimeError, 'no')\")] = 1",
         "TypeError: a bytes-like object is required, not 'int'");
  expect("m[0,] = 1", "TypeError: a bytes-like object is required, not 'int'");
  expect("m[()] = 1", "TypeError: a bytes-like object is required, not 'int'");
  expect("m[0, 0, 0] = 1", "TypeError: cannot index 2-dimension view with 3-element tuple");
  expect("m[2, 0] = 1", "IndexError: index out of bounds on dimension 1");
  expect("m[0, 3] = 1", "IndexError: index out of bounds on dimension 2");
  expect("m[0, 'a'] = 1", "TypeError: memoryview: invalid slice key");
  expect("m['a'] = 1", "TypeError: memoryview: invalid slice key");
  expect("m[0, 0] = 'a'", "TypeError: memoryview: invalid type for format 'h'");
  expect("m[0, 0] = 32768", "ValueError: memoryview: invalid value for format 'h'");
  expect("m[...] = 1", "TypeError: a bytes-like object is required, not 'int'");
  given("m = memoryview(nd('B', (2, 3), b'', indirect=1, offset=4))");
  expect("m[1, 2] = 200; m.tolist()", "[[0, 1, 2], [4, 5, 200]]");
  expect("m[::-1][1, 0] = 201; m.tolist()", "[[201, 1, 2], [4, 5, 200]]");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(integers_at_their_limits),
      CASE(values_of_every_type_in_every_format),
      CASE(errors_of_conversions),
      CASE(floats_are_rounded_and_kept),
      CASE(half_precision_floats),
      CASE(read_only_memory_is_refused_first),
      CASE(memory_cannot_be_deleted),
      CASE(where_there_is_no_item),
      CASE(several_axes),
  };
  return cmocka_run_group_tests_name("view_assign_items", tests, start_host, stop_host);
}
