#include "HostTables.h"

/* The extension module as which the package `pymemoryview` loads this library. */

#define HOST_API extern __attribute__((weak))

/* PyModuleDef and its slots, the same in every supported version. */
typedef struct {
  PyObject_HEAD
  PyObject *(*m_init)(void);
  Py_ssize_t m_index;
  PyObject *m_copy;
} module_base;

typedef struct {
  int slot;
  void *value;
} module_slot;

typedef struct {
  module_base m_base;
  const char *m_name;
  const char *m_doc;
  Py_ssize_t m_size;
  PyMethodDef *m_methods;
  const module_slot *m_slots;
  traverseproc m_traverse;
  inquiry m_clear;
  freefunc m_free;
} module_definition;

/* Py_mod_exec, Py_mod_multiple_interpreters, Py_mod_gil */
enum { EXECUTION = 2, MULTIPLE_INTERPRETERS = 3, LOCK = 4 };

/* Py_MOD_PER_INTERPRETER_GIL_SUPPORTED, Py_MOD_GIL_NOT_USED */
#define LOCK_OF_EACH ((void *)2)
#define WITHOUT_LOCK ((void *)1)

HOST_API PyObject *PyModuleDef_Init(module_definition *);
HOST_API int PyModule_AddStringConstant(PyObject *, const char *, const char *);
HOST_API int PyArg_ParseTupleAndKeywords(PyObject *, PyObject *, const char *, char **, ...);
HOST_API PyObject *PyPyExc_ImportError;
HOST_API void PyPyErr_SetString(PyObject *, const char *);

static PyObject *none_or_failure(int status) {
  if (status < 0) return NULL;
  Py_IncRef(Py_None);
  return Py_None;
}

static PyObject *install(PyObject *module, PyObject *args, PyObject *kwds) {
  static char name[] = "strict";
  static char *names[] = {name, NULL};
  int strict = 0;
  (void)module;
  if (!PyArg_ParseTupleAndKeywords(args, kwds, "|p:install", names, &strict)) return NULL;
  return none_or_failure(pymv_s_install(strict != 0));
}

static PyObject *uninstall(PyObject *module, PyObject *none) {
  (void)module, (void)none;
  return none_or_failure(pymv_s_uninstall());
}

static PyObject *installed(PyObject *module, PyObject *none) {
  (void)module, (void)none;
  return PyBool_FromLong(pymv_c_takeover.is_installed);
}

static PyObject *strict(PyObject *module, PyObject *none) {
  (void)module, (void)none;
  return PyBool_FromLong(pymv_c_takeover.is_installed && pymv_c_takeover.is_strict);
}

static PyObject *set_threads(PyObject *module, PyObject *number) {
  (void)module;
  Py_ssize_t n = PyNumber_AsSsize_t(number, NULL);
  if (n == -1 && PyErr_Occurred() != NULL) return NULL;
  return none_or_failure(pymv_s_set_threads(n));
}

static PyObject *threads(PyObject *module, PyObject *none) {
  (void)module, (void)none;
  return PyLong_FromSsize_t(pymv_s_get_threads());
}

static PyObject *from_capsule(PyObject *module, PyObject *capsule) {
  (void)module;
  return pymv_c_view_of_capsule(capsule);
}

/* For the package, which documents them in full. */
static PyMethodDef functions[] = {
    {"install", (PyCFunction)(void (*)(void))install, METH_VARARGS | METH_KEYWORDS,
     "install($module, /, strict=False)\n--\n\n"
     "Replace the interpreter's memoryview, also for existing objects."},
    {"uninstall", uninstall, METH_NOARGS,
     "uninstall($module, /)\n--\n\n"
     "Restore the interpreter's own memoryview."},
    {"installed", installed, METH_NOARGS,
     "installed($module, /)\n--\n\n"
     "Whether the library is installed."},
    {"strict", strict, METH_NOARGS,
     "strict($module, /)\n--\n\n"
     "Whether the library is installed in strict mode."},
    {"set_threads", set_threads, METH_O,
     "set_threads($module, n, /)\n--\n\n"
     "Set how many threads share a large copy; 0: one for each processor."},
    {"threads", threads, METH_NOARGS,
     "threads($module, /)\n--\n\n"
     "The number of threads that share a large copy."},
    {"from_capsule", from_capsule, METH_O,
     "from_capsule($module, capsule, /)\n--\n\n"
     "Make a memoryview of the DLPack tensor in a capsule."},
    {"from_arrow", pymv_c_from_arrow, METH_VARARGS,
     "from_arrow($module, schema, array, /)\n--\n\n"
     "Make a memoryview of an Arrow array, from two capsules."},
    {NULL, NULL, 0, NULL},
};

static int add_version(PyObject *module) {
  return PyModule_AddStringConstant(module, "version", PYMV_VERSION);
}

static const module_slot slots[] = {
#ifdef Py_GIL_DISABLED
    /* Otherwise the interpreter would enable its lock. */
    {LOCK, WITHOUT_LOCK},
#endif
    /* Unknown before 3.12. */
    {MULTIPLE_INTERPRETERS, LOCK_OF_EACH},
    {EXECUTION, (void *)(uintptr_t)add_version},
    {0, NULL},
};

static module_definition definition = {
    .m_base = {PYMV_UNFINISHED_HEAD NULL, 0, NULL},
    .m_name = "_native",
    .m_doc = "memoryview, implemented by libPyMemoryView.so.",
    .m_methods = functions,
    .m_slots = slots,
};

/* Exported. The PyPy names serve to raise ImportError in PyPy, whose API has that prefix. */
PyObject *PyInit__native(void) {
  if (!pymv_c_reaches(__builtin_return_address(0))) return NULL;
  if (!pymv_c_has_host() || PyModuleDef_Init == NULL) {
    if (PyPyErr_SetString != NULL) {
      PyPyErr_SetString(PyPyExc_ImportError, "pymemoryview needs CPython 3.9 or later");
    }
    return NULL;
  }
  if (pymv_s_require_host() < 0) return NULL;
  if (!pymv_c_has_locks_of_interpreters()) definition.m_slots = slots + 1;
  return PyModuleDef_Init(&definition);
}
