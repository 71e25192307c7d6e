/* The API under test through libffi. calls.c of ffi-shim is compiled so that its functions have the
 * API's own names. This file provides the library to it, and turns the hooks of exporters into
 * closures.
 */
#define _GNU_SOURCE
#include "api.h"

#include <dlfcn.h>

#include "calls.h"
#include "closure.h"
#include "library.h"

/* --- exporters --- */

enum { MOST_EXPORTERS = 32 };

static void on_getbuffer(ffi_cif *interface, void *result, void **arguments, void *data) {
  (void)interface;
  getbufferproc hook = ((PyBufferProcs *)data)->bf_getbuffer;
  *(ffi_sarg *)result =
      hook(*(PyObject **)arguments[0], *(Py_buffer **)arguments[1], *(int *)arguments[2]);
}

static void on_releasebuffer(ffi_cif *interface, void *result, void **arguments, void *data) {
  (void)interface, (void)result;
  releasebufferproc hook = ((PyBufferProcs *)data)->bf_releasebuffer;
  hook(*(PyObject **)arguments[0], *(Py_buffer **)arguments[1]);
}

/* Replaces a type's hooks by closures. */
static void make_closures(PyBufferProcs *procs) {
  static struct {
    PyBufferProcs hooks;
    struct closure getbuffer, releasebuffer;
  } made[MOST_EXPORTERS];
  static int count;
  if (count == MOST_EXPORTERS) abort();
  PyBufferProcs *hooks = &made[count].hooks;
  *hooks = *procs;
  if (hooks->bf_getbuffer != NULL) {
    procs->bf_getbuffer = closure_getbuffer(&made[count].getbuffer, on_getbuffer, hooks);
    if (procs->bf_getbuffer == NULL) abort();
  }
  if (hooks->bf_releasebuffer != NULL) {
    procs->bf_releasebuffer =
        closure_releasebuffer(&made[count].releasebuffer, on_releasebuffer, hooks);
    if (procs->bf_releasebuffer == NULL) abort();
  }
  count++;
}

static int (*type_ready)(PyTypeObject *type);

static int ready_with_closures(PyTypeObject *type) {
  bool is_first = !(type->tp_flags & Py_TPFLAGS_READY);
  if (is_first && type->tp_as_buffer != NULL) make_closures(type->tp_as_buffer);
  return type_ready(type);
}

/* --- the library --- */

/* The library that also defines the program's data. */
static void *library;

const char *library_path(void) {
  return "libPyMemoryView.so";
}

/* ISO C has no cast from a data pointer to a function pointer. */
void (*library_function(const char *name))(void) {
  void *address = dlsym(library, name);
  void (*function)(void) = NULL;
  memcpy(&function, &address, sizeof function);
  if (strcmp(name, "PyType_Ready") != 0) return function;
  memcpy(&type_ready, &address, sizeof type_ready);
  return (void (*)(void))ready_with_closures;
}

/* Before main(), as the dynamic linker does. */
__attribute__((constructor)) static void open_library(void) {
  library = dlopen(library_path(), RTLD_NOW | RTLD_NOLOAD);
  if (library == NULL || !functions_prepare()) abort();
}
