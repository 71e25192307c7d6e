/* Variadic functions, which Swift can neither define nor call. */
#include <stdarg.h>

#include "RuntimeTables.h"

/* --- Formatted text --- */

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

/* --- Py_BuildValue --- */

/* After a failure the remainder of the format is still processed, because its N units transfer
 * ownership of references, which must be dropped. */

typedef struct {
  const char *rest; /* unread remainder of the format */
  va_list arguments;
} builder;

static PyObject *build_unit(builder *b);

static PyObject *bad_format(const char *message) {
  PyErr_SetString(PyExc_SystemError, message);
  return NULL;
}

static _Bool is_separator(char c) {
  return c == ',' || c == ':' || c == ' ' || c == '\t';
}

/* Number of units before `end`, or -1 with SystemError. */
static Py_ssize_t count_units(const char *format, char end) {
  Py_ssize_t count = 0;
  int level = 0;
  for (; level > 0 || *format != end; format++) {
    if (*format == '\0') {
      bad_format("unmatched paren in format");
      return -1;
    }
    if (strchr(")]}", *format) != NULL) {
      level--;
      continue;
    }
    if (level == 0 && *format != '#' && *format != '&' && !is_separator(*format)) count++;
    if (strchr("([{", *format) != NULL) level++;
  }
  return count;
}

/* Reads a unit and drops its value. The exception that is set stays set. */
static void skip_unit(builder *b) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  Py_XDECREF(build_unit(b));
  PyErr_Restore(type, value, traceback);
}

/* Reads units up to `end` into a tuple. */
static PyObject *build_tuple(builder *b, char end, Py_ssize_t count) {
  if (count < 0) return NULL;
  PyObject *tuple = PyTuple_New(count);
  for (Py_ssize_t i = 0; i < count; i++) {
    if (tuple == NULL) {
      skip_unit(b);
      continue;
    }
    PyObject *item = build_unit(b);
    if (item == NULL)
      Py_CLEAR(tuple);
    else
      PyTuple_SET_ITEM(tuple, i, item);
  }
  while (is_separator(*b->rest)) b->rest++;
  if (tuple != NULL && *b->rest != end) {
    Py_CLEAR(tuple);
    bad_format("Unmatched paren in format");
  }
  if (*b->rest == end && end != '\0') b->rest++;
  return tuple;
}

static PyObject *build_group(builder *b, char open) {
  char end = open == '(' ? ')' : ']';
  PyObject *tuple = build_tuple(b, end, count_units(b->rest, end));
  if (tuple == NULL || open == '(') return tuple;
  PyObject *list = PySequence_List(tuple);
  Py_DECREF(tuple);
  return list;
}

static PyObject *no_dictionaries(builder *b) {
  bad_format("this runtime has no dictionaries for Py_BuildValue to make");
  while (*b->rest != '\0' && *b->rest != '}') skip_unit(b);
  if (*b->rest == '}') b->rest++;
  return NULL;
}

/* Text or bytes, either with an explicit size (#) or up to the NUL; None for NULL. */
static PyObject *build_text(builder *b, PyObject *(*make)(const char *, Py_ssize_t)) {
  const char *text = va_arg(b->arguments, const char *);
  Py_ssize_t size = -1;
  if (*b->rest == '#') {
    b->rest++;
    size = va_arg(b->arguments, Py_ssize_t);
  }
  if (text == NULL) Py_RETURN_NONE;
  if (size < 0) size = (Py_ssize_t)strlen(text);
  return make(text, size);
}

/* An object, or the result of a converter function (&). */
static PyObject *build_object(builder *b, char unit) {
  if (*b->rest == '&') {
    typedef PyObject *(*converter)(void *);
    b->rest++;
    converter convert = va_arg(b->arguments, converter);
    return convert(va_arg(b->arguments, void *));
  }
  PyObject *op = va_arg(b->arguments, PyObject *);
  if (op == NULL && !PyErr_Occurred()) return bad_format("NULL object passed to Py_BuildValue");
  if (unit != 'N') Py_XINCREF(op);
  return op;
}

static PyObject *build_byte(builder *b) {
  char byte = (char)va_arg(b->arguments, int);
  return PyBytes_FromStringAndSize(&byte, 1);
}

static PyObject *build_complex(builder *b) {
  return PyComplex_FromCComplex(*va_arg(b->arguments, const Py_complex *));
}

static PyObject *build_unit(builder *b) {
  while (is_separator(*b->rest)) b->rest++;
  char unit = *b->rest;
  if (unit != '\0') b->rest++;
  switch (unit) {
  case '(':
  case '[':
    return build_group(b, unit);
  case '{':
    return no_dictionaries(b);
  case 'b':
  case 'B':
  case 'h':
  case 'i':
    return PyLong_FromLong(va_arg(b->arguments, int));
  case 'H':
  case 'I':
    return PyLong_FromUnsignedLong(va_arg(b->arguments, unsigned int));
  case 'l':
    return PyLong_FromLong(va_arg(b->arguments, long));
  case 'k':
    return PyLong_FromUnsignedLong(va_arg(b->arguments, unsigned long));
  case 'L':
    return PyLong_FromLongLong(va_arg(b->arguments, long long));
  case 'K':
    return PyLong_FromUnsignedLongLong(va_arg(b->arguments, unsigned long long));
  case 'n':
    return PyLong_FromSsize_t(va_arg(b->arguments, Py_ssize_t));
  case 'p':
    return PyBool_FromLong(va_arg(b->arguments, int));
  case 'c':
    return build_byte(b);
  case 'C':
    return pymv_s_text_from_code_point(va_arg(b->arguments, int));
  case 'd':
  case 'f':
    return PyFloat_FromDouble(va_arg(b->arguments, double));
  case 'D':
    return build_complex(b);
  case 's':
  case 'z':
  case 'U':
    return build_text(b, PyUnicode_FromStringAndSize);
  case 'y':
    return build_text(b, PyBytes_FromStringAndSize);
  case 'O':
  case 'S':
  case 'N':
    return build_object(b, unit);
  default:
    return bad_format("bad format char passed to Py_BuildValue");
  }
}

PyObject *pymv_c_build_value(const char *format, va_list arguments) {
  Py_ssize_t count = count_units(format, '\0');
  if (count < 0) return NULL;
  if (count == 0) Py_RETURN_NONE;
  builder b = {.rest = format};
  va_copy(b.arguments, arguments);
  PyObject *value = count == 1 ? build_unit(&b) : build_tuple(&b, '\0', count);
  va_end(b.arguments);
  return value;
}

PyObject *Py_BuildValue(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  PyObject *value = pymv_c_build_value(format, arguments);
  va_end(arguments);
  return value;
}

/* --- Calls and tuples --- */

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

/* A tuple of an optional first object and the arguments up to NULL. */
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

/* If the format has one unit and its value is a tuple, the items are the arguments. */
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
