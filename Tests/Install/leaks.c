#include <PyMemoryView.h>

Py_hash_t checksum(PyObject *object) {
  PyObject *view = PyMemoryView_FromObject(object);
  return PyObject_Hash(view); /* and view is lost */
}

int main(void) {
  PyObject *bytes = PyBytes_FromString("hello, world");
  PyObject *view = PyMemoryView_FromObject(bytes);
  checksum(view);
  Py_buffer buffer;
  if (PyObject_GetBuffer(view, &buffer, PyBUF_SIMPLE) < 0) return 1;
  PyBuffer_Release(&buffer);
  PyBuffer_Release(&buffer); /* once too often */
  if (PyObject_GetBuffer(view, &buffer, PyBUF_SIMPLE) < 0) return 1;
  Py_DECREF(view), Py_DECREF(bytes);
}
