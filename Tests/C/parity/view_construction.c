/* Creation of memoryviews: the constructor, _from_flags, toreadonly. */
#include "harness.h"

static void the_constructor_takes_one_object(void **state) {
  expect("memoryview(b'abc').tobytes()", "b'abc'");
  expect("memoryview(object=b'abc').tobytes()", "b'abc'");
  expect("memoryview(bytearray(b'abc')).readonly", "False");
  expect("memoryview(memoryview(b'abc')[1:]).tobytes()", "b'bc'");
  expect("memoryview(nd('h', (2,), b'\\1\\0\\2\\0')).tolist()", "[1, 2]");
}

static void the_constructor_refuses_other_arguments(void **state) {
  expect("memoryview()", "TypeError: memoryview() missing required argument 'object' (pos 1)");
  expect("memoryview(b'a', b'b')", "TypeError: memoryview() takes at most 1 argument (2 given)");
  expect("memoryview(b'a', b'b', b'c')",
         "TypeError: memoryview() takes at most 1 argument (3 given)");
  expect("memoryview(foo=b'a')",
         "TypeError: memoryview() missing required argument 'object' (pos 1)");
  expect("memoryview(b'a', foo=b'a')",
         "TypeError: memoryview() takes at most 1 argument (2 given)");
  expect("memoryview(b'a', object=b'a')",
         "TypeError: memoryview() takes at most 1 argument (2 given)");
  expect("memoryview(object=b'a', foo=b'a')",
         "TypeError: memoryview() takes at most 1 keyword argument (2 given)");
}

static void objects_without_buffer_are_refused(void **state) {
  expect("memoryview('x')", "TypeError: memoryview: a bytes-like object is required, not 'str'");
  expect("memoryview(5)", "TypeError: memoryview: a bytes-like object is required, not 'int'");
  expect("memoryview(1.5)", "TypeError: memoryview: a bytes-like object is required, not 'float'");
  expect("memoryview(None)",
         "TypeError: memoryview: a bytes-like object is required, not 'NoneType'");
  expect("memoryview(...)",
         "TypeError: memoryview: a bytes-like object is required, not 'ellipsis'");
  expect("memoryview(True)", "TypeError: memoryview: a bytes-like object is required, not 'bool'");
  expect("memoryview((1, 2))",
         "TypeError: memoryview: a bytes-like object is required, not 'tuple'");
  expect("memoryview([b'a'])",
         "TypeError: memoryview: a bytes-like object is required, not 'list'");
  expect("memoryview(memoryview)",
         "TypeError: memoryview: a bytes-like object is required, not 'type'");
  expect("memoryview(iter(b'abc'))",
         "TypeError: memoryview: a bytes-like object is required, not 'bytes_iterator'");
  expect("memoryview(object='x')",
         "TypeError: memoryview: a bytes-like object is required, not 'str'");
  expect("memoryview(Index(\"1\"))",
         "TypeError: memoryview: a bytes-like object is required, not 'tests.Index'");
}

static void released_views_are_refused(void **state) {
  given("m = memoryview(b'abc'); m.release()");
  expect("memoryview(m)", "ValueError: operation forbidden on released memoryview object");
  expect("memoryview(object=m)", "ValueError: operation forbidden on released memoryview object");
  expect("m.toreadonly()", "ValueError: operation forbidden on released memoryview object");
}

static void errors_of_the_exporter_pass(void **state) {
  expect("memoryview(Exporting(b'abc', get=\"error(ZeroDivisionError, 'no')\"))",
         "ZeroDivisionError: no");
  expect("memoryview(Exporting(b'abc', get=\"error(RuntimeError, 'no')\"))", "RuntimeError: no");
  expect("memoryview(Exporting(b'abc')).tobytes()", "b'abc'");
}

static void a_read_only_view_of_writable_memory(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b); r = m.toreadonly()");
  expect("r.readonly", "True");
  expect("m.readonly", "False");
  expect("r.obj is b", "True");
  expect("r.tobytes()", "b'abc'");
  expect("r[0] = 1", "TypeError: cannot modify read-only memory");
  expect("m[0] = 88; r[0]", "88");
  expect("r.toreadonly().readonly", "True");
  expect("r[1:].readonly", "True");
  expect("r.cast('b').readonly", "True");
  expect("memoryview(r).readonly", "True");
  expect("r.toreadonly() is r", "False");
  expect("m.release(); r.tobytes()", "b'Xbc'");
  expect("r.toreadonly(1)", "TypeError: memoryview.toreadonly() takes no arguments (1 given)");
  expect("r.toreadonly(x=1)", "TypeError: memoryview.toreadonly() takes no keyword arguments");
}

static void a_read_only_view_keeps_the_layout(void **state) {
  given("m = memoryview(nd('B', (2, 3), b'', strides=(1, 2)))");
  expect("m.toreadonly().strides", "(1, 2)");
  expect("m.toreadonly().f_contiguous", "True");
  given("m = memoryview(nd('B', (2, 3), b'', indirect=1, offset=4))");
  expect("m.toreadonly().suboffsets", "(0, -1)");
  expect("m.toreadonly().tolist()", "[[0, 1, 2], [4, 5, 6]]");
}

static void flags_can_be_chosen(void **state) {
  given("b = bytearray(b'abc')");
  expect("memoryview._from_flags(b, 0).tobytes()", "b'abc'");
  expect("memoryview._from_flags(b, 0x11d).tobytes()", "b'abc'");
  expect("memoryview._from_flags(b, 0x11d).format", "'B'");
  expect("memoryview._from_flags(b, 0).format", "'B'");
  expect("memoryview._from_flags(b'abc', 1)", "BufferError: Object is not writable.");
  expect("memoryview._from_flags(b, 1).readonly", "False");
  expect("memoryview._from_flags(object=b, flags=0).tobytes()", "b'abc'");
  expect("memoryview._from_flags(b, flags=0).tobytes()", "b'abc'");
  expect("memoryview._from_flags(b'abc', 0x100)", "SystemError: bad argument to internal function");
  expect("memoryview._from_flags(b'abc', 0x200)", "SystemError: bad argument to internal function");
  expect("memoryview(b'abc')._from_flags(b'xyz', 0).tobytes()", "b'xyz'");
}

static void wrong_arguments_for_flags(void **state) {
  expect("memoryview._from_flags()",
         "TypeError: _from_flags() missing required argument 'object' (pos 1)");
  expect("memoryview._from_flags(b'abc')",
         "TypeError: _from_flags() missing required argument 'flags' (pos 2)");
  expect("memoryview._from_flags(b'abc', 0, 0)",
         "TypeError: _from_flags() takes at most 2 arguments (3 given)");
  expect("memoryview._from_flags(b'abc', 'x')",
         "TypeError: 'str' object cannot be interpreted as an integer");
  expect("memoryview._from_flags(b'abc', 1.0)",
         "TypeError: 'float' object cannot be interpreted as an integer");
  expect("memoryview._from_flags(b'abc', None)",
         "TypeError: 'NoneType' object cannot be interpreted as an integer");
  expect("memoryview._from_flags(b'abc', 0x80000000)",
         "OverflowError: Python int too large to convert to C int");
  expect("memoryview._from_flags(b'abc', -0x80000001)",
         "OverflowError: Python int too large to convert to C int");
  expect("memoryview._from_flags(b'abc', 0x8000000000000000)",
         "OverflowError: Python int too large to convert to C int");
  see("memoryview._from_flags(b'abc', 0x10000000000000000)");
  expect("memoryview._from_flags(b'abc', Index(\"0\")).tobytes()", "b'abc'");
  expect("memoryview._from_flags(b'abc', Index(\"error(RuntimeError, 'no')\"))",
         "RuntimeError: no");
  expect("memoryview._from_flags(b'abc', flag=0)",
         "TypeError: _from_flags() missing required argument 'flags' (pos 2)");
  expect("memoryview._from_flags(flags=0)",
         "TypeError: _from_flags() missing required argument 'object' (pos 1)");
  expect("memoryview._from_flags(object=b'abc')",
         "TypeError: _from_flags() missing required argument 'flags' (pos 2)");
  expect("memoryview._from_flags(b'abc', 0, flags=0)",
         "TypeError: _from_flags() takes at most 2 arguments (3 given)");
  expect("memoryview._from_flags(b'abc', 0, foo=0)",
         "TypeError: _from_flags() takes at most 2 arguments (3 given)");
  expect("memoryview._from_flags(5, 0)",
         "TypeError: memoryview: a bytes-like object is required, not 'int'");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(the_constructor_takes_one_object),   CASE(the_constructor_refuses_other_arguments),
      CASE(objects_without_buffer_are_refused), CASE(released_views_are_refused),
      CASE(errors_of_the_exporter_pass),        CASE(a_read_only_view_of_writable_memory),
      CASE(a_read_only_view_keeps_the_layout),  CASE(flags_can_be_chosen),
      CASE(wrong_arguments_for_flags),
  };
  return cmocka_run_group_tests_name("view_construction", tests, start_host, stop_host);
}
