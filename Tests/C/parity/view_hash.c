/* The hash of a memoryview. Values are compared with each other only: CPython's differ in each run.
 */
#include "harness.h"

static void it_is_the_hash_of_the_same_bytes(void **state) {
  given("m = memoryview(b'abc')");
  expect("hash(m) == hash(b'abc')", "True");
  expect("hash(m[1:]) == hash(b'bc')", "True");
  expect("hash(m[::-1]) == hash(b'cba')", "True");
  expect("hash(m[:0]) == hash(b'')", "True");
  expect("hash(m.cast('b')) == hash(b'abc')", "True");
  expect("hash(m.cast('c')) == hash(b'abc')", "True");
  expect("hash(m.cast('@c')) == hash(b'abc')", "True");
  expect("hash(m.cast('B', [1, 3])) == hash(b'abc')", "True");
  expect("hash(m) == hash(memoryview(m))", "True");
  expect("hash(m.toreadonly()) == hash(m)", "True");
  expect("hash(memoryview(b'')) == hash(b'')", "True");
}

static void layouts_count_in_c_order(void **state) {
  expect("hash(memoryview(nd('B', (2, 3), b'\\0\\1\\2\\3\\4\\5', strides=(1, 2), readonly=1))) == "
         "hash(b'\\0\\2\\4\\1\\3\\5')",
         "True");
  expect("hash(memoryview(nd('B', (2, 3), b'', indirect=1, offset=4, readonly=1))) == "
         "hash(b'\\0\\1\\2\\4\\5\\6')",
         "True");
  expect("hash(memoryview(nd('b', (), b'a', readonly=1))) == hash(b'a')", "True");
  expect("hash(memoryview(nd('@B', (2,), b'ab', readonly=1))) == hash(b'ab')", "True");
}

static void writable_memory_is_refused(void **state) {
  expect("hash(memoryview(bytearray(b'abc')))",
         "ValueError: cannot hash writable memoryview object");
  expect("hash(memoryview(nd('h', (2,))))", "ValueError: cannot hash writable memoryview object");
  expect("hash(memoryview(nd('<h', (2,))))", "ValueError: cannot hash writable memoryview object");
}

static void other_formats_are_refused(void **state) {
  const char *formats[] = {"h", "?", "<B", "=b", "s", "x", "BB", "@", "", "@@B", "d"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    see(text("hash(memoryview(nd('%s', (2,), b'', itemsize=1, readonly=1)))", formats[i]));
  }
}

static void the_exporter_must_be_hashable(void **state) {
  expect("hash(memoryview(bytearray(b'abc')).toreadonly())",
         "TypeError: unhashable type: 'bytearray'");
  expect("hash(memoryview(bytearray(b'abc')).toreadonly().cast('h'))",
         "TypeError: memoryview: length is not a multiple of itemsize");
  expect("hash(memoryview(Exporting(b'abc')).toreadonly()) == hash(b'abc')", "True");
  expect("hash(memoryview(Exporting(b'abc', hash=\"error(RuntimeError, 'no')\")).toreadonly())",
         "RuntimeError: no");
  expect("hash(memoryview(Exporting(b'abc', hash=\"error(RuntimeError, 'no')\")))",
         "ValueError: cannot hash writable memoryview object");
}

static void it_is_kept(void **state) {
  given("m = memoryview(b'abc')");
  expect("hash(m) == hash(m)", "True");
  expect("m.release(); hash(m) == hash(b'abc')", "True");
  given("m = memoryview(b'abc'); m.release()");
  expect("hash(m)", "ValueError: operation forbidden on released memoryview object");
  given("b = bytearray(b'abc'); e = Exporting(b'abc', hash=\"b[0] = 120\"); m = "
        "memoryview(e).toreadonly()");
  expect("hash(m) == hash(b'abc'); b", "bytearray(b'xbc')");
  expect("b[0] = 97; hash(m) == hash(b'abc')", "True");
  expect("b", "bytearray(b'abc')");
  expect("memoryview(e)[0] = 90; hash(m) == hash(b'abc')", "True");
  expect("hash(memoryview(e).toreadonly()) == hash(b'Zbc')", "True");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(it_is_the_hash_of_the_same_bytes), CASE(layouts_count_in_c_order),
      CASE(writable_memory_is_refused),       CASE(other_formats_are_refused),
      CASE(the_exporter_must_be_hashable),    CASE(it_is_kept),
  };
  return cmocka_run_group_tests_name("view_hash", tests, start_host, stop_host);
}
