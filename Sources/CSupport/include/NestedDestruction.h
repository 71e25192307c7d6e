/* Destroying objects that hold objects, to any depth with little stack, as CPython's trashcan does.
 *
 * A deallocator that drops the last reference to another object runs that object's deallocator.
 * Beyond a number of such levels an object is only put on a list of the calling thread's, and the
 * outermost deallocator destroys what is on the list before it returns.
 */
#ifndef NESTED_DESTRUCTION_H
#define NESTED_DESTRUCTION_H

#include <PyMemoryView.h>
#include <stddef.h>
#include <stdint.h>

#include "ThreadLocal.h"

/* As many levels as in CPython. */
enum { PYMV_MOST_NESTED_DESTRUCTIONS = 50 };

/** The destructions that one thread is in the middle of. All zero: none. */
typedef struct {
  int depth;
  PyObject *deferred; /**< Objects that wait, linked through one of their fields. */
} pymv_destructions;

static inline Py_ssize_t *pymv_c_link(PyObject *op, size_t offset) {
  return (Py_ssize_t *)(void *)((char *)op + offset);
}

/** Put an object on the list.
 * @param link offset of a field of type Py_ssize_t that nobody uses any more; it is 0 again when
 * the object is taken from the list. The same for all objects of a list. */
static inline void pymv_c_defer_destruction(pymv_destructions *running, PyObject *op, size_t link) {
  *pymv_c_link(op, link) = (Py_ssize_t)(intptr_t)running->deferred;
  running->deferred = op;
}

/** Destroy the objects on the list, and those that this adds. For the end of the outermost
 * destruction, and of a thread that may have ended in the middle of one. */
static inline void pymv_c_destroy_deferred(pymv_destructions *running, size_t link,
                                           destructor destroy) {
  running->depth = 1;
  while (running->deferred != NULL) {
    PyObject *next = running->deferred;
    running->deferred = (PyObject *)(intptr_t)*pymv_c_link(next, link);
    *pymv_c_link(next, link) = 0;
    destroy(next);
  }
}

/** Destroy an object now or later.
 * @param destroy destroys it.
 * @param defer puts it on the list.
 * @param finish destroys what is on the list. */
static inline void pymv_c_destroy_nested(pymv_destructions *running, PyObject *op,
                                         destructor destroy, destructor defer,
                                         void (*finish)(void)) {
  if (running->depth >= PYMV_MOST_NESTED_DESTRUCTIONS) {
    defer(op);
    return;
  }
  running->depth++;
  destroy(op);
  if (running->deferred != NULL && running->depth == 1) finish();
  running->depth--;
}

#endif /* NESTED_DESTRUCTION_H */
