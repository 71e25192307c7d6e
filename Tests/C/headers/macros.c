/* Every function-like macro, expanded once, in C and C++. */
#include <PyMemoryView.h>

typedef struct {
  PyObject_HEAD
  PyObject *other;
} Node;

typedef struct {
  PyObject_VAR_HEAD
  int items[1];
} Row;

static PyBufferProcs procs;
static PyTypeObject type;
static Node static_node = {PyObject_HEAD_INIT(NULL) NULL};
static Row static_row = {PyVarObject_HEAD_INIT(NULL, 0){0}};

int checks(PyObject *op);
int checks(PyObject *op) {
  return PyType_Check(op) + PyObject_TypeCheck(op, &type) + PyType_HasFeature(&type, 1) +
         PyBytes_Check(op) + PyBytes_CheckExact(op) + PyByteArray_Check(op) +
         PyByteArray_CheckExact(op) + PyLong_Check(op) + PyLong_CheckExact(op) + PyBool_Check(op) +
         PyFloat_Check(op) + PyFloat_CheckExact(op) + PyUnicode_Check(op) +
         PyUnicode_CheckExact(op) + PyTuple_Check(op) + PyTuple_CheckExact(op) + PyList_Check(op) +
         PyList_CheckExact(op) + PySlice_Check(op) + Py_IsNone(op) + Py_IsTrue(op) +
         Py_IsFalse(op) + Py_Is(op, Py_Ellipsis) + Py_IS_TYPE(op, &type) + PyMemoryView_Check(op);
}

Py_ssize_t counts(PyObject *op);
Py_ssize_t counts(PyObject *op) {
  Py_SET_TYPE(&static_node, &type);
  Py_SET_SIZE(op, 0);
  Py_SET_REFCNT(op, 1);
  return Py_SIZE(op) + Py_REFCNT(op) + PyBytes_GET_SIZE(op) + PyByteArray_GET_SIZE(op) +
         PyTuple_GET_SIZE(op) + PyList_GET_SIZE(op) + Py_MIN(1, 2) + Py_MAX(1, 2) + Py_ABS(-1) +
         static_row.items[0] + (Py_ssize_t)Py_ARRAY_LENGTH(static_row.items) +
         (Py_ssize_t)sizeof(Py_STRINGIFY(x)) + PY_SSIZE_T_MAX + PY_SSIZE_T_MIN;
}

PyObject *references(PyObject *op);
PyObject *references(PyObject *op) {
  Node *node = PyObject_New(Node, &type);
  Row *row = PyObject_NewVar(Row, &type, 3);
  Node *collected = PyObject_GC_New(Node, &type);
  Row *collected_row = PyObject_GC_NewVar(Row, &type, 3);
  Py_INCREF(node);
  Py_DECREF(node);
  Py_XINCREF(row);
  Py_XDECREF(row);
  Py_CLEAR(node->other);
  Py_CLEAR(collected);
  Py_DECREF(collected_row);
  PyObject_Del(Py_XNewRef(op));
  return Py_NewRef(op);
}

PyObject *items(PyObject *op);
PyObject *items(PyObject *op) {
  int *ints = PyMem_New(int, 3);
  PyMem_Del(ints);
  PyTuple_SET_ITEM(op, 0, Py_None);
  PyList_SET_ITEM(op, 0, PyTuple_GET_ITEM(op, 0));
  if (PyBytes_AS_STRING(op) == PyByteArray_AS_STRING(op)) return PyList_GET_ITEM(op, 0);
  if (PyFloat_AS_DOUBLE(op) > 0) Py_RETURN_TRUE;
  if (PyMemoryView_GET_BASE(op) == NULL) Py_RETURN_FALSE;
  if (PyMemoryView_GET_BUFFER(op) == NULL) Py_RETURN_NOTIMPLEMENTED;
  Py_RETURN_NONE;
}

int visit_node(PyObject *op, visitproc visit, void *arg);
int visit_node(PyObject *op, visitproc visit, void *arg) {
  Py_VISIT(((Node *)op)->other);
  type.tp_as_buffer = &procs;
  return 0;
}
