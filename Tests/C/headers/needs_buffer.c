/* The names that need Py_buffer, one a line; without it, each line is an error. */
#include <Python.h>

#include <PyMemoryView.h>

void uses(PyObject *op, void *memory);
void uses(PyObject *op, void *memory) {
#ifdef Py_LIMITED_API
  void *buffer = memory;
#else
  Py_buffer *buffer = (Py_buffer *)memory;
#endif
  (void)PyMemoryView_GET_BUFFER(op);
  (void)PyMemoryView_FromBuffer(buffer);
  (void)PyMV_FromBufferOwned(buffer);
  (void)PyMV_FromBufferBorrowed(buffer);
  (void)PyObject_GetBuffer(op, buffer, 0);
  (void)PyBuffer_Release(buffer);
  (void)PyBuffer_FillInfo(buffer, op, memory, 0, 0, 0);
  (void)PyBuffer_IsContiguous(buffer, 'A');
  (void)PyBuffer_GetPointer(buffer, NULL);
  (void)PyBuffer_ToContiguous(memory, buffer, 0, 'C');
  (void)PyBuffer_FromContiguous(buffer, memory, 0, 'C');
}
