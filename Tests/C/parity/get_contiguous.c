/* PyMemoryView_GetContiguous: every layout, access and order. */
#include "harness.h"

static const char *access_name(int access) {
  return access == PyBUF_READ ? "READ" : "WRITE";
}

/* The result: its buffer, the object that it views, and its bytes where they are contiguous. */
static const char *describe(PyObject *memoryview, PyObject *exporter) {
  const Py_buffer *view = PyMemoryView_GET_BUFFER(memoryview);
  PyObject *base = PyMemoryView_GET_BASE(memoryview);
  const char *owner = base == exporter ? "the exporter" : Py_TYPE(base)->tp_name;
  const char *bytes = bytes_text(view->buf, view->len);
  return text("%s flags 0x%x of %s: %s", buffer_text(view, view->buf),
              (unsigned)((PyMemoryViewObject *)memoryview)->flags, owner, bytes);
}

static void request_layout(const Layout *layout, bool readonly, int access, char order) {
  Exporter *exporter = exporter_new(layout, readonly);
  PyObject *object = (PyObject *)exporter;
  const char *claim = text("getcontig %s %s %s %c", layout->name,
                           readonly ? "read-only" : "writable", access_name(access), order);
  PyObject *memoryview = PyMemoryView_GetContiguous(object, access, order);
  if (memoryview == NULL) {
    observe(claim, "%s", take_error());
  } else {
    observe(claim, "%s", describe(memoryview, object));
    Py_DECREF(memoryview);
  }
  assert_int_equal(exporter->gets, 1);
  assert_int_equal(exporter->releases, 1);
  assert_int_equal(Py_REFCNT(exporter), 1);
  Py_DECREF(exporter);
}

static void every_layout_is_viewed_copied_or_refused(void **state) {
  const char orders[] = {'C', 'F', 'A'};
  for (int i = 0; i < layout_count; i++) {
    for (size_t k = 0; k < sizeof orders; k++) {
      request_layout(layouts[i], false, PyBUF_READ, orders[k]);
      request_layout(layouts[i], true, PyBUF_READ, orders[k]);
      request_layout(layouts[i], false, PyBUF_WRITE, orders[k]);
      request_layout(layouts[i], true, PyBUF_WRITE, orders[k]);
    }
  }
}

static void a_copy_outlives_the_exporter(void **state) {
  Exporter *exporter = exporter_new(layout_named("rev"), true);
  PyObject *memoryview = PyMemoryView_GetContiguous((PyObject *)exporter, PyBUF_READ, 'C');
  Py_DECREF(exporter);
  assert_int_equal(exporters_alive, 0);
  assert_memory_equal(PyMemoryView_GET_BUFFER(memoryview)->buf, "\2\1\0", 3);
  assert_true(PyBytes_CheckExact(PyMemoryView_GET_BASE(memoryview)));
  Py_DECREF(memoryview);
}

static void a_copy_has_its_own_format(void **state) {
  char format[] = "3s";
  Layout layout = *layout_named("rev");
  layout.format = format;
  Exporter *exporter = exporter_new(&layout, true);
  PyObject *memoryview = PyMemoryView_GetContiguous((PyObject *)exporter, PyBUF_READ, 'C');
  format[0] = 'X';
  assert_string_equal(PyMemoryView_GET_BUFFER(memoryview)->format, "3s");
  PyObject *second = PyMemoryView_FromObject(memoryview);
  Py_DECREF(memoryview);
  assert_string_equal(PyMemoryView_GET_BUFFER(second)->format, "3s");
  Py_DECREF(second);
  Py_DECREF(exporter);
}

static void contiguous_memory_is_viewed_where_it_is(void **state) {
  Exporter *exporter = exporter_new(layout_named("3dF"), false);
  PyObject *memoryview = PyMemoryView_GetContiguous((PyObject *)exporter, PyBUF_WRITE, 'F');
  assert_ptr_equal(PyMemoryView_GET_BUFFER(memoryview)->buf, exporter->data);
  assert_int_equal(PyMemoryView_GET_BUFFER(memoryview)->readonly, 0);
  Py_DECREF(memoryview);
  Py_DECREF(exporter);
}

static void a_view_of_a_view_keeps_the_managed_buffer(void **state) {
  Exporter *exporter = exporter_new(layout_named("C2"), true);
  PyObject *first = PyMemoryView_FromObject((PyObject *)exporter);
  PyObject *second = PyMemoryView_GetContiguous(first, PyBUF_READ, 'C');
  assert_ptr_equal(((PyMemoryViewObject *)first)->mbuf, ((PyMemoryViewObject *)second)->mbuf);
  Py_DECREF(first);
  Py_DECREF(second);
  Py_DECREF(exporter);
}

static void the_exporters_exceptions_come_first(void **state) {
  PyObject *integer = PyLong_FromLong(1);
  assert_null(PyMemoryView_GetContiguous(integer, PyBUF_WRITE, 'C'));
  assert_error("TypeError: memoryview: a bytes-like object is required, not 'int'");
  Py_DECREF(integer);
  Exporter *exporter = exporter_new(layout_named("rev"), true);
  exporter->conduct = FAIL;
  assert_null(PyMemoryView_GetContiguous((PyObject *)exporter, PyBUF_WRITE, 'C'));
  assert_error("ValueError: exporter failed");
  Py_DECREF(exporter);
}

static void bytes_and_bytearray_are_contiguous(void **state) {
  PyObject *objects[] = {PyBytes_FromString("abc"), PyByteArray_FromStringAndSize("abc", 3)};
  const int accesses[] = {PyBUF_READ, PyBUF_WRITE};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(objects); i++) {
    for (size_t j = 0; j < Py_ARRAY_LENGTH(accesses); j++) {
      PyObject *memoryview = PyMemoryView_GetContiguous(objects[i], accesses[j], 'C');
      observe(text("getcontig %s %s", Py_TYPE(objects[i])->tp_name, access_name(accesses[j])), "%s",
              memoryview == NULL ? take_error() : describe(memoryview, objects[i]));
      Py_XDECREF(memoryview);
    }
    Py_DECREF(objects[i]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(every_layout_is_viewed_copied_or_refused),
      CASE(a_copy_outlives_the_exporter),
      CASE(a_copy_has_its_own_format),
      CASE(contiguous_memory_is_viewed_where_it_is),
      CASE(a_view_of_a_view_keeps_the_managed_buffer),
      CASE(the_exporters_exceptions_come_first),
      CASE(bytes_and_bytearray_are_contiguous),
  };
  return cmocka_run_group_tests_name("get_contiguous", tests, start_host, stop_host);
}
