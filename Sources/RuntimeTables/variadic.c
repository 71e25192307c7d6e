#include "RuntimeTables.h"

#include <stdarg.h>

static PyObject *format_text(const char *format, va_list arguments) {
  pymv_formatter formatter = {.rest = format};
  pymv_wanted wanted = pymv_s_format_next(&formatter);
  while (wanted != PYMV_WANTS_NOTHING) {
    if (wanted == PYMV_WANTS_STAR) {
      wanted = pymv_s_format_star(&formatter, va_arg(arguments, int));
      continue;
    }
    if (wanted == PYMV_WANTS_OBJECT_OR_TEXT) {
      void *op = va_arg(arguments, void *);
      pymv_s_format_pointer(&formatter, op, va_arg(arguments, const char *));
    } else if (wanted == PYMV_WANTS_POINTER) {
      pymv_s_format_pointer(&formatter, va_arg(arguments, void *), NULL);
    } else if (wanted == PYMV_WANTS_INT) {
      pymv_s_format_integer(&formatter, va_arg(arguments, int));
    } else if (wanted == PYMV_WANTS_LONG) {
      pymv_s_format_integer(&formatter, va_arg(arguments, long));
    } else {
      pymv_s_format_integer(&formatter, va_arg(arguments, long long));
    }
    wanted = pymv_s_format_next(&formatter);
  }
  return pymv_s_format_finish(&formatter);
}

PyObject *PyUnicode_FromFormat(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  PyObject *text = format_text(format, arguments);
  va_end(arguments);
  return text;
}

PyObject *PyErr_Format(PyObject *type, const char *format, ...) {
  PyErr_Clear();
  va_list arguments;
  va_start(arguments, format);
  PyObject *text = format_text(format, arguments);
  va_end(arguments);
  if (text != NULL) PyErr_SetObject(type, text);
  Py_XDECREF(text);
  return NULL;
}

void pymv_c_raise_text(PyObject *type, const char *format, const char *text) {
  PyErr_Format(type, format, text);
}

void pymv_c_raise_texts(PyObject *type, const char *format, const char *first, const char *second) {
  PyErr_Format(type, format, first, second);
}

void pymv_c_raise_size(PyObject *type, const char *format, Py_ssize_t size) {
  PyErr_Format(type, format, size);
}

void pymv_c_raise_sizes(PyObject *type, const char *format, Py_ssize_t first, Py_ssize_t second) {
  PyErr_Format(type, format, first, second);
}

void pymv_c_raise_object(PyObject *type, const char *format, PyObject *op) {
  PyErr_Format(type, format, op);
}

void pymv_c_raise_objects(PyObject *type, const char *format, PyObject *first, PyObject *second) {
  PyErr_Format(type, format, first, second);
}

PyObject *PyTuple_Pack(Py_ssize_t count, ...) {
  PyObject *tuple = PyTuple_New(count);
  if (tuple == NULL) return NULL;
  va_list items;
  va_start(items, count);
  for (Py_ssize_t i = 0; i < count; i++)
    PyTuple_SET_ITEM(tuple, i, Py_NewRef(va_arg(items, PyObject *)));
  va_end(items);
  return tuple;
}
