/* Calls with any number of arguments. */
#include "RuntimeTables.h"

#include <stdarg.h>

/* An object, if there is one, and the arguments up to NULL, in a tuple. */
static PyObject *collect(PyObject *first, va_list arguments) {
  va_list counting;
  va_copy(counting, arguments);
  Py_ssize_t count = 0;
  while (va_arg(counting, PyObject *) != NULL) count++;
  va_end(counting);
  Py_ssize_t start = first != NULL;
  PyObject *tuple = PyTuple_New(start + count);
  if (tuple == NULL) return NULL;
  if (first != NULL) PyTuple_SET_ITEM(tuple, 0, Py_NewRef(first));
  for (Py_ssize_t i = 0; i < count; i++)
    PyTuple_SET_ITEM(tuple, start + i, Py_NewRef(va_arg(arguments, PyObject *)));
  return tuple;
}

static PyObject *call_giving_up_arguments(PyObject *callable, PyObject *args) {
  if (args == NULL) return NULL;
  PyObject *result = PyObject_Call(callable, args, NULL);
  Py_DECREF(args);
  return result;
}

/* A format of one unit that makes a tuple means its items. */
static PyObject *call_format(PyObject *callable, const char *format, va_list arguments) {
  if (format == NULL || *format == '\0') return PyObject_CallNoArgs(callable);
  PyObject *value = pymv_c_build_value(format, arguments);
  if (value == NULL) return NULL;
  if (PyTuple_Check(value)) return call_giving_up_arguments(callable, value);
  PyObject *result = PyObject_CallOneArg(callable, value);
  Py_DECREF(value);
  return result;
}

PyObject *PyObject_CallFunction(PyObject *callable, const char *format, ...) {
  if (callable == NULL) return pymv_s_null_argument();
  va_list arguments;
  va_start(arguments, format);
  PyObject *result = call_format(callable, format, arguments);
  va_end(arguments);
  return result;
}

PyObject *PyObject_CallMethod(PyObject *op, const char *name, const char *format, ...) {
  if (op == NULL || name == NULL) return pymv_s_null_argument();
  PyObject *method = PyObject_GetAttrString(op, name);
  if (method == NULL) return NULL;
  PyObject *result = NULL;
  if (PyCallable_Check(method)) {
    va_list arguments;
    va_start(arguments, format);
    result = call_format(method, format, arguments);
    va_end(arguments);
  } else {
    PyErr_Format(PyExc_TypeError, "attribute of type '%.200s' is not callable",
                 Py_TYPE(method)->tp_name);
  }
  Py_DECREF(method);
  return result;
}

PyObject *PyObject_CallFunctionObjArgs(PyObject *callable, ...) {
  if (callable == NULL) return pymv_s_null_argument();
  va_list arguments;
  va_start(arguments, callable);
  PyObject *result = call_giving_up_arguments(callable, collect(NULL, arguments));
  va_end(arguments);
  return result;
}

PyObject *PyObject_CallMethodObjArgs(PyObject *op, PyObject *name, ...) {
  if (op == NULL || name == NULL) return pymv_s_null_argument();
  va_list arguments;
  va_start(arguments, name);
  PyObject *args = collect(op, arguments);
  va_end(arguments);
  if (args == NULL) return NULL;
  PyObject *result = PyObject_VectorcallMethod(name, &PyTuple_GET_ITEM(args, 0),
                                               (size_t)PyTuple_GET_SIZE(args), NULL);
  Py_DECREF(args);
  return result;
}
