/* Values written through each format. */
#include "harness.h"
#include "observed.h"

/* A format and a value in Python's notation. */
static const char *const values[][2] = {
    {"b", "128"},
    {"b", "-129"},
    {"b", "'x'"},
    {"b", "1.5"},
    {"b", "None"},
    {"B", "256"},
    {"B", "-1"},
    {"h", "32768"},
    {"H", "65536"},
    {"H", "-1"},
    {"i", "2147483648"},
    {"I", "4294967296"},
    {"I", "-1"},
    {"l", "9223372036854775808"},
    {"L", "18446744073709551616"},
    {"L", "-1"},
    {"q", "9223372036854775808"},
    {"Q", "18446744073709551616"},
    {"Q", "-1"},
    {"n", "9223372036854775808"},
    {"N", "18446744073709551616"},
    {"N", "-1"},
    {"f", "'x'"},
    {"f", "1e+300"},
    {"f", "2"},
    {"d", "'x'"},
    {"e", "'x'"},
    {"e", "1000000.0"},
    {"e", "1.5"},
    {"?", "'x'"},
    {"?", "[]"},
    {"?", "2"},
    {"c", "'x'"},
    {"c", "b''"},
    {"c", "b'ab'"},
    {"c", "b'a'"},
    {"c", "1"},
    {"P", "18446744073709551616"},
    {"P", "-1"},
    {"P", "'x'"},
    {"P", "5"},
    {"P", "-9223372036854775809"},
};

static const char *const indices[][2] = {
    {"I", "7"},
    {"IE", "error(ZeroDivisionError, 'zz')"},
    {"IT", "error(TypeError, 'tt')"},
    {"IV", "error(ValueError, 'vv')"},
    {"IO", "error(OverflowError, 'oo')"},
    {"IS", "'a'"},
};

static void observe_packing(const char *label, const char *format, const char *value) {
  observe_as(
      text("pack %s %s", format, label),
      text("x = memoryview(bytearray(b'%016d')).cast('%s'); x[0] = %s; x[0]", 0, format, value));
}

static void values_of_each_format(void **state) {
  observed_setup();
  for (size_t i = 0; i < Py_ARRAY_LENGTH(values); i++) {
    observe_packing(values[i][1], values[i][0], values[i][1]);
  }
  observe_packing("'huge'", "f", text("0x1%0500d", 0));
  observe_packing("'huge'", "d", text("0x1%0500d", 0));
}

static void indices_that_answer_or_fail(void **state) {
  observed_setup();
  for (size_t i = 0; i < Py_ARRAY_LENGTH(indices); i++) {
    const char *index = text("Index(\"%s\")", indices[i][1]);
    for (const char *format = "bBqQnNP"; *format != '\0'; format++) {
      observe_as(text("packidx %s %c", indices[i][0], *format),
                 text("memoryview(bytearray(b'12345678')).cast('%c')[0] = %s", *format, index));
    }
    if (i > 0) observe_as(text("idx get %s", indices[i][0]), text("m[%s]", index));
  }
  observe_as("pack ? BE",
             "memoryview(bytearray(b'12345678')).cast('?')[0] = Truth(\"error(TypeError, 'bb')\")");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(values_of_each_format),
      CASE(indices_that_answer_or_fail),
  };
  return cmocka_run_group_tests_name("observed_packing", tests, start_host, stop_host);
}
