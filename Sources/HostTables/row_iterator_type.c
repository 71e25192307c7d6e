#include "HostTables.h"

/* The type of iterators over rows. It belongs to one interpreter, unlike a static type, whose
 * dictionary would outlive the interpreter that filled it. */

#define HOST_API extern __attribute__((weak))

typedef struct {
  int slot;
  void *function;
} type_slot;

typedef struct {
  const char *name;
  int basicsize;
  int itemsize;
  unsigned int flags;
  type_slot *slots;
} type_spec;

/* Numbers of slots in the stable ABI. */
enum { TP_DEALLOC = 52, TP_ITER = 62, TP_ITERNEXT = 63, TP_TRAVERSE = 71 };

HOST_API PyObject *PyType_FromSpec(type_spec *);

static type_slot slots[] = {
    {TP_DEALLOC, (void *)pymv_s_row_dealloc},   {TP_TRAVERSE, (void *)pymv_s_row_traverse},
    {TP_ITER, (void *)PyObject_SelfIter},       {TP_ITERNEXT, (void *)pymv_s_row_next},
    {0, NULL},
};

static type_spec spec = {
    .name = "builtins.memory_iterator",
    .basicsize = sizeof(pymv_row_iterator),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE |
             Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = slots,
};

static PyTypeObject *type;

/* Without knowing that the interpreter ends, its type would be used in the next one. */
static PyTypeObject *make_type(void) {
  if (!pymv_c_watch_end()) return NULL;
  PyTypeObject *made = (PyTypeObject *)PyType_FromSpec(&spec);
  if (made == NULL) {
    PyErr_Clear();
    return NULL;
  }
  /* The name of the interpreter's own type. */
  made->tp_name = "memory_iterator";
  return made;
}

PyTypeObject *pymv_c_row_iterator_type(void) {
  if (!pymv_c_is_main_interpreter()) return NULL;
  if (type == NULL) type = make_type();
  return type;
}

void pymv_c_forget_row_iterator_type(void) {
  type = NULL;
}
