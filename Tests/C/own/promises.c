/* What the headers promise, and no other test observes: Tests/Documents/claims.tsv names these. */
#include "flat_views.h"

#include <math.h>
#include <pthread.h>

static void a_single_item_has_no_axes_to_describe(void **state) {
  PyObject *plane = PyMV_Index(cube, 0, 0), *row = PyMV_Index(plane, 0, 0);
  PyObject *item = PyMV_Index(row, 0, 0);
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(item, &info), 0);
  assert_int_equal(info.ndim, 0);
  assert_null(info.shape);
  assert_null(info.strides);
  PyMV_DecRef(item);
  PyMV_DecRef(row);
  PyMV_DecRef(plane);
}

static void arrays_and_casts_without_a_format_are_of_bytes(void **state) {
  PyObject *array = PyMV_NewArray(NULL, 1, SHAPE(4), 'C');
  PyObject *cast = PyMV_Cast(cube, NULL, 1, NULL, 'C');
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(array, &info);
  assert_string_equal(info.format, "B");
  assert_int_equal(info.nbytes, 4);
  PyMV_GetInfo(cast, &info);
  assert_string_equal(info.format, "B");
  assert_int_equal(info.shape[0], 48);
  PyMV_DecRef(cast);
  PyMV_DecRef(array);
}

static void casts_have_0_to_64_axes(void **state) {
  ptrdiff_t ones[64];
  for (int i = 0; i < 64; i++) ones[i] = 1;
  PyObject *item = PyMV_Cast(cube, "48s", 0, NULL, 'C'),
           *deep = PyMV_Cast(item, "48s", 64, ones, 'C');
  assert_non_null(deep);
  assert_fails(PyMV_Cast(cube, "B", -1, NULL, 'C'), "ValueError",
               "number of dimensions must not be negative");
  assert_fails(PyMV_Cast(cube, "B", 65, ones, 'C'), "ValueError",
               "memoryview: number of dimensions must not exceed 64");
  PyMV_DecRef(deep);
  PyMV_DecRef(item);
}

static void axes_of_slices_count_from_the_end_too(void **state) {
  assert_items(PyMV_Slice(cube, -3, 1, 2, 1), 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
  assert_items(PyMV_Slice(cube, -1, 0, 1, 1), 0, 4, 8, 12, 16, 20);
}

static void results_of_failed_calls_stay_as_they_were(void **state) {
  PyMV_Info info, before;
  memset(&info, 0x55, sizeof info);
  info.struct_size = sizeof info;
  before = info;
  PyObject *view = PyMV_NewArray("d", 1, SHAPE(1), 'C');
  double real = 2.5;
  int64_t integer = 42;
  assert_int_equal(PyMV_GetDouble(view, SHAPE(1), &real), -1);
  assert_string_equal(flat_error(), "IndexError: index out of bounds on dimension 1");
  assert_int_equal(PyMV_GetInt64(view, SHAPE(1), &integer), -1);
  assert_string_equal(flat_error(), "IndexError: index out of bounds on dimension 1");
  PyMV_Release(view);
  assert_int_equal(PyMV_GetInfo(view, &info), -1);
  flat_error();
  assert_memory_equal(&info, &before, sizeof info);
  assert_true(real == 2.5);
  assert_int_equal(integer, 42);
  PyMV_DecRef(view);
}

static double read_back(PyObject *view) {
  double real = NAN;
  assert_int_equal(PyMV_GetDouble(view, NULL, &real), 0);
  return real;
}

static void numbers_are_rounded_to_floats_and_truth(void **state) {
  PyObject *narrow = PyMV_NewArray("f", 0, NULL, 'C'), *truth = PyMV_NewArray("?", 0, NULL, 'C');
  assert_int_equal(PyMV_SetDouble(narrow, NULL, 0.1), 0);
  assert_true(read_back(narrow) == (double)0.1f);
  assert_int_equal(PyMV_SetDouble(narrow, NULL, -1e300), 0);
  assert_true(read_back(narrow) == -INFINITY);
  assert_int_equal(PyMV_SetInt64(narrow, NULL, 16777217), 0);
  assert_true(read_back(narrow) == 16777216);
  assert_int_equal(PyMV_SetDouble(truth, NULL, 0.5), 0);
  assert_true(read_back(truth) == 1);
  assert_int_equal(PyMV_SetDouble(truth, NULL, 0), 0);
  assert_true(read_back(truth) == 0);
  assert_int_equal(PyMV_SetInt64(truth, NULL, -7), 0);
  assert_true(read_back(truth) == 1);
  PyMV_DecRef(truth);
  PyMV_DecRef(narrow);
}

static void what_cannot_be_written_changes_nothing(void **state) {
  PyObject *view = PyMV_NewArray("B", 1, SHAPE(2), 'C');
  assert_int_equal(PyMV_SetInt64(view, SHAPE(0), 9), 0);
  assert_fails(PyMV_SetInt64(view, SHAPE(0), 256), "ValueError",
               "memoryview: invalid value for format 'B'");
  assert_fails(PyMV_SetDouble(view, SHAPE(2), 1), "IndexError",
               "index out of bounds on dimension 1");
  assert_items(view, 9, 0);
}

static void fields_of_unsupported_formats_are_not_found(void **state) {
  static void *items[1];
  PyObject *view = PyMV_FromArray(items, "T{O:a:}", 8, 1, SHAPE(1), NULL, NULL, 0, NULL, NULL);
  assert_non_null(view);
  assert_null(PyMV_GetField(view, "a"));
  assert_true(strncmp(flat_error(), "NotImplementedError: ", 21) == 0);
  PyMV_DecRef(view);
}

/* --- threads of callbacks --- */

typedef struct {
  pthread_t exporting, releasing;
} Threads;

static int note_export(void *context, PyMV_Info *info) {
  info->data = "x";
  info->readonly = 1;
  ((Threads *)context)->exporting = pthread_self();
  return 0;
}

static void note_release(void *context, PyMV_Info *info) {
  ((Threads *)context)->releasing = pthread_self();
}

static void *view_elsewhere(void *exporter) {
  return PyMemoryView_FromObject(exporter);
}

static void callbacks_run_in_the_threads_of_the_consumer(void **state) {
  Threads noted;
  pthread_t other;
  void *view;
  PyObject *exporter = PyMV_NewExporter(note_export, note_release, NULL, &noted);
  assert_int_equal(pthread_create(&other, NULL, view_elsewhere, exporter), 0);
  pthread_join(other, &view);
  assert_non_null(view);
  PyMV_DecRef(view);
  assert_true(pthread_equal(noted.exporting, other));
  assert_true(pthread_equal(noted.releasing, pthread_self()));
  PyMV_DecRef(exporter);
}

/* --- memoryview.h --- */

static void restricted_views_have_no_further_ones(void **state) {
  PyObject *view = PyMV_NewArray("B", 1, SHAPE(1), 'C');
  ((PyMemoryViewObject *)view)->flags |= _Py_MEMORYVIEW_RESTRICTED;
  assert_null(PyMemoryView_FromObject(view));
  assert_error("ValueError: cannot create new view on restricted memoryview");
  ((PyMemoryViewObject *)view)->flags &= ~_Py_MEMORYVIEW_RESTRICTED;
  PyMV_DecRef(view);
}

static void a_new_view_has_no_weak_references(void **state) {
  assert_null(((PyMemoryViewObject *)cube)->weakreflist);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      VIEWS(a_single_item_has_no_axes_to_describe),
      VIEWS(arrays_and_casts_without_a_format_are_of_bytes),
      VIEWS(casts_have_0_to_64_axes),
      VIEWS(axes_of_slices_count_from_the_end_too),
      VIEWS(results_of_failed_calls_stay_as_they_were),
      VIEWS(numbers_are_rounded_to_floats_and_truth),
      VIEWS(what_cannot_be_written_changes_nothing),
      VIEWS(fields_of_unsupported_formats_are_not_found),
      VIEWS(callbacks_run_in_the_threads_of_the_consumer),
      VIEWS(restricted_views_have_no_further_ones),
      VIEWS(a_new_view_has_no_weak_references),
  };
  return cmocka_run_group_tests_name("promises", tests, start_host, stop_host);
}
