/* Every allocation of large copies fails once. */
#include "harness.h"

#include "scenario.h"

static PyObject *shared_copy(void) {
  enum { SIDE = 2048 };
  static double from[SIDE][SIDE], to[SIDE][SIDE];
  Py_ssize_t extents[] = {SIDE, SIDE}, strides[] = {8, 8 * SIDE};
  Py_buffer matrix = {.buf = from, .len = sizeof from, .itemsize = 8, .ndim = 2, .format = "d"};
  matrix.shape = extents, matrix.strides = strides;
  from[7][2047] = 1;
  PyMV_SetThreads(4);
  int status = PyBuffer_ToContiguous(to, &matrix, matrix.len, 'C');
  PyMV_SetThreads(1);
  return to[2047][7] == 1 ? done(status, NULL) : broken("not copied");
}

enum { SIZE = 1 << 16 };
static char bytes[SIZE];

static PyObject *view_of_bytes(Py_ssize_t stride) {
  Py_ssize_t extent = SIZE;
  Py_buffer line = {.buf = stride > 0 ? bytes : bytes + SIZE - 1, .len = SIZE, .itemsize = 1};
  line.ndim = 1, line.shape = &extent, line.strides = &stride, line.format = "B";
  return PyMemoryView_FromBuffer(&line);
}

/* Needs a block for the whole copy: nothing may be copied before it is allocated. */
static PyObject *turned_around(void) {
  memset(bytes, 'a', SIZE / 2), memset(bytes + SIZE / 2, 'b', SIZE / 2);
  PyObject *forwards = view_of_bytes(1), *backwards = forwards != NULL ? view_of_bytes(-1) : NULL;
  int status = backwards != NULL ? PyObject_CopyData(forwards, backwards) : -1;
  Py_XDECREF(forwards), Py_XDECREF(backwards);
  char first = status < 0 ? 'a' : 'b', last = status < 0 ? 'b' : 'a';
  bool is_whole = bytes[0] == first && bytes[SIZE / 2 - 1] == first && bytes[SIZE / 2] == last;
  return is_whole && bytes[SIZE - 1] == last ? done(status, NULL) : broken("copied in part");
}

static PyObject *gathered(void) {
  PyObject *view = view_of_bytes(-1);
  PyObject *copy = view != NULL ? PyMemoryView_GetContiguous(view, PyBUF_READ, 'C') : NULL;
  Py_XDECREF(view);
  return done(copy != NULL ? 0 : -1, copy);
}

static const Scenario scenarios[] = {
    {"a copy shared by threads", shared_copy},
    {"bytes turned around in place", turned_around},
    {"bytes gathered backwards", gathered},
};

static void copies_survive_it(void **state) {
  scenarios_survive(scenarios, Py_ARRAY_LENGTH(scenarios));
}

int main(void) {
  const struct CMUnitTest tests[] = {CASE(copies_survive_it)};
  return cmocka_run_group_tests_name("copies", tests, start_host, stop_host);
}
