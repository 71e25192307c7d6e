#include "evaluate.h"

#include "calls.h"
#include "failure.h"
#include "library.h"
#include "literal.h"
#include "objects.h"

enum { LONGEST_WORD = 32 };

static const char none_symbol[] = "_Py_NoneStruct";

/** An expression that is being read and carried out at once. */
struct evaluation {
  struct literal source;
  const struct variable *variables;
  bool deleting; /**< The last subscript is to be deleted instead of read. */
};

static PyObject *expression(struct evaluation *e);

static PyObject *not_understood(const struct evaluation *e) {
  char message[160];
  snprintf(message, sizeof message, "ffi-shim: not understood: '%.*s'",
           (int)Py_MIN(e->source.end - e->source.next, 100), e->source.next);
  call_PyErr_SetString(*(PyObject **)library_data("PyExc_SystemError"), message);
  return NULL;
}

typedef PyObject *(*reader)(struct evaluation *e);

/** What stands before a closing bracket: a tuple if there are commas or nothing at all. */
static PyObject *bracketed(struct evaluation *e, reader read, char bracket) {
  struct objects items = {0};
  PyObject *result = NULL;
  bool tuple = literal_at(&e->source, bracket), sound = true;
  while (sound && !literal_at(&e->source, bracket)) {
    sound = objects_add(&items, read(e));
    if (!literal_take(&e->source, ',')) break;
    tuple = true;
  }
  if (sound && !literal_take(&e->source, bracket)) {
    not_understood(e);
  } else if (sound && tuple) {
    result = objects_tuple(&items);
  } else if (sound) {
    result = items.items[0];
    call_Py_IncRef(result);
  }
  objects_release(&items);
  return result;
}

static PyObject *number(struct evaluation *e) {
  unsigned long long magnitude;
  bool negative = literal_take(&e->source, '-');
  if (!literal_number(&e->source, &magnitude) || magnitude > (unsigned long long)PY_SSIZE_T_MAX) {
    return not_understood(e);
  }
  return call_PyLong_FromSsize_t(negative ? -(Py_ssize_t)magnitude : (Py_ssize_t)magnitude);
}

static const struct {
  const char *name;
  PyObject *(*function)(PyObject *);
} functions[] = {{"len", object_length}, {"hash", object_hash}, {"list", object_list}};

static const struct {
  const char *name;
  const char *symbol;
} constants[] = {{"None", none_symbol},
                 {"True", "_Py_TrueStruct"},
                 {"False", "_Py_FalseStruct"},
                 {"memoryview", "PyMemoryView_Type"}};

/** What a name stands for, or a call of a function known here. */
static PyObject *named(struct evaluation *e, const char *name) {
  for (const struct variable *v = e->variables; v->name != NULL; v++) {
    if (strcmp(v->name, name) != 0) continue;
    call_Py_IncRef(v->object);
    return v->object;
  }
  for (size_t k = 0; k < Py_ARRAY_LENGTH(constants); k++) {
    if (strcmp(constants[k].name, name) == 0) return object_exported(constants[k].symbol);
  }
  for (size_t k = 0; k < Py_ARRAY_LENGTH(functions); k++) {
    if (strcmp(functions[k].name, name) != 0 || !literal_take(&e->source, '(')) continue;
    PyObject *argument = bracketed(e, expression, ')');
    PyObject *result = argument != NULL ? functions[k].function(argument) : NULL;
    call_Py_DecRef(argument);
    return result;
  }
  return not_understood(e);
}

static PyObject *atom(struct evaluation *e) {
  char word[LONGEST_WORD];
  if (literal_string(&e->source, word, sizeof word)) return call_PyUnicode_FromString(word);
  if (literal_word(&e->source, "b'")) {
    e->source.next--; /* Back to the quote. */
    if (!literal_string(&e->source, word, sizeof word)) return not_understood(e);
    return call_PyBytes_FromStringAndSize(word, (Py_ssize_t)strlen(word));
  }
  if (literal_word(&e->source, "...")) return object_exported("_Py_EllipsisObject");
  if (literal_take(&e->source, '(')) return bracketed(e, expression, ')');
  if (literal_name(&e->source, word, sizeof word)) return named(e, word);
  return number(e);
}

/** Read `name =` of a keyword argument. @return false, with nothing read, if there is none. */
static bool keyword(struct evaluation *e, char name[LONGEST_WORD]) {
  struct literal ahead = e->source;
  if (!literal_name(&ahead, name, LONGEST_WORD) || !literal_take(&ahead, '=') ||
      literal_at(&ahead, '=')) {
    return false;
  }
  e->source = ahead;
  return true;
}

static bool read_arguments(struct evaluation *e, struct objects *arguments, struct objects *names) {
  char name[LONGEST_WORD];
  while (!literal_at(&e->source, ')')) {
    if (keyword(e, name) && !objects_add(names, call_PyUnicode_FromString(name))) return false;
    if (!objects_add(arguments, expression(e))) return false;
    if (!literal_take(&e->source, ',')) break;
  }
  return literal_take(&e->source, ')') || not_understood(e) != NULL;
}

static PyObject *call(struct evaluation *e, PyObject *callable) {
  struct objects arguments = {0}, names = {0};
  PyObject *result = NULL;
  if (read_arguments(e, &arguments, &names)) result = object_call(callable, &arguments, &names);
  objects_release(&names);
  objects_release(&arguments);
  return result;
}

/** One part of a slice. @return false with an exception; `part` is NULL if it was left out. */
static bool slice_part(struct evaluation *e, PyObject **part) {
  *part = NULL;
  bool empty =
      literal_at(&e->source, ':') || literal_at(&e->source, ',') || literal_at(&e->source, ']');
  if (!empty) *part = expression(e);
  return empty || *part != NULL;
}

/** What stands between two commas of a subscript: an expression or a slice. */
static PyObject *subscript_item(struct evaluation *e) {
  PyObject *parts[3] = {NULL, NULL, NULL};
  int count = 0;
  bool sound = slice_part(e, &parts[count]);
  while (sound && count < 2 && literal_take(&e->source, ':')) {
    sound = slice_part(e, &parts[++count]);
  }
  if (sound && count > 0) return object_slice(parts[0], parts[1], parts[2]);
  if (sound && parts[0] != NULL) return parts[0];
  for (int k = 0; k < 3; k++) call_Py_DecRef(parts[k]);
  return sound ? not_understood(e) : NULL;
}

/** Read, assign to or delete an item; the opening bracket has been read. */
static PyObject *item(struct evaluation *e, PyObject *container) {
  PyObject *key = bracketed(e, subscript_item, ']'), *result = NULL, *value = NULL;
  if (key == NULL) return NULL;
  struct literal ahead = e->source;
  if (e->deleting && literal_at_end(&ahead)) {
    e->deleting = false;
    if (call_PyObject_DelItem(container, key) == 0) result = object_exported(none_symbol);
  } else if (literal_take(&ahead, '=') && !literal_at(&ahead, '=')) {
    e->source = ahead;
    value = expression(e);
    bool done = value != NULL && call_PyObject_SetItem(container, key, value) == 0;
    if (done) result = object_exported(none_symbol);
  } else {
    result = call_PyObject_GetItem(container, key);
  }
  call_Py_DecRef(value);
  call_Py_DecRef(key);
  return result;
}

static PyObject *attribute(struct evaluation *e, PyObject *object) {
  char name[LONGEST_WORD];
  if (!literal_name(&e->source, name, sizeof name)) return not_understood(e);
  return call_PyObject_GetAttrString(object, name);
}

/** An atom and the attributes, calls and subscripts behind it. */
static PyObject *operand(struct evaluation *e) {
  PyObject *value = atom(e);
  while (value != NULL) {
    PyObject *object = value;
    if (literal_take(&e->source, '.')) {
      value = attribute(e, object);
    } else if (literal_take(&e->source, '(')) {
      value = call(e, object);
    } else if (literal_take(&e->source, '[')) {
      value = item(e, object);
    } else {
      break;
    }
    call_Py_DecRef(object);
  }
  return value;
}

enum { CONTAINS = -1 };

static const struct {
  const char *text;
  int operation; /**< Of PyObject_RichCompare, or CONTAINS. */
} operators[] = {{"==", Py_EQ}, {"!=", Py_NE}, {"<", Py_LT}, {"in", CONTAINS}};

static PyObject *contains(PyObject *item, PyObject *container) {
  int answer = call_PySequence_Contains(container, item);
  return answer >= 0 ? call_PyBool_FromLong(answer) : NULL;
}

static PyObject *expression(struct evaluation *e) {
  PyObject *left = operand(e), *right = NULL;
  size_t k = 0, count = Py_ARRAY_LENGTH(operators);
  if (left == NULL) return NULL;
  while (k < count && !literal_word(&e->source, operators[k].text)) k++;
  if (k == count) return left;
  PyObject *result = NULL;
  if ((right = operand(e)) != NULL) {
    int operation = operators[k].operation;
    result = operation == CONTAINS ? contains(left, right)
                                   : call_PyObject_RichCompare(left, right, operation);
  }
  call_Py_DecRef(right);
  call_Py_DecRef(left);
  return result;
}

PyObject *evaluate(const char *text, const struct variable *variables) {
  struct evaluation e = {{text, text + strlen(text)}, variables, false};
  e.deleting = literal_word(&e.source, "del ");
  PyObject *value = expression(&e);
  if (value == NULL || (literal_at_end(&e.source) && !e.deleting)) return value;
  call_Py_DecRef(value);
  return not_understood(&e);
}

struct outcome outcome_of(PyObject *result) {
  struct outcome outcome = {.raised = result == NULL};
  if (result != NULL) object_text(call_PyObject_Repr(result), outcome.text, sizeof outcome.text);
  call_Py_DecRef(result);
  struct failure failure = failure_take();
  if (outcome.raised) {
    snprintf(outcome.text, sizeof outcome.text, "%s: %s", failure.type, failure.message);
  }
  return outcome;
}

struct outcome evaluate_outcome(const char *text, const struct variable *variables) {
  return outcome_of(evaluate(text, variables));
}
