#include "MemoryViewTables.h"

void pymv_c_raise_not_an_exporter(PyObject *op) {
  PyErr_Format(PyExc_TypeError, "memoryview: a bytes-like object is required, not '%.200s'",
               Py_TYPE(op)->tp_name);
}

void pymv_c_raise_exported(Py_ssize_t count) {
  PyErr_Format(PyExc_BufferError, "memoryview has %zd exported buffer%s", count,
               count == 1 ? "" : "s");
}

PyObject *pymv_c_view_repr(PyObject *self, _Bool is_released) {
  return PyUnicode_FromFormat(is_released ? "<released memory at %p>" : "<memory at %p>",
                              (void *)self);
}
