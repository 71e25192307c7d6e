#include "slots.h"

PyObject *slots[SLOTS];

PyObject *take_object(void) {
  PyObject *object = slots[take_below(&script, SLOTS)];
  return Py_NewRef(object == NULL ? Py_None : object);
}

void put(PyObject *object) {
  PyObject **slot = &slots[take_below(&script, SLOTS)];
  PyObject *old = *slot;
  *slot = object;
  Py_XDECREF(old);
}

void keep(PyObject *result) {
  if (checked(result) != NULL) put(result);
}

static PyObject *take_index(void) {
  int number = take_signed(&script);
  return number == 100 ? new_actor() : PyLong_FromLong(number / 4);
}

PyObject *take_slice(void) {
  PyObject *bounds[3];
  for (int i = 0; i < 3; i++) {
    bounds[i] = take_below(&script, 3) == 0 ? take_index() : Py_NewRef(Py_None);
  }
  PyObject *slice = PySlice_New(bounds[0], bounds[1], bounds[2]);
  for (int i = 0; i < 3; i++) Py_DECREF(bounds[i]);
  return slice;
}

PyObject *take_key(void) {
  switch (take_below(&script, 8)) {
  case 0:
    return take_slice();
  case 1:
    return Py_NewRef(Py_Ellipsis);
  case 2:
    return PyTuple_New(0);
  case 3: {
    PyObject *first = take_index(), *second = take_index();
    PyObject *key = PyTuple_Pack(2, first, second);
    Py_DECREF(first), Py_DECREF(second);
    return key;
  }
  case 4:
    return take_object();
  default:
    return take_index();
  }
}

PyObject *take_value(void) {
  switch (take_below(&script, 6)) {
  case 0:
    return PyFloat_FromDouble(take_signed(&script) / 8.0);
  case 1:
    return PyBytes_FromStringAndSize("abcdefgh", take_below(&script, 9));
  case 2:
    return take_object();
  case 3:
    return PyComplex_FromDoubles(take_signed(&script), 1);
  default:
    return take_index();
  }
}
