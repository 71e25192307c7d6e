/* Formats of the struct module. */
#include "harness.h"
#include "observed.h"

/* Format, shape, bytes, and a value. */
static const char *const formats[][4] = {
    {"<h", "(2,)", "\\1\\0\\2\\0", "1"},
    {">i", "(2,)", "\\0\\0\\0\\1\\0\\0\\0\\2", "1"},
    {"=B", "(1,)", "\\1", "1"},
    {"hh", "(1,)", "\\1\\0\\2\\0", "(1, 2)"},
    {"3s", "(1,)", "abc", "b'abc'"},
    {"s", "(1,)", "a", "b'a'"},
    {"p", "(1,)", "\\0", "b''"},
    {"x", "(1,)", "\\0", "()"},
    {">d", "(1,)", "\\x3f\\xf0\\0\\0\\0\\0\\0\\0", "1.0"},
    {"!H", "(1,)", "\\0\\2", "2"},
};

static const Observed operations[] = {
    {"tolist", "x.tolist()"},  {"item", "x[0]"},          {"tobytes", "x.tobytes()"},
    {"slice", "x[:1].nbytes"}, {"iter", "list(x)"},       {"eq", "x == n"},
    {"eqself", "x == x"},      {"hash", "hash(x)"},       {"hex", "x.hex()"},
    {"str idx", "x['a']"},     {"set slice", "x[:] = n"}, {"count", "x.count(1)"},
    {"index", "x.index(1)"},   {"contains", "1 in x"},    {NULL, NULL},
};

static void formats_of_struct(void **state) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    const char *const *format = formats[i];
    given(text("n = nd('%s', %s, b'%s'); x = memoryview(n)", format[0], format[1], format[2]));
    for (const Observed *operation = operations; operation->label != NULL; operation++) {
      observe_as(text("uns %s %s", format[0], operation->label), operation->script);
    }
    observe_as(text("uns %s set", format[0]), text("x[0] = %s", format[3]));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(formats_of_struct),
  };
  return cmocka_run_group_tests_name("observed_formats", tests, start_host, stop_host);
}
