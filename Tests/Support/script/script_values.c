/* Tuples, lists, subscripts and calls of scripts. */
#include <ctype.h>
#include <string.h>

#include "script_syntax.h"

enum { MAX_ARGUMENTS = 12, MAX_KEYWORDS = 6 };

/* Evaluates up to a closing bracket; `make` is PyTuple_New or PyList_New. */
PyObject *sequence(Script *script, const char *close, bool is_list, PyObject *first) {
  PyObject *list = PyList_New(0);
  bool failed = list == NULL || (first != NULL && PyList_Append(list, first) < 0);
  Py_XDECREF(first);
  while (!failed && !take(script, close)) {
    PyObject *item = expression(script);
    failed = item == NULL || PyList_Append(list, item) < 0;
    Py_XDECREF(item);
    if (!failed && !take(script, ",")) {
      require(script, close);
      break;
    }
  }
  PyObject *result = failed ? NULL : is_list ? Py_NewRef(list) : PyList_AsTuple(list);
  Py_XDECREF(list);
  return result;
}

PyObject *parenthesized(Script *script) {
  if (take(script, ")")) return PyTuple_New(0);
  PyObject *first = expression(script);
  if (first == NULL || take(script, ")")) return first;
  require(script, ",");
  return sequence(script, ")", false, first);
}

/* The part of a slice before ":" or the end; None if there is nothing. */
static PyObject *slice_part(Script *script) {
  skip_spaces(script);
  return strchr(":],", *script->at) != NULL ? Py_NewRef(Py_None) : expression(script);
}

/* An index or a slice. */
static PyObject *subscript_part(Script *script) {
  PyObject *parts[3] = {slice_part(script), NULL, NULL};
  if (parts[0] == NULL || !take(script, ":")) return parts[0];
  parts[1] = slice_part(script);
  if (parts[1] != NULL) parts[2] = take(script, ":") ? slice_part(script) : Py_NewRef(Py_None);
  PyObject *slice = parts[2] != NULL ? PySlice_New(parts[0], parts[1], parts[2]) : NULL;
  for (int i = 0; i < 3; i++) {
    Py_XDECREF(parts[i]);
  }
  return slice;
}

PyObject *subscript(Script *script) {
  PyObject *part = subscript_part(script);
  if (part == NULL || take(script, "]")) return part;
  PyObject *parts = PyList_New(0);
  bool failed = parts == NULL;
  while (!failed && part != NULL) {
    failed = PyList_Append(parts, part) < 0;
    Py_CLEAR(part);
    if (failed || take(script, "]")) break;
    require(script, ",");
    if (take(script, "]")) break;
    part = subscript_part(script);
    failed = part == NULL;
  }
  Py_XDECREF(part);
  PyObject *tuple = failed ? NULL : PyList_AsTuple(parts);
  Py_XDECREF(parts);
  return tuple;
}

typedef struct {
  PyObject *self; /**< Of a method: borrowed, directly before the other arguments. */
  PyObject *values[MAX_ARGUMENTS];
  Py_ssize_t count; /**< Of positional ones. */
  PyObject *names;  /**< Tuple, or NULL. */
  Py_ssize_t all;
} Arguments;

static void drop_arguments(Arguments *arguments) {
  for (Py_ssize_t i = 0; i < arguments->all; i++) {
    Py_DECREF(arguments->values[i]);
  }
  Py_XDECREF(arguments->names);
}

/* Steps over "name=" if that is next. */
static bool take_keyword(Script *script, Name *name) {
  skip_spaces(script);
  size_t length = 0;
  while (isalnum((unsigned char)script->at[length]) || script->at[length] == '_') length++;
  bool is_keyword = length > 0 && script->at[length] == '=' && script->at[length + 1] != '=';
  if (is_keyword) {
    *name = take_name(script);
    require(script, "=");
  }
  return is_keyword;
}

static bool evaluate_arguments(Script *script, Arguments *arguments) {
  Name names[MAX_KEYWORDS];
  memset(arguments, 0, sizeof *arguments);
  while (!take(script, ")")) {
    Py_ssize_t keywords = arguments->all - arguments->count;
    if (arguments->all == MAX_ARGUMENTS || keywords == MAX_KEYWORDS) {
      script_ill_formed(script->at, "too many arguments");
    }
    if (!take_keyword(script, &names[keywords])) arguments->count++;
    PyObject *value = expression(script);
    if (value == NULL) return false;
    arguments->values[arguments->all++] = value;
    if (!take(script, ",")) {
      require(script, ")");
      break;
    }
  }
  Py_ssize_t keywords = arguments->all - arguments->count;
  if (keywords == 0) return true;
  arguments->names = PyTuple_New(keywords);
  for (Py_ssize_t i = 0; arguments->names != NULL && i < keywords; i++) {
    PyObject *name = PyUnicode_FromString(names[i].text);
    if (name == NULL) return false;
    PyTuple_SetItem(arguments->names, i, name);
  }
  return arguments->names != NULL;
}

PyObject *call(Script *script, PyObject *callable, ScriptFunction function) {
  Arguments arguments;
  PyObject *result = NULL;
  if (evaluate_arguments(script, &arguments)) {
    result = function != NULL ? function(arguments.values, arguments.count, arguments.names)
                              : PyObject_Vectorcall(callable, arguments.values,
                                                    (size_t)arguments.count, arguments.names);
  }
  drop_arguments(&arguments);
  return result;
}

PyObject *call_method(Script *script, PyObject *self, const char *name) {
  Arguments arguments = {.all = 0};
  PyObject *method = PyUnicode_FromString(name);
  PyObject *result = NULL;
  if (method != NULL && evaluate_arguments(script, &arguments)) {
    arguments.self = self;
    result = PyObject_VectorcallMethod(method, &arguments.self, (size_t)arguments.count + 1,
                                       arguments.names);
  }
  drop_arguments(&arguments);
  Py_XDECREF(method);
  return result;
}
