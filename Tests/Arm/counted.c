/* Runs kernels through the API, so that an emulator can count their instructions.
 *
 * usage: counted
 *
 * Each operation runs once, then between calls of getppid(), which the emulator logs, once and
 * twice. Prints the names of the operations in this order. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <PyMemoryView.h>

enum { ROWS = 64, BYTES = ROWS * ROWS * 16 };

static unsigned char source[2 * BYTES], destination[BYTES];

static void need(int is_right) {
  if (is_right) return;
  PyErr_Print();
  exit(2);
}

/* Items of one size, to be copied in the order of the axes. */
static Py_buffer array(Py_ssize_t item, int ndim, Py_ssize_t *shape, Py_ssize_t *strides) {
  Py_buffer view = {.buf = source,
                    .len = item,
                    .itemsize = item,
                    .ndim = ndim,
                    .format = "",
                    .shape = shape,
                    .strides = strides};
  for (int axis = 0; axis < ndim; axis++) view.len *= shape[axis];
  return view;
}

static void transpose(Py_ssize_t item) {
  Py_ssize_t shape[] = {ROWS, ROWS}, strides[] = {item, ROWS * item};
  Py_buffer view = array(item, 2, shape, strides);
  need(PyBuffer_ToContiguous(destination, &view, view.len, 'C') == 0);
}

static void gather(Py_ssize_t item, Py_ssize_t stride) {
  Py_ssize_t shape[] = {1024}, strides[] = {stride};
  Py_buffer view = array(item, 1, shape, strides);
  need(PyBuffer_ToContiguous(destination, &view, view.len, 'C') == 0);
}

static PyObject *view_of(const char *format) {
  PyObject *bytes = PyMemoryView_FromMemory((char *)source, 8192, PyBUF_READ);
  need(bytes != NULL);
  PyObject *view = PyObject_CallMethod(bytes, "cast", "s", format);
  need(view != NULL);
  Py_DECREF(bytes);
  return view;
}

static void hex(const char *separator) {
  PyObject *view = view_of("B");
  PyObject *text = separator == NULL ? PyObject_CallMethod(view, "hex", NULL)
                                     : PyObject_CallMethod(view, "hex", "s", separator);
  need(text != NULL);
  Py_DECREF(text), Py_DECREF(view);
}

static void compare(const char *format) {
  PyObject *a = view_of(format), *b = view_of(format);
  need(PyObject_RichCompareBool(a, b, Py_EQ) == 1);
  Py_DECREF(a), Py_DECREF(b);
}

static void count(const char *format) {
  PyObject *view = view_of(format), *value = PyLong_FromLong(1);
  need(PySequence_Count(view, value) == 0);
  Py_DECREF(view), Py_DECREF(value);
}

#define OPERATIONS(EACH) \
  EACH("transpose-64x64-of-1", transpose(1)) \
  EACH("transpose-64x64-of-2", transpose(2)) \
  EACH("transpose-64x64-of-4", transpose(4)) \
  EACH("transpose-64x64-of-8", transpose(8)) \
  EACH("transpose-64x64-of-16", transpose(16)) \
  EACH("gather-1024-of-1-every-2", gather(1, 2)) \
  EACH("gather-1024-of-1-every-3", gather(1, 3)) \
  EACH("gather-1024-of-2-every-4", gather(2, 4)) \
  EACH("gather-1024-of-4-every-8", gather(4, 8)) \
  EACH("hex-8192", hex(NULL)) \
  EACH("hex-8192-groups-of-1", hex(":")) \
  EACH("equal-8192-of-1", compare("B")) \
  EACH("equal-8192-of-4-floats", compare("f")) \
  EACH("equal-8192-of-8-floats", compare("d")) \
  EACH("count-8192-of-1", count("B")) \
  EACH("count-8192-of-4", count("I"))

#define MEASURE(name, operation) \
  operation; \
  getppid(); \
  operation; \
  getppid(); \
  operation, operation; \
  getppid(); \
  puts(name);

int main(void) {
  OPERATIONS(MEASURE)
  return 0;
}
