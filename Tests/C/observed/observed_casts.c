/* Casts to formats and shapes. */
#include "harness.h"
#include "observed.h"

static const Observed casts[] = {
    {"cast i->h", "memoryview(bytearray(b'12345678')).cast('i').cast('h')"},
    {"cast len", "memoryview(b'abc').cast('h')"},
    {"cast noncontig", "memoryview(b'abcd')[::2].cast('b')"},
    {"cast rev1", "memoryview(b'abcd')[0:1][::-1].cast('b').tolist()"},
    {"cast Fortran", "f2.cast('b').tolist()"},
    {"cast zeros", "memoryview(b'').cast('h').tolist()"},
    {"cast zeros shape", "memoryview(b'').cast('B', shape=[1])"},
    {"cast zeros shape0", "memoryview(b'').cast('B', shape=[0])"},
    {"cast 2dzero", "memoryview(b'').cast('B', [])"},
    {"cast shape int", "memoryview(b'abcd').cast('B', 4)"},
    {"cast shape None", "memoryview(b'abcd').cast('B', None)"},
    {"cast shape str elem", "memoryview(b'abcd').cast('B', ['a'])"},
    {"cast shape 0", "memoryview(b'abcd').cast('B', [0])"},
    {"cast shape neg", "memoryview(b'abcd').cast('B', [-1])"},
    {"cast shape huge", "memoryview(b'abcd').cast('B', [0x10000000000000000000000000])"},
    {"cast shape ovf", "memoryview(b'abcd').cast('B', [0x4000000000000000, 0x4000000000000000])"},
    {"cast shape bad", "memoryview(b'abcd').cast('B', [3])"},
    {"cast ND ND", "memoryview(b'abcd').cast('B', [2, 2]).cast('B', [4, 1])"},
    {"cast ND 1D", "memoryview(b'abcd').cast('B', [2, 2]).cast('h').tolist()"},
    {"cast ND shape1", "memoryview(b'abcd').cast('B', [2, 2]).cast('B', [4]).tolist()"},
    {"cast shape ()", "memoryview(b'a').cast('B', ()).shape"},
    {"cast shape () bad", "memoryview(b'ab').cast('B', ())"},
    {"cast fmt bytes", "memoryview(b'a').cast(b'B')"},
    {"cast none", "memoryview(b'a').cast()"},
    {"cast kw", "memoryview(b'ab').cast(format='B', shape=(2,)).tolist()"},
    {"cast badkw", "memoryview(b'ab').cast(format='B', shap=(2,))"},
    {"cast fmt int", "memoryview(b'a').cast(3)"},
    {"cast 3args", "memoryview(b'a').cast('B', [1], 1)"},
    {"cast order", "memoryview(b'abcd').cast('B', [2, 2], order='F')"},
    {"cast nonnative src", "memoryview(nd('<h', (2,), b'\\1\\0\\2\\0')).cast('B').tolist()"},
    {"cast struct src", "memoryview(nd('hh', (1,), b'\\1\\0\\2\\0')).cast('B').tolist()"},
    {"cast struct src2", "memoryview(nd('hh', (1,), b'\\1\\0\\2\\0')).cast('h').tolist()"},
    {"cast bool shape", "memoryview(b'a').cast('B', [True]).shape"},
    {NULL, NULL},
};

static const char characters[] = "cbBhHiIlLqQnNfdeP?FDGxspXOZuw";
static const char *const names[] = {"'@B'",  "'@h'", "'<B'",      "'=B'",     "'!h'", "'>i'",
                                    "'BB'",  "'2B'", "''",        "'@'",      "'Zf'", "'Zd'",
                                    "'@Zf'", "'Zg'", "'Z'",       "'Zff'",    "'F'",  "'D'",
                                    "'@F'",  "'@D'", "'T{B:a:}'", "'\\u1234'"};

static void observe_cast(const char *label, const char *format) {
  observe_as(text("cast B->%s", label),
             text("x = memoryview(bytearray(b'%048d')).cast(%s); (x.format, x.itemsize, x.shape)",
                  0, format));
}

static void casts_to_shapes(void **state) {
  observed_setup();
  observe_table(casts);
}

static void casts_to_formats(void **state) {
  observed_setup();
  for (const char *character = characters; *character != '\0'; character++) {
    observe_cast(text("%c", *character), text("'%c'", *character));
  }
  for (size_t i = 0; i < Py_ARRAY_LENGTH(names); i++) {
    observe_cast(names[i], names[i]);
  }
}

static void casts_to_many_axes(void **state) {
  observed_setup();
  char ones[512] = "1";
  for (int i = 1; i < 64; i++) {
    strcat(ones, ", 1");
  }
  observe_as("cast shape 64", text("memoryview(b'a').cast('B', [%s]).ndim", ones));
  observe_as("cast shape 65", text("memoryview(b'a').cast('B', [%s, 1])", ones));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(casts_to_shapes),
      CASE(casts_to_formats),
      CASE(casts_to_many_axes),
  };
  return cmocka_run_group_tests_name("observed_casts", tests, start_host, stop_host);
}
