#include "scenario.h"

#include "faults.h"

void scenarios_survive(const Scenario *scenarios, size_t count) {
  for (size_t i = 0; i < count; i++) inject_faults_into(scenarios[i].name, scenarios[i].body);
}

PyObject *broken(const char *what) {
  PyErr_Clear();
  PyErr_SetString(PyExc_AssertionError, what);
  return NULL;
}

PyObject *done(int status, PyObject *used) {
  Py_XDECREF(used);
  return status < 0 ? NULL : Py_NewRef(Py_None);
}

PyObject *items_of(PyObject *view) {
  if (view == NULL) return NULL;
  PyObject *items = PyObject_CallMethod(view, "tolist", NULL);
  Py_DECREF(view);
  return items;
}
