/* The parts of HostInterpreter that need C: the interpreter's own API, through weak references,
 * lookups in the dynamic symbol table, and static tables. Internal: of this, only PyInit__native is
 * exported.
 *
 * pymv_c_*: implemented in C. pymv_s_*: implemented in Swift.
 */
#ifndef HOST_TABLES_H
#define HOST_TABLES_H

#include <MemoryViewTables.h>

#include "HostApi.h"

typedef void (*pymv_function)(void);

/** A slot of memoryview's type and this library's function for it. */
typedef struct {
  Py_ssize_t table; /**< Offset in the type of the pointer to a method struct; 0: none. */
  Py_ssize_t slot;  /**< Offset in the method struct, or in the type if there is none. */
  pymv_function function;
} pymv_slot;

typedef struct {
  const pymv_slot *slots;
  Py_ssize_t count;
} pymv_slots;

/* Slots of memoryview in every host; those that only read fields; the one for items by index; its
 * slots for iteration, which some hosts lack, and for search; those of its iterator. */
pymv_slots pymv_c_view_slots(void);
pymv_slots pymv_c_field_slots(void);
pymv_slots pymv_c_index_slots(void);
pymv_slots pymv_c_iteration_slots(void);
pymv_slots pymv_c_search_slots(void);
pymv_slots pymv_c_iterator_slots(void);

/* This library's methods of memoryview; an entry without a name ends the table. */
static inline PyMethodDef *pymv_c_methods(void) {
  return pymv_c_view_methods;
}

/* This library's attribute of memoryview with a name, or NULL. */
PyGetSetDef *pymv_c_attribute(const char *name);

/* This library's method with a name, for METH_VARARGS | METH_KEYWORDS; or NULL. */
PyCFunction pymv_c_tuple_function(const char *name);

/* Methods of memoryview that only hosts have, for exchange with array libraries; likewise. */
PyMethodDef *pymv_c_exchange_methods(void);

/* The capsule with DLPack's table of functions for memoryviews. New reference. */
PyObject *pymv_c_exchange_table(void);

/* Make a memoryview of the DLPack tensor in a capsule, which it takes. New reference. */
PYMV_NONNULL() PyObject *pymv_c_view_of_capsule(PyObject *capsule);
/* Methods of memoryview that only hosts have, for Arrow; likewise. */
PyMethodDef *pymv_c_arrow_methods(void);

/* The managed buffer of a memoryview. */
static inline PyObject *pymv_c_managed_buffer(PyObject *view) {
  return (PyObject *)((PyMemoryViewObject *)view)->mbuf;
}

/** A changed word of the host's memory. */
typedef struct {
  uintptr_t *word;
  uintptr_t before;
} pymv_changed_word;

/* Addresses of words to change. Computed in C, because Swift may pass the address of a temporary
 * instead of that of a field. */
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

/** A changed entry of the type's dictionary. */
typedef struct {
  PyObject *name;   /**< Owned. */
  PyObject *before; /**< Owned; NULL if there was no entry. */
} pymv_changed_entry;

enum { PYMV_MOST_WORDS = 128, PYMV_MOST_ENTRIES = 24, PYMV_MOST_METHODS = 48 };

/** The state of the takeover of a host's memoryview, and its original functions. */
typedef struct {
  _Bool is_preloaded; /**< The type is this library's symbol; it cannot be restored. */
  _Bool is_installed;
  _Bool is_strict;
  _Bool is_full;          /**< A change was not made, because it could not be recorded. */
  _Bool has_row_iterator; /**< This interpreter has completed the type of iterators over rows. */
  newfunc original_new;
  getiterfunc original_iter;
  Py_ssize_t word_count;
  Py_ssize_t lasting_word_count; /**< The first words, in static memory; others are in objects. */
  Py_ssize_t entry_count;
  Py_ssize_t method_count;
} pymv_takeover;

extern PYMV_SHARED_DATA pymv_takeover pymv_c_takeover;

/* The function of the extension module that takes two capsules, of a type and of an array. */
PyObject *pymv_c_from_arrow(PyObject *module, PyObject *args);

/* Records of the changes: PYMV_MOST_WORDS words and PYMV_MOST_ENTRIES entries. */
pymv_changed_word *pymv_c_changed_words(void);
pymv_changed_entry *pymv_c_changed_entries(void);

/* The extended method table: added methods, followed by the host's; PYMV_MOST_METHODS entries. */
PyMethodDef *pymv_c_added_methods(void);

/* The host's original method; its name is NULL if there is none. */
PyMethodDef *pymv_c_original(pymv_method method);

/* The host's definition of a name that this library defines too; NULL if there is none. */
void *pymv_c_host_symbol(const char *name);

/** The functions that this library and an interpreter both export. */
typedef enum {
  PYMV_NAME_CHECK_BUFFER,
  PYMV_NAME_GET_BUFFER,
  PYMV_NAME_COPY_DATA,
  PYMV_NAME_RELEASE,
  PYMV_NAME_FILL_INFO,
  PYMV_NAME_IS_CONTIGUOUS,
  PYMV_NAME_GET_POINTER,
  PYMV_NAME_SIZE_FROM_FORMAT,
  PYMV_NAME_TO_CONTIGUOUS,
  PYMV_NAME_FROM_CONTIGUOUS,
  PYMV_NAME_FILL_CONTIGUOUS_STRIDES,
  PYMV_NAME_FROM_OBJECT,
  PYMV_NAME_FROM_MEMORY,
  PYMV_NAME_FROM_BUFFER,
  PYMV_NAME_GET_CONTIGUOUS,
  PYMV_NAME_COUNT
} pymv_shared_name;

extern PYMV_SHARED_DATA void *pymv_c_interpreter_functions[PYMV_NAME_COUNT];

/* Let the interpreter's functions do the work of this library's, whose object layout is another. */
void pymv_c_stand_aside(void);

/** The interpreter's function that must be called instead of this library's; NULL if none. */
static inline void *pymv_c_interpreter_function(pymv_shared_name name) {
  return pymv_c_interpreter_functions[name];
}

/* Called once, when the library is loaded into a process with an interpreter. `host_type` is the
 * interpreter's PyMemoryView_Type, `byte_count` its size. Returns false, and does nothing, if this
 * library does not serve interpreters of that version and object layout. */
PYMV_NONNULL() _Bool pymv_s_meet_host(PyTypeObject *host_type, size_t byte_count);

/* Slots and methods with hosts' calling conventions. */
PYMV_NONNULL(1, 2) PyObject *pymv_s_host_new(PyTypeObject *type, PyObject *args, PyObject *kwds);
PYMV_NONNULL(1, 2) PyObject *pymv_s_host_tobytes(PyObject *self, PyObject *args, PyObject *kwds);
PYMV_NONNULL(1, 2) PyObject *pymv_s_host_cast(PyObject *self, PyObject *args, PyObject *kwds);

/* Functions of pymv_view_services. */
int pymv_s_find_types(void);
PyObject *pymv_s_answer_misfit(pymv_method method, PyObject *self, PyObject *const *args,
                               Py_ssize_t count, PyObject *names);

/* Functions of the extension module. Those of type int return 0, or -1 with an exception. */
int pymv_s_require_host(void);
int pymv_s_install(_Bool strict);
int pymv_s_uninstall(void);
void pymv_s_forget_interpreter(void); /* Called at the end of Py_Finalize. */
int pymv_s_set_threads(Py_ssize_t n);
Py_ssize_t pymv_s_get_threads(void);

/* Clean up at the end of the interpreter. Return false if that is not possible: CPython accepts 32
 * exit functions. Then a second interpreter of the process finds the library still installed. */
_Bool pymv_c_watch_end(void);

/* As pymv_view_services says. What is kept or borrowed is forgotten at the end of Py_Finalize. */
_Bool pymv_c_may_borrow_ints(void);
_Bool pymv_c_may_keep_objects(void);

/* As pymv_view_services says. */
PyTypeObject *pymv_c_row_iterator_type(void);

/* Whether a type is memoryview with the object layout that this library supports. */
_Bool pymv_c_has_known_layout(const PyTypeObject *type);

/* Whether the names of the C API resolve to the interpreter whose code is at address `caller`. If
 * not, raise ImportError in that interpreter: if libpython was loaded with RTLD_LOCAL, the names
 * resolve to libPyMemoryViewRuntime.so or to another libpython. */
_Bool pymv_c_reaches(const void *caller);

/* The size of a variable, in bytes, whose address the dynamic linker has found by name; 0 if it is
 * not known. */
PYMV_NONNULL(1) size_t pymv_c_symbol_size(const void *address);

/* Raise ImportError with a format that includes a version. */
void pymv_c_raise_import_error(const char *text, const char *version);

#endif /* HOST_TABLES_H */
