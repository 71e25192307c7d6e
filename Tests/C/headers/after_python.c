/* After Python.h, every standard name can be used as before, by call and by address. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <PyMemoryView.h>

int requests(PyObject *op, void *view);
int requests(PyObject *op, void *view) {
  Py_buffer buffer;
  if (!PyObject_CheckBuffer(op) || PyObject_GetBuffer(op, &buffer, PyBUF_FULL_RO) < 0) return -1;
  PyBuffer_Release(&buffer);
  return PyMemoryView_Check(op) + PyMemoryView_Check(view) +
         (PyMemoryView_GET_BUFFER(view)->ndim > 0) + (PyMemoryView_GET_BASE(op) == Py_None);
}

int copies(PyObject *op, Py_buffer *buffer, char *memory);
int copies(PyObject *op, Py_buffer *buffer, char *memory) {
  Py_ssize_t index[] = {0}, strides[1];
  PyBuffer_FillContiguousStrides(1, buffer->shape, strides, (int)buffer->itemsize, 'C');
  return PyBuffer_FillInfo(buffer, op, memory, 1, 0, PyBUF_SIMPLE) +
         PyBuffer_IsContiguous(buffer, 'A') + (PyBuffer_GetPointer(buffer, index) == memory) +
         PyBuffer_ToContiguous(memory, buffer, 1, 'C') +
         PyBuffer_FromContiguous(buffer, memory, 1, 'C') + PyObject_CopyData(op, op) +
         (PyBuffer_SizeFromFormat("i") == 4);
}

PyObject *views(PyObject *op, Py_buffer *buffer, char *memory, int which);
PyObject *views(PyObject *op, Py_buffer *buffer, char *memory, int which) {
  PyObject *(*make)(PyObject *) = PyMemoryView_FromObject;
  switch (which) {
  case 0:
    return make(op);
  case 1:
    return PyMemoryView_FromMemory(memory, 1, PyBUF_READ);
  case 2:
    return PyMemoryView_FromBuffer(buffer);
  case 3:
    return PyMemoryView_GetContiguous(op, PyBUF_READ, 'C');
  case 4:
    return PyMV_FromBufferBorrowed(buffer);
  case 5:
    return PyMV_FromBufferOwned(buffer);
  default:
    return PyMV_FromMemoryOwned(memory, 1, PyBUF_WRITE, op, NULL, NULL);
  }
}
