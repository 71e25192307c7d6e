/* Destroys nested objects of any depth with bounded stack use, like CPython's trashcan.
 *
 * A deallocator that drops the last reference to another object runs that object's deallocator.
 * Beyond a fixed number of such levels, destruction is deferred: the object is added to a list of
 * the calling thread, and the outermost deallocator destroys the objects on the list before it
 * returns.
 */
#ifndef NESTED_DESTRUCTION_H
#define NESTED_DESTRUCTION_H

#include <PyMemoryView.h>
#include <stddef.h>
#include <stdint.h>

#include "ThreadLocal.h"

/* The same limit as in CPython. */
enum { PYMV_MOST_NESTED_DESTRUCTIONS = 50 };

/** The nested destructions of one thread. All zero: none. */
typedef struct {
  int depth;
  PyObject *deferred; /**< Linked list, through one field of each object. */
} pymv_destructions;

static inline Py_ssize_t *pymv_c_link(PyObject *op, size_t offset) {
  return (Py_ssize_t *)(void *)((char *)op + offset);
}

/** Add an object to the list.
 * @param link offset of a field of type Py_ssize_t that is no longer in use; it is 0 again when the
 * object is taken from the list. The same for all objects of a list. */
static inline void pymv_c_defer_destruction(pymv_destructions *running, PyObject *op, size_t link) {
  *pymv_c_link(op, link) = (Py_ssize_t)(intptr_t)running->deferred;
  running->deferred = op;
}

/** Destroy the objects on the list, including those that are added meanwhile. Called at the end of
 * the outermost destruction, and when a thread ends, possibly in the middle of one. */
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

/** Destroy an object now, or defer its destruction.
 * @param destroy destroys it.
 * @param defer adds it to the list.
 * @param finish destroys the objects on the list. */
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
