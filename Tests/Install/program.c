#include <PyMemoryView.h>

int main(void) {
  double items[2][3] = {{1, 2, 3}, {4, 5, 6}};
  Py_ssize_t shape[] = {3, 2}, strides[] = {8, 24}; /* its transpose */
  Py_buffer matrix = {.buf = items, .len = sizeof items, .itemsize = 8, .ndim = 2, .format = "d"};
  matrix.shape = shape, matrix.strides = strides;
  PyObject *view = PyMemoryView_FromBuffer(&matrix);
  PyObject *copy = PyMemoryView_GetContiguous(view, PyBUF_READ, 'C');
  double *item = PyMemoryView_GET_BUFFER(copy)->buf;
  for (int i = 0; i < 6; i++) printf("%g%c", item[i], i < 5 ? ' ' : '\n');
  Py_DECREF(copy), Py_DECREF(view);
}
