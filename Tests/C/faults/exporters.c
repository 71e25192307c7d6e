/* Every allocation of using an exporter fails once, and the exporter is released each time. */
#include "harness.h"

#include "faults.h"
#include "scenario.h"

static const Layout *layout;
static PyObject *(*use)(PyObject *exporter);

static PyObject *with_exporter(void) {
  Exporter *exporter = exporter_new(layout, false);
  if (exporter == NULL) return NULL;
  PyObject *result = use((PyObject *)exporter);
  bool is_free = exporter->gets == exporter->releases && Py_REFCNT(exporter) == 1;
  Py_DECREF(exporter);
  if (is_free) return result;
  Py_XDECREF(result);
  return broken("the exporter is not released");
}

static PyObject *view_items(PyObject *exporter) {
  return items_of(PyMemoryView_FromObject(exporter));
}

static PyObject *contiguous_items(PyObject *exporter) {
  return items_of(PyMemoryView_GetContiguous(exporter, PyBUF_READ, 'F'));
}

static PyObject *request(PyObject *exporter) {
  Py_buffer view;
  if (PyObject_GetBuffer(exporter, &view, PyBUF_FULL_RO) < 0) return NULL;
  char bytes[EXPORTER_DATA_SIZE];
  int status = PyBuffer_ToContiguous(bytes, &view, view.len, 'F');
  if (status == 0) status = PyBuffer_FromContiguous(&view, bytes, view.len, 'F');
  PyBuffer_Release(&view);
  return done(status, NULL);
}

static PyObject *copied_onto_itself(PyObject *exporter) {
  PyObject *view = PyMemoryView_FromObject(exporter);
  return done(view != NULL ? PyObject_CopyData(view, exporter) : -1, view);
}

static PyObject *sliced_sideways(PyObject *exporter) {
  PyObject *view = PyMemoryView_FromObject(exporter);
  PyObject *part = view != NULL ? PySequence_GetSlice(view, 0, 1) : NULL;
  Py_XDECREF(view);
  return items_of(part);
}

static void exporters_are_released(void **state) {
  static const struct {
    const char *name;
    PyObject *(*use)(PyObject *);
  } uses[] = {{"view", view_items},
              {"contiguous", contiguous_items},
              {"request", request},
              {"copy data", copied_onto_itself},
              {"slice", sliced_sideways}};
  for (int i = 0; i < layout_count; i++) {
    for (size_t j = 0; j < Py_ARRAY_LENGTH(uses); j++) {
      layout = layouts[i], use = uses[j].use;
      inject_faults_into(text("%s of %s", uses[j].name, layout->name), with_exporter);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {CASE(exporters_are_released)};
  return cmocka_run_group_tests_name("exporters", tests, start_host, stop_host);
}
