#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void requirement_failed(const char *file, int line, const char *condition) {
  fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
  if (PyErr_Occurred() != NULL) PyErr_Print();
  abort();
}

void require_error(void) {
  require(PyErr_Occurred() != NULL);
  PyErr_Clear();
}

void require_no_error(void) {
  require(PyErr_Occurred() == NULL);
}

PyObject *checked(PyObject *result) {
  succeeded(result == NULL ? -1 : 0);
  return result;
}

void drop(PyObject *result) {
  Py_XDECREF(checked(result));
}

bool succeeded(int status) {
  if (status == -1) {
    require_error();
  } else {
    require_no_error();
  }
  return status != -1;
}

uint8_t take(Input *input) {
  if (input->left == 0) return 0;
  input->left--;
  return *input->next++;
}

unsigned take_below(Input *input, unsigned bound) {
  return take(input) % bound;
}

int take_signed(Input *input) {
  return (int8_t)take(input);
}
