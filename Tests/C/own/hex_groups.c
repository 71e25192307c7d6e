/* hex() counts the bytes of a group as Py_ssize_t, as CPython does since 3.15. */
#include "harness.h"

static void groups_beyond_a_c_int_are_larger_than_the_view(void **state) {
  given("m = memoryview(b'\\xb9\\1\\xef')");
  expect("m.hex(':', 0x80000000)", "'b901ef'");
  expect("m.hex(':', -0x80000001)", "'b901ef'");
  expect("m.hex(':', 0x7fffffffffffffff)", "'b901ef'");
  expect("m.hex(':', -0x8000000000000000)", "'b901ef'");
}

static void groups_beyond_py_ssize_t_are_refused(void **state) {
  given("m = memoryview(b'\\xb9\\1\\xef')");
  expect("m.hex(':', 0x8000000000000000)",
         "OverflowError: Python int too large to convert to C ssize_t");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(groups_beyond_a_c_int_are_larger_than_the_view),
      CASE(groups_beyond_py_ssize_t_are_refused),
  };
  return cmocka_run_group_tests_name("hex_groups", tests, start_host, stop_host);
}
