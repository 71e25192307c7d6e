/* An extension module for the stable ABI: one file for all versions of CPython from 3.9 on (abi3),
 * or for 3.15 and later with and without the GIL (abi3t). */
#include <Python.h>
#include <PyMemoryView.h>

/* Sum of the items (0, 0), (1, 1), ... of a matrix of numbers. */
static PyObject *trace(PyObject *module, PyObject *exporter) {
  PyMV_Info info;
  info.struct_size = sizeof info;
  PyObject *matrix = PyMV_FromObject(exporter);
  if (matrix == NULL) return NULL;
  double sum = 0;
  int status = PyMV_GetInfo(matrix, &info);
  if (status == 0 && info.ndim != 2) {
    PyErr_SetString(PyExc_TypeError, "a matrix is required");
    status = -1;
  }
  for (ptrdiff_t i = 0; status == 0 && i < info.shape[0] && i < info.shape[1]; i++) {
    double item;
    status = PyMV_GetDouble(matrix, (ptrdiff_t[]){i, i}, &item);
    sum += item;
  }
  Py_DECREF(matrix);
  return status < 0 ? NULL : PyFloat_FromDouble(sum);
}

static PyMethodDef methods[] = {{"trace", trace, METH_O, NULL}, {NULL, NULL, 0, NULL}};

#ifdef Py_TARGET_ABI3T
PyABIInfo_VAR(abi);
static PySlot slots[] = {PySlot_STATIC_DATA(Py_mod_abi, &abi),
                         PySlot_STATIC_DATA(Py_mod_name, "stable"),
                         PySlot_STATIC_DATA(Py_mod_gil, Py_MOD_GIL_NOT_USED),
                         PySlot_STATIC_DATA(Py_mod_methods, methods), PySlot_END};
PyMODEXPORT_FUNC PyModExport_stable(void) {
  return slots;
}
#else
static PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "stable", NULL, 0, methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_stable(void) {
  return PyModule_Create(&module);
}
#endif
