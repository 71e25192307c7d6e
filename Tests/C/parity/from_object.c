/* PyMemoryView_FromObject. */
#include "harness.h"

static void observe_view(const char *claim, PyObject *memoryview) {
  const Py_buffer *view = PyMemoryView_GET_BUFFER(memoryview);
  observe(claim, "%s", buffer_text(view, view->buf));
  PyMemoryViewObject *object = (PyMemoryViewObject *)memoryview;
  observe(text("%s state", claim), "flags 0x%x size %zd exports %zd hash %zd",
          (unsigned)object->flags, Py_SIZE(memoryview), object->exports, object->hash);
}

static void a_view_shows_what_its_exporter_answered(void **state) {
  for (int i = 0; i < layout_count; i++) {
    for (int readonly = 0; readonly <= 1; readonly++) {
      Exporter *exporter = exporter_new(layouts[i], readonly);
      PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
      assert_non_null(memoryview);
      assert_int_equal(exporter->last_request, PyBUF_FULL_RO);
      assert_ptr_equal(PyMemoryView_GET_BUFFER(memoryview)->buf, exporter_origin(exporter));
      observe_view(text("view of %s %s", layouts[i]->name, readonly ? "read-only" : "writable"),
                   memoryview);
      Py_DECREF(memoryview);
      Py_DECREF(exporter);
    }
  }
}

static void a_missing_format_becomes_unsigned_bytes(void **state) {
  Exporter *exporter = exporter_new(layout_named("nofmt4"), true);
  PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
  assert_string_equal(PyMemoryView_GET_BUFFER(memoryview)->format, "B");
  assert_int_equal(PyMemoryView_GET_BUFFER(memoryview)->itemsize, 4);
  Py_DECREF(memoryview);
  Py_DECREF(exporter);
}

static void a_view_holds_its_exporter(void **state) {
  Exporter *exporter = exporter_new(layout_named("b"), true);
  Py_ssize_t references = Py_REFCNT(exporter);
  PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
  assert_ptr_equal(PyMemoryView_GET_BASE(memoryview), exporter);
  assert_int_equal(Py_REFCNT(exporter), references + 1);
  assert_int_equal(Py_REFCNT(memoryview), 1);
  Py_DECREF(memoryview);
  assert_int_equal(Py_REFCNT(exporter), references);
  Py_DECREF(exporter);
  assert_int_equal(exporters_alive, 0);
}

static void a_view_keeps_its_exporter_alive(void **state) {
  Exporter *exporter = exporter_new(layout_named("b"), true);
  PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
  Py_DECREF(exporter);
  assert_int_equal(exporters_alive, 1);
  assert_int_equal(((const char *)PyMemoryView_GET_BUFFER(memoryview)->buf)[2], 2);
  Py_DECREF(memoryview);
  assert_int_equal(exporters_alive, 0);
}

static void a_view_of_a_view_shares_the_managed_buffer(void **state) {
  Exporter *exporter = exporter_new(layout_named("3dmixed"), false);
  PyObject *first = PyMemoryView_FromObject((PyObject *)exporter);
  PyObject *second = PyMemoryView_FromObject(first);
  PyMemoryViewObject *a = (PyMemoryViewObject *)first, *b = (PyMemoryViewObject *)second;
  assert_ptr_not_equal(first, second);
  assert_ptr_equal(a->mbuf, b->mbuf);
  assert_int_equal(a->mbuf->exports, 2);
  assert_int_equal(a->exports, 0);
  assert_int_equal(exporter->gets, 1);
  assert_ptr_equal(PyMemoryView_GET_BASE(second), exporter);
  assert_ptr_not_equal(a->view.shape, b->view.shape);
  observe_view("view of a view", second);
  Py_DECREF(first);
  assert_int_equal(exporter->releases, 0);
  Py_DECREF(second);
  assert_int_equal(exporter->releases, 1);
  Py_DECREF(exporter);
}

static void a_non_exporter_is_refused(void **state) {
  PyObject *objects[] = {PyLong_FromLong(1),     PyUnicode_FromString("x"),
                         Py_NewRef(Py_None),     PyList_New(0),
                         PyTuple_New(0),         PyFloat_FromDouble(1.5),
                         PySlice_New(0, 0, 0),   Py_NewRef((PyObject *)&PyLong_Type),
                         Py_NewRef(Py_Ellipsis), Py_NewRef(Py_NotImplemented),
                         Py_NewRef(Py_True),     PyLong_FromLong(1L << 40)};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    assert_null(PyMemoryView_FromObject(objects[i]));
    assert_int_equal(PyErr_ExceptionMatches(PyExc_TypeError), 1);
    observe(text("view of %s", repr_of(objects[i])), "%s", take_error());
    Py_DECREF(objects[i]);
  }
}

static void the_exception_of_an_exporter_is_passed_on(void **state) {
  Exporter *exporter = exporter_new(layout_named("b"), true);
  exporter->conduct = FAIL;
  assert_null(PyMemoryView_FromObject((PyObject *)exporter));
  assert_error("ValueError: exporter failed");
  assert_int_equal(Py_REFCNT(exporter), 1);
  assert_int_equal(exporter->releases, 0);
  Py_DECREF(exporter);
}

static void garbage_that_a_failing_exporter_leaves_is_not_released(void **state) {
  Exporter *exporter = exporter_new(layout_named("b"), true);
  exporter->conduct = FAIL_WITH_GARBAGE;
  assert_null(PyMemoryView_FromObject((PyObject *)exporter));
  assert_error("ValueError: exporter failed");
  assert_int_equal(Py_REFCNT(exporter), 1);
  assert_int_equal(exporter->releases, 0);
  Py_DECREF(exporter);
}

static void more_than_64_axes_are_refused(void **state) {
  Layout layout = *layout_named("64d");
  layout.ndim = 65;
  Exporter *exporter = exporter_new(&layout, true);
  PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
  assert_null(memoryview);
  observe("view with 65 axes", "%s", take_error());
  assert_int_equal(exporter->gets, 1);
  assert_int_equal(exporter->releases, 1);
  assert_int_equal(Py_REFCNT(exporter), 1);
  Py_DECREF(exporter);
}

static void only_memoryviews_are_memoryviews(void **state) {
  PyObject *bytes = PyBytes_FromString("abc");
  PyObject *memoryview = PyMemoryView_FromObject(bytes);
  assert_true(PyMemoryView_Check(memoryview));
  assert_false(PyMemoryView_Check(bytes));
  assert_false(PyMemoryView_Check(Py_None));
  assert_false(PyMemoryView_Check((PyObject *)&PyMemoryView_Type));
  assert_true(Py_IS_TYPE(memoryview, &PyMemoryView_Type));
  Py_DECREF(memoryview);
  Py_DECREF(bytes);
}

static void views_are_shown_by_address(void **state) {
  PyObject *bytes = PyBytes_FromString("abc");
  PyObject *memoryview = PyMemoryView_FromObject(bytes);
  observe("repr of a view", "%s", repr_of(memoryview));
  observe("str of a view", "%s", str_of(memoryview));
  observe("repr of the type", "%s", repr_of((PyObject *)&PyMemoryView_Type));
  observe("the type", "%s basicsize %zd itemsize %zd", PyMemoryView_Type.tp_name,
          PyMemoryView_Type.tp_basicsize, PyMemoryView_Type.tp_itemsize);
  Py_DECREF(memoryview);
  Py_DECREF(bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_view_shows_what_its_exporter_answered),
      CASE(a_missing_format_becomes_unsigned_bytes),
      CASE(a_view_holds_its_exporter),
      CASE(a_view_keeps_its_exporter_alive),
      CASE(a_view_of_a_view_shares_the_managed_buffer),
      CASE(a_non_exporter_is_refused),
      CASE(the_exception_of_an_exporter_is_passed_on),
      CASE(garbage_that_a_failing_exporter_leaves_is_not_released),
      CASE(more_than_64_axes_are_refused),
      CASE(only_memoryviews_are_memoryviews),
      CASE(views_are_shown_by_address),
  };
  return cmocka_run_group_tests_name("from_object", tests, start_host, stop_host);
}
