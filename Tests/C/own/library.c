/* Features of this library alone: the version, functions where CPython has macros, no
 * initialisation. */
#define _GNU_SOURCE
#include "harness.h"

#include <dlfcn.h>

static void the_library_has_the_version_of_its_headers(void **state) {
  assert_int_equal(PyMV_Version(), PYMV_VERSION_HEX);
}

static void the_version_is_the_same_as_text(void **state) {
  unsigned long version = PyMV_Version();
  assert_string_equal(
      text("%lu.%lu.%lu", version >> 24, (version >> 16) & 0xff, (version >> 8) & 0xff),
      PYMV_VERSION);
}

static void it_fits_its_own_headers(void **state) {
  assert_int_equal(PyMV_CheckABI(PYMV_VERSION_HEX, sizeof(Py_buffer)), 0);
}

static void a_caller_without_py_buffer_says_0(void **state) {
  assert_int_equal(PyMV_CheckABI(PYMV_VERSION_HEX, 0), 0);
}

static void headers_of_another_version_are_refused(void **state) {
  const unsigned long others[] = {PYMV_VERSION_HEX + 0x100,
                                  PYMV_VERSION_HEX + 0x10000,
                                  PYMV_VERSION_HEX + 0x1000000,
                                  PYMV_VERSION_HEX - 0x10000,
                                  0,
                                  ~0ul};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(others); i++) {
    assert_int_equal(PyMV_CheckABI(others[i], sizeof(Py_buffer)), -1);
    assert_int_equal(PyErr_ExceptionMatches(PyExc_ImportError), 1);
    PyErr_Clear();
  }
}

static void another_py_buffer_is_refused(void **state) {
  assert_int_equal(PyMV_CheckABI(PYMV_VERSION_HEX, 96), -1);
  assert_error("ImportError: compiled with a Py_buffer of 96 bytes, but the library's has 80");
}

static void what_cpython_has_as_macros_are_functions(void **state) {
  int (*check)(PyObject *) = PyMemoryView_Check;
  Py_buffer *(*get_buffer)(PyObject *) = PyMemoryView_GET_BUFFER;
  PyObject *(*get_base)(PyObject *) = PyMemoryView_GET_BASE;
  PyObject *bytes = PyBytes_FromString("abc");
  PyObject *memoryview = PyMemoryView_FromObject(bytes);
  assert_int_equal(check(memoryview), 1);
  assert_int_equal(check(bytes), 0);
  assert_ptr_equal(get_buffer(memoryview), &((PyMemoryViewObject *)memoryview)->view);
  assert_ptr_equal(get_base(memoryview), bytes);
  assert_ptr_equal(dlsym(RTLD_DEFAULT, "PyMemoryView_Check"), check);
  assert_ptr_equal(dlsym(RTLD_DEFAULT, "PyMemoryView_GET_BUFFER"), get_buffer);
  assert_ptr_equal(dlsym(RTLD_DEFAULT, "PyMemoryView_GET_BASE"), get_base);
  Py_DECREF(memoryview);
  Py_DECREF(bytes);
}

static void reference_counting_macros_are_functions_too(void **state) {
  const char *names[] = {"Py_IncRef", "Py_DecRef", "Py_NewRef", "Py_XNewRef"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(names); i++) {
    assert_non_null(dlsym(RTLD_DEFAULT, names[i]));
  }
}

static void starting_and_stopping_change_nothing(void **state) {
  PyObject *bytes = PyBytes_FromString("abc");
  PyObject *memoryview = PyMemoryView_FromObject(bytes);
  Py_Finalize();
  assert_int_equal(Py_FinalizeEx(), 0);
  assert_memory_equal(PyMemoryView_GET_BUFFER(memoryview)->buf, "abc", 3);
  Py_Initialize();
  assert_int_equal(Py_IsInitialized(), 1);
  Py_DECREF(memoryview);
  Py_DECREF(bytes);
}

/* CPython would write out of bounds. */
static void items_that_do_not_fit_the_shape_are_refused(void **state) {
  const char *pairs[][2] = {{"3dmixed", "rev"}, {"3dmixed", "nofmt4"}, {"gaps", "step2"}};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(pairs); i++) {
    Exporter *destination = exporter_new(layout_named(pairs[i][0]), false);
    Exporter *source = exporter_new(layout_named(pairs[i][1]), true);
    assert_int_equal(PyObject_CopyData((PyObject *)destination, (PyObject *)source), -1);
    assert_int_equal(PyErr_ExceptionMatches(PyExc_ValueError), 1);
    PyErr_Clear();
    assert_int_equal(destination->gets, destination->releases);
    assert_int_equal(source->gets, source->releases);
    Py_DECREF(source);
    Py_DECREF(destination);
  }
}

static void as_many_items_of_another_shape_are_copied_in_c_order(void **state) {
  const Layout line = {.name = "line",
                       .format = "B",
                       .itemsize = 1,
                       .offset = 10,
                       .ndim = 1,
                       .shape = {6},
                       .strides = {-2}};
  Exporter *destination = exporter_new(layout_named("F"), false);
  Exporter *source = exporter_new(&line, true);
  assert_int_equal(PyObject_CopyData((PyObject *)destination, (PyObject *)source), 0);
  assert_memory_equal(destination->data, "\12\4\10\2\6\0", 6);
  Py_DECREF(source);
  Py_DECREF(destination);
}

/* Reversing an array into itself; CPython's result depends on the order of its loop. */
static void overlapping_memory_is_copied_as_if_through_a_temporary(void **state) {
  char memory[] = "abcdefgh";
  Py_ssize_t shape[] = {8}, backwards[] = {-1};
  Py_buffer forward_info, reverse_info;
  assert_int_equal(PyBuffer_FillInfo(&forward_info, NULL, memory, 8, 0, PyBUF_FULL), 0);
  assert_int_equal(PyBuffer_FillInfo(&reverse_info, NULL, memory + 7, 8, 0, PyBUF_FULL), 0);
  reverse_info.shape = shape;
  reverse_info.strides = backwards;
  PyObject *forward = PyMemoryView_FromBuffer(&forward_info);
  PyObject *reverse = PyMemoryView_FromBuffer(&reverse_info);
  assert_int_equal(PyObject_CopyData(forward, reverse), 0);
  assert_string_equal(memory, "hgfedcba");
  Py_DECREF(reverse);
  Py_DECREF(forward);
}

static void an_item_without_size_is_refused(void **state) {
  char memory[] = "abcd", items[] = "ABCD";
  Py_ssize_t shape[] = {2}, strides[] = {2};
  Py_buffer view;
  assert_int_equal(PyBuffer_FillInfo(&view, NULL, memory, 4, 0, PyBUF_FULL), 0);
  view.itemsize = 0;
  view.shape = shape;
  view.strides = strides;
  assert_int_equal(PyBuffer_FromContiguous(&view, items, 4, 'C'), -1);
  assert_int_equal(PyErr_ExceptionMatches(PyExc_ValueError), 1);
  PyErr_Clear();
  assert_string_equal(memory, "abcd");
}

static void bytes_hash_as_objects_do(void **state) {
  static const char text[] = "twenty-three characters";
  for (Py_ssize_t size = 0; size < (Py_ssize_t)sizeof text; size++) {
    PyObject *bytes = PyBytes_FromStringAndSize(text, size);
    assert_int_equal(Py_HashBuffer(text, size), PyObject_Hash(bytes));
    Py_DECREF(bytes);
  }
  assert_int_equal(Py_HashBuffer(NULL, 0), 0);
}

static void strs_of_unknown_size_are_refused(void **state) {
  assert_null(PyUnicode_New(1, 128));
  assert_string_equal(take_error(),
                      "SystemError: invalid maximum character passed to PyUnicode_New");
}

/* In CPython since 3.14. */
static void memoryview_takes_an_argument(void **state) {
  PyObject *type = (PyObject *)&PyMemoryView_Type;
  PyObject *alias = PyObject_GetItem(type, (PyObject *)&PyLong_Type);
  assert_string_equal(repr_of(alias), "memoryview[int]");
  PyObject *same = PyObject_CallMethod(type, "__class_getitem__", "O", &PyLong_Type);
  assert_int_equal(PyObject_RichCompareBool(alias, same, Py_EQ), 1);
  Py_DECREF(same);
  Py_DECREF(alias);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(the_library_has_the_version_of_its_headers),
      CASE(the_version_is_the_same_as_text),
      CASE(it_fits_its_own_headers),
      CASE(a_caller_without_py_buffer_says_0),
      CASE(headers_of_another_version_are_refused),
      CASE(another_py_buffer_is_refused),
      CASE(what_cpython_has_as_macros_are_functions),
      CASE(reference_counting_macros_are_functions_too),
      CASE(starting_and_stopping_change_nothing),
      CASE(items_that_do_not_fit_the_shape_are_refused),
      CASE(as_many_items_of_another_shape_are_copied_in_c_order),
      CASE(overlapping_memory_is_copied_as_if_through_a_temporary),
      CASE(an_item_without_size_is_refused),
      CASE(bytes_hash_as_objects_do),
      CASE(strs_of_unknown_size_are_refused),
      CASE(memoryview_takes_an_argument),
  };
  return cmocka_run_group_tests_name("library", tests, start_host, stop_host);
}
