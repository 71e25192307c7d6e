/* Py_BuildValue.
 *
 * After a failure the rest of the format is still worked through, because its N units hand over
 * references that somebody has to give up.
 */
#include "RuntimeTables.h"

typedef struct {
  const char *rest; /* what is not read yet */
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

/* Reads a unit for its side effects only, with an exception set before and after. */
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

/* Text or bytes, with a size of their own or up to their NUL; None for NULL. */
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

/* An object, or what a converter makes of an address. */
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
