/* tests.ndarray: an Exporter whose layout a script describes. */
#include <stdlib.h>
#include <string.h>

#include "exporter.h"
#include "script_objects.h"

enum { MOST_POINTERS = 512, FORMAT_SIZE = 512 };

typedef struct {
  Exporter exporter;
  Layout layout;
  char format[FORMAT_SIZE];
  unsigned followed;               /**< Bit set of the axes that hold pointers. */
  Py_ssize_t steps[EXPORTER_AXES]; /**< Strides that the items would have without pointers. */
  char *pointers[MOST_POINTERS];
  size_t pointer_count;
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

/* The first axis from `axis` on that holds pointers; ndim if there is none. */
static int next_followed(const Array *self, int axis) {
  while (axis < self->layout.ndim && (self->followed >> axis & 1) == 0) axis++;
  return axis;
}

/* Makes the tables of pointers of the axes from `axis` on. @param items address of their first
 * item. @return address at which the axes start. */
static char *make_tables(Array *self, int axis, char *items) {
  const Layout *layout = &self->layout;
  int last = next_followed(self, axis);
  if (last == layout->ndim) return items;
  size_t count = 1;
  for (int i = axis; i <= last; i++) count *= (size_t)layout->shape[i];
  char **table = self->pointers + self->pointer_count;
  self->pointer_count += count;
  if (self->pointer_count > MOST_POINTERS) script_ill_formed("nd()", "too many pointers");
  for (size_t n = 0; n < count; n++) {
    char *pointed = items;
    size_t left = n;
    for (int i = last; i >= axis; i--) {
      pointed += (Py_ssize_t)(left % (size_t)layout->shape[i]) * self->steps[i];
      left /= (size_t)layout->shape[i];
    }
    table[n] = make_tables(self, last + 1, pointed) - layout->suboffsets[last];
  }
  return (char *)table;
}

/* Adds pointers to the axes of `self->followed`; the items keep their places. */
static void set_pointers(Array *self, Py_ssize_t suboffset) {
  Layout *layout = &self->layout;
  memcpy(self->steps, layout->strides, sizeof self->steps);
  layout->indirect = true;
  self->pointer_count = 0;
  Py_ssize_t stride = 0;
  for (int i = layout->ndim - 1; i >= 0; i--) {
    bool is_followed = (self->followed >> i & 1) != 0;
    layout->suboffsets[i] = is_followed ? suboffset : -1;
    if (is_followed) stride = sizeof(char *);
    if (stride == 0) continue;
    layout->strides[i] = stride;
    stride *= layout->shape[i] > 0 ? layout->shape[i] : 1;
  }
  self->exporter.start = make_tables(self, 0, self->exporter.data + layout->offset);
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
  const char *format = PyUnicode_AsUTF8(args[0]);
  if (strlen(format) >= FORMAT_SIZE) script_ill_formed("nd()", "too long a format");
  strcpy(self->format, format);
  layout->format = self->format;
  layout->ndim = read_sizes(args[1], layout->shape);
  layout->offset = number_keyword(args, count, names, "offset");
  layout->itemsize = number_keyword(args, count, names, "itemsize");
  if (layout->itemsize == 0) layout->itemsize = PyBuffer_SizeFromFormat(layout->format);
  set_packed_strides(layout);
  PyObject *strides = script_keyword(args, count, names, "strides");
  if (strides != NULL) read_sizes(strides, layout->strides);
  if (number_keyword(args, count, names, "indirect") != 0) set_indirect(layout);
  self->followed = (unsigned)number_keyword(args, count, names, "pointers");
  self->exporter.layout = layout;
  self->exporter.readonly = number_keyword(args, count, names, "readonly") != 0;
  for (int i = 0; i < EXPORTER_ROWS; i++) {
    self->exporter.rows[i] = self->exporter.data + i * layout->offset;
  }
  if (self->followed != 0) set_pointers(self, number_keyword(args, count, names, "suboffset"));
  if (count > 2) set_data(&self->exporter, args[2]);
  if (PyErr_Occurred() != NULL) Py_CLEAR(self);
  return (PyObject *)self;
}

PyObject *new_pil(PyObject *const *args) {
  Array *self = (Array *)new_ndarray(args, 3, NULL);
  if (self == NULL) return NULL;
  self->followed = 1;
  set_pointers(self, 0);
  return (PyObject *)self;
}

int script_array_ready(void) {
  return PyType_Ready(&Array_Type);
}
