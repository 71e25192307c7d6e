#include "record_checks.h"

#include <math.h>
#include <pymv.h>

static uint8_t before[ROW_MOST_BYTES];

/* Writes an item to another place, and requires that it reads the same there. */
static void move_item(const Row *row, PyObject *item) {
  require(set_item(row, ROW_ITEMS - 1, item));
  PyObject *moved = checked(PySequence_GetItem(row->view, ROW_ITEMS - 1));
  require(moved != NULL);
  PyObject *text = checked(PyObject_Repr(item)), *moved_text = checked(PyObject_Repr(moved));
  require(PyObject_RichCompareBool(text, moved_text, Py_EQ) == 1);
  Py_DECREF(text), Py_DECREF(moved_text), Py_DECREF(moved);
}

void use_unclear_row(const Row *row) {
  PyObject *item = checked(PySequence_GetItem(row->view, 0));
  if (item != NULL) {
    move_item(row, item);
    succeeded(PySequence_Count(row->view, item) == -1 ? -1 : 0);
  }
  Py_XDECREF(item);
  drop(PyObject_CallMethod(row->view, "tolist", NULL));
  drop(PyObject_RichCompare(row->view, row->view, Py_EQ));
}

/* @return whether the items could be read. */
static bool is_list_of(const Row *row, PyObject *list) {
  require((checked(list) != NULL) == row->is_readable || row->is_doubtful);
  if (list == NULL) return false;
  require(PyList_Size(list) == ROW_ITEMS);
  for (int i = 0; i < ROW_ITEMS; i++) {
    model_require_object(&row->trees[i], 0, PyList_GetItem(list, i));
  }
  Py_DECREF(list);
  return true;
}

/* The flat API reads items of one number, which it may round. */
static void check_numbers(const Row *row) {
  double number = 0;
  for (Py_ssize_t i = 0; i < ROW_ITEMS; i++) {
    if (!succeeded(PyMV_GetDouble(row->view, &i, &number))) continue;
    // Only padding behind the number may be missing.
    if (!row->has_values && row->format.is_valid) continue;
    require(row->has_values && row->trees[i].count == 1);
    const ModelNode *node = &row->trees[i].nodes[0];
    require(node->kind <= REAL);
    double expected = node->kind == REAL ? (double)node->parts[0] : (double)node->integer;
    require(isnan(expected) ? isnan(number) : number == expected);
  }
}

void check_reading(const Row *row) {
  save_row(row, before);
  for (int i = 0; i < ROW_ITEMS; i++) {
    PyObject *item = checked(PySequence_GetItem(row->view, i));
    bool is_readable = row->has_values && row->trees[i].is_readable;
    require((item != NULL) == is_readable || row->is_doubtful);
    if (item != NULL) model_require_object(&row->trees[i], 0, item);
    Py_XDECREF(item);
  }
  is_list_of(row, PyObject_CallMethod(row->view, "tolist", NULL));
  is_list_of(row, PySequence_List(row->view));
  drop(PyObject_Repr(row->view));
  check_numbers(row);
  require(row_equals(row, before));
}

/* Number of items that equal the first one, and the first such item. */
static int model_search(const Row *row, int *first) {
  int found = 0;
  *first = -1;
  for (int i = ROW_ITEMS; i-- > 0;) {
    if (!model_objects_equal(&row->trees[i], &row->trees[0])) continue;
    found++;
    *first = i;
  }
  return found;
}

void check_search(const Row *row) {
  PyObject *item = checked(PySequence_GetItem(row->view, 0));
  if (item == NULL) item = PyLong_FromLong(0);
  Py_ssize_t count = PySequence_Count(row->view, item);
  succeeded(count == -1 ? -1 : 0);
  Py_ssize_t index = PySequence_Index(row->view, item);
  succeeded(index == -1 ? -1 : 0);
  int contains = PySequence_Contains(row->view, item);
  succeeded(contains);
  if (row->is_readable && !row->is_doubtful) {
    int first, found = model_search(row, &first);
    require(count == found && index == first && contains == (found > 0));
  } else if (!row->has_values) {
    require(count == -1 && index == -1);
  }
  Py_DECREF(item);
  require(PySequence_Count(row->view, Py_None) <= 0);
  PyErr_Clear();
}

static bool model_rows_equal(const Row *a, const Row *b) {
  for (int i = 0; i < ROW_ITEMS; i++) {
    if (!model_items_equal(&a->format, &a->trees[i], &b->format, &b->trees[i])) return false;
  }
  return true;
}

void check_equality(const Row *a, const Row *b) {
  PyObject *equal = checked(PyObject_RichCompare(a->view, b->view, Py_EQ));
  PyObject *unequal = checked(PyObject_RichCompare(b->view, a->view, Py_NE));
  if (a->is_readable && b->is_readable) {
    bool expected = model_rows_equal(a, b);
    require(equal == (expected ? Py_True : Py_False));
    require(unequal == (expected ? Py_False : Py_True));
  } else if (!a->has_values || !b->has_values) {
    require(equal == Py_False && unequal == Py_True);
  }
  Py_XDECREF(equal), Py_XDECREF(unequal);
}

static bool names_may_match(const ModelField *a, const ModelField *b) {
  return a == NULL || b == NULL ? a == b : model_names_equal(a, b);
}

/* Whether the values of two items lie at the same offsets, with the same types and names. Formats
 * for which this holds and model_same_layout does not differ in padding or in counts, like `2i` and
 * `ii`; a library may see a difference there or not. */
static bool may_be_same_layout(const Row *a, const Row *b) {
  const ModelTree *x = &a->trees[0], *y = &b->trees[0];
  if (a->format.is_padding || b->format.is_padding) return true;
  if (x->count != y->count) return false;
  for (int i = 0; i < x->count; i++) {
    const ModelNode *m = &x->nodes[i], *n = &y->nodes[i];
    if (m->kind != n->kind || m->end != n->end || !names_may_match(m->field, n->field))
      return false;
    if (m->kind >= TUPLE) continue;
    if (m->place - row_item(a, 0) != n->place - row_item(b, 0)) return false;
    if (strcmp(m->field->type, n->field->type) != 0) return false;
    if (m->field->byteorder != n->field->byteorder) return false;
  }
  return true;
}

static void check_copied(const Row *to, const Row *from) {
  for (int i = 0; i < ROW_ITEMS; i++) {
    require(memcmp(row_item(to, i), row_item(from, i), (size_t)to->itemsize) == 0);
  }
}

/* A text without its leading '@', which changes nothing. */
static const char *without_default(const char *text) {
  return text[0] == '@' ? text + 1 : text;
}

/* Items that cannot be read may be copied between equal texts; those that are too small, between
 * any formats. */
static bool may_be_copied(const Row *to, const Row *from) {
  if (to->itemsize != from->itemsize) return false;
  if (to->has_values && from->has_values) return may_be_same_layout(to, from);
  return strcmp(without_default(to->text), without_default(from->text)) == 0 ||
         (to->format.is_valid && from->format.is_valid);
}

static bool must_be_copied(const Row *to, const Row *from) {
  return to->itemsize == from->itemsize && to->has_values && from->has_values &&
         model_same_layout(&to->format, &from->format) && model_listed(&to->format) > 0;
}

static bool copy_all(Row *to, const Row *from, bool by_slice) {
  if (!by_slice) return succeeded(PyMV_CopyItems(to->view, from->view));
  PyObject *all = PySlice_New(NULL, NULL, NULL);
  bool is_copied = succeeded(PyObject_SetItem(to->view, all, from->view));
  Py_DECREF(all);
  return is_copied;
}

void check_copy(Row *to, const Row *from, bool by_slice) {
  save_row(to, before);
  bool is_copied = copy_all(to, from, by_slice);
  require(is_copied || !must_be_copied(to, from));
  require(!is_copied || may_be_copied(to, from));
  if (is_copied) {
    check_copied(to, from);
  } else {
    require(row_equals(to, before));
  }
  decode_row(to);
}
