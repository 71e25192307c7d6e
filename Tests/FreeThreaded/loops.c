/* A module for scaling.py: operations on an object that a caller repeats without counting
 * references to it, so that what is measured is the operation. */
#include <Python.h>

typedef PyObject *(*Operation)(PyObject *, PyObject *);

static PyObject *hash(PyObject *object, PyObject *unused) {
  (void)unused;
  return PyObject_Hash(object) == -1 ? NULL : Py_None;
}

static PyObject *is_equal(PyObject *object, PyObject *other) {
  return PyObject_RichCompare(object, other, Py_EQ);
}

static PyObject *call(PyObject *function, PyObject *unused) {
  (void)unused;
  return PyObject_CallNoArgs(function);
}

static PyObject *repeat(Operation operation, PyObject *args) {
  PyObject *object, *argument;
  Py_ssize_t count;
  if (!PyArg_ParseTuple(args, "OOn", &object, &argument, &count)) return NULL;
  for (; count > 0; count--) {
    PyObject *result = operation(object, argument);
    if (result == NULL) return NULL;
    Py_DECREF(result);
  }
  Py_RETURN_NONE;
}

static PyObject *repeat_item(PyObject *module, PyObject *args) {
  (void)module;
  return repeat(PyObject_GetItem, args);
}

static PyObject *repeat_hash(PyObject *module, PyObject *args) {
  (void)module;
  return repeat(hash, args);
}

static PyObject *repeat_is_equal(PyObject *module, PyObject *args) {
  (void)module;
  return repeat(is_equal, args);
}

static PyObject *repeat_call(PyObject *module, PyObject *args) {
  (void)module;
  return repeat(call, args);
}

static PyMethodDef functions[] = {
    {"item", repeat_item, METH_VARARGS, NULL},
    {"hash", repeat_hash, METH_VARARGS, NULL},
    {"is_equal", repeat_is_equal, METH_VARARGS, NULL},
    {"call", repeat_call, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
    {0, NULL},
};

static PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "loops", .m_methods = functions,
                                 .m_slots = slots};

PyMODINIT_FUNC PyInit_loops(void) {
  return PyModuleDef_Init(&definition);
}
