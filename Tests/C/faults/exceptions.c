/* Every allocation of raising, fetching and printing exceptions fails once. */
#include "harness.h"

#include <fcntl.h>
#include <unistd.h>

#include "faults.h"
#include "scenario.h"

static PyObject *raised_and_normalized(void) {
  PyErr_Format(PyExc_ValueError, "%s %zd of %R", "item", (Py_ssize_t)12345, Py_None);
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  PyObject *text = value != NULL ? PyObject_Str(value) : NULL;
  bool is_value_error = type == PyExc_ValueError;
  if (!is_value_error) Py_CLEAR(text);
  if (is_value_error) {
    Py_XDECREF(type), Py_XDECREF(value), Py_XDECREF(traceback);
  } else {
    PyErr_Restore(type, value, traceback);
  }
  return text;
}

static PyObject *raised_with_objects(void) {
  PyObject *arguments = Py_BuildValue("(si)", "errno", 70000);
  if (arguments != NULL) PyErr_SetObject(PyExc_OSError, arguments);
  Py_XDECREF(arguments);
  if (arguments == NULL || !PyErr_ExceptionMatches(PyExc_OSError)) return NULL;
  PyErr_Clear();
  return Py_NewRef(Py_None);
}

/* Printing cannot report a failure: it omits the parts that it cannot allocate. */
static PyObject *printed(void) {
  int kept = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDERR_FILENO);
  PyErr_SetString(PyExc_ValueError, "printed");
  PyErr_Print();
  PyErr_SetString(PyExc_ValueError, "written");
  PyErr_WriteUnraisable(Py_None);
  dup2(kept, STDERR_FILENO);
  close(kept), close(nowhere);
  return PyErr_Occurred() != NULL ? broken("an exception is left") : Py_NewRef(Py_None);
}

static const Scenario scenarios[] = {
    {"raised and normalized", raised_and_normalized},
    {"raised with objects", raised_with_objects},
    {"printed", printed},
};

/* Runs before any other call of the library. */
static int start_with_first_exception(void **state) {
  inject_faults_into("first exception", raised_and_normalized);
  return start_host(state);
}

static void exceptions_survive_it(void **state) {
  scenarios_survive(scenarios, Py_ARRAY_LENGTH(scenarios));
}

int main(void) {
  const struct CMUnitTest tests[] = {CASE(exceptions_survive_it)};
  return cmocka_run_group_tests_name("exceptions", tests, start_with_first_exception, stop_host);
}
