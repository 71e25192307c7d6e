#include "actors.h"

#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void)(start), (void)(size))
#endif

void (*act)(void);
Input script;
int actors_alive;

void act_apart(void) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  act();
  PyErr_Restore(type, value, traceback);
}

/* --- the exporter --- */

static void allow_access(Exporter *self) {
  ASAN_UNPOISON_MEMORY_REGION(self->data, sizeof self->data);
  ASAN_UNPOISON_MEMORY_REGION(self->rows, sizeof self->rows);
}

static void forbid_access(Exporter *self) {
  ASAN_POISON_MEMORY_REGION(self->data, sizeof self->data);
  ASAN_POISON_MEMORY_REGION(self->rows, sizeof self->rows);
}

static int get_buffer(PyObject *op, Py_buffer *view, int flags) {
  act_apart();
  Exporter *self = (Exporter *)op;
  unsigned chance = take_below(&script, 16);
  self->conduct = chance == 1 ? FAIL : chance == 2 ? FAIL_WITH_GARBAGE : ANSWER;
  int status = Exporter_Type.tp_as_buffer->bf_getbuffer(op, view, flags);
  if (status == 0) allow_access(self);
#ifdef FUZZ_DELIBERATE
  if (status == 0 && flags == PyBUF_ND) self->gets++;
#endif
  return status;
}

static void release_buffer(PyObject *op, Py_buffer *view) {
  Exporter *self = (Exporter *)op;
  Exporter_Type.tp_as_buffer->bf_releasebuffer(op, view);
  require(self->releases <= self->gets);
  require(view->obj == op);
  if (self->releases == self->gets) forbid_access(self);
  act_apart();
}

static Py_hash_t hash_exporter(PyObject *op) {
  (void)op;
  act_apart();
  if (take_below(&script, 8) != 1) return 1;
  PyErr_SetString(PyExc_ValueError, "not to be hashed");
  return -1;
}

static void exporter_goes(PyObject *op) {
  Exporter *self = (Exporter *)op;
  require(self->gets == self->releases);
  allow_access(self);
  Exporter_Type.tp_dealloc(op);
}

static PyBufferProcs acting_buffer = {get_buffer, release_buffer};

static PyTypeObject ActingExporter_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "fuzz.Exporter",
    .tp_basicsize = sizeof(Exporter),
    .tp_dealloc = exporter_goes,
    .tp_as_buffer = &acting_buffer,
    .tp_hash = hash_exporter,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

PyObject *new_acting_exporter(const Layout *layout, bool readonly) {
  Exporter *self = exporter_new_of_type(&ActingExporter_Type, layout, readonly);
  forbid_access(self);
  return (PyObject *)self;
}

/* --- the actor --- */

static PyObject *as_index(PyObject *op) {
  (void)op;
  act_apart();
  if (take_below(&script, 8) != 1) return PyLong_FromLong(take_signed(&script) / 16);
  PyErr_SetString(PyExc_TypeError, "not an index today");
  return NULL;
}

static PyObject *compare(PyObject *op, PyObject *other, int operation) {
  (void)op, (void)other, (void)operation;
  act_apart();
  switch (take_below(&script, 4)) {
  case 0:
    return Py_NewRef(Py_False);
  case 1:
    return Py_NewRef(Py_True);
  case 2:
    return Py_NewRef(Py_NotImplemented);
  default:
    PyErr_SetString(PyExc_ValueError, "not to be compared");
    return NULL;
  }
}

static void actor_goes(PyObject *op) {
  actors_alive--;
  PyObject_Free(op);
}

static PyNumberMethods numbers = {.nb_index = as_index};

static PyTypeObject Actor_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "fuzz.Actor",
    .tp_basicsize = sizeof(PyObject),
    .tp_dealloc = actor_goes,
    .tp_as_number = &numbers,
    .tp_richcompare = compare,
    .tp_hash = PyObject_HashNotImplemented,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

PyObject *new_actor(void) {
  actors_alive++;
  return PyObject_New(PyObject, &Actor_Type);
}

void actors_ready(void) {
  require(exporters_ready() == 0 && PyType_Ready(&ActingExporter_Type) == 0);
  require(PyType_Ready(&Actor_Type) == 0);
}
