#include "MemoryViewTables.h"

/* Variadic calls, which Swift does not support. */

static const char *plural(Py_ssize_t count) {
  return count == 1 ? "" : "s";
}

/* The name of an object's type in argument errors. */
static const char *type_name(PyObject *op) {
  return op == Py_None ? "None" : Py_TYPE(op)->tp_name;
}

void pymv_c_raise_not_an_exporter(PyObject *op) {
  PyErr_Format(PyExc_TypeError, "memoryview: a bytes-like object is required, not '%.200s'",
               Py_TYPE(op)->tp_name);
}

void pymv_c_raise_exported(Py_ssize_t count) {
  PyErr_Format(PyExc_BufferError, "memoryview has %zd exported buffer%s", count, plural(count));
}

void pymv_c_raise_version(unsigned long version) {
  PyErr_Format(PyExc_ImportError, "compiled for PyMemoryView 0x%lx, but 0x%lx is loaded", version,
               PYMV_VERSION_HEX);
}

void pymv_c_raise_buffer_size(Py_ssize_t size, Py_ssize_t own_size) {
  PyErr_Format(PyExc_ImportError,
               "compiled with a Py_buffer of %zd bytes, but the library's has %zd", size, own_size);
}

void pymv_c_raise_index_out_of_bounds(int axis) {
  PyErr_Format(PyExc_IndexError, "index out of bounds on dimension %d", axis + 1);
}

void pymv_c_raise_too_many_indices(Py_ssize_t axes, Py_ssize_t given) {
  PyErr_Format(PyExc_TypeError, "cannot index %zd-dimension view with %zd-element tuple", axes,
               given);
}

void pymv_c_raise_unsupported_format(const char *format) {
  PyErr_Format(PyExc_NotImplementedError, "memoryview: unsupported format %s", format);
}

void pymv_c_raise_unknown_item(const char *format) {
  PyErr_Format(PyExc_NotImplementedError, "memoryview: format %s not supported", format);
}

void pymv_c_raise_format_problem(const char *reason, Py_ssize_t position) {
  PyErr_Format(PyExc_ValueError, "format: %s (at position %zd)", reason, position);
}

void pymv_c_raise_field_problem(const char *reason) {
  PyErr_Format(PyExc_ValueError, "format: %s", reason);
}

void pymv_c_raise_unknown_field(const char *name) {
  PyErr_Format(PyExc_ValueError, "memoryview: no field of name '%s'", name);
}

void pymv_c_raise_invalid_character(Py_UCS4 code) {
  PyErr_Format(PyExc_ValueError, "memoryview: character U+%x is not in range(0x110000)",
               (unsigned)code);
}

void pymv_c_raise_item_type(const char *format) {
  PyErr_Format(PyExc_TypeError, "memoryview: invalid type for format '%s'", format);
}

void pymv_c_raise_item_value(const char *format) {
  PyErr_Format(PyExc_ValueError, "memoryview: invalid value for format '%s'", format);
}

void pymv_c_raise_too_many_arguments(const char *function, Py_ssize_t most, const char *kind,
                                     Py_ssize_t given) {
  PyErr_Format(PyExc_TypeError, "%s() takes at most %zd %sargument%s (%zd given)", function, most,
               kind, plural(most), given);
}

void pymv_c_raise_missing_argument(const char *function, const char *name, int position) {
  PyErr_Format(PyExc_TypeError, "%s() missing required argument '%s' (pos %d)", function, name,
               position);
}

void pymv_c_raise_unexpected_argument(const char *function, const char *name,
                                      const char *suggestion) {
  if (suggestion == NULL) {
    PyErr_Format(PyExc_TypeError, "%s() got an unexpected keyword argument '%s'", function, name);
  } else {
    PyErr_Format(PyExc_TypeError,
                 "%s() got an unexpected keyword argument '%s'. Did you mean '%s'?", function, name,
                 suggestion);
  }
}

void pymv_c_raise_repeated_argument(const char *function, const char *name, int position) {
  PyErr_Format(PyExc_TypeError, "argument for %s() given by name ('%s') and position (%d)",
               function, name, position);
}

void pymv_c_raise_argument_type(const char *function, const char *name, const char *expected,
                                PyObject *argument) {
  PyErr_Format(PyExc_TypeError, "%s() argument '%s' must be %s, not %.50s", function, name,
               expected, type_name(argument));
}

void pymv_c_raise_argument_length(const char *function, const char *name, Py_ssize_t length) {
  PyErr_Format(PyExc_TypeError,
               "%s(): argument '%s' must be a unicode character, not a string of length %zd",
               function, name, length);
}

void pymv_c_raise_argument_count(const char *function, const char *bound, Py_ssize_t limit,
                                 Py_ssize_t given) {
  PyErr_Format(PyExc_TypeError, "%s expected %s %zd argument%s, got %zd", function, bound, limit,
               plural(limit), given);
}

PyObject *pymv_c_view_repr(PyObject *self, _Bool is_released) {
  return PyUnicode_FromFormat(is_released ? "<released memory at %p>" : "<memory at %p>",
                              (void *)self);
}
