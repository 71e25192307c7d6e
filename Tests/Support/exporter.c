#include "exporter.h"

#include <string.h>

_Atomic int exporters_alive;

static Py_ssize_t item_count(const Layout *layout) {
  Py_ssize_t count = 1;
  for (int i = 0; i < layout->ndim; i++) {
    count *= layout->shape[i];
  }
  return count;
}

static bool asks_for(int flags, int request) {
  return (flags & request) == request;
}

/* The requested property that the layout lacks; NULL if the request can be met. */
static const char *refusal(const Exporter *self, const Py_buffer *full, int flags) {
  if (asks_for(flags, PyBUF_WRITABLE) && self->readonly) return "exporter: read-only";
  if (asks_for(flags, PyBUF_C_CONTIGUOUS) && !PyBuffer_IsContiguous(full, 'C')) {
    return "exporter: not C-contiguous";
  }
  if (asks_for(flags, PyBUF_F_CONTIGUOUS) && !PyBuffer_IsContiguous(full, 'F')) {
    return "exporter: not Fortran contiguous";
  }
  if (asks_for(flags, PyBUF_ANY_CONTIGUOUS) && !PyBuffer_IsContiguous(full, 'A')) {
    return "exporter: not contiguous";
  }
  if (!asks_for(flags, PyBUF_INDIRECT) && full->suboffsets != NULL) {
    return "exporter: needs suboffsets";
  }
  if (!asks_for(flags, PyBUF_STRIDES) && !PyBuffer_IsContiguous(full, 'C')) {
    return "exporter: needs strides";
  }
  return NULL;
}

static void fill(Exporter *self, Py_buffer *view) {
  const Layout *layout = self->layout;
  memset(view, 0, sizeof *view);
  view->buf = exporter_origin(self);
  view->itemsize = layout->itemsize;
  view->len = item_count(layout) * layout->itemsize;
  view->readonly = self->readonly;
  view->ndim = layout->ndim;
  view->format = (char *)layout->format;
  if (layout->ndim > 0) {
    view->shape = (Py_ssize_t *)layout->shape;
    view->strides = (Py_ssize_t *)layout->strides;
    view->suboffsets = layout->indirect ? (Py_ssize_t *)layout->suboffsets : NULL;
  }
  view->internal = self;
}

static void drop_what_was_not_asked(Py_buffer *view, int flags) {
  if (!asks_for(flags, PyBUF_FORMAT)) view->format = NULL;
  if (!asks_for(flags, PyBUF_STRIDES)) view->strides = NULL;
  if (!asks_for(flags, PyBUF_ND)) {
    view->shape = NULL;
    view->ndim = 1;
  }
}

static int exporter_getbuffer(PyObject *op, Py_buffer *view, int flags) {
  Exporter *self = (Exporter *)op;
  self->last_request = flags;
  if (self->conduct != ANSWER) {
    PyErr_SetString(PyExc_ValueError, "exporter failed");
    view->obj = self->conduct == FAIL ? NULL : op;
    return -1;
  }
  Py_buffer full;
  fill(self, &full);
  const char *refused = refusal(self, &full, flags);
  if (refused != NULL) {
    PyErr_SetString(PyExc_BufferError, refused);
    view->obj = NULL;
    return -1;
  }
  *view = full;
  drop_what_was_not_asked(view, flags);
  Py_INCREF(op);
  view->obj = op;
  self->answered = *view;
  self->gets++;
  return 0;
}

static void exporter_releasebuffer(PyObject *op, Py_buffer *view) {
  Exporter *self = (Exporter *)op;
  self->releases++;
  self->released = *view;
}

static void exporter_dealloc(PyObject *op) {
  exporters_alive--;
  PyObject_Free(op);
}

static PyBufferProcs exporter_as_buffer = {exporter_getbuffer, exporter_releasebuffer};
static PyBufferProcs hook_free_as_buffer = {exporter_getbuffer, NULL};

PyTypeObject Exporter_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.Exporter",
    .tp_basicsize = sizeof(Exporter),
    .tp_dealloc = exporter_dealloc,
    .tp_as_buffer = &exporter_as_buffer,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
};

PyTypeObject HookFreeExporter_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.HookFreeExporter",
    .tp_basicsize = sizeof(Exporter),
    .tp_dealloc = exporter_dealloc,
    .tp_as_buffer = &hook_free_as_buffer,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

int exporters_ready(void) {
  return PyType_Ready(&Exporter_Type) < 0 || PyType_Ready(&HookFreeExporter_Type) < 0 ? -1 : 0;
}

Exporter *exporter_new_of_type(PyTypeObject *type, const Layout *layout, bool readonly) {
  Exporter *self = PyObject_New(Exporter, type);
  if (self == NULL) return NULL;
  memset((char *)self + sizeof(PyObject), 0, sizeof *self - sizeof(PyObject));
  self->layout = layout;
  self->readonly = readonly;
  for (int i = 0; i < EXPORTER_DATA_SIZE; i++) {
    self->data[i] = (char)i;
  }
  for (int i = 0; i < EXPORTER_ROWS; i++) {
    self->rows[i] = self->data + i * layout->offset;
  }
  exporters_alive++;
  return self;
}

Exporter *exporter_new(const Layout *layout, bool readonly) {
  return exporter_new_of_type(&Exporter_Type, layout, readonly);
}

void *exporter_origin(Exporter *exporter) {
  const Layout *layout = exporter->layout;
  if (exporter->start != NULL) return exporter->start;
  return layout->indirect ? (void *)exporter->rows : exporter->data + layout->offset;
}
