/* Macros evaluate their argument once. A program of its own, with replacements of the library's
 * functions that count. */
#include <PyMemoryView.h>

typedef struct {
  PyObject_HEAD
  PyObject *other;
} Node;

static PyObject *released;
static int taken;

void Py_IncRef(PyObject *op) {
  taken += op != NULL;
}

void Py_DecRef(PyObject *op) {
  released = op;
}

static int clears_one(void) {
  PyObject first, second, *slots[] = {&first, &second};
  int i = 0;
  Py_CLEAR(slots[i++]);
  return i == 1 && slots[0] == NULL && slots[1] == &second && released == &first;
}

static int clears_a_derived_type(void) {
  Node first, second, *nodes[] = {&first, &second}, **next = nodes;
  Py_CLEAR(*next++);
  return next == nodes + 1 && nodes[0] == NULL && nodes[1] == &second &&
         released == (PyObject *)&first;
}

static int clears_nothing(void) {
  PyObject *slots[] = {NULL, NULL}, **next = slots;
  released = NULL;
  Py_CLEAR(*next++);
  return next == slots + 1 && released == NULL;
}

static int counts_one(void) {
  PyObject object, *slots[] = {&object, NULL}, **next = slots;
  Py_SET_REFCNT(&object, 1);
  Py_INCREF(*next++);
  int is_one = next == slots + 1 && Py_REFCNT(&object) == 2;
  Py_DECREF(*--next);
  Py_XINCREF(*next++);
  Py_XDECREF(*next--);
  return is_one && next == slots && taken == 1;
}

int main(void) {
  return !(clears_one() && clears_a_derived_type() && clears_nothing() && counts_one());
}
