#include <Python.h>
#include <PyMemoryView.h> /* after Python.h */

static void free_items(void *items, void *context) {
  (void)context;
  free(items);
}

/* A memoryview of a new matrix of doubles, which frees it after its last view. */
static PyObject *zeros(PyObject *module, PyObject *args) {
  Py_ssize_t shape[2];
  if (!PyArg_ParseTuple(args, "nn", &shape[0], &shape[1])) return NULL;
  void *items = calloc((size_t)(shape[0] * shape[1]), sizeof(double));
  if (items == NULL) return PyErr_NoMemory();
  PyObject *view = PyMV_FromArray(items, "d", 0, 2, shape, NULL, NULL, 0, free_items, NULL);
  if (view == NULL) free(items);
  return view;
}

static PyMethodDef methods[] = {{"zeros", zeros, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "matrix", NULL, 0, methods};

PyMODINIT_FUNC PyInit_matrix(void) {
  return PyModule_Create(&module);
}
