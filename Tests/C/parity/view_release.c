/* Releasing a memoryview: release(), the context manager, and what a released view still does. */
#include "harness.h"

static void releasing_twice_is_harmless(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m.release()", "None");
  expect("m.release()", "None");
  expect("resize(b, 10); len(b)", "10");
}

static void it_takes_no_arguments(void **state) {
  given("m = memoryview(b'abc')");
  expect("m.release(1)", "TypeError: memoryview.release() takes no arguments (1 given)");
  expect("m.release(x=1)", "TypeError: memoryview.release() takes no keyword arguments");
  expect("m.release(None, None)", "TypeError: memoryview.release() takes no arguments (2 given)");
  expect("m.tobytes()", "b'abc'");
}

static void held_buffers_prevent_it(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b); h = Holder(m)");
  expect("m.release()", "BufferError: memoryview has 1 exported buffer");
  expect("i = Holder(m); m.release()", "BufferError: memoryview has 2 exported buffers");
  expect("m.tobytes()", "b'abc'");
  expect("m.__exit__(None, None, None)", "BufferError: memoryview has 2 exported buffers");
  expect("del i; m.release()", "BufferError: memoryview has 1 exported buffer");
  expect("del h; m.release()", "None");
  expect("m.tobytes()", "ValueError: operation forbidden on released memoryview object");
}

static void a_view_of_a_view_does_not_prevent_it(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b); n = memoryview(m); s = m[1:]; c = m.cast('b')");
  expect("m.release()", "None");
  expect("n.tobytes()", "b'abc'");
  expect("resize(b, 10)", "BufferError: Existing exports of data: object cannot be re-sized");
  expect("n.release(); s.release(); resize(b, 10)",
         "BufferError: Existing exports of data: object cannot be re-sized");
  expect("c.release(); resize(b, 10)", "None");
  expect("len(b)", "10");
}

static void the_context_manager_releases(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b)");
  expect("m.__enter__() is m", "True");
  expect("m.__exit__(None, None, None)", "None");
  expect("m.tobytes()", "ValueError: operation forbidden on released memoryview object");
  expect("m.__enter__()", "ValueError: operation forbidden on released memoryview object");
  expect("m.__exit__()", "None");
  expect("m.__exit__(1, 2)", "None");
  expect("m.__exit__(1, 2, 3, 4, 5)", "None");
  expect("m.__exit__(a=1)", "TypeError: memoryview.__exit__() takes no keyword arguments");
  expect("m.__enter__(1)", "TypeError: memoryview.__enter__() takes no arguments (1 given)");
  expect("resize(b, 10)", "None");
}

static void a_released_view_forbids_everything(void **state) {
  given("m = memoryview(bytearray(b'abc')); m.release()");
  expect("len(m)", "ValueError: operation forbidden on released memoryview object");
  expect("m[0]", "ValueError: operation forbidden on released memoryview object");
  expect("m['a']", "ValueError: operation forbidden on released memoryview object");
  expect("m[:1]", "ValueError: operation forbidden on released memoryview object");
  expect("m[0, 0]", "ValueError: operation forbidden on released memoryview object");
  expect("m[()]", "ValueError: operation forbidden on released memoryview object");
  expect("m[...]", "ValueError: operation forbidden on released memoryview object");
  expect("m[0] = 1", "ValueError: operation forbidden on released memoryview object");
  expect("m[:1] = b'x'", "ValueError: operation forbidden on released memoryview object");
  expect("m['a'] = 1", "ValueError: operation forbidden on released memoryview object");
  expect("del m[0]", "ValueError: operation forbidden on released memoryview object");
  expect("del m['a']", "ValueError: operation forbidden on released memoryview object");
  expect("m.tobytes()", "ValueError: operation forbidden on released memoryview object");
  expect("m.tobytes('X')", "ValueError: operation forbidden on released memoryview object");
  expect("m.tobytes(1)", "TypeError: tobytes() argument 'order' must be str or None, not int");
  expect("m.tolist()", "ValueError: operation forbidden on released memoryview object");
  expect("m.hex()", "ValueError: operation forbidden on released memoryview object");
  expect("m.hex('::')", "ValueError: operation forbidden on released memoryview object");
  expect("m.hex(5)", "ValueError: operation forbidden on released memoryview object");
  expect("m.cast('b')", "ValueError: operation forbidden on released memoryview object");
  expect("m.cast('b', [1])", "ValueError: operation forbidden on released memoryview object");
  expect("m.cast(5)", "TypeError: cast() argument 'format' must be str, not int");
  expect("m.cast()", "TypeError: cast() missing required argument 'format' (pos 1)");
  expect("m.toreadonly()", "ValueError: operation forbidden on released memoryview object");
  expect("m.__enter__()", "ValueError: operation forbidden on released memoryview object");
  expect("memoryview(m)", "ValueError: operation forbidden on released memoryview object");
  expect("bytes(m)", "ValueError: operation forbidden on released memoryview object");
  expect("bytearray(m)", "ValueError: operation forbidden on released memoryview object");
  expect("hash(m)", "ValueError: operation forbidden on released memoryview object");
  expect("list(m)", "ValueError: operation forbidden on released memoryview object");
  expect("tuple(m)", "ValueError: operation forbidden on released memoryview object");
  expect("1 in m", "ValueError: operation forbidden on released memoryview object");
  expect("bool(m)", "ValueError: operation forbidden on released memoryview object");
  expect("not m", "ValueError: operation forbidden on released memoryview object");
  expect("request(m, 0)", "ValueError: operation forbidden on released memoryview object");
  expect("request(m, 0x11c)", "ValueError: operation forbidden on released memoryview object");
  expect("request(m, 1)", "ValueError: operation forbidden on released memoryview object");
  expect("contiguous(m, 0x100, 'C')",
         "ValueError: operation forbidden on released memoryview object");
  expect("iter(m)", "ValueError: operation forbidden on released memoryview object");
  expect("m.count(1)", "ValueError: operation forbidden on released memoryview object");
  expect("m.index(1)", "ValueError: operation forbidden on released memoryview object");
  expect("m.index(1, 'a')",
         "TypeError: slice indices must be integers or have an __index__ method");
  expect("m.index()", "TypeError: index expected at least 1 argument, got 0");
}

static void a_released_view_still_compares_by_identity(void **state) {
  given("m = memoryview(b'abc'); n = memoryview(b'abc'); m.release()");
  expect("m == m", "True");
  expect("m != m", "False");
  expect("m == n", "False");
  expect("n == m", "False");
  expect("m == b'abc'", "False");
  expect("b'abc' == m", "False");
  expect("m != b'abc'", "True");
  expect("m == 5", "False");
  expect("n.release(); m == n", "False");
  expect("m < m",
         "TypeError: '<' not supported between instances of 'memoryview' and 'memoryview'");
}

static void slicing_and_dropping_releases_in_the_end(void **state) {
  given("b = bytearray(b'abcdef')");
  expect("memoryview(b)[1:][1:][::2].tolist(); resize(b, 7)", "None");
  expect("m = memoryview(b); i = iter(m); m = None; resize(b, 8)",
         "BufferError: Existing exports of data: object cannot be re-sized");
  expect("next(i)", "97");
  expect("i = None; resize(b, 8)", "None");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(releasing_twice_is_harmless),
      CASE(it_takes_no_arguments),
      CASE(held_buffers_prevent_it),
      CASE(a_view_of_a_view_does_not_prevent_it),
      CASE(the_context_manager_releases),
      CASE(a_released_view_forbids_everything),
      CASE(a_released_view_still_compares_by_identity),
      CASE(slicing_and_dropping_releases_in_the_end),
  };
  return cmocka_run_group_tests_name("view_release", tests, start_host, stop_host);
}
