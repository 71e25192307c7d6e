#include "expressions.h"

#include "calls.h"
#include "objects.h"

#include <stdbool.h>

enum {
  MOST_BYTES = 1 << 14, /**< Limit of what an expression may read. */
  MOST_INDICES = 8      /**< Limit of indices in a subscript. */
};

/* The functions below release the objects passed to them. If one of these is NULL with an exception
 * set, the result is NULL too, so that calls can nest like expressions. */

static PyObject *integer(Py_ssize_t value) {
  return call_PyLong_FromSsize_t(value);
}

static PyObject *string(const char *text) {
  return call_PyUnicode_FromString(text);
}

static PyObject *tuple(Py_ssize_t count, PyObject **items) {
  PyObject *result = call_PyTuple_New(count);
  bool sound = result != NULL;
  for (Py_ssize_t k = 0; k < count; k++) {
    sound = sound && items[k] != NULL;
    if (sound) {
      call_PyTuple_SetItem(result, k, items[k]); /* Cannot fail on a new tuple. */
    } else {
      call_Py_DecRef(items[k]);
    }
  }
  if (sound) return result;
  call_Py_DecRef(result);
  return NULL;
}

#define TUPLE(...) \
  tuple(Py_ARRAY_LENGTH(((PyObject *[]){__VA_ARGS__})), (PyObject *[]){__VA_ARGS__})

static PyObject *attribute(PyObject *op, const char *name) {
  PyObject *value = op != NULL ? call_PyObject_GetAttrString(op, name) : NULL;
  call_Py_DecRef(op);
  return value;
}

static PyObject *item(PyObject *op, PyObject *key) {
  PyObject *value = op != NULL && key != NULL ? call_PyObject_GetItem(op, key) : NULL;
  call_Py_DecRef(op);
  call_Py_DecRef(key);
  return value;
}

/** op.name(argument, ..., keyword=argument). @param keyword NULL: all arguments are positional. */
static PyObject *called(PyObject *op, const char *name, PyObject *arguments, const char *keyword) {
  PyObject *method = attribute(op, name), *result = NULL;
  PyObject *names = keyword != NULL ? TUPLE(string(keyword)) : NULL;
  if (method != NULL && arguments != NULL && (names != NULL) == (keyword != NULL)) {
    size_t positional = (size_t)PyTuple_GET_SIZE(arguments) - (keyword != NULL);
    result =
        call_PyObject_Vectorcall(method, ((PyTupleObject *)arguments)->ob_item, positional, names);
  }
  call_Py_DecRef(names);
  call_Py_DecRef(arguments);
  call_Py_DecRef(method);
  return result;
}

static PyObject *applied(PyObject *(*function)(PyObject *), PyObject *op) {
  PyObject *value = op != NULL ? function(op) : NULL;
  call_Py_DecRef(op);
  return value;
}

static PyObject *equal(PyObject *left, PyObject *right) {
  bool sound = left != NULL && right != NULL;
  PyObject *value = sound ? call_PyObject_RichCompare(left, right, Py_EQ) : NULL;
  call_Py_DecRef(left);
  call_Py_DecRef(right);
  return value;
}

/* Parts of expressions; m is the memoryview. */

static PyObject *whole(const struct subject *m) {
  call_Py_IncRef(m->view);
  return m->view;
}

static PyObject *few_rows(PyObject *op, const struct subject *m) {
  return item(op, object_slice(NULL, integer(m->few), NULL));
}

static PyObject *few(const struct subject *m) {
  return few_rows(whole(m), m);
}

static PyObject *stepped(const struct subject *m, Py_ssize_t step) {
  return item(whole(m), object_slice(NULL, NULL, integer(step)));
}

/** As many indices as there are axes. */
static PyObject *indices(const struct subject *m, Py_ssize_t index) {
  PyObject *items[PyBUF_MAX_NDIM];
  if (m->buffer->ndim == 1) return integer(index);
  for (int k = 0; k < m->buffer->ndim; k++) items[k] = integer(index);
  return tuple(m->buffer->ndim, items);
}

static PyObject *cast_to_bytes(const struct subject *m) {
  return called(whole(m), "cast", TUPLE(string("B")), NULL);
}

static PyObject *shape(PyObject *op) {
  return attribute(op, "shape");
}

static PyObject *items_of(PyObject *op) {
  return called(op, "tolist", tuple(0, NULL), NULL);
}

/* The expressions. */

#define ANSWER(name) static PyObject *answer_##name(const struct subject *m)

ANSWER(format) {
  return attribute(whole(m), "format");
}
ANSWER(length) {
  return object_length(m->view);
}
ANSWER(list) {
  return items_of(whole(m));
}
ANSWER(item_0) {
  return item(whole(m), integer(0));
}
ANSWER(row_shape) {
  return shape(answer_item_0(m));
}
ANSWER(first) {
  return item(whole(m), indices(m, 0));
}
ANSWER(last) {
  return item(whole(m), indices(m, -1));
}
ANSWER(few_shape) {
  return shape(few(m));
}
ANSWER(few_list) {
  return items_of(few(m));
}
ANSWER(reversed_few_list) {
  return items_of(few_rows(stepped(m, -1), m));
}
ANSWER(reversed_first) {
  return item(stepped(m, -1), indices(m, 0));
}
ANSWER(stepped_strides) {
  return attribute(stepped(m, -2), "strides");
}
ANSWER(block) {
  PyObject *rows = object_slice(integer(0), integer(1), NULL);
  return items_of(item(whole(m), TUPLE(rows, object_slice(integer(0), integer(1), NULL))));
}
ANSWER(hex) {
  PyObject *start = item(cast_to_bytes(m), object_slice(NULL, integer(16), NULL));
  return called(start, "hex", TUPLE(string(" "), integer(4)), NULL);
}
ANSWER(bytes_shape) {
  return shape(cast_to_bytes(m));
}
ANSWER(item_bytes_shape) {
  PyObject *extents = TUPLE(integer(m->rows), integer(m->buffer->itemsize));
  return shape(called(whole(m), "cast", TUPLE(string("B"), extents), "shape"));
}
ANSWER(few_bytes) {
  return called(few(m), "tobytes", TUPLE(string("F")), "order");
}
ANSWER(few_equal) {
  return equal(few(m), few(m));
}
ANSWER(equal) {
  return equal(whole(m), whole(m));
}
ANSWER(few_contain) {
  PyObject *value = answer_item_0(m), *container = few(m);
  bool sound = value != NULL && container != NULL;
  int found = sound ? call_PySequence_Contains(container, value) : -1;
  call_Py_DecRef(value);
  call_Py_DecRef(container);
  return found >= 0 ? call_PyBool_FromLong(found) : NULL;
}
ANSWER(few_count) {
  return called(few(m), "count", TUPLE(answer_item_0(m)), NULL);
}
ANSWER(few_iterated) {
  return applied(object_list, few(m));
}
ANSWER(iterated) {
  return object_list(m->view);
}
ANSWER(few_hash) {
  return applied(object_hash, few(m));
}
ANSWER(hash) {
  return object_hash(m->view);
}
ANSWER(readonly) {
  return attribute(called(whole(m), "toreadonly", tuple(0, NULL), NULL), "readonly");
}
ANSWER(assignment) {
  PyObject *key = indices(m, 0), *value = integer(0);
  bool sound = key != NULL && value != NULL;
  int status = sound ? call_PyObject_SetItem(m->view, key, value) : -1;
  call_Py_DecRef(key);
  call_Py_DecRef(value);
  return status == 0 ? object_exported("_Py_NoneStruct") : NULL;
}

/** Numbers of axes that an expression applies to. */
enum { NONE = 1, ONE = 2, SEVERAL = 4, ANY = NONE | ONE | SEVERAL };

/* Placeholders for texts that depend on the buffer:
 * $first  indices of the first item        $rows  number of rows
 * $last   indices of the last item         $size  bytes of an item
 * $few    a small number of rows           $all   m itself, if it is small */
static const struct {
  int axes;
  const char *text;
  PyObject *(*answer)(const struct subject *m);
} templates[] = {
    {ANY, "m.format", answer_format},
    {ANY, "len(m)", answer_length},
    {NONE, "m[()]", answer_first},
    {NONE, "m.tolist()", answer_list},
    {NONE, "m[0]", answer_item_0},
    {ONE | SEVERAL, "m[$first]", answer_first},
    {ONE | SEVERAL, "m[$last]", answer_last},
    {SEVERAL, "m[0].shape", answer_row_shape},
    {SEVERAL, "m[:$few].shape", answer_few_shape},
    {ONE | SEVERAL, "m[:$few].tolist()", answer_few_list},
    {ONE, "m[::-1][:$few].tolist()", answer_reversed_few_list},
    {SEVERAL, "m[::-1][$first]", answer_reversed_first},
    {ONE | SEVERAL, "m[::-2].strides", answer_stepped_strides},
    {SEVERAL, "m[0:1, 0:1].tolist()", answer_block},
    {ANY, "m.cast('B')[:16].hex(' ', 4)", answer_hex},
    {NONE | SEVERAL, "m.cast('B').shape", answer_bytes_shape},
    {ONE, "m.cast('B', shape=($rows, $size)).shape", answer_item_bytes_shape},
    {SEVERAL, "m[:$few].tobytes(order='F')", answer_few_bytes},
    {ONE | SEVERAL, "m[:$few] == m[:$few]", answer_few_equal},
    {NONE, "m == $all", answer_equal},
    {ONE | SEVERAL, "m[0] in m[:$few]", answer_few_contain},
    {ONE, "m[:$few].count(m[0])", answer_few_count},
    {ONE, "list(m[:$few])", answer_few_iterated},
    {NONE, "list(m)", answer_iterated},
    {ONE | SEVERAL, "hash(m[:$few])", answer_few_hash},
    {NONE, "hash(m)", answer_hash},
    {ANY, "m.toreadonly().readonly", answer_readonly},
    {NONE, "m[()] = 0", answer_assignment},
    {ONE | SEVERAL, "m[$first] = 0", answer_assignment},
};

/** The text that replaces a placeholder; "" if the buffer has none. */
struct placeholder {
  const char *name;
  char value[4 * MOST_INDICES];
};

enum { FIRST, LAST, FEW, ROWS, SIZE, ALL, PLACEHOLDER_COUNT };

static void write_indices(const Py_buffer *buffer, const char *index, char *value) {
  if (buffer->ndim > MOST_INDICES) return;
  for (int k = 0; k < buffer->ndim; k++) {
    value += sprintf(value, k == 0 ? "%s" : ", %s", index);
  }
}

static void write_number(Py_ssize_t number, char *value) {
  if (number > 0) sprintf(value, "%zd", number);
}

static void fill(const struct subject *m, struct placeholder placeholders[PLACEHOLDER_COUNT]) {
  write_indices(m->buffer, "0", placeholders[FIRST].value);
  write_indices(m->buffer, "-1", placeholders[LAST].value);
  write_number(m->few, placeholders[FEW].value);
  write_number(m->rows, placeholders[ROWS].value);
  write_number(m->buffer->itemsize, placeholders[SIZE].value);
  if (m->buffer->len <= MOST_BYTES) strcpy(placeholders[ALL].value, "m");
}

/** Write an expression with the placeholders replaced.
 * @return false if it does not apply to the buffer. */
static bool write_expression(const char *template, const struct placeholder *placeholders,
                             char text[LONGEST_EXPRESSION]) {
  size_t length = 0;
  while (*template != '\0') {
    size_t name_length = 1, value_length = 1;
    const char *value = template;
    for (int k = 0; k < PLACEHOLDER_COUNT; k++) {
      size_t candidate = strlen(placeholders[k].name);
      if (strncmp(template, placeholders[k].name, candidate) != 0) continue;
      name_length = candidate;
      value = placeholders[k].value;
      value_length = strlen(value);
      break;
    }
    if (value_length == 0 || length + value_length >= LONGEST_EXPRESSION) return false;
    memcpy(text + length, value, value_length);
    length += value_length;
    template += name_length;
  }
  text[length] = '\0';
  return true;
}

struct subject subject_of(PyObject *view) {
  const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(view);
  Py_ssize_t rows = buffer->ndim > 0 ? buffer->shape[0] : 1;
  Py_ssize_t row = rows > 0 ? buffer->len / rows : 0;
  Py_ssize_t few = buffer->ndim > 1 ? 2 : 4;
  if (row > 0) few = Py_MIN(few, MOST_BYTES / row);
  return (struct subject){view, buffer, rows, few};
}

int expressions_choose(const struct subject *m, struct expression expressions[MOST_EXPRESSIONS]) {
  struct placeholder placeholders[PLACEHOLDER_COUNT] = {
      [FIRST] = {"$first", ""}, [LAST] = {"$last", ""}, [FEW] = {"$few", ""},
      [ROWS] = {"$rows", ""},   [SIZE] = {"$size", ""}, [ALL] = {"$all", ""}};
  int ndim = m->buffer->ndim, axes = ndim == 0 ? NONE : ndim == 1 ? ONE : SEVERAL;
  int count = 0;
  fill(m, placeholders);
  for (size_t k = 0; k < Py_ARRAY_LENGTH(templates); k++) {
    if ((templates[k].axes & axes) == 0 || count == MOST_EXPRESSIONS) continue;
    expressions[count].answer = templates[k].answer;
    count += write_expression(templates[k].text, placeholders, expressions[count].text);
  }
  return count;
}
