/* Release: the order of hook calls, and the counts between them. */
#include "harness.h"

static PyMemoryViewObject *as_view(PyObject *memoryview) {
  return (PyMemoryViewObject *)memoryview;
}

static void the_last_view_releases_the_exporter_once(void **state) {
  enum { COUNT = 10 };
  Exporter *exporter = exporter_new(layout_named("3dC"), false);
  PyObject *views[COUNT];
  views[0] = PyMemoryView_FromObject((PyObject *)exporter);
  for (int i = 1; i < COUNT; i++) {
    views[i] = PyMemoryView_FromObject(views[(i * 7) % i]);
    assert_int_equal(as_view(views[i])->mbuf->exports, i + 1);
  }
  for (int i = 0; i < COUNT; i++) {
    assert_int_equal(exporter->releases, 0);
    Py_DECREF(views[(i * 3) % COUNT]);
  }
  assert_int_equal(exporter->gets, 1);
  assert_int_equal(exporter->releases, 1);
  Py_DECREF(exporter);
  assert_int_equal(exporters_alive, 0);
}

static void the_hook_gets_back_what_it_answered(void **state) {
  const char *names[] = {"3dmixed", "pil", "nofmt", "0d"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(names); i++) {
    Exporter *exporter = exporter_new(layout_named(names[i]), false);
    PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
    Py_DECREF(memoryview);
    assert_int_equal(exporter->releases, 1);
    assert_ptr_equal(exporter->released.buf, exporter->answered.buf);
    assert_ptr_equal(exporter->released.obj, exporter);
    assert_int_equal(exporter->released.len, exporter->answered.len);
    assert_ptr_equal(exporter->released.shape, exporter->answered.shape);
    assert_ptr_equal(exporter->released.strides, exporter->answered.strides);
    assert_ptr_equal(exporter->released.suboffsets, exporter->answered.suboffsets);
    assert_ptr_equal(exporter->released.format, exporter->answered.format);
    assert_ptr_equal(exporter->released.internal, exporter);
    Py_DECREF(exporter);
  }
}

static void releasing_a_buffer_twice_is_harmless(void **state) {
  Exporter *exporter = exporter_new(layout_named("b"), false);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer((PyObject *)exporter, &view, PyBUF_SIMPLE), 0);
  assert_int_equal(Py_REFCNT(exporter), 2);
  PyBuffer_Release(&view);
  assert_null(view.obj);
  assert_int_equal(Py_REFCNT(exporter), 1);
  PyBuffer_Release(&view);
  assert_int_equal(Py_REFCNT(exporter), 1);
  assert_int_equal(exporter->releases, 1);
  Py_DECREF(exporter);
}

static void an_exporter_without_hook_is_only_let_go(void **state) {
  Exporter *exporter = exporter_new_of_type(&HookFreeExporter_Type, layout_named("b"), false);
  PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
  assert_int_equal(Py_REFCNT(exporter), 2);
  Py_DECREF(memoryview);
  assert_int_equal(Py_REFCNT(exporter), 1);
  assert_int_equal(exporter->releases, 0);
  Py_DECREF(exporter);
}

static void buffers_of_a_view_are_counted(void **state) {
  enum { COUNT = 5 };
  PyObject *bytes = PyBytes_FromString("abc");
  PyObject *memoryview = PyMemoryView_FromObject(bytes);
  Py_buffer buffers[COUNT];
  for (int i = 0; i < COUNT; i++) {
    assert_int_equal(PyObject_GetBuffer(memoryview, &buffers[i], PyBUF_FULL_RO), 0);
    assert_int_equal(as_view(memoryview)->exports, i + 1);
    assert_int_equal(Py_REFCNT(memoryview), i + 2);
  }
  for (int i = 0; i < COUNT; i++) {
    PyBuffer_Release(&buffers[i]);
    assert_int_equal(as_view(memoryview)->exports, COUNT - 1 - i);
  }
  assert_int_equal(Py_REFCNT(memoryview), 1);
  Py_DECREF(memoryview);
  Py_DECREF(bytes);
}

static void a_refused_request_counts_nothing(void **state) {
  PyObject *bytes = PyBytes_FromString("abc");
  PyObject *memoryview = PyMemoryView_FromObject(bytes);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer(memoryview, &view, PyBUF_WRITABLE), -1);
  assert_null(view.obj);
  assert_int_equal(as_view(memoryview)->exports, 0);
  assert_int_equal(Py_REFCNT(memoryview), 1);
  PyErr_Clear();
  Py_DECREF(memoryview);
  Py_DECREF(bytes);
}

static void a_buffer_keeps_its_view_alive(void **state) {
  Exporter *exporter = exporter_new(layout_named("b"), false);
  PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer(memoryview, &view, PyBUF_SIMPLE), 0);
  Py_DECREF(memoryview);
  Py_DECREF(exporter);
  assert_int_equal(exporters_alive, 1);
  assert_int_equal(((char *)view.buf)[1], 1);
  PyBuffer_Release(&view);
  assert_int_equal(exporters_alive, 0);
}

static void a_bytearray_is_not_resized_while_exported(void **state) {
  PyObject *bytearray = PyByteArray_FromStringAndSize("abc", 3);
  PyObject *memoryview = PyMemoryView_FromObject(bytearray);
  assert_int_equal(PyByteArray_Resize(bytearray, 100), -1);
  assert_error("BufferError: Existing exports of data: object cannot be re-sized");
  observe("resize to the same size while exported", "%s", number(PyByteArray_Resize(bytearray, 3)));
  assert_int_equal(PyByteArray_Size(bytearray), 3);
  Py_DECREF(memoryview);
  assert_int_equal(PyByteArray_Resize(bytearray, 100), 0);
  assert_int_equal(PyByteArray_Size(bytearray), 100);
  assert_memory_equal(PyByteArray_AsString(bytearray), "abc", 3);
  Py_DECREF(bytearray);
}

static void a_bytearray_counts_its_exports(void **state) {
  PyObject *bytearray = PyByteArray_FromStringAndSize("abc", 3);
  PyByteArrayObject *object = (PyByteArrayObject *)bytearray;
  PyObject *first = PyMemoryView_FromObject(bytearray);
  PyObject *second = PyMemoryView_FromObject(bytearray);
  PyObject *third = PyMemoryView_FromObject(second);
  assert_int_equal(object->ob_exports, 2);
  Py_DECREF(first);
  Py_DECREF(second);
  assert_int_equal(object->ob_exports, 1);
  Py_DECREF(third);
  assert_int_equal(object->ob_exports, 0);
  Py_DECREF(bytearray);
}

static void writes_are_seen_by_all_views(void **state) {
  PyObject *bytearray = PyByteArray_FromStringAndSize("abc", 3);
  PyObject *first = PyMemoryView_FromObject(bytearray);
  PyObject *second = PyMemoryView_FromObject(first);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer(first, &view, PyBUF_CONTIG), 0);
  ((char *)view.buf)[0] = 'X';
  PyBuffer_Release(&view);
  assert_memory_equal(PyMemoryView_GET_BUFFER(second)->buf, "Xbc", 3);
  assert_memory_equal(PyByteArray_AsString(bytearray), "Xbc", 3);
  Py_DECREF(first);
  Py_DECREF(second);
  Py_DECREF(bytearray);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(the_last_view_releases_the_exporter_once),
      CASE(the_hook_gets_back_what_it_answered),
      CASE(releasing_a_buffer_twice_is_harmless),
      CASE(an_exporter_without_hook_is_only_let_go),
      CASE(buffers_of_a_view_are_counted),
      CASE(a_refused_request_counts_nothing),
      CASE(a_buffer_keeps_its_view_alive),
      CASE(a_bytearray_is_not_resized_while_exported),
      CASE(a_bytearray_counts_its_exports),
      CASE(writes_are_seen_by_all_views),
  };
  return cmocka_run_group_tests_name("releasing", tests, start_host, stop_host);
}
