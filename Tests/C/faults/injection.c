/* Errors that the injection of faults must detect. */
#include "harness.h"

#include "capture.h"
#include "failing_malloc.h"
#include "faults.h"

static PyObject *leaks(void) {
  PyObject *first = PyBytes_FromString("first");
  PyObject *second = first != NULL ? PyBytes_FromString("second") : NULL;
  if (second != NULL) Py_DECREF(first);
  return second;
}

static PyObject *crashes(void) {
  PyObject *bytes = PyBytes_FromString("bytes");
  *PyBytes_AS_STRING(bytes) = 'B';
  return bytes;
}

static PyObject *hides_the_error(void) {
  PyObject *bytes = PyBytes_FromString("bytes");
  if (bytes == NULL) PyErr_Clear();
  return bytes != NULL ? bytes : Py_NewRef(Py_None);
}

static PyObject *forgets_the_error(void) {
  PyObject *bytes = PyBytes_FromString("bytes");
  return bytes != NULL ? bytes : Py_NewRef(Py_None);
}

static PyObject *stays_broken(void) {
  static bool is_broken;
  PyObject *bytes = is_broken ? NULL : PyBytes_FromString("bytes");
  if (is_broken) PyErr_SetString(PyExc_ValueError, "still broken");
  is_broken |= bytes == NULL;
  return bytes;
}

static PyObject *is_sound(void) {
  return PyBytes_FromString("bytes");
}

static int failures_of(PyObject *(*body)(void)) {
  capture_begin();
  inject_faults_into("deliberate", body);
  capture_end();
  return faults_failed();
}

static void what_is_wrong_is_found(void **state) {
  if (faults_arm == NULL) skip();
  assert_int_equal(failures_of(leaks), 1);
  assert_int_equal(failures_of(crashes), 1);
  assert_int_equal(failures_of(hides_the_error), 1);
  assert_int_equal(failures_of(forgets_the_error), 1);
  assert_int_equal(failures_of(stays_broken), 1);
  assert_int_equal(failures_of(is_sound), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {CASE(what_is_wrong_is_found)};
  return cmocka_run_group_tests_name("injection", tests, start_host, stop_host);
}
