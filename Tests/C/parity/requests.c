/* Requests to a memoryview: every combination of flags on every layout. */
#include "harness.h"

enum { FLAG_BITS = PyBUF_FULL | PyBUF_C_CONTIGUOUS | PyBUF_F_CONTIGUOUS | PyBUF_ANY_CONTIGUOUS };

static void request(const Layout *layout, bool readonly, PyObject *memoryview, int flags) {
  const char *access = readonly ? "read-only" : "writable";
  const char *claim = text("getbuf %s %s 0x%03x", layout->name, access, (unsigned)flags);
  const void *origin = PyMemoryView_GET_BUFFER(memoryview)->buf;
  Py_buffer view;
  memset(&view, 0xA5, sizeof view);
  if (PyObject_GetBuffer(memoryview, &view, flags) == 0) {
    assert_ptr_equal(view.obj, memoryview);
    observe(claim, "%s", buffer_text(&view, origin));
    PyBuffer_Release(&view);
    assert_null(view.obj);
  } else {
    observe(claim, "%s", take_error());
  }
}

static void request_everything(const Layout *layout, bool readonly) {
  Exporter *exporter = exporter_new(layout, readonly);
  PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
  assert_non_null(memoryview);
  for (int flags = 0; flags <= FLAG_BITS; flags++) {
    if ((flags & FLAG_BITS) == flags) request(layout, readonly, memoryview, flags);
  }
  assert_int_equal(((PyMemoryViewObject *)memoryview)->exports, 0);
  Py_DECREF(memoryview);
  assert_int_equal(exporter->gets, 1);
  assert_int_equal(exporter->releases, 1);
  Py_DECREF(exporter);
}

static void read_only_layouts_answer_every_request(void **state) {
  for (int i = 0; i < layout_count; i++) {
    request_everything(layouts[i], true);
  }
}

static void writable_layouts_answer_every_request(void **state) {
  for (int i = 0; i < layout_count; i++) {
    request_everything(layouts[i], false);
  }
}

static void plain_bytes_are_seen_as_one_axis(void **state) {
  PyObject *bytes = PyBytes_FromString("abc");
  PyObject *memoryview = PyMemoryView_FromObject(bytes);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer(memoryview, &view, PyBUF_SIMPLE), 0);
  assert_int_equal(view.ndim, 1);
  assert_int_equal(view.len, 3);
  assert_int_equal(view.itemsize, 1);
  assert_null(view.format);
  assert_null(view.shape);
  assert_null(view.strides);
  assert_null(view.suboffsets);
  assert_ptr_equal(view.buf, PyBytes_AsString(bytes));
  PyBuffer_Release(&view);
  Py_DECREF(memoryview);
  Py_DECREF(bytes);
}

static void the_wide_item_size_stays_when_the_format_is_dropped(void **state) {
  Exporter *exporter = exporter_new(layout_named("h"), false);
  PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer(memoryview, &view, PyBUF_SIMPLE), 0);
  assert_int_equal(view.itemsize, 2);
  assert_int_equal(view.len, 4);
  PyBuffer_Release(&view);
  Py_DECREF(memoryview);
  Py_DECREF(exporter);
}

static void an_answer_shares_the_arrays_of_its_memoryview(void **state) {
  Exporter *exporter = exporter_new(layout_named("3dC"), false);
  PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
  const Py_buffer *own = PyMemoryView_GET_BUFFER(memoryview);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer(memoryview, &view, PyBUF_FULL), 0);
  assert_ptr_equal(view.shape, own->shape);
  assert_ptr_equal(view.strides, own->strides);
  assert_ptr_equal(view.format, own->format);
  assert_ptr_not_equal(view.shape, exporter->answered.shape);
  PyBuffer_Release(&view);
  Py_DECREF(memoryview);
  Py_DECREF(exporter);
}

static void an_object_without_a_buffer_is_refused(void **state) {
  PyObject *objects[] = {PyLong_FromLong(1), PyUnicode_FromString("x"), Py_NewRef(Py_None),
                         PyList_New(0)};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    Py_buffer view;
    memset(&view, 0xA5, sizeof view);
    Py_buffer before = view;
    assert_int_equal(PyObject_CheckBuffer(objects[i]), 0);
    assert_int_equal(PyObject_GetBuffer(objects[i], &view, PyBUF_SIMPLE), -1);
    assert_memory_equal(&view, &before, sizeof view);
    observe(text("GetBuffer of %s", Py_TYPE(objects[i])->tp_name), "%s", take_error());
    Py_DECREF(objects[i]);
  }
}

static void exporters_are_recognised(void **state) {
  PyObject *bytes = PyBytes_FromString("abc");
  PyObject *bytearray = PyByteArray_FromStringAndSize("abc", 3);
  PyObject *memoryview = PyMemoryView_FromObject(bytes);
  Exporter *exporter = exporter_new(layout_named("b"), true);
  assert_int_equal(PyObject_CheckBuffer(bytes), 1);
  assert_int_equal(PyObject_CheckBuffer(bytearray), 1);
  assert_int_equal(PyObject_CheckBuffer(memoryview), 1);
  assert_int_equal(PyObject_CheckBuffer((PyObject *)exporter), 1);
  Py_DECREF(exporter);
  Py_DECREF(memoryview);
  Py_DECREF(bytearray);
  Py_DECREF(bytes);
}

static void requests_reach_the_exporter_unchanged(void **state) {
  Exporter *exporter = exporter_new(layout_named("C2"), false);
  for (int flags = 0; flags <= FLAG_BITS; flags++) {
    if ((flags & FLAG_BITS) != flags || flags == PyBUF_READ) continue;
    Py_buffer view;
    exporter->last_request = -1;
    if (PyObject_GetBuffer((PyObject *)exporter, &view, flags) == 0) PyBuffer_Release(&view);
    PyErr_Clear();
    assert_int_equal(exporter->last_request, flags);
  }
  assert_int_equal(exporter->gets, exporter->releases);
  Py_DECREF(exporter);
}

static void access_constants_are_no_requests(void **state) {
  PyObject *objects[] = {PyBytes_FromString("abc"), PyByteArray_FromStringAndSize("abc", 3)};
  const int requests[] = {PyBUF_READ, PyBUF_WRITE};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    for (size_t j = 0; j < Py_ARRAY_LENGTH(requests); j++) {
      Py_buffer view = {.obj = NULL};
      int result = PyObject_GetBuffer(objects[i], &view, requests[j]);
      const char *claim =
          text("GetBuffer of %s with 0x%x", Py_TYPE(objects[i])->tp_name, (unsigned)requests[j]);
      observe(claim, "%s", result == 0 ? "answered" : take_error());
      PyBuffer_Release(&view);
    }
    Py_DECREF(objects[i]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(read_only_layouts_answer_every_request),
      CASE(writable_layouts_answer_every_request),
      CASE(plain_bytes_are_seen_as_one_axis),
      CASE(the_wide_item_size_stays_when_the_format_is_dropped),
      CASE(an_answer_shares_the_arrays_of_its_memoryview),
      CASE(an_object_without_a_buffer_is_refused),
      CASE(exporters_are_recognised),
      CASE(requests_reach_the_exporter_unchanged),
      CASE(access_constants_are_no_requests),
  };
  return cmocka_run_group_tests_name("requests", tests, start_host, stop_host);
}
