#include <PyMemoryView.h>

PyObject *first_half(PyObject *object) {
  PyObject *view = PyMemoryView_FromObject(object);
  return PySequence_GetSlice(view, 0, PySequence_Size(view) / 2); /* and view is lost */
}

int main(void) {
  PyObject *bytes = PyBytes_FromString("hello, world");
  PyObject *half = first_half(bytes);
  Py_buffer buffer;
  if (PyObject_GetBuffer(half, &buffer, PyBUF_SIMPLE) < 0) return 1;
  PyBuffer_Release(&buffer);
  PyBuffer_Release(&buffer); /* once too often */
  if (PyObject_GetBuffer(half, &buffer, PyBUF_SIMPLE) < 0) return 1;
  Py_DECREF(half), Py_DECREF(bytes);
}
