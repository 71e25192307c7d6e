/* What an extension has in every limited API: functions without Py_buffer. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <PyMemoryView.h>

int items(PyObject *op, void *view);
int items(PyObject *op, void *view) {
  PyMV_Info info;
  const ptrdiff_t first[] = {0};
  double value;
  info.struct_size = sizeof info;
  if (!PyMemoryView_Check(op) || !PyMemoryView_Check(view)) return -1;
  if (PyMV_GetInfo(op, &info) < 0 || PyMV_GetDouble(op, first, &value) < 0) return -1;
  return PyMV_ItemPointer(op, first, 1) == info.data && PyMemoryView_GET_BASE(view) == Py_None;
}

int exporters(PyObject *op, Py_ssize_t *shape, Py_ssize_t *strides);
int exporters(PyObject *op, Py_ssize_t *shape, Py_ssize_t *strides) {
  PyBuffer_FillContiguousStrides(1, shape, strides, 1, 'C');
  return PyObject_CheckBuffer(op) + PyObject_CopyData(op, op) +
         (PyBuffer_SizeFromFormat("i") == 4) + PyMV_CheckABI(PYMV_VERSION_HEX, 0);
}

PyObject *views(PyObject *op, char *memory, int which);
PyObject *views(PyObject *op, char *memory, int which) {
  PyObject *(*make)(PyObject *) = PyMemoryView_FromObject;
  switch (which) {
  case 0:
    return make(op);
  case 1:
    return PyMemoryView_FromMemory(memory, 1, PyBUF_WRITE);
  case 2:
    return PyMemoryView_GetContiguous(op, PyBUF_READ, 'C');
  default:
    return PyMV_FromMemoryOwned(memory, 1, PyBUF_READ, op, NULL, NULL);
  }
}
