/* The API under test through libffi: the library is opened, not linked. calls.c of ffi-shim is
 * compiled so that its functions have the API's own names; here are the data, and the hooks of
 * exporters, which become closures. */
#include "api.h"

#include <limits.h>

#include "calls.h"
#include "closure.h"
#include "library.h"

#define DATA(name) __typeof__(&name) data_##name;
#include "data.h"

static void find_data(void) {
#define DATA(name) data_##name = library_data(#name);
#include "data.h"
}

/* Before main(), because tests refer to data in tables. */
__attribute__((constructor)) static void open_library(void) {
  char path[PATH_MAX];
  const char *folder = getenv("PYMV_LIBDIR");
  snprintf(path, sizeof path, "%s/libPyMemoryView.so", folder != NULL ? folder : ".");
  if (!library_open(path) || !functions_prepare()) exit(2);
  find_data();
}

/* --- exporters --- */

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

/* Puts closures in the place of hooks. They live as long as types do: for ever. */
static void make_closures(PyBufferProcs *procs) {
  PyBufferProcs *hooks = malloc(sizeof *hooks);
  struct closure *closures = calloc(2, sizeof *closures);
  if (hooks == NULL || closures == NULL) abort();
  *hooks = *procs;
  if (hooks->bf_getbuffer != NULL) {
    procs->bf_getbuffer = closure_getbuffer(&closures[0], on_getbuffer, hooks);
    if (procs->bf_getbuffer == NULL) abort();
  }
  if (hooks->bf_releasebuffer != NULL) {
    procs->bf_releasebuffer = closure_releasebuffer(&closures[1], on_releasebuffer, hooks);
    if (procs->bf_releasebuffer == NULL) abort();
  }
}

int __real_PyType_Ready(PyTypeObject *type);
int __wrap_PyType_Ready(PyTypeObject *type);

/* The linker sends the tests' calls of PyType_Ready here. */
int __wrap_PyType_Ready(PyTypeObject *type) {
  bool is_first = !(type->tp_flags & Py_TPFLAGS_READY);
  if (is_first && type->tp_as_buffer != NULL) make_closures(type->tp_as_buffer);
  return __real_PyType_Ready(type);
}
