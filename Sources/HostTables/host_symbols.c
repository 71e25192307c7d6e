#define _GNU_SOURCE
#include <dlfcn.h>

#include "HostTables.h"

/* Casts an object pointer to a function pointer, which POSIX allows and ISO C does not define. */
#define FUNCTION(type, address) (*(type *)&(address))

/* The loaded file that has an address; NULL if that is the program itself. */
static void *file_with(const void *address, Dl_info *file) {
  return dladdr(address, file) != 0 ? dlopen(file->dli_fname, RTLD_LAZY | RTLD_NOLOAD) : NULL;
}

/* If this library was loaded ahead of the interpreter (LD_PRELOAD, or linked before libpython), the
 * name resolves to this library's definition, so the interpreter's own file is asked. */
void *pymv_c_host_symbol(const char *name) {
  /* The version is in static storage of the interpreter. */
  Dl_info file;
  void *interpreter = file_with(pymv_c_host_version(), &file);
  if (interpreter == NULL) return dlsym(RTLD_DEFAULT, name);
  void *symbol = dlsym(interpreter, name);
  dlclose(interpreter);
  return symbol;
}

PyObject *pymv_c_host_view_of_memory(char *memory, Py_ssize_t size, int flags) {
  typedef PyObject *(*function)(char *, Py_ssize_t, int);
  void *host = pymv_c_host_symbol("PyMemoryView_FromMemory");
  if (host != NULL) return FUNCTION(function, host)(memory, size, flags);
  PyErr_SetString(PyExc_RuntimeError, "the interpreter's PyMemoryView_FromMemory cannot be found");
  return NULL;
}

int pymv_c_host_get_buffer(PyObject *exporter, Py_buffer *view, int flags) {
  typedef int (*function)(PyObject *, Py_buffer *, int);
  void *host = pymv_c_host_symbol("PyObject_GetBuffer");
  if (host != NULL) return FUNCTION(function, host)(exporter, view, flags);
  (PyErr_BadInternalCall)();
  return -1;
}

int pymv_c_host_fill_info(Py_buffer *view, PyObject *exporter, void *buf, Py_ssize_t len,
                          int readonly, int flags) {
  typedef int (*function)(Py_buffer *, PyObject *, void *, Py_ssize_t, int, int);
  void *host = pymv_c_host_symbol("PyBuffer_FillInfo");
  if (host != NULL) return FUNCTION(function, host)(view, exporter, buf, len, readonly, flags);
  (PyErr_BadInternalCall)();
  return -1;
}

Py_ssize_t pymv_c_host_size_from_format(const char *format) {
  typedef Py_ssize_t (*function)(const char *);
  void *host = pymv_c_host_symbol("PyBuffer_SizeFromFormat");
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
  Dl_info file;
  void *interpreter = file_with(caller, &file);
  /* The program's own functions are always reached. */
  if (interpreter == NULL) return 1;
  void *version = dlsym(interpreter, "Py_GetVersion");
  /* Each libpython returns a pointer to its own static storage. */
  _Bool is_ours = version == NULL ||
                  (pymv_c_has_host() && FUNCTION(function, version)() == pymv_c_host_version());
  if (!is_ours) raise_out_of_reach(interpreter, file.dli_fname);
  dlclose(interpreter);
  return is_ours;
}
