#include "script.h"

#include <stdbool.h>
#include <ctype.h>
#include <string.h>

#include "faults.h"
#include "script_syntax.h"

static PyObject *named(Script *script) {
  Name name = take_name(script);
  PyObject *value = find_variable(&name);
  if (value == NULL) value = script_constant(name.text);
  if (value != NULL) return Py_NewRef(value);
  ScriptFunction function = script_function(name.text);
  if (function == NULL && faults_are_injected()) {
    PyErr_SetString(PyExc_LookupError, name.text);
    return NULL;
  }
  if (function == NULL) script_ill_formed(name.text, "no such name");
  require(script, "(");
  return call(script, NULL, function);
}

static PyObject *atom(Script *script) {
  skip_spaces(script);
  char c = *script->at;
  if (take(script, "...")) return Py_NewRef(Py_Ellipsis);
  if (take(script, "(")) return parenthesized(script);
  if (take(script, "[")) return sequence(script, "]", true, NULL);
  bool is_bytes = c == 'b' && strchr("'\"", script->at[1]) != NULL && script->at[1] != '\0';
  if (isdigit((unsigned char)c) || c == '\'' || c == '"' || is_bytes) {
    return script_literal(&script->at);
  }
  return named(script);
}

static PyObject *item_of(Script *script, PyObject *value) {
  bool is_target = find_outside(script->at, "]") + 1 == script->target_end;
  PyObject *key = subscript(script);
  if (key == NULL) return NULL;
  if (is_target) {
    script->key = key;
    return Py_NewRef(value);
  }
  PyObject *item = PyObject_GetItem(value, key);
  Py_DECREF(key);
  return item;
}

static PyObject *attribute_of(Script *script, PyObject *value) {
  Name name = take_name(script);
  if (script->at == script->target_end) {
    script->attribute = name;
    return Py_NewRef(value);
  }
  if (take(script, "(")) return call_method(script, value, name.text);
  return PyObject_GetAttrString(value, name.text);
}

/* An atom with the attributes, items and calls that follow it. */
static PyObject *chain(Script *script) {
  PyObject *value = atom(script);
  while (value != NULL && script->at != script->target_end) {
    PyObject *next;
    if (take(script, ".")) {
      next = attribute_of(script, value);
    } else if (take(script, "[")) {
      next = item_of(script, value);
    } else if (take(script, "(")) {
      next = call(script, value, NULL);
    } else {
      break;
    }
    Py_DECREF(value);
    value = next;
  }
  return value;
}

static PyObject *operand(Script *script) {
  skip_spaces(script);
  return *script->at == '-' ? script_literal(&script->at) : chain(script);
}

/* Steps over a comparison, if that is next. @return its place in Py_LT ... Py_GE, 6 for "in", 7 for
 * "is", else -1. */
static int take_comparison(Script *script) {
  static const char *const tokens[] = {"<=", ">=", "==", "!=", "<", ">", "in", "is"};
  static const int operations[] = {Py_LE, Py_GE, Py_EQ, Py_NE, Py_LT, Py_GT, 6, 7};
  for (int i = 0; i < 8; i++) {
    if (take(script, tokens[i])) return operations[i];
  }
  return -1;
}

static PyObject *truth(int value) {
  return value < 0 ? NULL : PyBool_FromLong(value);
}

PyObject *expression(Script *script) {
  bool inverted = take(script, "not ");
  PyObject *left = operand(script);
  if (left == NULL) return NULL;
  int operation = take_comparison(script);
  PyObject *right = operation >= 0 ? operand(script) : NULL;
  PyObject *result = NULL;
  if (operation < 0) {
    result = Py_NewRef(left);
  } else if (right != NULL) {
    result = operation == 6   ? truth(PySequence_Contains(right, left))
             : operation == 7 ? truth(left == right)
                              : PyObject_RichCompare(left, right, operation);
  }
  Py_DECREF(left);
  Py_XDECREF(right);
  if (!inverted || result == NULL) return result;
  PyObject *opposite = truth(PyObject_Not(result));
  Py_DECREF(result);
  return opposite;
}

/* Assigns to a target, or deletes it if `value` is NULL. */
static int assign(Script *script, const char *target_end, PyObject *value) {
  skip_spaces(script);
  while (target_end[-1] == ' ') target_end--;
  if (find_outside(script->at, ".[") >= target_end) {
    Name name = take_name(script);
    set_variable(&name, Py_XNewRef(value));
    return 0;
  }
  script->target_end = target_end;
  PyObject *owner = chain(script);
  script->target_end = NULL;
  if (owner == NULL) return -1;
  int status;
  if (script->key == NULL) {
    status = PyObject_SetAttrString(owner, script->attribute.text, value);
  } else {
    status = value != NULL ? PyObject_SetItem(owner, script->key, value)
                           : PyObject_DelItem(owner, script->key);
  }
  Py_CLEAR(script->key);
  Py_DECREF(owner);
  return status;
}

/* The "=" of an assignment, or NULL if the statement has none. */
static const char *find_assignment(const char *statement) {
  const char *equals = find_outside(statement, "=;!<>");
  return *equals == '=' && equals[1] != '=' ? equals : NULL;
}

static PyObject *statement(Script *script) {
  skip_spaces(script);
  if (take(script, "del ")) {
    const char *end = find_outside(script->at, ";");
    return assign(script, end, NULL) < 0 ? NULL : Py_NewRef(Py_None);
  }
  const char *equals = find_assignment(script->at);
  if (equals == NULL) return expression(script);
  Script right = {.at = equals + 1};
  PyObject *value = expression(&right);
  if (value == NULL) return NULL;
  int status = assign(script, equals, value);
  script->at = right.at;
  Py_DECREF(value);
  return status < 0 ? NULL : Py_NewRef(Py_None);
}

PyObject *script_run(const char *text) {
  Script script = {.at = text};
  PyObject *value = statement(&script);
  while (value != NULL && take(&script, ";")) {
    Py_DECREF(value);
    value = statement(&script);
  }
  skip_spaces(&script);
  if (value != NULL && *script.at != '\0') script_ill_formed(script.at, "end");
  return value;
}
