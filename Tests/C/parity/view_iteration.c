/* Iteration, containment, count() and index(). */
#include "harness.h"

static void an_iterator_gives_each_item_once(void **state) {
  given("m = memoryview(b'abc'); i = iter(m)");
  expect("typename(i)", "'memory_iterator'");
  expect("i", "<memory_iterator object at 0xADDR>");
  expect("iter(i) is i", "True");
  expect("next(i)", "97");
  expect("next(i)", "98");
  expect("next(i)", "99");
  expect("next(i)", "'exhausted'");
  expect("next(i)", "'exhausted'");
  expect("list(i)", "[]");
  expect("list(m)", "[97, 98, 99]");
  expect("tuple(m)", "(97, 98, 99)");
  expect("list(iter(m))", "[97, 98, 99]");
}

static void iterators_are_independent(void **state) {
  given("m = memoryview(b'abc'); i = iter(m); k = iter(m)");
  expect("next(i); next(i); next(k)", "97");
  expect("next(i)", "99");
  expect("list(k)", "[98, 99]");
}

static void it_has_little_else(void **state) {
  given("i = iter(memoryview(b'abc'))");
  expect("i.__length_hint__()",
         "AttributeError: 'memory_iterator' object has no attribute '__length_hint__'");
  expect("len(i)", "TypeError: object of type 'memory_iterator' has no len()");
  expect("i[0]", "TypeError: 'memory_iterator' object is not subscriptable");
  see("i.__next__()");
  see("i.__iter__() is i");
  see("i.__next__(1)");
  see("i.__reduce__");
  expect("i.x = 1", "AttributeError: 'memory_iterator' object has no attribute 'x' and no __dict__ "
                    "for setting new attributes");
  expect("type(i)()", "TypeError: cannot create 'memory_iterator' instances");
  expect("type(i)", "<class 'memory_iterator'>");
  expect("hash(i) == hash(i)", "True");
  expect("i == i", "True");
  expect(
      "i < i",
      "TypeError: '<' not supported between instances of 'memory_iterator' and 'memory_iterator'");
}

static void every_layout_and_format(void **state) {
  for (int k = 0; k < layout_count; k++) {
    given(text("m = memoryview(nd('%s'))", layouts[k]->name));
    see("iter(m)");
    see("list(m)");
    see("list(m[::-1])");
    see("2 in m");
    see("m.count(2)");
    see("m.index(2)");
  }
  for (const char *format = "?cbBhHiIlLqQnNefdP"; *format != '\0'; format++) {
    see(text("list(memoryview(bytearray(b'%016d')).cast('%c'))", 7, *format));
  }
}

static void the_iterator_sees_what_is_written(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b); i = iter(m)");
  expect("next(i)", "97");
  expect("b[1] = 88; next(i)", "88");
  expect("m[2] = 89; next(i)", "89");
}

static void released_in_the_middle(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(b); i = iter(m)");
  expect("next(i)", "97");
  expect("m.release(); next(i)", "ValueError: operation forbidden on released memoryview object");
  expect("next(i)", "ValueError: operation forbidden on released memoryview object");
  expect("list(i)", "ValueError: operation forbidden on released memoryview object");
  given("m = memoryview(b'ab'); i = iter(m); list(i); m.release()");
  expect("next(i)", "'exhausted'");
  given("m = memoryview(b'ab'); i = iter(m); next(i); next(i); m.release()");
  expect("next(i)", "'exhausted'");
}

static void the_iterator_keeps_the_view(void **state) {
  given("b = bytearray(b'abc'); i = iter(memoryview(b)); next(i)");
  expect("resize(b, 9)", "BufferError: Existing exports of data: object cannot be re-sized");
  expect("next(i)", "98");
  expect("next(i)", "99");
  expect("next(i)", "'exhausted'");
  expect("resize(b, 9)", "None");
}

static void containment(void **state) {
  given("m = memoryview(b'abc')");
  expect("97 in m", "True");
  expect("100 in m", "False");
  expect("97.0 in m", "True");
  expect("'a' in m", "False");
  expect("b'a' in m", "False");
  expect("None in m", "False");
  expect("True in memoryview(b'\\1')", "True");
  expect("complex(97.0, 0.0) in m", "True");
  expect("float('nan') in memoryview(nd('d', (1,), b'\\0\\0\\0\\0\\0\\0\\xf8\\x7f'))", "False");
  expect("b'a' in m.cast('c')", "True");
  expect("97 in m.cast('c')", "False");
  expect("Equal(\"True\") in m", "True");
  expect("Equal(\"False\") in m", "False");
  expect("Equal(\"error(RuntimeError, 'no')\") in m", "RuntimeError: no");
  expect("1 in memoryview(b'')", "False");
  expect("Equal(\"error(RuntimeError, 'no')\") in m[:0]", "False");
}

static void counting(void **state) {
  given("m = memoryview(b'abcabca')");
  expect("m.count(97)", "3");
  expect("m.count(1)", "0");
  expect("m.count('a')", "0");
  expect("m.count(97.0)", "3");
  expect("m.count(None)", "0");
  expect("m.count(Equal(\"True\"))", "7");
  expect("m.count(Equal(\"error(RuntimeError, 'no')\"))", "RuntimeError: no");
  expect("m[::3].count(97)", "3");
  expect("m[:0].count(97)", "0");
  expect("m.cast('c').count(b'a')", "3");
  expect("m.count()", "TypeError: memoryview.count() takes exactly one argument (0 given)");
  expect("m.count(1, 2)", "TypeError: memoryview.count() takes exactly one argument (2 given)");
  expect("m.count(value=1)", "TypeError: memoryview.count() takes no keyword arguments");
  expect("memoryview(nd('h', (2, 2))).count(1)", "0");
  expect("memoryview(nd('<h', (2,), b'\\1\\0\\1\\0')).count(1)", "2");
  expect("memoryview(nd('s', (2,), b'ab')).count(b'b')", "1");
  expect("memoryview(nd('<h', (2,)))[:0].count(1)", "0");
  expect("memoryview(nd('<O', (2,), b'', itemsize=8)).count(1)",
         "NotImplementedError: memoryview: unsupported format <O");
  expect("memoryview(nd('O', (2,), b'', itemsize=8)).count(1)",
         "NotImplementedError: memoryview: format O not supported");
  expect("memoryview(nd('<O', (2,), b'', itemsize=8))[:0].count(1)",
         "NotImplementedError: memoryview: unsupported format <O");
}

static void finding(void **state) {
  given("m = memoryview(b'abcabca')");
  expect("m.index(98)", "1");
  expect("m.index(98.0)", "1");
  expect("m.index(98, 2)", "4");
  expect("m.index(97, -1)", "6");
  expect("m.index(97, -100)", "0");
  expect("m.index(99, 0, 2)", "ValueError: memoryview.index(x): x not found");
  expect("m.index(99, 0, 3)", "2");
  expect("m.index(99, 0, -1)", "2");
  expect("m.index(99, 0, -100)", "ValueError: memoryview.index(x): x not found");
  expect("m.index(98, 3, 2)", "ValueError: memoryview.index(x): x not found");
  expect("m.index(98, 100)", "ValueError: memoryview.index(x): x not found");
  see("m.index(98, 0, 0x10000000000000000000)");
  see("m.index(98, -0x10000000000000000000)");
  expect("m.index(98, Index(\"2\"), Index(\"9\"))", "4");
  expect("m.index(1)", "ValueError: memoryview.index(x): x not found");
  expect("m.index('a')", "ValueError: memoryview.index(x): x not found");
  expect("m.index(Equal(\"True\"))", "0");
  expect("m.index(Equal(\"error(RuntimeError, 'no')\"))", "RuntimeError: no");
  expect("m.index(98, 'a')",
         "TypeError: slice indices must be integers or have an __index__ method");
  expect("m.index(98, 0, 'a')",
         "TypeError: slice indices must be integers or have an __index__ method");
  expect("m.index(98, None)",
         "TypeError: slice indices must be integers or have an __index__ method");
  expect("m.index(98, 1.0)",
         "TypeError: slice indices must be integers or have an __index__ method");
  expect("m.index(98, Index(\"error(RuntimeError, 'no')\"))", "RuntimeError: no");
  expect("m.index()", "TypeError: index expected at least 1 argument, got 0");
  expect("m.index(1, 2, 3, 4)", "TypeError: index expected at most 3 arguments, got 4");
  expect("m.index(value=97)", "TypeError: memoryview.index() takes no keyword arguments");
  expect("m.cast('c').index(b'b')", "1");
  expect("m[::-1].index(98)", "2");
  expect("memoryview(nd('h', (2, 2))).index(1)", "ValueError: memoryview.index(x): x not found");
  expect("memoryview(nd('<h', (2,), b'\\0\\0\\1\\0')).index(1)", "1");
  expect("memoryview(nd('<h', (2,))).index(1)", "ValueError: memoryview.index(x): x not found");
  expect("memoryview(nd('<O', (2,), b'', itemsize=8)).index(1)",
         "NotImplementedError: memoryview: unsupported format <O");
  expect("memoryview(nd('<h', (2,)))[:0].index(1)", "ValueError: memoryview.index(x): x not found");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(an_iterator_gives_each_item_once),
      CASE(iterators_are_independent),
      CASE(it_has_little_else),
      CASE(every_layout_and_format),
      CASE(the_iterator_sees_what_is_written),
      CASE(released_in_the_middle),
      CASE(the_iterator_keeps_the_view),
      CASE(containment),
      CASE(counting),
      CASE(finding),
  };
  return cmocka_run_group_tests_name("view_iteration", tests, start_host, stop_host);
}
