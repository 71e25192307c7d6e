#include "liar.h"

#include <string.h>

unsigned char liar_memory[256] __attribute__((aligned(16)));

Py_buffer liar_struct(void) {
  static Py_ssize_t shape[] = {2, 3}, strides[] = {12, 4};
  return (Py_buffer){.buf = liar_memory,
                     .len = 24,
                     .itemsize = 4,
                     .ndim = 2,
                     .format = (char *)"i",
                     .shape = shape,
                     .strides = strides};
}

static int liar_getbuffer(PyObject *op, Py_buffer *view, int flags) {
  (void)flags;
  Liar *self = (Liar *)op;
  if (self->error != NULL) PyErr_SetString(self->error, "liar failed");
  *view = self->answer;
  view->obj = NULL;
  if (self->status < 0) {
    if (self->keeps_obj) view->obj = op;
    return self->status;
  }
  self->gets++;
  if (!self->anonymous) {
    Py_INCREF(op);
    view->obj = op;
  }
  return self->status;
}

static void liar_releasebuffer(PyObject *op, Py_buffer *view) {
  Liar *self = (Liar *)op;
  self->releases++;
  if (self->on_release != NULL) self->on_release(view);
}

static void liar_dealloc(PyObject *op) {
  PyObject_Free(op);
}

static PyBufferProcs liar_as_buffer = {liar_getbuffer, liar_releasebuffer};

PyTypeObject Liar_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.Liar",
    .tp_basicsize = sizeof(Liar),
    .tp_dealloc = liar_dealloc,
    .tp_as_buffer = &liar_as_buffer,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

Liar *liar_new(void) {
  if (PyType_Ready(&Liar_Type) < 0) return NULL;
  Liar *self = PyObject_New(Liar, &Liar_Type);
  if (self == NULL) return NULL;
  memset((char *)self + sizeof(PyObject), 0, sizeof *self - sizeof(PyObject));
  self->answer = liar_struct();
  return self;
}
