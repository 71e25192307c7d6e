/* Fuzz target: copies, comparisons and slices of arrays of any layout. An input is the layout of
 * one array, then operations with their arguments. */
#include "model_format.h"
#include "model_layout.h"
#include "walk.h"

enum { MOST_OPERATIONS = 3 };

static uint8_t pattern[MODEL_MEMORY];
static uint8_t memory[2][MODEL_MEMORY] __attribute__((aligned(16)));
static uint8_t ours[MODEL_MOST_BYTES + 64], expected[MODEL_MOST_BYTES + 64];

static void restore(void) {
  if (pattern[1] == 0) {
    for (size_t i = 0; i < sizeof pattern; i++) pattern[i] = (uint8_t)(i * 31 + i / 256);
  }
  memcpy(memory[0], pattern, sizeof pattern);
  memcpy(memory[1], pattern, sizeof pattern);
}

static char take_order(Input *input) {
  return "CFA"[take_below(input, 3)];
}

static PyObject *view_of(const Array *array) {
  Py_buffer info = array->view;
  PyObject *view = checked(PyMemoryView_FromBuffer(&info));
  require(view != NULL);
  return view;
}

static void check_to_contiguous(Input *input, Array *a) {
  char order = take_order(input);
  memset(ours, 0xEE, sizeof ours);
  memset(expected, 0xEE, sizeof expected);
  gather_items(&a->view, order_of_items(&a->view, order), expected);
#ifdef FUZZ_DELIBERATE
  if (a->view.ndim == 3 && a->view.itemsize == 7 && a->shape[1] == 5) expected[6] ^= 1;
#endif
  require(succeeded(PyBuffer_ToContiguous(ours, &a->view, a->view.len, order)));
  require(memcmp(ours, expected, sizeof ours) == 0);
  require(!succeeded(PyBuffer_ToContiguous(ours, &a->view, a->view.len + 1, order)));
  require(memcmp(memory[0], pattern, sizeof pattern) == 0);
}

/* Compares the effect of an operation of the library on memory 0 with the model's. Where items
 * overlap, only the bytes outside of items are compared. */
static void check_writing(const Array *array, char order, const uint8_t *bytes, Py_ssize_t most) {
  static uint8_t written[MODEL_MEMORY];
  static bool marks[MODEL_MEMORY];
  memcpy(written, memory[0], sizeof written);
  memcpy(memory[0], pattern, sizeof pattern);
  scatter_items(&array->view, order, bytes, most);
  if (memcmp(written, memory[0], sizeof written) == 0) return;
  memset(marks, 0, sizeof marks);
  bool is_told = mark_items(array, marks);
  for (size_t i = 0; i < sizeof written; i++) {
    require(written[i] == memory[0][i] || (!is_told && marks[i]));
  }
}

static void check_from_contiguous(Input *input, Array *a) {
  char order = take_order(input);
  int missing = take_signed(input);
  Py_ssize_t length = a->view.len - (missing > 64 ? missing : missing * a->view.itemsize);
  if (length < 0) length = 0;
  for (size_t i = 0; i < sizeof ours; i++) ours[i] = (uint8_t)(i * 7 + 100);
  Py_ssize_t given = Py_MIN(length, (Py_ssize_t)sizeof ours);
  bool is_done = succeeded(PyBuffer_FromContiguous(&a->view, ours, given, order));
  bool is_whole = given <= a->view.len && given % a->view.itemsize == 0;
  require(is_done || !is_whole);
  order = order_of_items(&a->view, order);
  // Contiguous memory also receives the given part of an incomplete last item.
  Py_ssize_t part = items_are_in_order(&a->view, order) ? 0 : given % a->view.itemsize;
  check_writing(a, order, ours, is_done ? given - part : 0);
}

/* From memory 0 or another to memory 0. */
static void check_copy_data(Input *input, Array *a) {
  Array from;
  bool may_overlap = take(input) & 1;
  take_array_like(input, &from, memory[may_overlap ? 0 : 1], a);
  PyObject *to_view = view_of(a), *from_view = view_of(&from);
  gather_items(&from.view, 'C', expected);
  require(succeeded(PyObject_CopyData(to_view, from_view)));
  check_writing(a, 'C', expected, PY_SSIZE_T_MAX);
  Py_DECREF(to_view), Py_DECREF(from_view);
}

static const char *take_format(Input *input, Py_ssize_t itemsize) {
  static char run[8] = "00s";
  static const char *const formats[][6] = {[1] = {"B", "b", "c", "?", "p", "x"},
                                           [2] = {"H", "h", "e", ">h", "=e", "BB"},
                                           [4] = {"i", "I", "f", "<f", "hh", "!l"},
                                           [8] = {"q", "d", "Zf", "P", ">d", "n"},
                                           [16] = {"Zd", "dd", "qQ", "16s", ">16p", "F8x"},
                                           [17] = {"17s"}};
  unsigned choice = take_below(input, 8);
  if (choice < 6 && formats[itemsize][choice] != NULL) return formats[itemsize][choice];
  run[0] = (char)('0' + itemsize / 10), run[1] = (char)('0' + itemsize % 10);
  return run;
}

static bool model_arrays_equal(const Array *a, const Array *b) {
  static uint8_t left[MODEL_MOST_BYTES], right[MODEL_MOST_BYTES];
  Py_ssize_t size = a->view.itemsize;
  gather_items(&a->view, 'C', left);
  gather_items(&b->view, 'C', right);
  for (Py_ssize_t i = 0; i < a->view.len; i += size) {
    if (!model_equal(a->view.format, left + i, b->view.format, right + i, size, size)) return false;
  }
  return true;
}

static void check_equality(Input *input, Array *a) {
  Array b;
  take_array_like(input, &b, memory[1], a);
  a->view.format = (char *)take_format(input, a->view.itemsize);
  b.view.format = (char *)take_format(input, a->view.itemsize);
  unsigned steering = take(input);
  if (steering & 1) {
    gather_items(&a->view, 'C', expected);
    scatter_items(&b.view, 'C', expected, PY_SSIZE_T_MAX);
  }
  if (steering & 2) memory[1][take(input) << 4 | take_below(input, 16)] ^= take(input);
  PyObject *left = view_of(a), *right = view_of(&b);
  bool are_equal = model_arrays_equal(a, &b);
  PyObject *found = checked(PyObject_RichCompare(left, right, Py_EQ));
  require(found == (are_equal ? Py_True : Py_False));
  Py_DECREF(found);
  found = checked(PyObject_RichCompare(right, left, Py_NE));
  require(found == (are_equal ? Py_False : Py_True));
  Py_DECREF(found), Py_DECREF(left), Py_DECREF(right);
  a->view.format = NULL;
}

/* Hash, bytes and contiguity. */
static void check_bytes(Input *input, Array *a) {
  char order = take_order(input);
  for (const char *o = "CF"; *o != '\0'; o++) {
    require(PyBuffer_IsContiguous(&a->view, *o) == items_are_in_order(&a->view, *o));
  }
  a->view.readonly = 1;
  a->view.format = a->view.itemsize == 1 ? "B" : "17s";
  PyObject *view = view_of(a);
  char order_text[] = {order, '\0'};
  PyObject *bytes = checked(PyObject_CallMethod(view, "tobytes", "s", order_text));
  gather_items(&a->view, order_of_items(&a->view, order), expected);
  require(PyBytes_Size(bytes) == a->view.len);
  require(memcmp(PyBytes_AsString(bytes), expected, (size_t)a->view.len) == 0);
  PyObject *copy = checked(PyMemoryView_GetContiguous(view, PyBUF_READ, order));
  require(copy != NULL && memcmp(PyMemoryView_GET_BUFFER(copy)->buf, expected,
                                 a->view.len > 0 ? (size_t)a->view.len : 0) == 0);
  if (a->view.itemsize == 1) {
    gather_items(&a->view, 'C', expected);
    Py_hash_t hash = PyObject_Hash(view);
    require(hash != -1 && hash == Py_HashBuffer(expected, a->view.len));
  }
  Py_DECREF(bytes), Py_DECREF(copy), Py_DECREF(view);
  a->view.readonly = 0, a->view.format = NULL;
}

static PyObject *take_slice(Input *input) {
  PyObject *bounds[3];
  for (int i = 0; i < 3; i++) {
    int bound = take_signed(input);
    bounds[i] =
        bound == -128 || (i == 2 && bound == 0) ? Py_NewRef(Py_None) : PyLong_FromLong(bound);
  }
  PyObject *slice = checked(PySlice_New(bounds[0], bounds[1], bounds[2]));
  for (int i = 0; i < 3; i++) Py_DECREF(bounds[i]);
  return slice;
}

/* A slice of axis 0 of `array`, as an array of its own. */
static PyObject *sliced(Array *part, const Array *array, PyObject *view, PyObject *slice) {
  Py_ssize_t start, stop, step;
  require(PySlice_Unpack(slice, &start, &stop, &step) == 0);
  Py_ssize_t count = PySlice_AdjustIndices(array->shape[0], &start, &stop, step);
  part->memory = array->memory;
  part->view = array->view;
  memcpy(part->shape, array->shape, sizeof part->shape);
  memcpy(part->strides, array->strides, sizeof part->strides);
  part->view.shape = part->shape, part->view.strides = part->strides;
  part->shape[0] = count;
  part->strides[0] = count > 1 ? array->strides[0] * step : part->strides[0];
  part->view.buf = (uint8_t *)array->view.buf + (count > 0 ? start * array->strides[0] : 0);
  part->view.len = part->view.itemsize;
  for (int i = 0; i < part->view.ndim; i++) part->view.len *= part->shape[i];
  PyObject *result = checked(PyObject_GetItem(view, slice));
  require(result != NULL);
  return result;
}

static void check_slices(Input *input, Array *a) {
  if (a->view.ndim == 0) return;
  Array part;
  PyObject *slice = take_slice(input), *view = view_of(a);
  PyObject *result = sliced(&part, a, view, slice);
  PyObject *bytes = checked(PyObject_CallMethod(result, "tobytes", NULL));
  gather_items(&part.view, 'C', expected);
  require(PyBytes_Size(bytes) == part.view.len);
  require(memcmp(PyBytes_AsString(bytes), expected, (size_t)part.view.len) == 0);
  Py_DECREF(bytes), Py_DECREF(result), Py_DECREF(view), Py_DECREF(slice);
}

/* Slices of one axis of the same memory, which may overlap. */
static void check_slice_assignment(Input *input, Array *a) {
  if (a->view.ndim != 1 || a->view.suboffsets != NULL) return;
  Array to, from;
  a->view.format = a->view.itemsize == 1 ? "B" : "17s";
  if (a->view.itemsize == 8) a->view.format = "q";
  // Where an item is smaller than its format, slices may be copied or not.
  bool is_known = a->view.itemsize == 1 || a->view.itemsize == 8 || a->view.itemsize == 17;
  PyObject *view = view_of(a), *to_slice = take_slice(input), *from_slice = take_slice(input);
  PyObject *to_view = sliced(&to, a, view, to_slice);
  PyObject *from_view = sliced(&from, a, view, from_slice);
  gather_items(&from.view, 'C', expected);
  bool is_done = succeeded(PyObject_SetItem(view, to_slice, from_view));
  bool fits = to.shape[0] == from.shape[0];
  require(is_known ? is_done == fits : fits || !is_done);
  check_writing(&to, 'C', expected, is_done ? PY_SSIZE_T_MAX : 0);
  Py_DECREF(to_view), Py_DECREF(from_view), Py_DECREF(view);
  Py_DECREF(to_slice), Py_DECREF(from_slice);
  a->view.format = NULL;
}

static void (*const operations[])(Input *, Array *) = {
    check_to_contiguous, check_from_contiguous, check_copy_data,        check_equality,
    check_bytes,         check_slices,          check_slice_assignment,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Input input = {data, size};
  Array array;
  take_array(&input, &array, memory[0]);
  for (int i = 0; i < MOST_OPERATIONS && (i == 0 || input.left > 0); i++) {
    restore();
    operations[take_below(&input, Py_ARRAY_LENGTH(operations))](&input, &array);
    require_no_error();
  }
  return 0;
}
