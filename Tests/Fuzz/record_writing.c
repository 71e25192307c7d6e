#include "record_checks.h"

#include <pymv.h>
#include <stdio.h>

static uint8_t before[ROW_MOST_BYTES], mask[ROW_MOST_BYTES];

/* Everything outside the values of the last item must be as before. */
static void check_other_bytes(Row *row) {
  memset(mask, 0, row->size);
  const uint8_t *last = row_item(row, ROW_ITEMS - 1);
  model_mark_values(&row->trees[ROW_ITEMS - 1], last, mask + (last - row->memory));
  for (size_t i = 0; i < row->size; i++) {
    require(mask[i] != 0 || row->memory[i] == before[i]);
  }
}

void check_item_assignment(Row *row) {
  PyObject *item = checked(PySequence_GetItem(row->view, 0));
  PyObject *value = item == NULL ? Py_NewRef(Py_None) : item;
  save_row(row, before);
  bool is_written = succeeded(set_item(row, ROW_ITEMS - 1, value) ? 0 : -1);
  Py_DECREF(value);
  if (item != NULL) {
    require(is_written);
    check_other_bytes(row);
    decode_row(row);
    model_require_written(&row->trees[0], &row->trees[ROW_ITEMS - 1]);
  } else if (!row->has_values) {
    require(!is_written && row_equals(row, before));
  }
  decode_row(row);
}

/* --- wrong values --- */

/** A value to write in place of a good one, and the error it must raise. */
typedef struct {
  PyObject *object;  /**< NULL: every object would be right, or it depends. */
  const char *error; /**< "invalid type", "invalid value", or NULL: either. */
} Wrong;

static PyObject *long_bytes(const ModelNode *node) {
  static const char text[ROW_MOST_BYTES + 1];
  return PyBytes_FromStringAndSize(text, node->field->itemsize + 1);
}

static PyObject *long_text(const ModelNode *node) {
  static char text[ROW_MOST_BYTES];
  memset(text, 'a', sizeof text);
  return PyUnicode_FromStringAndSize(text, node->field->itemsize / 4 + 1);
}

/* A number that a float cannot hold; 0: none but in rounding. */
static double too_large(const ModelField *field) {
  if (strcmp(field->type, "e") == 0) return 1e5;
  if (strcmp(field->type, "[triple]") == 0) return 0x1p24;
  bool is_single = strcmp(field->type, "f") == 0 || strcmp(field->type, "Zf") == 0;
  return is_single && !field->is_plain_single ? 1e39 : 0;
}

/* Addresses may be written as negative numbers. */
static Wrong integer_out_of_range(const ModelField *field) {
  if (strcmp(field->type, "P") == 0) return (Wrong){NULL, NULL};
  bool is_largest = strcmp(field->type, "Q") == 0;
  return (Wrong){is_largest ? PyLong_FromLong(-1) : PyLong_FromUnsignedLongLong(UINT64_MAX),
                 "invalid value"};
}

static Wrong number_out_of_range(const ModelNode *node) {
  if (node->kind == INTEGER) return integer_out_of_range(node->field);
  double number = too_large(node->field);
  if (number == 0) return (Wrong){NULL, NULL};
  return (Wrong){PyFloat_FromDouble(number), "invalid value"};
}

static Wrong wrong_container(const ModelNode *node, bool is_sequence) {
  if (!is_sequence) return (Wrong){Py_NewRef(Py_None), NULL};
  PyObject *list = PyList_New(0);
  for (Py_ssize_t i = 0; i <= node->length; i++) PyList_Append(list, Py_None);
  return (Wrong){list, NULL};
}

static Wrong make_wrong(const ModelNode *node, unsigned choice) {
  if (node->kind == TRUTH) return (Wrong){NULL, NULL};
  if (node->kind >= TUPLE) return wrong_container(node, choice & 1);
  if (choice == 0) return (Wrong){Py_NewRef(Py_None), "invalid type"};
  if (choice == 1 && node->kind <= COMPLEX) return (Wrong){PyBytes_FromString(""), "invalid type"};
  if (choice == 1) return (Wrong){PyLong_FromLong(0), "invalid type"};
  if (node->kind == BYTES) return (Wrong){long_bytes(node), "invalid value"};
  if (node->kind == TEXT) return (Wrong){long_text(node), "invalid value"};
  return number_out_of_range(node);
}

/** A value that is built like one that was read, with one part replaced. */
typedef struct {
  const ModelTree *tree;
  int replaced;
  PyObject *part;
} Replacement;

/* New reference. Tuples become lists and lists tuples: any sequence can be written. */
static PyObject *replace(const Replacement *replacement, int index, PyObject *object) {
  const ModelNode *nodes = replacement->tree->nodes, *node = &nodes[index];
  if (index == replacement->replaced) return Py_NewRef(replacement->part);
  if (node->kind < TUPLE) return Py_NewRef(object);
  PyObject *list = PyList_New(node->length);
  int next = index + 1;
  for (Py_ssize_t i = 0; i < node->length; i++, next = nodes[next].end) {
    PyObject *part = node->kind == LIST ? PyList_GetItem(object, i) : PyTuple_GetItem(object, i);
    PyList_SetItem(list, i, replace(replacement, next, part));
  }
  if (node->kind == TUPLE) return list;
  PyObject *tuple = PyList_AsTuple(list);
  Py_DECREF(list);
  return tuple;
}

/* Characters that are not ASCII may be replaced. */
static bool is_message(const char *message, const char *expected) {
  for (; *message != '\0'; message++, expected++) {
    if (*expected & 0x80) return true;
    if (*message != *expected) return false;
  }
  return true;
}

static bool names_format(const char *message, const char *error, const char *format) {
  char expected[RECORD_MOST_WRITTEN + 64];
  snprintf(expected, sizeof expected, "memoryview: %s for format '%s'", error, format);
  return is_message(message, expected);
}

/* The message names the whole format, but CPython leaves out the order of a native one. */
static void check_refusal(const Row *row, const char *error) {
  const char *kind, *message = PyMV_TakeError(&kind);
  require(message != NULL);
  bool is_type = strcmp(kind, "TypeError") == 0, is_value = strcmp(kind, "ValueError") == 0;
  require(is_type || is_value);
  if (error == NULL) error = is_type ? "invalid type" : "invalid value";
  require(is_type == (strcmp(error, "invalid type") == 0));
  bool may_be_native = row->text[0] == '@' && row->trees[0].count == 1;
  require(names_format(message, error, row->text) ||
          (may_be_native && names_format(message, error, row->text + 1)));
}

void check_refused_assignment(Input *input, Row *row) {
  if (!row->has_values || !row->trees[0].is_readable || row->is_doubtful ||
      row->trees[0].count == 0)
    return;
  const ModelTree *tree = &row->trees[0];
  int index = (take(input) | take(input) << 8) % tree->count;
  Wrong wrong = make_wrong(&tree->nodes[index], take_below(input, 3));
  if (wrong.object == NULL) return;
  PyObject *item = checked(PySequence_GetItem(row->view, 0));
  Replacement replacement = {tree, index, wrong.object};
  PyObject *value = replace(&replacement, 0, item);
  save_row(row, before);
  require(!set_item(row, ROW_ITEMS - 1, value));
  check_refusal(row, wrong.error);
  require(row_equals(row, before));
  Py_DECREF(item), Py_DECREF(value), Py_DECREF(wrong.object);
}
