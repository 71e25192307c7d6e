#include "HostTables.h"

/* The type of iterators over rows. An interpreter completes it, and it looks like the interpreter's
 * own type for iterators over memoryviews. */

/* In CPython 3.13 and later. */
extern __attribute__((weak)) void *PyThreadState_GetUnchecked(void);

static const PyTypeObject incomplete = {
    .ob_base = {PYMV_UNFINISHED_HEAD 0},
    .tp_name = "memory_iterator",
    .tp_basicsize = sizeof(pymv_row_iterator),
    .tp_dealloc = pymv_s_row_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_traverse = pymv_s_row_traverse,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = pymv_s_row_next,
};

/* The type struct of a newer interpreter may be larger than this library's. */
static union {
  PyTypeObject type;
  char room[1024];
} row_iterator;

/* Without knowing that the interpreter ends, a type with its objects would be used in the next
 * one. */
static _Bool complete(void) {
  if (!pymv_c_watch_end()) return 0;
  memset(&row_iterator, 0, sizeof row_iterator);
  row_iterator.type = incomplete;
  /* As in the interpreter's own type, which has an entry for it up to 3.12. */
  if (PyThreadState_GetUnchecked == NULL) row_iterator.type.tp_getattro = PyObject_GenericGetAttr;
  return PyType_Ready(&row_iterator.type) == 0;
}

PyTypeObject *pymv_c_row_iterator_type(void) {
  if (!pymv_c_is_main_interpreter()) return NULL;
  if (!pymv_c_takeover.has_row_iterator) pymv_c_takeover.has_row_iterator = complete();
  return pymv_c_takeover.has_row_iterator ? &row_iterator.type : NULL;
}
