/* Types whose slots run scripts. */
#include "script_objects.h"

#include <string.h>

int script_objects_alive;

typedef struct {
  PyObject_HEAD
  PyObject *script; /**< A str. */
} Foreign;

static PyObject *run(PyObject *op) {
  /* The script may drop the object. */
  PyObject *script = Py_NewRef(((Foreign *)op)->script);
  PyObject *value = script_run(PyUnicode_AsUTF8(script));
  Py_DECREF(script);
  return value;
}

static Py_ssize_t run_to_size(PyObject *op) {
  PyObject *value = run(op);
  if (value == NULL) return -1;
  Py_ssize_t size = PyLong_AsSsize_t(value);
  Py_DECREF(value);
  return size;
}

static int run_to_truth(PyObject *op) {
  return (int)run_to_size(op);
}

static PyObject *run_to_compare(PyObject *op, PyObject *other, int operation) {
  return run(op);
}

static void foreign_dealloc(PyObject *op) {
  script_objects_alive--;
  Py_DECREF(((Foreign *)op)->script);
  PyObject_Free(op);
}

static PyNumberMethods index_methods = {.nb_index = run};
static PyNumberMethods float_methods = {.nb_float = run};
static PyNumberMethods truth_methods = {.nb_bool = run_to_truth};
static PySequenceMethods length_methods = {.sq_length = run_to_size};

#define FOREIGN(name) \
  PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests." name, .tp_basicsize = sizeof(Foreign), \
                              .tp_dealloc = foreign_dealloc, .tp_flags = Py_TPFLAGS_DEFAULT

PyTypeObject Index_Type = {FOREIGN("Index"), .tp_as_number = &index_methods};
PyTypeObject Float_Type = {FOREIGN("Float"), .tp_as_number = &float_methods};
PyTypeObject Truth_Type = {FOREIGN("Truth"), .tp_as_number = &truth_methods};
PyTypeObject Length_Type = {FOREIGN("Length"), .tp_as_sequence = &length_methods};
PyTypeObject Hash_Type = {FOREIGN("Hash"), .tp_hash = run_to_size};
PyTypeObject Equal_Type = {FOREIGN("Equal"), .tp_richcompare = run_to_compare};
PyTypeObject Iterable_Type = {FOREIGN("Iterable"), .tp_iter = run};

PyObject *new_foreign(PyTypeObject *type, PyObject *const *args, Py_ssize_t count) {
  if (count != 1) script_ill_formed(type->tp_name, "one script");
  Foreign *self = PyObject_New(Foreign, type);
  if (self == NULL) return NULL;
  self->script = Py_NewRef(args[0]);
  script_objects_alive++;
  return (PyObject *)self;
}

typedef struct {
  PyObject_HEAD
  PyObject *data;                 /**< A bytearray, never resized. */
  PyObject *get, *release, *hash; /**< A str each, or NULL. */
} Exporting;

/* Runs one of an object's scripts. @return 0, or -1 with an exception. */
static int run_hook(PyObject *script) {
  if (script == NULL) return 0;
  Py_INCREF(script);
  PyObject *value = script_run(PyUnicode_AsUTF8(script));
  Py_DECREF(script);
  Py_XDECREF(value);
  return value == NULL ? -1 : 0;
}

static int exporting_get(PyObject *op, Py_buffer *view, int flags) {
  Exporting *self = (Exporting *)op;
  view->obj = NULL;
  if (run_hook(self->get) < 0) return -1;
  char *data = PyByteArray_AsString(self->data);
  return PyBuffer_FillInfo(view, op, data, PyByteArray_Size(self->data), 0, flags);
}

static void exporting_release(PyObject *op, Py_buffer *view) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  if (run_hook(((Exporting *)op)->release) < 0) PyErr_Clear();
  PyErr_Restore(type, value, traceback);
}

static Py_hash_t exporting_hash(PyObject *op) {
  return run_hook(((Exporting *)op)->hash) < 0 ? -1 : 1;
}

static void exporting_dealloc(PyObject *op) {
  Exporting *self = (Exporting *)op;
  Py_XDECREF(self->data);
  Py_XDECREF(self->get);
  Py_XDECREF(self->release);
  Py_XDECREF(self->hash);
  script_objects_alive--;
  PyObject_Free(op);
}

static PyBufferProcs exporting_buffer = {exporting_get, exporting_release};

static PyTypeObject Exporting_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.Exporting",
    .tp_basicsize = sizeof(Exporting),
    .tp_dealloc = exporting_dealloc,
    .tp_hash = exporting_hash,
    .tp_as_buffer = &exporting_buffer,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

PyObject *new_exporting(PyObject *const *args, Py_ssize_t count, PyObject *names) {
  Exporting *self = PyObject_New(Exporting, &Exporting_Type);
  if (self == NULL) return NULL;
  self->data = PyByteArray_FromObject(args[0]);
  self->get = Py_XNewRef(script_keyword(args, count, names, "get"));
  self->release = Py_XNewRef(script_keyword(args, count, names, "release"));
  self->hash = Py_XNewRef(script_keyword(args, count, names, "hash"));
  script_objects_alive++;
  if (self->data == NULL) Py_CLEAR(self);
  return (PyObject *)self;
}

typedef struct {
  PyObject_HEAD
  Py_buffer view;
} Holder;

static void holder_dealloc(PyObject *op) {
  PyBuffer_Release(&((Holder *)op)->view);
  script_objects_alive--;
  PyObject_Free(op);
}

static PyTypeObject Holder_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "tests.Holder",
    .tp_basicsize = sizeof(Holder),
    .tp_dealloc = holder_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

PyObject *new_holder(PyObject *const *args, Py_ssize_t count, PyObject *names) {
  int flags = count > 1 ? (int)PyLong_AsLong(args[1]) : PyBUF_FULL_RO;
  Holder *self = PyObject_New(Holder, &Holder_Type);
  if (self == NULL) return NULL;
  memset(&self->view, 0, sizeof self->view);
  script_objects_alive++;
  if (PyObject_GetBuffer(args[0], &self->view, flags) < 0) Py_CLEAR(self);
  return (PyObject *)self;
}

int script_objects_ready(void) {
  PyTypeObject *types[] = {&Index_Type, &Float_Type,    &Truth_Type,     &Length_Type, &Hash_Type,
                           &Equal_Type, &Iterable_Type, &Exporting_Type, &Holder_Type};
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
    if (PyType_Ready(types[i]) < 0) return -1;
  }
  return 0;
}
