#include "worker.h"

#include <stdlib.h>
#include <string.h>

#include "fleeting.h"

unsigned below(Worker *worker, unsigned bound) {
  return (unsigned)rand_r(&worker->chance) % bound;
}

PyObject *random_exporter(Worker *worker) {
  char text[100];
  memset(text, (int)below(worker, 256), sizeof text);
  switch (below(worker, 5)) {
  case 0:
    return PyBytes_FromStringAndSize(text, below(worker, sizeof text));
  case 1:
    return PyByteArray_FromStringAndSize(text, below(worker, sizeof text));
  case 2:
    return Py_NewRef(worker->shared);
  default:
    return fleeting_new(layouts[below(worker, (unsigned)layout_count)], below(worker, 4) == 0);
  }
}

static PyObject *random_bound(Worker *worker) {
  if (below(worker, 3) == 0) return Py_NewRef(Py_None);
  return PyLong_FromLong((long)below(worker, 40) - 20);
}

static PyObject *random_slice(Worker *worker) {
  PyObject *start = random_bound(worker), *stop = random_bound(worker),
           *step = random_bound(worker);
  PyObject *slice = PySlice_New(start, stop, step);
  Py_DECREF(start), Py_DECREF(stop), Py_DECREF(step);
  return slice;
}

PyObject *random_key(Worker *worker) {
  switch (below(worker, 4)) {
  case 0:
    return random_bound(worker);
  case 1:
    return Py_BuildValue("(ii)", (int)below(worker, 5) - 1, (int)below(worker, 5) - 1);
  default:
    return random_slice(worker);
  }
}

PyObject *random_value(Worker *worker) {
  switch (below(worker, 5)) {
  case 0:
    return PyFloat_FromDouble(below(worker, 1000) / 8.0);
  case 1:
    return PyBytes_FromString("?");
  case 2:
    return random_exporter(worker);
  default:
    return PyLong_FromLong((long)below(worker, 400) - 100);
  }
}
