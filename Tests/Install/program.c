#include <PyMemoryView.h>

int main(void) {
  double items[2][3] = {{1, 2, 3}, {4, 5, 6}};
  Py_ssize_t shape[] = {3, 2}, strides[] = {sizeof(double), 3 * sizeof(double)};
  Py_buffer transposed = {.buf = items,
                          .len = sizeof items,
                          .itemsize = sizeof(double),
                          .ndim = 2,
                          .format = "d",
                          .shape = shape,
                          .strides = strides};
  PyObject *view = PyMemoryView_FromBuffer(&transposed);
  PyObject *copy = PyMemoryView_GetContiguous(view, PyBUF_READ, 'C');
  double *first = PyMemoryView_GET_BUFFER(copy)->buf;
  for (int i = 0; i < 6; i++)
    printf("%g%c", first[i], i < 5 ? ' ' : '\n');
  Py_DECREF(copy), Py_DECREF(view);
}
