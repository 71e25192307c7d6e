#include "record_checks.h"

#include <pymv.h>

/** Fields that are looked up by name: the members of the structure that an item is, or the
 * outermost fields. */
typedef struct {
  const ModelField *first, *end;
} Scope;

/** A view whose items are fields, and the place of one of them in each item of a row. */
typedef struct {
  const Row *row;
  const ModelField *field;
  Py_ssize_t offset;
  PyObject *view;
} FieldView;

static Scope outermost(const ModelFormat *format) {
  return (Scope){format->fields, format->fields + format->count};
}

static Scope members(const ModelField *field) {
  return (Scope){field + 1, field + field->span};
}

static bool is_structure(const ModelField *field) {
  return strcmp(field->type, "T") == 0 && field->count == 1;
}

/* Whether an item is one structure. */
static bool is_record(const ModelFormat *format) {
  const ModelField *field = format->fields;
  return model_listed(format) == 1 && model_listed_field(format, 0) == field &&
         is_structure(field) && field->ndim == 0 && field->name == NULL;
}

/* A field by number, if it has a name that no other field of the scope has. */
static const ModelField *find_field(Scope scope, unsigned number) {
  const ModelField *found = NULL;
  for (const ModelField *field = scope.first; field < scope.end; field += field->span) {
    if (field->name != NULL && number-- == 0) found = field;
  }
  for (const ModelField *field = scope.first; field < scope.end; field += field->span) {
    if (found != NULL && field != found && model_names_equal(field, found)) return NULL;
  }
  return found;
}

/* NULL without an error if the library has no room left for the texts of formats, which it keeps.
 */
static PyObject *get_field(PyObject *view, const ModelField *field) {
  char name[MODEL_MOST_FIELDS];
  memcpy(name, field->name, field->name_length);
  name[field->name_length] = '\0';
  PyObject *result = PyMV_GetField(view, name);
  const char *kind = NULL;
  require(result != NULL || (PyMV_TakeError(&kind) != NULL && strcmp(kind, "MemoryError") == 0));
  require_no_error();
  return result;
}

static const Py_buffer *buffer_of(const FieldView *view) {
  return PyMemoryView_GET_BUFFER(view->view);
}

static void check_layout(const FieldView *view) {
  const Py_buffer *buffer = buffer_of(view);
  const ModelField *field = view->field;
  require(buffer->itemsize == field->itemsize && buffer->suboffsets == NULL);
  require(buffer->ndim == 1 + field->ndim && buffer->shape[0] == ROW_ITEMS);
  require(buffer->strides[0] == view->row->stride);
  require(buffer->buf == row_item(view->row, 0) + view->offset);
  for (int i = 0; i < field->ndim; i++) require(buffer->shape[1 + i] == field->shape[i]);
}

/* The text may be written otherwise than in the format of the item. */
static void check_format(const FieldView *view) {
  static ModelFormat format;
  const ModelField *field = view->field;
  model_read(buffer_of(view)->format, &format);
  require(format.is_valid && format.size <= field->itemsize);
  const ModelField *end = field + field->span;
  int index = 0;
  for (; field < end; field++) {
    if (!field->is_value) continue;
    require(index < model_listed(&format));
    const ModelField *found = model_listed_field(&format, index);
    require(strcmp(found->type, field->type) == 0 && found->byteorder == field->byteorder);
    require(found->itemsize == field->itemsize);
    require(found->offset == field->offset - view->field->offset);
    require(index == 0 || model_names_equal(found, field));
    index++;
  }
  require(index == model_listed(&format));
}

static const uint8_t *place_of(const FieldView *view, int index) {
  return row_item(view->row, index) + view->offset;
}

static void check_values(const FieldView *view) {
  static ModelTree trees[ROW_ITEMS];
  bool is_readable = true, is_doubtful = false;
  for (int i = 0; i < ROW_ITEMS; i++) {
    require(model_decode_field(view->field, place_of(view, i), &trees[i]));
    is_readable &= trees[i].is_readable;
    is_doubtful |= trees[i].has_surrogates;
  }
  PyObject *list = checked(PyObject_CallMethod(view->view, "tolist", NULL));
  require((list != NULL) == is_readable || is_doubtful);
  for (int i = 0; i < ROW_ITEMS && list != NULL; i++) {
    model_require_object(&trees[i], 0, PyList_GetItem(list, i));
  }
  Py_XDECREF(list);
}

/* Writing a field of all items changes these bytes only. */
static void check_field_assignment(const FieldView *view) {
  static uint8_t wanted[ROW_MOST_BYTES];
  const Row *row = view->row;
  PyObject *copy = checked(PyMV_Copy(view->view, 'C')), *key;
  require(copy != NULL || view->field->size == 0);
  if (copy == NULL) return;
  size_t size = (size_t)view->field->size;
  for (int i = 0; i < ROW_ITEMS; i++) memset(row_item(row, i) + view->offset, i, size);
  save_row(row, wanted);
  const uint8_t *values = PyMemoryView_GET_BUFFER(copy)->buf;
  for (int i = 0; i < ROW_ITEMS; i++) {
    memcpy(wanted + (place_of(view, i) - row->memory), values + (size_t)i * size, size);
  }
  key = PyUnicode_FromStringAndSize(view->field->name, (Py_ssize_t)view->field->name_length);
  require(key != NULL && succeeded(PyObject_SetItem(row->view, key, copy)));
  require(row_equals(row, wanted));
  Py_DECREF(key), Py_DECREF(copy);
}

static void check_field(const FieldView *view) {
  check_layout(view);
  check_format(view);
  check_values(view);
}

/* A field of a field, which may have axes. */
static void check_inner_field(unsigned number, const FieldView *outer) {
  if (!is_structure(outer->field)) return;
  const ModelField *field = find_field(members(outer->field), number);
  if (field == NULL) return;
  PyObject *view = get_field(outer->view, field);
  if (view == NULL) return;
  if (outer->field->ndim == 0) {
    check_field(&(FieldView){outer->row, field, field->offset, view});
  } else {
    drop(PyObject_CallMethod(view, "tolist", NULL));
  }
  Py_DECREF(view);
}

static void check_unknown_name(const Row *row) {
  require(PyMV_GetField(row->view, "no field has this name") == NULL);
  require_error();
}

void check_field_view(Input *input, Row *row) {
  check_unknown_name(row);
  if (!row->has_values) return;
  Scope scope = outermost(&row->format);
  if (is_record(&row->format)) scope = members(row->format.fields);
  unsigned number = take_below(input, 4), inner = take_below(input, 4);
  const ModelField *field = find_field(scope, number);
  if (field == NULL) return;
  PyObject *view = get_field(row->view, field);
  if (view == NULL) return;
  FieldView found = {row, field, field->offset, view};
  check_field(&found);
  check_inner_field(inner, &found);
  check_field_assignment(&found);
  Py_DECREF(view);
  decode_row(row);
}
