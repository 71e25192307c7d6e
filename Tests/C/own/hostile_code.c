/* Foreign code in the middle of an operation, where CPython reads freed memory or did so up
 * to 3.14. */
#include "harness.h"

static void a_separator_cannot_release_the_view(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m.hex(Length(\"m.release(); 1\"))", "BufferError: memoryview has 1 exported buffer");
  expect("m.hex(Length(\"resize(b, 0); 1\"))",
         "BufferError: Existing exports of data: object cannot be re-sized");
  expect("m.hex(Length(\"m = None; 1\"))", "TypeError: sep must be str or bytes.");
  expect("resize(b, 0)", "None");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m.hex(Length(\"2\"))", "ValueError: sep must be length 1.");
  expect("m.release()", "None");
}

static void a_hash_cannot_release_the_view(void **state) {
  given("e = Exporting(b'abc', hash=\"m.release()\"); m = memoryview(e).toreadonly()");
  expect("hash(m)", "BufferError: memoryview has 1 exported buffer");
  expect("m.release()", "None");
  given("e = Exporting(b'abc', hash=\"m = None\"); m = memoryview(e).toreadonly()");
  expect("hash(m) == hash(b'abc')", "True");
  given(
      "e = Exporting(b'abc', hash=\"error(RuntimeError, 'no')\"); m = memoryview(e).toreadonly()");
  expect("hash(m)", "RuntimeError: no");
  expect("m.release()", "None");
}

static void an_exporter_compared_with_releases_the_view(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m == Exporting(b'abc', get=\"m.release(); resize(b, 0)\")", "False");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m != Exporting(b'abc', get=\"m.release(); resize(b, 0)\")", "True");
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m == Exporting(b'abc', get=\"m = None\")", "True");
}

static void a_released_view_is_not_searched_further(void **state) {
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m.count(Equal(\"m.release(); resize(b, 0); True\"))",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m.index(Equal(\"m.release(); resize(b, 0); False\"))",
         "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abcdef'); m = memoryview(b)");
  expect("m.index(1, 0, Index(\"m.release(); resize(b, 0); 6\"))",
         "ValueError: operation forbidden on released memoryview object");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_separator_cannot_release_the_view),
      CASE(a_hash_cannot_release_the_view),
      CASE(an_exporter_compared_with_releases_the_view),
      CASE(a_released_view_is_not_searched_further),
  };
  return cmocka_run_group_tests_name("hostile_code", tests, start_host, stop_host);
}
