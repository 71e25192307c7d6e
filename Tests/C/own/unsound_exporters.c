/* Every function that requests a Py_buffer from an exporter, with every flaw: the exception says
 * which field is wrong, and the buffer is released. */
#include "flaws.h"
#include "harness.h"
#include "liar.h"

static PyObject *const nothing = NULL;

static PyObject *get_contiguous(PyObject *exporter) {
  return PyMemoryView_GetContiguous(exporter, PyBUF_READ, 'C');
}

static PyObject *copy_to(PyObject *exporter) {
  PyObject *bytes = PyBytes_FromString("!");
  assert_int_equal(PyObject_CopyData(exporter, bytes), -1);
  Py_DECREF(bytes);
  return nothing;
}

static PyObject *copy_from(PyObject *exporter) {
  PyObject *array = PyByteArray_FromStringAndSize(NULL, 4096);
  assert_int_equal(PyObject_CopyData(array, exporter), -1);
  Py_DECREF(array);
  return nothing;
}

static PyObject *assign_from(PyObject *exporter) {
  static char bytes[24];
  PyObject *view = PyMemoryView_FromMemory(bytes, 24, PyBUF_WRITE);
  PyObject *slice = PySlice_New(NULL, NULL, NULL);
  assert_int_equal(PyObject_SetItem(view, slice, exporter), -1);
  Py_DECREF(slice);
  Py_DECREF(view);
  return nothing;
}

static const struct {
  const char *name;
  PyObject *(*call)(PyObject *exporter);
} askers[] = {
    {"FromObject", PyMemoryView_FromObject},
    {"GetContiguous", get_contiguous},
    {"CopyData to", copy_to},
    {"CopyData from", copy_from},
    {"slice assignment", assign_from},
    {"bytes", PyBytes_FromObject},
    {"bytearray", PyByteArray_FromObject},
};

static void an_exporters_struct_is_refused_and_given_back(void **state) {
  for (const Flaw *flaw = flaws; flaw < flaws + flaw_count; flaw++) {
    for (size_t i = 0; i < Py_ARRAY_LENGTH(askers); i++) {
      Liar *liar = liar_new();
      flaw_apply(flaw, &liar->answer);
      assert_null(askers[i].call((PyObject *)liar));
      assert_refused(flaw, askers[i].name);
      assert_int_equal(liar->gets, 1);
      assert_int_equal(liar->releases, 1);
      assert_int_equal(Py_REFCNT(liar), 1);
      Py_DECREF(liar);
    }
  }
}

static void an_unsound_exporter_equals_nothing(void **state) {
  PyObject *view = PyMemoryView_FromMemory((char *)liar_memory, 24, PyBUF_READ);
  for (const Flaw *flaw = flaws; flaw < flaws + flaw_count; flaw++) {
    Liar *liar = liar_new();
    flaw_apply(flaw, &liar->answer);
    assert_int_equal(PyObject_RichCompareBool(view, (PyObject *)liar, Py_EQ), 0);
    assert_int_equal(liar->releases, liar->gets);
    assert_int_equal(Py_REFCNT(liar), 1);
    Py_DECREF(liar);
  }
  Py_DECREF(view);
}

static void an_exporter_without_memory_has_no_items(void **state) {
  Liar *liar = liar_new();
  liar->answer.buf = NULL;
  for (size_t i = 0; i < Py_ARRAY_LENGTH(askers); i++) {
    assert_null(askers[i].call((PyObject *)liar));
    assert_error("ValueError: the address of a buffer with items must not be NULL");
  }
  assert_int_equal(liar->gets, liar->releases);
  Py_ssize_t none[] = {0, 3};
  liar->answer.shape = none;
  liar->answer.len = 0;
  PyObject *view = PyMemoryView_FromObject((PyObject *)liar);
  assert_non_null(view);
  Py_DECREF(view);
  assert_int_equal(liar->gets, liar->releases);
  Py_DECREF(liar);
}

static void a_sound_exporter_is_believed(void **state) {
  Liar *liar = liar_new();
  PyObject *view = PyMemoryView_FromObject((PyObject *)liar);
  assert_non_null(view);
  assert_int_equal(PyMemoryView_GET_BUFFER(view)->shape[1], 3);
  Py_DECREF(view);
  assert_int_equal(liar->releases, 1);
  Py_DECREF(liar);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(an_exporters_struct_is_refused_and_given_back),
      CASE(an_unsound_exporter_equals_nothing),
      CASE(an_exporter_without_memory_has_no_items),
      CASE(a_sound_exporter_is_believed),
  };
  return cmocka_run_group_tests_name("unsound_exporters", tests, start_host, stop_host);
}
