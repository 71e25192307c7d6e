/* Fuzz target: struct formats. An input has a few control bytes, two NUL-terminated texts, and the
 * bytes of the items. Of formats that struct does not know, only the size is compared: `records`
 * has their values. */
#include "model_format.h"
#include "model_record.h"

enum { ITEMS = 3, MOST_TEXT = 40, MOST_BYTES = 128 };

typedef struct {
  char format[MOST_TEXT + 1];
  Py_ssize_t size; /**< Of one item, by the format; -1 if that is invalid. */
  bool is_struct;  /**< Whether struct knows the format. */
  Py_ssize_t itemsize;
  uint8_t items[ITEMS * MOST_BYTES];
  PyObject *view; /**< NULL if its items would be too large. */
} Row;

static void take_text(Input *input, char *text) {
  size_t length = 0;
  while (length < MOST_TEXT && (text[length] = (char)take(input)) != '\0') length++;
  text[length] = '\0';
}

/* The size of any format. */
static Py_ssize_t model_any_size(const char *format) {
  static ModelFormat record;
  model_read(format, &record);
  return record.is_valid ? record.size : -1;
}

static void check_size(Row *row) {
  row->size = PyBuffer_SizeFromFormat(row->format);
  if (row->size < 0) {
    require(row->size == -1);
    require_error();
  }
  require_no_error();
#ifdef FUZZ_DELIBERATE
  require(strchr(row->format, 'e') == NULL || row->size != 10);
#endif
  Py_ssize_t expected = model_size(row->format);
  row->is_struct = expected >= 0;
  require(row->size == (row->is_struct ? expected : model_any_size(row->format)));
}

static PyObject *view_of_row(Row *row) {
  Py_ssize_t shape[] = {ITEMS}, strides[] = {row->itemsize};
  Py_buffer buffer = {
      .buf = row->items,
      .len = ITEMS * row->itemsize,
      .itemsize = row->itemsize,
      .ndim = 1,
      .format = row->format,
      .shape = shape,
      .strides = strides,
  };
  return checked(PyMemoryView_FromBuffer(&buffer));
}

static void start_row(Input *input, Row *row, unsigned spare) {
  take_text(input, row->format);
  check_size(row);
  row->itemsize = row->size < 0 ? 1 + (Py_ssize_t)spare : row->size + (Py_ssize_t)spare;
  row->view = NULL;
  if (row->itemsize < 1 || row->itemsize > MOST_BYTES) return;
  memset(row->items, 0, sizeof row->items);
  row->view = view_of_row(row);
  require(row->view != NULL);
}

static bool model_rows_equal(const Row *a, const Row *b) {
  for (int i = 0; i < ITEMS; i++) {
    if (!model_equal(a->format, a->items + i * a->itemsize, b->format, b->items + i * b->itemsize,
                     a->itemsize, b->itemsize))
      return false;
  }
  return true;
}

static void check_equality(const Row *a, const Row *b) {
  bool expected = model_rows_equal(a, b);
  PyObject *equal = checked(PyObject_RichCompare(a->view, b->view, Py_EQ));
  PyObject *unequal = checked(PyObject_RichCompare(b->view, a->view, Py_NE));
  if (!a->is_struct || !b->is_struct) {
    Py_XDECREF(equal), Py_XDECREF(unequal);
    return;
  }
  require(equal != NULL && unequal != NULL && PyObject_IsTrue(equal) != PyObject_IsTrue(unequal));
  require(PyObject_IsTrue(equal) == expected);
  Py_DECREF(equal), Py_DECREF(unequal);
}

/* The format without a leading '@', if it is one native item of a kind that casts take; else NULL.
 */
static const char *sole_native_code(const char *format) {
  const char *code = *format == '@' ? format + 1 : format;
  if (strcmp(code, "Zf") == 0 || strcmp(code, "Zd") == 0) return code;
  return *code != '\0' && code[1] == '\0' && strchr("cbB?hHiIlLqQnNefdP", *code) != NULL ? code
                                                                                         : NULL;
}

static void check_value(PyObject *item, const ModelValue *value) {
  if (value->kind == BYTES) {
    require(PyBytes_Size(item) == (Py_ssize_t)value->bytes.count);
    require(memcmp(PyBytes_AsString(item), value->bytes.start, value->bytes.count) == 0);
  } else if (value->kind == INTEGER) {
    unsigned long long bits = PyLong_AsUnsignedLongLongMask(item);
    require(bits == (unsigned long long)value->integer);
  } else {
    Py_complex found = PyComplex_AsCComplex(item);
    double imaginary = value->kind == COMPLEX ? value->parts[1] : 0;
    bool is_nan = value->parts[0] != value->parts[0];
    require(is_nan ? found.real != found.real : found.real == value->parts[0]);
    require(imaginary != imaginary ? found.imag != found.imag : found.imag == imaginary);
  }
  require_no_error();
}

/* One value stands for itself, any other number of values is a tuple. */
static void check_item(const Row *row, int index, PyObject *item) {
  static ModelValue values[MODEL_MOST_VALUES];
  const uint8_t *place = row->items + index * row->itemsize;
  int count = model_unpack(row->format, place, row->itemsize, values);
  require(count >= 0);
  if (count == 1) {
    check_value(item, values);
    return;
  }
  require(PyTuple_Size(item) == count);
  for (int i = 0; i < count; i++) check_value(PyTuple_GetItem(item, i), &values[i]);
}

/* Nothing but one run of padding is read as its bytes. */
static bool is_padding(const Row *row) {
  const char *text = row->format + strspn(row->format, " \t\n\v\f\r@=<>!0123456789");
  return *text == 'x' && text[1 + strspn(text + 1, " \t\n\v\f\r")] == '\0';
}

static bool set_item(Row *row, int index, PyObject *value) {
  PyObject *key = PyLong_FromLong(index);
  bool is_set = succeeded(PyObject_SetItem(row->view, key, value));
  Py_DECREF(key);
  return is_set;
}

/* Item 0 is read, and written to item 1, which must then hold the same values. */
static void check_items(Row *row) {
  PyObject *item = checked(PySequence_GetItem(row->view, 0));
  require(item != NULL || !row->is_struct);
  require(item == NULL || row->size >= 0);
  if (item == NULL) return;
  uint8_t before[sizeof row->items];
  memcpy(before, row->items, sizeof before);
  require(set_item(row, 1, item));
  if (row->is_struct && !is_padding(row)) {
    check_item(row, 0, item);
    check_item(row, 1, item);
  }
  memcpy(row->items + row->itemsize, before + row->itemsize, (size_t)row->size);
  require(memcmp(before, row->items, sizeof before) == 0);
  Py_DECREF(item);
}

static void check_cast(Row *row) {
  PyObject *bytes = checked(PyBytes_FromStringAndSize((char *)row->items, sizeof row->items));
  PyObject *view = checked(PyMemoryView_FromObject(bytes));
  PyObject *cast = checked(PyObject_CallMethod(view, "cast", "s", row->format));
  const char *code = sole_native_code(row->format);
  require((cast != NULL) == (code != NULL));
  if (cast != NULL) {
    Py_buffer *buffer = PyMemoryView_GET_BUFFER(cast);
    require(buffer->itemsize == row->size && strcmp(buffer->format, row->format) == 0);
    drop(PyObject_CallMethod(cast, "tolist", NULL));
  }
  Py_XDECREF(cast), Py_DECREF(view), Py_DECREF(bytes);
}

static void check_row(Input *input, Row *row) {
  for (Py_ssize_t i = 0; i < ITEMS * row->itemsize; i++) row->items[i] = take(input);
  check_items(row);
  check_cast(row);
  drop(PyObject_CallMethod(row->view, "tolist", NULL));
  drop(PyObject_CallMethod(row->view, "count", "i", 0));
  drop(PyObject_Repr(row->view));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Input input = {data, size};
  static Row a, b;
  unsigned steering = take(&input);
  start_row(&input, &a, steering & 1);
  start_row(&input, &b, steering >> 1 & 1);
  if (a.view != NULL) check_row(&input, &a);
  if (a.view != NULL && b.view != NULL) {
    // The remaining input changes a copy of the first row's bytes.
    memcpy(b.items, a.items, sizeof b.items);
    if (steering & 4) b.items[take_below(&input, MOST_BYTES)] ^= take(&input);
    check_equality(&a, &b);
  }
  Py_XDECREF(a.view), Py_XDECREF(b.view);
  require_no_error();
  return 0;
}
