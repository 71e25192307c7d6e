#include "fleeting.h"

_Atomic long fleeting_gets, fleeting_releases;

typedef struct {
  char *rows[EXPORTER_ROWS];
  char data[EXPORTER_DATA_SIZE];
  char format[8];
} Memory;

/* Make a view describe a copy of the exporter's memory and format. */
static void move_to(Memory *memory, const Exporter *self, Py_buffer *view) {
  memcpy(memory->data, self->data, sizeof memory->data);
  for (int i = 0; i < EXPORTER_ROWS; i++) {
    memory->rows[i] = memory->data + (self->rows[i] - self->data);
  }
  view->buf = self->layout->indirect ? (void *)memory->rows : memory->data + self->layout->offset;
  if (view->format != NULL) {
    snprintf(memory->format, sizeof memory->format, "%s", view->format);
    view->format = memory->format;
  }
  view->internal = memory;
}

static int fleeting_getbuffer(PyObject *op, Py_buffer *view, int flags) {
  Memory *memory = malloc(sizeof *memory);
  if (memory == NULL || Exporter_Type.tp_as_buffer->bf_getbuffer(op, view, flags) < 0) {
    free(memory);
    return -1;
  }
  move_to(memory, (Exporter *)op, view);
  fleeting_gets++;
  return 0;
}

static void fleeting_releasebuffer(PyObject *op, Py_buffer *view) {
  memset(view->internal, 0xdb, sizeof(Memory));
  free(view->internal);
  fleeting_releases++;
}

static PyBufferProcs fleeting_as_buffer = {fleeting_getbuffer, fleeting_releasebuffer};

static PyTypeObject Fleeting_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.Fleeting",
    .tp_basicsize = sizeof(Exporter),
    .tp_base = &Exporter_Type,
    .tp_as_buffer = &fleeting_as_buffer,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

int fleeting_ready(void) {
  return exporters_ready() < 0 || PyType_Ready(&Fleeting_Type) < 0 ? -1 : 0;
}

PyObject *fleeting_new(const Layout *layout, bool readonly) {
  return (PyObject *)exporter_new_of_type(&Fleeting_Type, layout, readonly);
}
