/* The attributes of a memoryview. */
#include "harness.h"

static const char *const attributes[] = {
    "obj",   "nbytes",  "readonly",   "itemsize",     "format",       "ndim",
    "shape", "strides", "suboffsets", "c_contiguous", "f_contiguous", "contiguous",
};

static void every_layout_has_every_attribute(void **state) {
  for (int i = 0; i < layout_count; i++) {
    given(text("m = memoryview(nd('%s'))", layouts[i]->name));
    for (size_t k = 0; k < Py_ARRAY_LENGTH(attributes); k++) {
      see(text("m.%s", attributes[k]));
    }
  }
}

static void the_attributes_of_bytes(void **state) {
  given("m = memoryview(b'abc')");
  expect("m.obj", "b'abc'");
  expect("m.nbytes", "3");
  expect("m.readonly", "True");
  expect("m.itemsize", "1");
  expect("m.format", "'B'");
  expect("m.ndim", "1");
  expect("m.shape", "(3,)");
  expect("m.strides", "(1,)");
  expect("m.suboffsets", "()");
  expect("m.c_contiguous", "True");
  expect("m.f_contiguous", "True");
  expect("m.contiguous", "True");
}

static void the_attributes_of_a_writable_array(void **state) {
  given("m = memoryview(nd('i', (2, 3), b'', offset=8))");
  expect("m.nbytes", "24");
  expect("m.readonly", "False");
  expect("m.itemsize", "4");
  expect("m.format", "'i'");
  expect("m.ndim", "2");
  expect("m.shape", "(2, 3)");
  expect("m.strides", "(12, 4)");
  expect("m.suboffsets", "()");
  expect("m.c_contiguous", "True");
  expect("m.f_contiguous", "False");
  expect("typename(m.obj)", "'ndarray'");
}

static void the_exporter_of_a_view_of_a_view_is_the_first_one(void **state) {
  given("b = bytearray(b'abc'); m = memoryview(memoryview(memoryview(b)[1:]))");
  expect("m.obj is b", "True");
  expect("m.cast('b').toreadonly().obj is b", "True");
}

static void no_attribute_can_be_set(void **state) {
  given("m = memoryview(bytearray(b'abc'))");
  for (size_t k = 0; k < Py_ARRAY_LENGTH(attributes); k++) {
    expect(text("m.%s = 1", attributes[k]),
           text("AttributeError: attribute '%s' of 'memoryview' objects is not writable",
                attributes[k]));
    see(text("del m.%s", attributes[k]));
  }
  expect("m.foo = 1", "AttributeError: 'memoryview' object has no attribute 'foo' and no __dict__ "
                      "for setting new attributes");
  expect("del m.foo", "AttributeError: 'memoryview' object has no attribute 'foo' and no __dict__ "
                      "for setting new attributes");
  expect("m.tobytes = 1", "AttributeError: 'memoryview' object attribute 'tobytes' is read-only");
  expect("del m.tobytes", "AttributeError: 'memoryview' object attribute 'tobytes' is read-only");
}

static void what_it_does_not_have(void **state) {
  given("m = memoryview(bytearray(b'abc'))");
  expect("m.foo", "AttributeError: 'memoryview' object has no attribute 'foo'");
  expect("m.__dict__", "AttributeError: 'memoryview' object has no attribute '__dict__'");
  expect("m.__length_hint__",
         "AttributeError: 'memoryview' object has no attribute '__length_hint__'");
  expect("m.Format", "AttributeError: 'memoryview' object has no attribute 'Format'");
  expect("hasattr(m, 'foo')", "False");
  expect("hasattr(m, 'shape')", "True");
  expect("hasattr(m, 'cast')", "True");
  expect("memoryview.foo", "AttributeError: type object 'memoryview' has no attribute 'foo'");
}

static void released_views_have_none(void **state) {
  given("m = memoryview(bytearray(b'abc')); m.release()");
  for (size_t k = 0; k < Py_ARRAY_LENGTH(attributes); k++) {
    expect(text("m.%s", attributes[k]),
           "ValueError: operation forbidden on released memoryview object");
    see(text("m.%s = 1", attributes[k]));
  }
}

static void slices_compute_theirs_anew(void **state) {
  given("m = memoryview(b'abcdefgh')");
  expect("m[::4].contiguous", "False");
  expect("m[::8].contiguous", "True");
  expect("m[::8].strides", "(8,)");
  expect("m[::8].c_contiguous", "True");
  expect("m[8::2].contiguous", "False");
  expect("m[8::2].strides", "(2,)");
  expect("m[8::2].shape", "(0,)");
  expect("m[8::2].nbytes", "0");
  expect("m[::-1].contiguous", "False");
  expect("m[::-1].strides", "(-1,)");
  expect("m[0:1][::-1].contiguous", "True");
  expect("m[0:1][::-1].strides", "(-1,)");
  given("m = memoryview(nd('h', (3, 4)))");
  expect("m[::2].shape", "(2, 4)");
  expect("m[::2].strides", "(16, 2)");
  expect("m[::2].c_contiguous", "False");
  expect("m[::2].f_contiguous", "False");
  expect("m[:1].c_contiguous", "True");
  expect("m[:1].f_contiguous", "True");
  expect("m[1:].nbytes", "16");
  expect("m[3:].shape", "(0, 4)");
  expect("m[3:].contiguous", "True");
  given("m = memoryview(nd('B', (2, 3), indirect=1, offset=5))");
  expect("m.suboffsets", "(0, -1)");
  expect("m[1:].suboffsets", "(0, -1)");
  expect("m[::-1].suboffsets", "(0, -1)");
  expect("m[::-1].strides", "(-8, 1)");
  expect("m[1:].contiguous", "False");
  expect("m[:0].contiguous", "False");
}

static void the_repr_tells_whether_it_is_released(void **state) {
  given("m = memoryview(b'abc')");
  expect("repr(m)", "'<memory at 0xADDR>'");
  expect("str(m)", "'<memory at 0xADDR>'");
  expect("m.release(); repr(m)", "'<released memory at 0xADDR>'");
  expect("str(m)", "'<released memory at 0xADDR>'");
  given("m = memoryview(b'abc'); n = memoryview(m); m.release()");
  expect("repr(n)", "'<memory at 0xADDR>'");
  expect("n.release(); repr(n)", "'<released memory at 0xADDR>'");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(every_layout_has_every_attribute),
      CASE(the_attributes_of_bytes),
      CASE(the_attributes_of_a_writable_array),
      CASE(the_exporter_of_a_view_of_a_view_is_the_first_one),
      CASE(no_attribute_can_be_set),
      CASE(what_it_does_not_have),
      CASE(released_views_have_none),
      CASE(slices_compute_theirs_anew),
      CASE(the_repr_tells_whether_it_is_released),
  };
  return cmocka_run_group_tests_name("view_attributes", tests, start_host, stop_host);
}
