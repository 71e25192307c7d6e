/* Every allocation of calling methods and types fails once. */
#include "harness.h"

#include "scenario.h"

static PyObject *called_by_keyword(void) {
  PyObject *view = PyMemoryView_FromMemory((char *)"abcdef", 6, PyBUF_READ);
  PyObject *method = view != NULL ? PyObject_GetAttrString(view, "cast") : NULL;
  PyObject *names = method != NULL ? Py_BuildValue("(ss)", "format", "shape") : NULL;
  PyObject *values[] = {names != NULL ? PyUnicode_FromString("B") : NULL, NULL};
  values[1] = values[0] != NULL ? Py_BuildValue("[ii]", 2, 3) : NULL;
  PyObject *cast = values[1] != NULL ? PyObject_Vectorcall(method, values, 0, names) : NULL;
  Py_XDECREF(values[0]), Py_XDECREF(values[1]), Py_XDECREF(names), Py_XDECREF(method);
  Py_XDECREF(view);
  return items_of(cast);
}

static PyObject *called_with_format(void) {
  PyObject *view =
      PyObject_CallFunction((PyObject *)&PyMemoryView_Type, "y#", "abcdef", (Py_ssize_t)6);
  PyObject *text = view != NULL ? PyObject_CallMethod(view, "hex", "si", ":", 2) : NULL;
  Py_XDECREF(view);
  return text;
}

static const Scenario scenarios[] = {
    {"called by keyword", called_by_keyword},
    {"called with a format", called_with_format},
};

static void calls_survive_it(void **state) {
  scenarios_survive(scenarios, Py_ARRAY_LENGTH(scenarios));
}

int main(void) {
  const struct CMUnitTest tests[] = {CASE(calls_survive_it)};
  return cmocka_run_group_tests_name("calls", tests, start_host, stop_host);
}
