/* Every allocation in the creation of views of memory and buffers fails once. */
#include "harness.h"

#include "scenario.h"

static PyObject *with_buffer(PyObject *(*make)(Py_buffer *)) {
  static double items[2][3] = {{1.5, 2.5, 3.5}, {4.5, 5.5, 6.5}};
  Py_ssize_t extents[] = {3, 2}, strides[] = {8, 24};
  Exporter *owner = exporter_new(layouts[0], false);
  if (owner == NULL) return NULL;
  Py_buffer matrix = {.buf = items, .obj = (PyObject *)owner, .len = sizeof items, .itemsize = 8};
  matrix.ndim = 2, matrix.format = "d";
  matrix.shape = extents, matrix.strides = strides;
  PyObject *view = make(&matrix);
  bool is_moved = matrix.obj == NULL;
  if (view == NULL && (is_moved || Py_REFCNT(owner) != 1))
    return broken("a failure took the owner");
  if (!is_moved) Py_DECREF(owner);
  return items_of(view);
}

static PyObject *from_buffer(void) {
  return with_buffer(PyMemoryView_FromBuffer);
}

static PyObject *from_buffer_owned(void) {
  return with_buffer(PyMV_FromBufferOwned);
}

static PyObject *borrow(Py_buffer *buffer) {
  return PyMV_FromBufferBorrowed(buffer);
}

static PyObject *from_buffer_borrowed(void) {
  return with_buffer(borrow);
}

static int destroyed;

static void count_destroyed(void *memory, void *context) {
  destroyed++;
}

static PyObject *from_memory_owned(void) {
  destroyed = 0;
  PyObject *view = PyMV_FromMemoryOwned((void *)"abc", 3, PyBUF_READ, NULL, count_destroyed, NULL);
  if (destroyed != 0) return broken("destroyed too early");
  if (view == NULL) return NULL;
  PyObject *items = items_of(view);
  return destroyed == 1 ? items : broken("not destroyed");
}

static const Scenario scenarios[] = {
    {"from buffer", from_buffer},
    {"from buffer, owned", from_buffer_owned},
    {"from buffer, borrowed", from_buffer_borrowed},
    {"from memory, owned", from_memory_owned},
};

static void owners_are_left_alone(void **state) {
  scenarios_survive(scenarios, Py_ARRAY_LENGTH(scenarios));
}

int main(void) {
  const struct CMUnitTest tests[] = {CASE(owners_are_left_alone)};
  return cmocka_run_group_tests_name("views", tests, start_host, stop_host);
}
