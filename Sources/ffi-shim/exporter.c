#include "exporter.h"

#include "calls.h"
#include "closure.h"
#include "library.h"

static struct closure getbuffer_closure;
static struct closure releasebuffer_closure;
static PyBufferProcs buffer_procs;
static PyTypeObject exporter_type;
static PyObject *buffer_error;
static int live_count;

static int refuse(Py_buffer *view, const char *message) {
  view->obj = NULL;
  call_PyErr_SetString(buffer_error, message);
  return -1;
}

static void fill(struct exporter *exporter, Py_buffer *view) {
  const struct layout *layout = &exporter->layout;
  view->buf = layout->first;
  view->itemsize = layout->itemsize;
  view->len = layout->itemsize;
  for (int k = 0; k < layout->ndim; k++) view->len *= layout->shape[k];
  view->readonly = layout->readonly;
  view->ndim = layout->ndim;
  /* Py_buffer has no const fields, and consumers must not write through these. */
  view->format = (char *)layout->format;
  view->shape = (Py_ssize_t *)layout->shape;
  view->strides = (Py_ssize_t *)layout->strides;
  view->suboffsets = (Py_ssize_t *)layout->suboffsets;
  view->internal = exporter;
  view->obj = (PyObject *)exporter;
  call_Py_IncRef(view->obj);
}

static int getbuffer(struct exporter *exporter, Py_buffer *view, int flags) {
  if ((flags & PyBUF_FULL_RO) != PyBUF_FULL_RO) {
    return refuse(view, "shim exporter: the request must ask for everything");
  }
  if ((flags & PyBUF_WRITABLE) && exporter->layout.readonly) {
    return refuse(view, "shim exporter: the memory is read-only");
  }
  fill(exporter, view);
  exporter->requests++;
  return 0;
}

static void on_getbuffer(ffi_cif *interface, void *result, void **arguments, void *data) {
  (void)interface, (void)data;
  struct exporter *exporter = *(struct exporter **)arguments[0];
  Py_buffer *view = *(Py_buffer **)arguments[1];
  int flags = *(int *)arguments[2];
  *(ffi_sarg *)result = getbuffer(exporter, view, flags);
}

static void on_releasebuffer(ffi_cif *interface, void *result, void **arguments, void *data) {
  (void)interface, (void)result, (void)data;
  struct exporter *exporter = *(struct exporter **)arguments[0];
  exporter->releases++;
}

static void destroy(PyObject *op) {
  live_count--;
  call_PyObject_Free(op);
}

static bool type_make(void) {
  buffer_procs.bf_getbuffer = closure_getbuffer(&getbuffer_closure, on_getbuffer, NULL);
  buffer_procs.bf_releasebuffer =
      closure_releasebuffer(&releasebuffer_closure, on_releasebuffer, NULL);
  if (buffer_procs.bf_getbuffer == NULL || buffer_procs.bf_releasebuffer == NULL) return false;
  Py_SET_REFCNT(&exporter_type, _Py_IMMORTAL_REFCNT);
  exporter_type.tp_name = "ffi_shim.Exporter";
  exporter_type.tp_basicsize = sizeof(struct exporter);
  exporter_type.tp_dealloc = destroy;
  exporter_type.tp_as_buffer = &buffer_procs;
  exporter_type.tp_flags = Py_TPFLAGS_DEFAULT;
  return call_PyType_Ready(&exporter_type) == 0;
}

bool exporter_start(void) {
  PyObject **error = library_data("PyExc_BufferError");
  buffer_error = error != NULL ? *error : NULL;
  if (buffer_error != NULL && type_make()) return true;
  fprintf(stderr, "ffi-shim: cannot make an exporter type\n");
  return false;
}

void exporter_stop(void) {
  closure_free(&getbuffer_closure);
  closure_free(&releasebuffer_closure);
}

struct exporter *exporter_new(const struct layout *layout) {
  struct exporter *exporter = (struct exporter *)call__PyObject_New(&exporter_type);
  if (exporter == NULL) return NULL;
  exporter->layout = *layout;
  exporter->requests = exporter->releases = 0;
  live_count++;
  return exporter;
}

int exporter_live_count(void) {
  return live_count;
}
