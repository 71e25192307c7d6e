/* cast(): other formats and other shapes for the same memory. */
#include "harness.h"

static void bytes_are_cast_to_every_native_format(void **state) {
  const char formats[] = "?cbBhHiIlLqQnNefdP";
  for (const char *format = formats; *format != '\0'; format++) {
    given(text("m = memoryview(bytearray(b'%048d')).cast('%c')", 7, *format));
    see("m.format");
    see("m.itemsize");
    see("m.shape");
    see("m.strides");
    see("m.tolist()");
    see(text("m.cast('B').cast('@%c').format", *format));
    see(text("m.cast('b').cast('%c', [2, m.shape[0]])", *format));
    see(text("m.cast('c').cast('%c', shape=(m.shape[0], 1)).tolist()", *format));
  }
}

static void other_formats_are_refused(void **state) {
  const char *formats[] = {
      "F",  "D",  "G",  "x",   "s",       "p",    "X",         "O",       "Z",     "u",       "w",
      "<B", "=B", "!h", ">i",  "BB",      "2B",   "",          "@",       "@@B",   "B ",      " B",
      "@F", "@D", "Zg", "Zff", "T{B:a:}", "B\\0", "B\\0\\xe9", "\\u1234", "\\xe9", "@\\u20ac"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    see(text("memoryview(bytearray(b'%048d')).cast('%s')", 7, formats[i]));
  }
}

static void the_format_must_be_a_str(void **state) {
  given("m = memoryview(b'abcd')");
  expect("m.cast()", "TypeError: cast() missing required argument 'format' (pos 1)");
  expect("m.cast(None)", "TypeError: cast() argument 'format' must be str, not None");
  expect("m.cast(b'B')", "TypeError: cast() argument 'format' must be str, not bytes");
  expect("m.cast(3)", "TypeError: cast() argument 'format' must be str, not int");
  expect("m.cast(['B'])", "TypeError: cast() argument 'format' must be str, not list");
  expect("m.cast(m)", "TypeError: cast() argument 'format' must be str, not memoryview");
}

static void arguments_by_keyword(void **state) {
  given("m = memoryview(b'abcd')");
  expect("m.cast(format='h').tolist()", "[25185, 25699]");
  expect("m.cast('B', shape=(2, 2)).tolist()", "[[97, 98], [99, 100]]");
  expect("m.cast(format='B', shape=[2, 2]).tolist()", "[[97, 98], [99, 100]]");
  expect("m.cast(shape=[2, 2], format='B').tolist()", "[[97, 98], [99, 100]]");
  expect("m.cast(shape=[2, 2])", "TypeError: cast() missing required argument 'format' (pos 1)");
  expect("m.cast('B', [2, 2], shape=[2, 2])",
         "TypeError: argument for cast() given by name ('shape') and position (2)");
  expect("m.cast('B', format='B')",
         "TypeError: argument for cast() given by name ('format') and position (1)");
  expect("m.cast('B', shap=[2, 2])",
         "TypeError: cast() got an unexpected keyword argument 'shap'. Did you mean 'shape'?");
  expect("m.cast(format='B', x=1)", "TypeError: cast() got an unexpected keyword argument 'x'");
  expect("m.cast('B', [2, 2], 1)",
         "TypeError: cast() takes at most 2 positional arguments (3 given)");
  expect("m.cast('B', [2, 2], order='C').tolist()", "[[97, 98], [99, 100]]");
  expect("m.cast('B', [2, 2], order='F').tolist()", "[[97, 99], [98, 100]]");
  expect("m.cast('B', [4], order='F').tolist()", "[97, 98, 99, 100]");
  expect("m.cast('B', [4], 1, 2)", "TypeError: cast() takes at most 3 arguments (4 given)");
}

static void the_order_is_a_character(void **state) {
  given("m = memoryview(b'abcd')");
  const char *others[] = {"A", "c", "f", "\\0", "\\u20ac"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(others); i++) {
    expect(text("m.cast('B', [2, 2], order='%s')", others[i]),
           "ValueError: order must be 'C' or 'F'");
  }
  expect("m.cast('B', [2, 2], order='')", "TypeError: cast(): argument 'order' must be a unicode "
                                          "character, not a string of length 0");
  expect("m.cast('B', [2, 2], order='CF')", "TypeError: cast(): argument 'order' must be a unicode "
                                            "character, not a string of length 2");
  expect("m.cast('B', [2, 2], order=None)",
         "TypeError: cast() argument 'order' must be a unicode character, not None");
  expect("m.cast('B', [2, 2], order=b'C')",
         "TypeError: cast() argument 'order' must be a unicode character, not bytes");
}

static void one_side_must_be_bytes(void **state) {
  given("m = memoryview(bytearray(b'abcdefgh'))");
  expect("m.cast('i').cast('h')", "<memory at 0xADDR>");
  expect("m.cast('i').cast('i')", "<memory at 0xADDR>");
  expect("m.cast('i').cast('@i')", "<memory at 0xADDR>");
  expect("m.cast('i').cast('B').tolist()", "[97, 98, 99, 100, 101, 102, 103, 104]");
  expect("m.cast('i').cast('b').tolist()", "[97, 98, 99, 100, 101, 102, 103, 104]");
  expect("m.cast('i').cast('c').tolist()", "[b'a', b'b', b'c', b'd', b'e', b'f', b'g', b'h']");
  expect("m.cast('?').cast('?')", "<memory at 0xADDR>");
  expect("m.cast('?').cast('@b').tolist()", "[97, 98, 99, 100, 101, 102, 103, 104]");
  expect("m.cast('b').cast('c').cast('@B').tolist()", "[97, 98, 99, 100, 101, 102, 103, 104]");
  expect("m.cast('c').cast('d')", "<memory at 0xADDR>");
  expect("memoryview(nd('<h', (2,), b'\\1\\0\\2\\0')).cast('B').tolist()", "[1, 0, 2, 0]");
  expect("memoryview(nd('<h', (2,), b'\\1\\0\\2\\0')).cast('h')", "<memory at 0xADDR>");
  expect("memoryview(nd('hh', (1,), b'\\1\\0\\2\\0')).cast('B').tolist()", "[1, 0, 2, 0]");
  expect("memoryview(nd('hh', (1,), b'\\1\\0\\2\\0')).cast('h')", "<memory at 0xADDR>");
  expect("memoryview(nd('<B', (2,), b'\\1\\0')).cast('h')", "<memory at 0xADDR>");
  expect("memoryview(nd('@B', (2,), b'\\1\\0')).cast('h').tolist()", "[1]");
}

static void the_length_must_be_a_multiple(void **state) {
  given("m = memoryview(b'abcdefg')");
  expect("m.cast('h')", "TypeError: memoryview: length is not a multiple of itemsize");
  expect("m.cast('d')", "TypeError: memoryview: length is not a multiple of itemsize");
  expect("m[:6].cast('h').shape", "(3,)");
  expect("m[:6].cast('i')", "TypeError: memoryview: length is not a multiple of itemsize");
  expect("m[:0].cast('i').tolist()", "[]");
  expect("m[:0].cast('i').shape", "(0,)");
  expect("m[:0].cast('i').nbytes", "0");
}

static void memory_with_gaps_is_refused(void **state) {
  expect("memoryview(b'abcd')[::2].cast('b')",
         "TypeError: memoryview: casts are restricted to C-contiguous or F-contiguous views");
  expect("memoryview(b'abcd')[::-1].cast('b')",
         "TypeError: memoryview: casts are restricted to C-contiguous or F-contiguous views");
  expect("memoryview(b'abcd')[0:1][::-1].cast('b').tolist()", "[97]");
  expect("memoryview(b'abcd')[4::2].cast('b')", "<memory at 0xADDR>");
  expect("memoryview(nd('B', (2, 3), b'', strides=(1, 2))).cast('b')", "<memory at 0xADDR>");
  expect("memoryview(nd('B', (2, 3), b'', indirect=1, offset=3)).cast('b')",
         "TypeError: memoryview: casts are restricted to C-contiguous or F-contiguous views");
  expect("memoryview(nd('B', (3,), b'', indirect=1, offset=3)).cast('b')",
         "TypeError: memoryview: casts are restricted to C-contiguous or F-contiguous views");
}

static void shapes_are_lists_or_tuples_of_ints(void **state) {
  given("m = memoryview(b'abcd')");
  expect("m.cast('B', [4]).shape", "(4,)");
  expect("m.cast('B', (4,)).shape", "(4,)");
  expect("m.cast('B', [2, 2]).tolist()", "[[97, 98], [99, 100]]");
  expect("m.cast('B', (2, 2)).strides", "(2, 1)");
  expect("m.cast('B', [1, 4, 1]).tolist()", "[[[97], [98], [99], [100]]]");
  expect("m.cast('h', [2, 1]).tolist()", "[[25185], [25699]]");
  expect("m.cast('B', 4)", "TypeError: shape must be a list or a tuple");
  expect("m.cast('B', None)", "TypeError: shape must be a list or a tuple");
  expect("m.cast('B', 'abcd')", "TypeError: shape must be a list or a tuple");
  expect("m.cast('B', m)", "TypeError: shape must be a list or a tuple");
  expect("m.cast('B', iter((4,)))", "TypeError: shape must be a list or a tuple");
  expect("m.cast('B', ['a'])", "TypeError: memoryview.cast(): elements of shape must be integers");
  expect("m.cast('B', [4.0])", "TypeError: memoryview.cast(): elements of shape must be integers");
  expect("m.cast('B', [None])", "TypeError: memoryview.cast(): elements of shape must be integers");
  expect("m.cast('B', [Index(\"4\")])",
         "TypeError: memoryview.cast(): elements of shape must be integers");
  expect("memoryview(b'a').cast('B', [True]).shape", "(1,)");
}

static void extents_are_positive_and_fit(void **state) {
  given("m = memoryview(b'abcd')");
  expect("m.cast('B', [0])", "TypeError: memoryview: product(shape) * itemsize != buffer size");
  expect("m.cast('B', [-1])",
         "ValueError: memoryview.cast(): elements of shape must be integers >= 0");
  expect("m.cast('B', [4, 0])", "TypeError: memoryview: product(shape) * itemsize != buffer size");
  expect("m.cast('B', [-2, -2])",
         "ValueError: memoryview.cast(): elements of shape must be integers >= 0");
  expect("m.cast('B', [0x7fffffffffffffff])",
         "TypeError: memoryview: product(shape) * itemsize != buffer size");
  expect("m.cast('B', [0x8000000000000000])",
         "OverflowError: Python int too large to convert to C ssize_t");
  expect("m.cast('B', [-0x8000000000000000])",
         "ValueError: memoryview.cast(): elements of shape must be integers >= 0");
  expect("m.cast('B', [-0x8000000000000001])",
         "OverflowError: Python int too large to convert to C ssize_t");
  see("m.cast('B', [0x100000000000000000000])");
  expect("m.cast('B', [0x4000000000000000, 2])",
         "ValueError: memoryview.cast(): product(shape) > SSIZE_MAX");
  expect("m.cast('B', [0x4000000000000000, 1])",
         "TypeError: memoryview: product(shape) * itemsize != buffer size");
  expect("m.cast('h', [0x4000000000000000])",
         "ValueError: memoryview.cast(): product(shape) > SSIZE_MAX");
  expect("m.cast('d', [0x2000000000000000])",
         "TypeError: memoryview: length is not a multiple of itemsize");
  expect("m.cast('B', [3])", "TypeError: memoryview: product(shape) * itemsize != buffer size");
  expect("m.cast('B', [2, 3])", "TypeError: memoryview: product(shape) * itemsize != buffer size");
  expect("m.cast('h', [4])", "TypeError: memoryview: product(shape) * itemsize != buffer size");
}

static void the_number_of_axes_is_limited(void **state) {
  given("m = memoryview(b'a')");
  char shape[512] = "1";
  for (int i = 1; i < 64; i++) strcat(shape, ", 1");
  see(text("m.cast('B', [%s]).ndim", shape));
  see(text("m.cast('B', [%s]).tolist()", shape));
  see(text("m.cast('B', [%s]).cast('b').tolist()", shape));
  see(text("m.cast('B', [%s, 1])", shape));
  see(text("m.cast('F', [%s, 1])", shape));
}

static void only_one_side_may_have_several_axes(void **state) {
  given("m = memoryview(b'abcd').cast('B', [2, 2])");
  expect("m.cast('B', [4, 1])", "<memory at 0xADDR>");
  expect("m.cast('B', [2, 2])", "<memory at 0xADDR>");
  expect("m.cast('B', [4]).tolist()", "[97, 98, 99, 100]");
  expect("m.cast('B').tolist()", "[97, 98, 99, 100]");
  expect("m.cast('h').tolist()", "[25185, 25699]");
  expect("m.cast('h', [2]).tolist()", "[25185, 25699]");
  expect("m.cast('h', [2, 1])", "<memory at 0xADDR>");
  expect("m.cast('B', [3])", "TypeError: memoryview: product(shape) * itemsize != buffer size");
  expect("m.cast('B', [])", "TypeError: memoryview: product(shape) * itemsize != buffer size");
}

static void no_axis_at_all(void **state) {
  expect("memoryview(b'a').cast('B', []).tolist()", "97");
  expect("memoryview(b'a').cast('B', ()).shape", "()");
  expect("memoryview(b'ab').cast('B', ())",
         "TypeError: memoryview: product(shape) * itemsize != buffer size");
  expect("memoryview(b'ab').cast('h', ()).tolist()", "25185");
  expect("memoryview(b'ab').cast('h', ()).cast('B').tolist()", "[97, 98]");
  expect("memoryview(b'ab').cast('h', ()).cast('B', [2]).tolist()", "[97, 98]");
  expect("memoryview(b'ab').cast('h', ()).cast('B', [1, 2])", "<memory at 0xADDR>");
  expect("memoryview(b'ab').cast('h', ()).cast('B', [])",
         "TypeError: memoryview: product(shape) * itemsize != buffer size");
  expect("memoryview(b'').cast('B', [])",
         "TypeError: memoryview: product(shape) * itemsize != buffer size");
}

static void empty_views(void **state) {
  expect("memoryview(b'').cast('h').tolist()", "[]");
  expect("memoryview(b'').cast('B', [0])", "<memory at 0xADDR>");
  expect("memoryview(b'').cast('B', [1])",
         "TypeError: memoryview: product(shape) * itemsize != buffer size");
  expect("memoryview(nd('B', (0, 3))).cast('B')", "<memory at 0xADDR>");
  expect("memoryview(nd('B', (3, 0))).cast('B', [1])",
         "TypeError: memoryview: product(shape) * itemsize != buffer size");
}

static void the_order_of_the_checks(void **state) {
  given("m = memoryview(b'abcd')");
  expect("m[::2].cast('F', 5)",
         "TypeError: memoryview: casts are restricted to C-contiguous or F-contiguous views");
  expect("m[::2].cast(5)", "TypeError: cast() argument 'format' must be str, not int");
  expect("m.cast('F', 5)", "TypeError: shape must be a list or a tuple");
  expect("m.cast('F', ['a'])", "ValueError: memoryview: destination format must be a native single "
                               "character format prefixed with an optional '@'");
  expect("m[:3].cast('h', ['a'])", "TypeError: memoryview: length is not a multiple of itemsize");
  expect("m.cast('i', [0])", "TypeError: memoryview: product(shape) * itemsize != buffer size");
  expect("m[:0].cast('F', 5)", "TypeError: shape must be a list or a tuple");
  given("m = memoryview(nd('h', (2, 2)))");
  expect("m.cast('F', [1, 1])", "ValueError: memoryview: destination format must be a native "
                                "single character format prefixed with an optional '@'");
  expect("m.cast('i', [1, 1])", "TypeError: memoryview: product(shape) * itemsize != buffer size");
  expect("m.cast('i', [1])", "TypeError: memoryview: product(shape) * itemsize != buffer size");
}

static void casts_share_memory_and_exporter(void **state) {
  given("b = bytearray(b'abcd'); m = memoryview(b); c = m.cast('H')");
  expect("c[0] = 0x5958; b", "bytearray(b'XYcd')");
  expect("m.release(); c.tobytes()", "b'XYcd'");
  expect("resize(b, 9)", "BufferError: Existing exports of data: object cannot be re-sized");
  expect("c.release(); resize(b, 9)", "None");
}

/* Classes derived from list and tuple: their storage is read, and their methods are not called. */

static Py_ssize_t one(PyObject *self) {
  (void)self;
  return 1;
}

static PyObject *two(PyObject *self, Py_ssize_t index) {
  (void)self, (void)index;
  return PyLong_FromLong(2);
}

static PySequenceMethods lies = {.sq_length = one, .sq_item = two};
static PyTypeObject lying_tuple = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "LyingTuple",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_as_sequence = &lies,
};
static PyTypeObject lying_list = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "LyingList",
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_as_sequence = &lies,
};

/* An object of the type, without items, that the caller owns. */
static PyObject *make_lying(PyTypeObject *type, PyTypeObject *base, Py_ssize_t places) {
  type->tp_base = base;
  type->tp_basicsize = base->tp_basicsize;
  type->tp_itemsize = base->tp_itemsize;
  assert_int_equal(PyType_Ready(type), 0);
  PyObject *shape = PyType_GenericAlloc(type, places);
  assert_non_null(shape);
  return shape;
}

static void the_shape_is_what_a_derived_class_holds(void **state) {
  given("m = memoryview(b'abcdef')");
  PyObject *tuple = make_lying(&lying_tuple, &PyTuple_Type, 2);
  PyTuple_SetItem(tuple, 0, PyLong_FromLong(2));
  PyTuple_SetItem(tuple, 1, PyLong_FromLong(3));
  script_set("s", tuple);
  expect("len(s)", "1");
  expect("m.cast('B', s).shape", "(2, 3)");
  PyObject *list = make_lying(&lying_list, &PyList_Type, 0);
  for (int extent = 2; extent <= 3; extent++) {
    PyObject *number = PyLong_FromLong(extent);
    PyList_Append(list, number);
    Py_DECREF(number);
  }
  script_set("s", list);
  expect("len(s)", "1");
  expect("m.cast('B', s).shape", "(2, 3)");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(bytes_are_cast_to_every_native_format),
      CASE(other_formats_are_refused),
      CASE(the_format_must_be_a_str),
      CASE(arguments_by_keyword),
      CASE(one_side_must_be_bytes),
      CASE(the_length_must_be_a_multiple),
      CASE(memory_with_gaps_is_refused),
      CASE(shapes_are_lists_or_tuples_of_ints),
      CASE(extents_are_positive_and_fit),
      CASE(the_number_of_axes_is_limited),
      CASE(only_one_side_may_have_several_axes),
      CASE(no_axis_at_all),
      CASE(empty_views),
      CASE(the_order_is_a_character),
      CASE(the_order_of_the_checks),
      CASE(casts_share_memory_and_exporter),
      CASE(the_shape_is_what_a_derived_class_holds),
  };
  return cmocka_run_group_tests_name("view_cast", tests, start_host, stop_host);
}
