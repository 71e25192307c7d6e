/* tests.ndarray: an Exporter whose layout a script describes. */
#include <stdlib.h>
#include <string.h>

#include "exporter.h"
#include "script_objects.h"

typedef struct {
  Exporter exporter;
  Layout layout;
  char format[64];
} Array;

static PyTypeObject Array_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.ndarray",
    .tp_basicsize = sizeof(Array),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_base = &Exporter_Type,
};

static int read_sizes(PyObject *tuple, Py_ssize_t *sizes) {
  Py_ssize_t count = PyTuple_Size(tuple);
  for (Py_ssize_t i = 0; i < count; i++) {
    sizes[i] = PyLong_AsSsize_t(PyTuple_GetItem(tuple, i));
  }
  return (int)count;
}

static void set_packed_strides(Layout *layout) {
  Py_ssize_t stride = layout->itemsize;
  for (int i = layout->ndim - 1; i >= 0; i--) {
    layout->strides[i] = stride;
    stride *= layout->shape[i];
  }
  if (stride > EXPORTER_DATA_SIZE) script_ill_formed("nd()", "too many items");
}

/* Axis 0 consists of pointers to rows of `offset` bytes. */
static void set_indirect(Layout *layout) {
  layout->indirect = true;
  layout->strides[0] = sizeof(char *);
  for (int i = 0; i < layout->ndim; i++) {
    layout->suboffsets[i] = i == 0 ? 0 : -1;
  }
}

static int set_data(Exporter *exporter, PyObject *data) {
  Py_ssize_t size = PyBytes_Size(data);
  if (size > EXPORTER_DATA_SIZE) script_ill_formed("nd()", "too much data");
  memcpy(exporter->data, PyBytes_AsString(data), (size_t)size);
  return 0;
}

static Py_ssize_t number_keyword(PyObject *const *args, Py_ssize_t count, PyObject *names,
                                 const char *keyword) {
  PyObject *value = script_keyword(args, count, names, keyword);
  return value != NULL ? PyLong_AsSsize_t(value) : 0;
}

static PyObject *as_object(Exporter *exporter) {
  return (PyObject *)exporter;
}

PyObject *new_ndarray(PyObject *const *args, Py_ssize_t count, PyObject *names) {
  static const Layout none = {.name = "scripted"};
  if (count == 1) return as_object(exporter_new(layout_named(PyUnicode_AsUTF8(args[0])), false));
  Array *self = (Array *)exporter_new_of_type(&Array_Type, &none, false);
  if (self == NULL) return NULL;
  Layout *layout = &self->layout;
  *layout = none;
  strncpy(self->format, PyUnicode_AsUTF8(args[0]), sizeof self->format - 1);
  layout->format = self->format;
  layout->ndim = read_sizes(args[1], layout->shape);
  layout->offset = number_keyword(args, count, names, "offset");
  layout->itemsize = number_keyword(args, count, names, "itemsize");
  if (layout->itemsize == 0) layout->itemsize = PyBuffer_SizeFromFormat(layout->format);
  set_packed_strides(layout);
  PyObject *strides = script_keyword(args, count, names, "strides");
  if (strides != NULL) read_sizes(strides, layout->strides);
  if (number_keyword(args, count, names, "indirect") != 0) set_indirect(layout);
  self->exporter.layout = layout;
  self->exporter.readonly = number_keyword(args, count, names, "readonly") != 0;
  for (int i = 0; i < EXPORTER_ROWS; i++) {
    self->exporter.rows[i] = self->exporter.data + i * layout->offset;
  }
  if (count > 2) set_data(&self->exporter, args[2]);
  if (PyErr_Occurred() != NULL) Py_CLEAR(self);
  return (PyObject *)self;
}

int script_array_ready(void) {
  return PyType_Ready(&Array_Type);
}
