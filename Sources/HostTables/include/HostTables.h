/* What serving a CPython process needs from C: the interpreter's own API, of which every name may
 * be missing, lookups in the dynamic symbol table, static tables. Internal: of this, only
 * PyInit__native is exported.
 *
 * pymv_c_*: implemented in C. pymv_s_*: implemented in Swift.
 */
#ifndef HOST_TABLES_H
#define HOST_TABLES_H

#include <MemoryViewTables.h>

#include "HostApi.h"

typedef void (*pymv_function)(void);

/** A slot of memoryview's type and the function of ours that belongs there. */
typedef struct {
  Py_ssize_t table; /**< Offset in the type of the pointer to a method struct; 0: none. */
  Py_ssize_t slot;  /**< Offset in the method struct, without one in the type. */
  pymv_function function;
} pymv_slot;

typedef struct {
  const pymv_slot *slots;
  Py_ssize_t count;
} pymv_slots;

/* Those of memoryview that every host has; those by which it is iterated over, which not every host
 * has; those of its iterator. */
pymv_slots pymv_c_view_slots(void);
pymv_slots pymv_c_iteration_slots(void);
pymv_slots pymv_c_iterator_slots(void);

/* Our methods of memoryview; the table ends with an entry without a name. */
static inline PyMethodDef *pymv_c_methods(void) {
  return pymv_c_view_methods;
}

/* Our attribute of memoryview with a name, or NULL. */
PyGetSetDef *pymv_c_attribute(const char *name);

/* Our method with a name, for a host that calls it with a tuple and a dictionary; or NULL. */
PyCFunction pymv_c_tuple_function(const char *name);

/* The managed buffer of a memoryview. */
static inline PyObject *pymv_c_managed_buffer(PyObject *view) {
  return (PyObject *)((PyMemoryViewObject *)view)->mbuf;
}

/** A word of the host's memory that was changed. */
typedef struct {
  uintptr_t *word;
  uintptr_t before;
} pymv_changed_word;

/* Addresses of words to change, in functions because Swift may pass the address of a temporary for
 * that of a field. */
static inline uintptr_t *pymv_c_methods_place(PyTypeObject *type) {
  return (uintptr_t *)&type->tp_methods;
}

static inline uintptr_t *pymv_c_getter_place(PyGetSetDef *attribute) {
  return (uintptr_t *)&attribute->get;
}

static inline uintptr_t *pymv_c_closure_place(PyGetSetDef *attribute) {
  return (uintptr_t *)&attribute->closure;
}

static inline uintptr_t *pymv_c_method_place(PyMethodDef *method) {
  return (uintptr_t *)&method->ml_meth;
}

/** An entry of the type's dictionary that was changed. */
typedef struct {
  PyObject *name;   /**< Owned. */
  PyObject *before; /**< Owned; NULL: there was none. */
} pymv_changed_entry;

enum { PYMV_MOST_WORDS = 128, PYMV_MOST_ENTRIES = 24, PYMV_MOST_METHODS = 48 };

/** How far a host's memoryview is taken over, and what its functions were. */
typedef struct {
  _Bool is_preloaded; /**< The type is our symbol; it cannot be given back. */
  _Bool is_installed;
  _Bool is_strict;
  _Bool is_full; /**< A change was left out, because there was no room to record it. */
  newfunc original_new;
  getiterfunc original_iter;
  Py_ssize_t word_count;
  Py_ssize_t lasting_word_count; /**< The first words; those after them are of objects. */
  Py_ssize_t entry_count;
  Py_ssize_t method_count;
} pymv_takeover;

extern PYMV_SHARED_DATA pymv_takeover pymv_c_takeover;

/* The changes, PYMV_MOST_WORDS and PYMV_MOST_ENTRIES of them. */
pymv_changed_word *pymv_c_changed_words(void);
pymv_changed_entry *pymv_c_changed_entries(void);

/* Methods that are added, or all of a type that was not finished yet; PYMV_MOST_METHODS. */
PyMethodDef *pymv_c_added_methods(void);

/* The host's own method, or one whose name is NULL. */
PyMethodDef *pymv_c_original(pymv_method method);

/* Called once, when the library is loaded into a process that has an interpreter's API.
 * `host_type` is the interpreter's PyMemoryView_Type, `byte_count` its size. */
PYMV_NONNULL() void pymv_s_meet_host(PyTypeObject *host_type, size_t byte_count);

/* Slots and methods with the calling conventions of hosts. */
PYMV_NONNULL(1, 2) PyObject *pymv_s_host_new(PyTypeObject *type, PyObject *args, PyObject *kwds);
PYMV_NONNULL(1, 2) PyObject *pymv_s_host_tobytes(PyObject *self, PyObject *args, PyObject *kwds);
PYMV_NONNULL(1, 2) PyObject *pymv_s_host_cast(PyObject *self, PyObject *args, PyObject *kwds);

/* Services of a host. */
int pymv_s_find_types(void);
PyObject *pymv_s_answer_misfit(pymv_method method, PyObject *self, PyObject *const *args,
                               Py_ssize_t count, PyObject *names);

/* Functions of the module. Those of type int return 0, or -1 with an exception. */
int pymv_s_require_host(void);
int pymv_s_install(_Bool strict);
int pymv_s_uninstall(void);
void pymv_s_forget_interpreter(void); /* Called at the end of Py_Finalize. */
int pymv_s_set_threads(Py_ssize_t n);
Py_ssize_t pymv_s_get_threads(void);

/* Whether a type is a memoryview's with the layout that this library was written for. */
_Bool pymv_c_has_known_layout(const PyTypeObject *type);

/* Whether the names of the C API lead to the interpreter whose code calls from this address. If
 * not, raise ImportError there: where libpython was loaded with RTLD_LOCAL, they lead to
 * libPyMemoryViewRuntime.so or to another libpython. */
_Bool pymv_c_reaches(const void *caller);

/* Format an ImportError that names a version. */
void pymv_c_raise_import_error(const char *text, const char *version);

#endif /* HOST_TABLES_H */
