/* PyMemoryView_FromBuffer owns the buffer: where we differ from CPython 3.3 and later. */
#include "harness.h"

/* A filled buffer of a new exporter; the caller must release it, or transfer it to a memoryview. */
static Exporter *filled(const char *layout, Py_buffer *info) {
  Exporter *exporter = exporter_new(layout_named(layout), false);
  assert_int_equal(PyObject_GetBuffer((PyObject *)exporter, info, PyBUF_FULL), 0);
  return exporter;
}

static void the_buffer_is_taken_over(void **state) {
  Py_buffer info;
  Exporter *exporter = filled("3dmixed", &info);
  assert_int_equal(Py_REFCNT(exporter), 2);
  PyObject *memoryview = PyMemoryView_FromBuffer(&info);
  assert_non_null(memoryview);
  assert_null(info.obj);
  assert_int_equal(Py_REFCNT(exporter), 2);
  assert_ptr_equal(PyMemoryView_GET_BASE(memoryview), exporter);
  assert_int_equal(exporter->releases, 0);
  Py_DECREF(memoryview);
  assert_int_equal(exporter->releases, 1);
  assert_int_equal(Py_REFCNT(exporter), 1);
  Py_DECREF(exporter);
}

static void a_stray_release_is_harmless(void **state) {
  Py_buffer info;
  Exporter *exporter = filled("b", &info);
  PyObject *memoryview = PyMemoryView_FromBuffer(&info);
  PyBuffer_Release(&info);
  assert_int_equal(exporter->releases, 0);
  Py_DECREF(memoryview);
  PyBuffer_Release(&info);
  assert_int_equal(exporter->releases, 1);
  Py_DECREF(exporter);
}

static void the_last_of_many_views_releases(void **state) {
  Py_buffer info, requested;
  Exporter *exporter = filled("C2", &info);
  PyObject *first = PyMemoryView_FromBuffer(&info);
  PyObject *second = PyMemoryView_FromObject(first);
  assert_int_equal(PyObject_GetBuffer(second, &requested, PyBUF_FULL), 0);
  Py_DECREF(first);
  Py_DECREF(second);
  assert_int_equal(exporter->releases, 0);
  PyBuffer_Release(&requested);
  assert_int_equal(exporter->releases, 1);
  Py_DECREF(exporter);
  assert_int_equal(exporters_alive, 0);
}

static void the_view_keeps_the_exporter_alive(void **state) {
  Py_buffer info;
  Exporter *exporter = filled("b", &info);
  PyObject *memoryview = PyMemoryView_FromBuffer(&info);
  Py_DECREF(exporter);
  assert_int_equal(exporters_alive, 1);
  Py_DECREF(memoryview);
  assert_int_equal(exporters_alive, 0);
}

static void a_failure_takes_nothing(void **state) {
  Py_buffer info;
  Exporter *exporter = filled("b", &info);
  void *memory = info.buf;
  info.buf = NULL;
  assert_null(PyMemoryView_FromBuffer(&info));
  assert_error("ValueError: PyMemoryView_FromBuffer(): info->buf must not be NULL");
  assert_ptr_equal(info.obj, exporter);
  info.buf = memory;
  info.ndim = 65;
  assert_null(PyMemoryView_FromBuffer(&info));
  assert_error("ValueError: memoryview: number of dimensions must not exceed 64");
  assert_ptr_equal(info.obj, exporter);
  assert_int_equal(Py_REFCNT(exporter), 2);
  assert_int_equal(exporter->releases, 0);
  info.ndim = 1;
  PyBuffer_Release(&info);
  assert_int_equal(exporter->releases, 1);
  Py_DECREF(exporter);
}

static PyObject *view_of_bytes_filled_in_a_frame(PyObject *owner, char *memory) {
  Py_buffer info;
  assert_int_equal(PyBuffer_FillInfo(&info, owner, memory, 5, 0, PyBUF_FULL), 0);
  assert_ptr_equal(info.shape, &info.len);
  PyObject *memoryview = PyMemoryView_FromBuffer(&info);
  memset(&info, 0x5A, sizeof info);
  return memoryview;
}

static void interior_pointers_outlive_the_callers_frame(void **state) {
  PyObject *owner = PyList_New(0);
  char memory[] = "hello";
  PyObject *memoryview = view_of_bytes_filled_in_a_frame(owner, memory);
  assert_int_equal(Py_REFCNT(owner), 2);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer(memoryview, &view, PyBUF_FULL), 0);
  assert_int_equal(view.shape[0], 5);
  assert_int_equal(view.strides[0], 1);
  assert_string_equal(view.format, "B");
  PyBuffer_Release(&view);
  Py_DECREF(memoryview);
  assert_int_equal(Py_REFCNT(owner), 1);
  Py_DECREF(owner);
}

/* An exporter whose shape and strides point into the Py_buffer itself, as PyBuffer_FillInfo's do,
 * and which checks on release that they are unchanged. */
static int self_describing_releases;

static int self_describing_get(PyObject *op, Py_buffer *view, int flags) {
  static char memory[] = "hello";
  return PyBuffer_FillInfo(view, op, memory, 5, 0, flags);
}

static void self_describing_release(PyObject *op, Py_buffer *view) {
  assert_int_equal(view->shape[0], 5);
  assert_int_equal(view->strides[0], 1);
  assert_int_equal(view->len, 5);
  self_describing_releases++;
}

static PyBufferProcs self_describing_procs = {self_describing_get, self_describing_release};
static PyTypeObject SelfDescribing_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.SelfDescribing",
    .tp_basicsize = sizeof(PyObject),
    .tp_dealloc = (destructor)PyObject_Free,
    .tp_as_buffer = &self_describing_procs,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyObject *owned_view_made_in_a_frame(PyObject *exporter) {
  Py_buffer info;
  assert_int_equal(PyObject_GetBuffer(exporter, &info, PyBUF_FULL), 0);
  PyObject *memoryview = PyMemoryView_FromBuffer(&info);
  memset(&info, 0x5A, sizeof info);
  return memoryview;
}

static void a_hook_reads_its_arrays_after_the_frame_is_gone(void **state) {
  assert_int_equal(PyType_Ready(&SelfDescribing_Type), 0);
  PyObject *exporter = PyObject_New(PyObject, &SelfDescribing_Type);
  PyObject *memoryview = owned_view_made_in_a_frame(exporter);
  self_describing_releases = 0;
  Py_DECREF(memoryview);
  assert_int_equal(self_describing_releases, 1);
  Py_DECREF(exporter);
}

static void the_format_is_copied(void **state) {
  char format[] = "<3sx";
  char memory[8] = "abcdefg";
  Py_buffer info;
  assert_int_equal(PyBuffer_FillInfo(&info, NULL, memory, 8, 0, PyBUF_FULL), 0);
  info.format = format;
  info.itemsize = 4;
  info.shape = NULL;
  info.strides = NULL;
  PyObject *memoryview = PyMemoryView_FromBuffer(&info);
  memset(format, 'X', sizeof format - 1);
  assert_string_equal(PyMemoryView_GET_BUFFER(memoryview)->format, "<3sx");
  PyObject *second = PyMemoryView_FromObject(memoryview);
  Py_DECREF(memoryview);
  assert_string_equal(PyMemoryView_GET_BUFFER(second)->format, "<3sx");
  Py_DECREF(second);
}

static void the_hook_gets_back_its_own_pointers(void **state) {
  const char *names[] = {"3dmixed", "pil", "nofmt", "0d", "64d"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(names); i++) {
    Py_buffer info;
    Exporter *exporter = filled(names[i], &info);
    PyObject *memoryview = PyMemoryView_FromBuffer(&info);
    Py_DECREF(memoryview);
    assert_int_equal(exporter->releases, 1);
    assert_ptr_equal(exporter->released.obj, exporter);
    assert_ptr_equal(exporter->released.buf, exporter->answered.buf);
    assert_ptr_equal(exporter->released.format, exporter->answered.format);
    assert_ptr_equal(exporter->released.shape, exporter->answered.shape);
    assert_ptr_equal(exporter->released.strides, exporter->answered.strides);
    assert_ptr_equal(exporter->released.suboffsets, exporter->answered.suboffsets);
    assert_ptr_equal(exporter->released.internal, exporter);
    assert_int_equal(exporter->released.len, exporter->answered.len);
    Py_DECREF(exporter);
  }
}

static void a_view_of_a_memoryviews_buffer_is_owned_too(void **state) {
  Exporter *exporter = exporter_new(layout_named("F"), false);
  PyObject *first = PyMemoryView_FromObject((PyObject *)exporter);
  Py_buffer info;
  assert_int_equal(PyObject_GetBuffer(first, &info, PyBUF_FULL), 0);
  PyObject *second = PyMemoryView_FromBuffer(&info);
  assert_ptr_equal(PyMemoryView_GET_BASE(second), first);
  assert_int_equal(((PyMemoryViewObject *)first)->exports, 1);
  Py_DECREF(second);
  assert_int_equal(((PyMemoryViewObject *)first)->exports, 0);
  Py_DECREF(first);
  assert_int_equal(exporter->releases, 1);
  Py_DECREF(exporter);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(the_buffer_is_taken_over),
      CASE(a_stray_release_is_harmless),
      CASE(the_last_of_many_views_releases),
      CASE(the_view_keeps_the_exporter_alive),
      CASE(a_failure_takes_nothing),
      CASE(interior_pointers_outlive_the_callers_frame),
      CASE(a_hook_reads_its_arrays_after_the_frame_is_gone),
      CASE(the_format_is_copied),
      CASE(the_hook_gets_back_its_own_pointers),
      CASE(a_view_of_a_memoryviews_buffer_is_owned_too),
  };
  return cmocka_run_group_tests_name("owned_buffer", tests, start_host, stop_host);
}
