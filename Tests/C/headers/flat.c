/* Includes the flat API's header before and after PyMemoryView.h; with PYTHON_FIRST after Python.h,
 * with PYTHON_LAST before it. */
#ifdef PYTHON_FIRST
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#endif

#include <pymv.h>

#ifdef PYTHON_LAST
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#endif

#include <PyMemoryView.h>

#include <pymv.h>

PyObject *columns(PyObject *op);
PyObject *columns(PyObject *op) {
  PyObject *view = PyMV_FromObject(op), *reversed = PyMV_Slice(view, 1, PTRDIFF_MIN, 0, -1);
  PyMV_Info info = {sizeof info, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0};
  Py_ssize_t index[] = {0, -1};
  if (PyMV_GetInfo(reversed, &info) < 0 || PyMV_ItemPointer(reversed, index, 0) == NULL) return 0;
  return PyMemoryView_Check(view) ? reversed : view;
}
