#define _GNU_SOURCE
#include <dlfcn.h>

#include "HostTables.h"

/* Casts an object pointer to a function pointer, which POSIX allows and ISO C does not define. */
#define FUNCTION(type, address) (*(type *)&(address))

static const void *library_holding(const void *address) {
  Dl_info info;
  return dladdr(address, &info) != 0 ? info.dli_fbase : NULL;
}

/* The host's definition of a name that this library defines too. If the library was loaded after
 * the host, the name resolves to the host's definition. If it was loaded ahead of the host
 * (LD_PRELOAD, or linked before libpython), the name resolves to this library's, and the host's is
 * the next one. */
static void *host_symbol(const char *name) {
  void *first = dlsym(RTLD_DEFAULT, name);
  if (first != NULL && library_holding(first) != library_holding(&pymv_c_takeover)) return first;
  return dlsym(RTLD_NEXT, name);
}

PyObject *pymv_c_host_view_of_memory(char *memory, Py_ssize_t size, int flags) {
  typedef PyObject *(*function)(char *, Py_ssize_t, int);
  void *host = host_symbol("PyMemoryView_FromMemory");
  if (host != NULL) return FUNCTION(function, host)(memory, size, flags);
  PyErr_SetString(PyExc_RuntimeError, "the interpreter's PyMemoryView_FromMemory cannot be found");
  return NULL;
}

int pymv_c_host_get_buffer(PyObject *exporter, Py_buffer *view, int flags) {
  typedef int (*function)(PyObject *, Py_buffer *, int);
  void *host = host_symbol("PyObject_GetBuffer");
  if (host != NULL) return FUNCTION(function, host)(exporter, view, flags);
  (PyErr_BadInternalCall)();
  return -1;
}

int pymv_c_host_fill_info(Py_buffer *view, PyObject *exporter, void *buf, Py_ssize_t len,
                          int readonly, int flags) {
  typedef int (*function)(Py_buffer *, PyObject *, void *, Py_ssize_t, int, int);
  void *host = host_symbol("PyBuffer_FillInfo");
  if (host != NULL) return FUNCTION(function, host)(view, exporter, buf, len, readonly, flags);
  (PyErr_BadInternalCall)();
  return -1;
}

Py_ssize_t pymv_c_host_size_from_format(const char *format) {
  typedef Py_ssize_t (*function)(const char *);
  void *host = host_symbol("PyBuffer_SizeFromFormat");
  if (host != NULL) return FUNCTION(function, host)(format);
  (PyErr_BadInternalCall)();
  return -1;
}

/* Raise ImportError with the interpreter's own functions, because this library's references resolve
 * to another library. */
static void raise_out_of_reach(void *interpreter, const char *file) {
  typedef PyObject *(*function)(PyObject *, const char *, ...);
  void *format = dlsym(interpreter, "PyErr_Format");
  PyObject **import_error = dlsym(interpreter, "PyExc_ImportError");
  if (format == NULL || import_error == NULL) return;
  FUNCTION(function, format)
  (*import_error,
   "pymemoryview cannot reach the functions of %.200s, which was loaded with RTLD_LOCAL: "
   "load it with RTLD_GLOBAL, or link the program to it",
   file);
}

_Bool pymv_c_reaches(const void *caller) {
  typedef const char *(*function)(void);
  Dl_info library;
  if (dladdr(caller, &library) == 0) return 1;
  /* NULL if it is the program itself, whose functions are always reached. */
  void *interpreter = dlopen(library.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
  if (interpreter == NULL) return 1;
  void *version = dlsym(interpreter, "Py_GetVersion");
  /* Each libpython returns a pointer to its own static storage. */
  _Bool is_ours = version == NULL ||
                  (pymv_c_has_host() && FUNCTION(function, version)() == pymv_c_host_version());
  if (!is_ours) raise_out_of_reach(interpreter, library.dli_fname);
  dlclose(interpreter);
  return is_ours;
}

/* Runs when the library is loaded; if it was preloaded, before the interpreter starts. */
__attribute__((constructor)) static void meet_host(void) {
  if (!pymv_c_has_host()) return;
  PyTypeObject *host_type = &PyMemoryView_Type;
  if (host_type->tp_methods == pymv_c_view_methods) {
    /* The name resolves to this library's type: find the next definition. */
    host_type = dlsym(RTLD_NEXT, "PyMemoryView_Type");
    if (host_type == NULL) return;
  }
  pymv_s_meet_host(host_type, pymv_c_symbol_size(host_type));
}
