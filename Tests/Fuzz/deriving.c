/* Fuzz target: views that are derived from one another, by the flat API and by subscripts. An input
 * is the layout of one array, then operations with their arguments. The address of each item is
 * compared with that of a model, which applies the operations to the first view's addresses. */
#include <pymv.h>

#include "model_items.h"
#include "model_layout.h"
#include "walk.h"

enum { MOST_OPERATIONS = 6, MOST_NEW_AXES = 4 };

static uint8_t memory[MODEL_MEMORY] __attribute__((aligned(16)));
static uint8_t bytes[MODEL_MOST_ITEMS * 17], expected[MODEL_MOST_ITEMS * 17];

/** A view, and the expected addresses of its items. */
typedef struct {
  PyObject *view;
  Items items;
} Derived;

static const Py_buffer *buffer_of(const Derived *derived) {
  return PyMemoryView_GET_BUFFER(derived->view);
}

static bool is_indirect(const Derived *derived) {
  return buffer_of(derived)->suboffsets != NULL;
}

/* Requires that the call just made failed with this kind of error. */
static void require_kind(PyObject *result, const char *wanted) {
  const char *kind;
  require(result == NULL);
  require(PyMV_TakeError(&kind) != NULL && strcmp(kind, wanted) == 0);
}

/* Whether a call made a view. It may refuse only views that PEP 3118 cannot express. */
static bool is_made(const Derived *derived, PyObject *result) {
  if (result == NULL) {
    require(is_indirect(derived));
    require_kind(result, "BufferError");
  }
  require_no_error();
  return result != NULL;
}

static void require_contiguity(const Derived *derived, const PyMV_Info *info) {
  if (info->nbytes == 0) return;
  require(info->c_contiguous == items_are_in_order(buffer_of(derived), 'C'));
  require(info->f_contiguous == items_are_in_order(buffer_of(derived), 'F'));
}

/* Checks a derived view, and replaces the current view by it. */
static void go_on(Derived *derived, PyObject *result) {
  PyMV_Info info = {.struct_size = sizeof info};
  Py_DECREF(derived->view);
  derived->view = result;
  require(are_items_of(&derived->items, buffer_of(derived)));
  require(PyMV_GetInfo(result, &info) == 0 && info.ndim == derived->items.ndim);
  require(info.nbytes == buffer_of(derived)->len && info.data == buffer_of(derived)->buf);
  require_contiguity(derived, &info);
}

static int take_axis(Input *input, const Derived *derived) {
  return (int)take_below(input, (unsigned)derived->items.ndim + 2) - 1;
}

/* Counts a negative axis or index from the end. @return whether it is in range. */
static bool within(Py_ssize_t *given, Py_ssize_t bound) {
  if (*given < 0) *given += bound;
  return 0 <= *given && *given < bound;
}

static void check_index(Input *input, Derived *derived) {
  int given = take_axis(input, derived), number = take_signed(input);
  Py_ssize_t axis = given, index = number;
  PyObject *result = PyMV_Index(derived->view, given, number);
  if (!within(&axis, derived->items.ndim) || !within(&index, derived->items.shape[axis])) {
    require_kind(result, "IndexError");
  } else if (is_made(derived, result)) {
    drop_axis(&derived->items, (int)axis, index);
    go_on(derived, result);
  }
}

static Py_ssize_t take_bound(Input *input) {
  int bound = take_signed(input);
  return bound == -128 ? PTRDIFF_MIN : bound;
}

static void keep_slice(Derived *derived, int axis, const Py_ssize_t *bounds) {
  Indices indices = model_slice(derived->items.shape[axis], bounds[0], bounds[1], bounds[2]);
#ifdef FUZZ_DELIBERATE
  if (indices.step == -2 && indices.count == 2) indices.start = 0, indices.step = 0;
#endif
  keep_indices(&derived->items, axis, indices);
}

static void check_slice(Input *input, Derived *derived) {
  int given = take_axis(input, derived);
  Py_ssize_t axis = given;
  Py_ssize_t bounds[] = {take_bound(input), take_bound(input), take_bound(input)};
  PyObject *result = PyMV_Slice(derived->view, given, bounds[0], bounds[1], bounds[2]);
  if (!within(&axis, derived->items.ndim)) {
    require_kind(result, "IndexError");
  } else if (bounds[2] == 0) {
    require_kind(result, "ValueError");
  } else if (is_made(derived, result)) {
    keep_slice(derived, (int)axis, bounds);
    go_on(derived, result);
  }
}

static void check_transpose(Input *input, Derived *derived) {
  int axes[PyBUF_MAX_NDIM], ndim = derived->items.ndim;
  bool reverses = take(input) & 1;
  for (int i = 0; i < ndim; i++) axes[i] = ndim - 1 - i;
  for (int i = 0; i < ndim && !reverses; i++) {
    int other = (int)take_below(input, (unsigned)ndim), axis = axes[i];
    axes[i] = axes[other], axes[other] = axis;
  }
  PyObject *result = PyMV_Transpose(derived->view, reverses ? NULL : axes);
  if (!is_made(derived, result)) return;
  permute_axes(&derived->items, axes);
  go_on(derived, result);
}

/* Take a random shape, usually of `count` items. */
static int take_shape(Input *input, Py_ssize_t count, Py_ssize_t *shape) {
  int ndim = (int)take_below(input, MOST_NEW_AXES + 1), open = ndim > 0 ? take(input) % ndim : 0;
  for (int i = 0; i < ndim; i++) {
    shape[i] = i == open ? 1 : 1 + (Py_ssize_t)take_below(input, 6);
    if (i != open && count % shape[i] != 0) shape[i] = 1;
    if (i != open) count /= shape[i];
  }
  if (ndim > 0) shape[open] = count;
  return ndim;
}

static void check_reshape(Input *input, Derived *derived) {
  Py_ssize_t shape[MOST_NEW_AXES];
  Py_ssize_t count = items_of_shape(derived->items.ndim, derived->items.shape);
  int ndim = take_shape(input, count, shape), order = take(input) & 1 ? 'F' : 'C';
  PyObject *result = PyMV_Reshape(derived->view, ndim, shape, order);
  if (items_of_shape(ndim, shape) != count) {
    require_kind(result, "ValueError");
    return;
  }
  static Items items;
  items = derived->items;
  reshape_items(&items, ndim, shape, order);
  if (result == NULL) {
    require_kind(result, "ValueError");
    require(count > 0 && (is_indirect(derived) || !are_strided(&items)));
    return;
  }
  derived->items = items;
  go_on(derived, result);
}

static void check_broadcast(Input *input, Derived *derived) {
  Py_ssize_t shape[PyBUF_MAX_NDIM];
  int added = (int)take_below(input, 3), ndim = added + derived->items.ndim;
  if (ndim > PyBUF_MAX_NDIM) return;
  bool fits = true;
  for (int i = 0; i < ndim; i++) {
    Py_ssize_t own = i < added ? 1 : derived->items.shape[i - added];
    shape[i] = own == 1 || take(input) == 255 ? (Py_ssize_t)take_below(input, 4) : own;
    fits &= own == 1 || shape[i] == own;
  }
  if (items_of_shape(ndim, shape) > MODEL_MOST_ITEMS) return;
  PyObject *result = PyMV_Broadcast(derived->view, ndim, shape);
  if (!fits) {
    require_kind(result, "ValueError");
  } else if (is_made(derived, result)) {
    repeat_items(&derived->items, ndim, shape);
    go_on(derived, result);
    require(buffer_of(derived)->readonly);
  }
}

static void check_bytes(Input *input, Derived *derived) {
  const Py_buffer *buffer = buffer_of(derived);
  bool casts = take(input) & 1;
  PyObject *result =
      casts ? PyMV_Cast(derived->view, "B", 1, NULL, 'C') : PyMV_AsBytes(derived->view);
  if (!PyBuffer_IsContiguous(buffer, 'A')) {
    require_kind(result, casts ? "TypeError" : "ValueError");
    return;
  }
  require(result != NULL);
  if (buffer->len > MODEL_MOST_ITEMS) {
    Py_DECREF(result);
    return;
  }
  derived->items.ndim = 1;
  derived->items.shape[0] = buffer->len;
  for (Py_ssize_t i = 0; i < buffer->len; i++) derived->items.places[i] = (char *)buffer->buf + i;
  go_on(derived, result);
}

static PyObject *bound_object(Py_ssize_t bound) {
  return bound == PTRDIFF_MIN ? Py_NewRef(Py_None) : PyLong_FromSsize_t(bound);
}

/** A key, and its properties according to the model. */
typedef struct {
  PyObject *elements[2 * MODEL_MOST_AXES + 1];
  int count;
  bool is_valid, is_item;
} Key;

static void take_element(Input *input, Derived *derived, int *axis, Key *key) {
  PyObject **element = &key->elements[key->count++];
  if (take(input) & 1) {
    Py_ssize_t index = take_signed(input) / 16, extent = derived->items.shape[*axis];
    *element = PyLong_FromSsize_t(index);
    key->is_valid &= within(&index, extent);
    if (key->is_valid) drop_axis(&derived->items, *axis, index);
    return;
  }
  Py_ssize_t bounds[] = {take_bound(input), take_bound(input), take_bound(input)};
  if (bounds[2] == 0) bounds[2] = 1;
  PyObject *start = bound_object(bounds[0]), *stop = bound_object(bounds[1]);
  PyObject *step = bound_object(bounds[2]);
  *element = PySlice_New(start, stop, step);
  Py_DECREF(start), Py_DECREF(stop), Py_DECREF(step);
  key->is_item = false;
  if (key->is_valid) keep_slice(derived, *axis, bounds);
  ++*axis;
}

/* Takes elements for some of the first axes, then perhaps an ellipsis. */
static PyObject *take_key(Input *input, Derived *derived, Key *key) {
  int axis = 0, ndim = derived->items.ndim;
  int count = (int)take_below(input, (unsigned)Py_MIN(ndim, MODEL_MOST_AXES) + 1);
  *key = (Key){.is_valid = true, .is_item = count == ndim};
  while (key->count < count) take_element(input, derived, &axis, key);
  if (take(input) & 1) {
    key->elements[key->count++] = Py_NewRef(Py_Ellipsis);
    key->is_item = false;
  }
  PyObject *tuple = PyTuple_New(key->count);
  for (int i = 0; i < key->count; i++) PyTuple_SetItem(tuple, i, key->elements[i]);
  return tuple;
}

static void check_key(Input *input, Derived *derived) {
  static Items before;
  Key key;
  before = derived->items;
  PyObject *tuple = take_key(input, derived, &key);
  PyObject *result = PyObject_GetItem(derived->view, tuple);
  Py_DECREF(tuple);
  if (!key.is_valid || key.is_item) {
    if (result == NULL) require(PyErr_Occurred() != NULL);
    require(key.is_valid || result == NULL);
    PyErr_Clear();
    Py_XDECREF(result);
    derived->items = before;
  } else if (is_made(derived, result)) {
    go_on(derived, result);
  } else {
    derived->items = before;
  }
}

static void check_item(Input *input, Derived *derived) {
  Py_ssize_t index[PyBUF_MAX_NDIM], number = 0;
  bool is_inside = true, for_writing = take(input) & 1;
  for (int i = 0; i < derived->items.ndim; i++) {
    Py_ssize_t own = index[i] = take_signed(input) / 16;
    is_inside &= within(&own, derived->items.shape[i]);
    number = number * derived->items.shape[i] + own;
  }
  void *place = PyMV_ItemPointer(derived->view, index, for_writing);
  if (for_writing && buffer_of(derived)->readonly) {
    require_kind(place, "TypeError");
  } else if (!is_inside) {
    require_kind(place, "IndexError");
  } else {
    require(place == derived->items.places[number]);
  }
}

static void check_copies(Input *input, Derived *derived) {
  static Items items;
  const Py_buffer *buffer = buffer_of(derived);
  char order = take(input) & 1 ? 'F' : 'C';
  items = derived->items;
  if (order == 'F') {
    int axes[PyBUF_MAX_NDIM];
    for (int i = 0; i < items.ndim; i++) axes[i] = items.ndim - 1 - i;
    permute_axes(&items, axes);
  }
  for (Py_ssize_t i = 0; i < buffer->len; i += buffer->itemsize) {
    memcpy(expected + i, items.places[i / buffer->itemsize], (size_t)buffer->itemsize);
  }
  require(PyMV_ReadInto(derived->view, bytes, buffer->len, order) == 0);
  require(memcmp(bytes, expected, (size_t)buffer->len) == 0);
  PyObject *copy = PyMV_Copy(derived->view, order);
  require(copy != NULL && !PyMemoryView_GET_BUFFER(copy)->readonly);
  require(memcmp(PyMemoryView_GET_BUFFER(copy)->buf, expected, (size_t)buffer->len) == 0);
  Py_DECREF(copy);
}

static void check_filling(Input *input, Derived *derived) {
  static uint8_t wanted[MODEL_MEMORY];
  const Py_buffer *buffer = buffer_of(derived);
  uint8_t item[17];
  memset(item, take(input), sizeof item);
  memcpy(wanted, memory, sizeof wanted);
  Py_ssize_t count = items_of_shape(derived->items.ndim, derived->items.shape);
  for (Py_ssize_t n = 0; n < count && !buffer->readonly; n++) {
    memset(wanted + (derived->items.places[n] - (char *)memory), item[0], (size_t)buffer->itemsize);
  }
  int status = PyMV_Fill(derived->view, item);
  require((status == 0) == !buffer->readonly);
  if (status != 0) require_kind(NULL, "TypeError");
  require(memcmp(wanted, memory, sizeof wanted) == 0);
}

static void (*const operations[])(Input *, Derived *) = {
    check_index, check_slice, check_transpose, check_reshape, check_broadcast, check_key,
    check_key,   check_item,  check_copies,    check_filling, check_bytes,     check_slice,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static Derived derived;
  Input input = {data, size};
  Array array;
  take_array(&input, &array, memory);
  for (size_t i = 0; i < sizeof memory; i++) memory[i] = (uint8_t)(i * 31 + i / 256);
  derived.view = checked(PyMemoryView_FromBuffer(&array.view));
  require(derived.view != NULL);
  items_of_buffer(&derived.items, &array.view);
  for (int i = 0; i < MOST_OPERATIONS && (i == 0 || input.left > 0); i++) {
    operations[take_below(&input, Py_ARRAY_LENGTH(operations))](&input, &derived);
    require_no_error();
  }
  Py_DECREF(derived.view);
  return 0;
}
