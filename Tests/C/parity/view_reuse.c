/* Views in memory that earlier views have used: they must not show the earlier views' state. */
#include "harness.h"

static PyObject *view_of(const char *layout, bool readonly) {
  Exporter *exporter = exporter_new(layout_named(layout), readonly);
  PyObject *view = PyMemoryView_FromObject((PyObject *)exporter);
  Py_DECREF(exporter);
  assert_non_null(view);
  return view;
}

static void observe_state(const char *claim, PyObject *view) {
  const PyMemoryViewObject *object = (PyMemoryViewObject *)view;
  observe(claim,
          "flags 0x%x size %zd exports %zd hash %zd references %zd, %d %zd of the buffer: %s",
          (unsigned)object->flags, Py_SIZE(view), object->exports, object->hash, Py_REFCNT(view),
          object->mbuf->flags, object->mbuf->exports, buffer_text(&object->view, object->view.buf));
}

static void nothing_of_an_earlier_view_is_left(void **state) {
  PyObject *first = view_of("b", true);
  assert_int_not_equal(PyObject_Hash(first), -1);
  Py_DECREF(first);
  PyObject *second = view_of("b", false);
  observe_state("after a hashed view", second);
  Py_DECREF(PyObject_CallMethod(second, "release", NULL));
  Py_DECREF(second);
  PyObject *third = view_of("b", true);
  observe_state("after a released view", third);
  PyObject *sibling = PyMemoryView_FromObject(third);
  Py_DECREF(third);
  observe_state("of two views the second", sibling);
  Py_DECREF(sibling);
  assert_int_equal(exporters_alive, 0);
}

static void many_views_are_told_apart(void **state) {
  enum { COUNT = 40 };
  for (int round = 0; round < 3; round++) {
    PyObject *views[COUNT];
    for (int i = 0; i < COUNT; i++) views[i] = view_of(i % 3 ? "b" : "nofmt4", i % 2);
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < i; j++) {
        assert_ptr_not_equal(views[i], views[j]);
        assert_ptr_not_equal(((PyMemoryViewObject *)views[i])->mbuf,
                             ((PyMemoryViewObject *)views[j])->mbuf);
      }
    }
    assert_int_equal(exporters_alive, COUNT);
    for (int i = 0; i < COUNT; i++) Py_DECREF(views[(i * 7) % COUNT]);
    assert_int_equal(exporters_alive, 0);
  }
}

static void a_failed_request_leaves_nothing_behind(void **state) {
  for (int i = 0; i < 20; i++) {
    PyObject *number = PyLong_FromLong(i);
    assert_null(PyMemoryView_FromObject(number));
    Py_DECREF(number);
    PyErr_Clear();
    Exporter *exporter = exporter_new(layout_named("b"), true);
    exporter->conduct = FAIL;
    assert_null(PyMemoryView_FromObject((PyObject *)exporter));
    PyErr_Clear();
    exporter->conduct = ANSWER;
    PyObject *view = PyMemoryView_FromObject((PyObject *)exporter);
    assert_int_equal(((PyMemoryViewObject *)view)->mbuf->exports, 1);
    Py_DECREF(exporter);
    Py_DECREF(view);
    assert_int_equal(exporters_alive, 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(nothing_of_an_earlier_view_is_left),
      CASE(many_views_are_told_apart),
      CASE(a_failed_request_leaves_nothing_behind),
  };
  return cmocka_run_group_tests_name("view_reuse", tests, start_host, stop_host);
}
