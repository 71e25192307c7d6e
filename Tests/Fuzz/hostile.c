/* Fuzz target: contradictory Py_buffers from callers and from exporters. Their items lie in
 * inaccessible memory, so that any access faults. */
#include <pymv.h>
#include <sys/mman.h>

#include "fuzz.h"
#include "liar.h"

enum { MOST_AXES = PyBUF_MAX_NDIM + 2, GIVEN_AXES = 5, MOST_LISTS = 10000 };

typedef struct {
  Py_buffer view; /**< Points into this struct: not to be copied. */
  Py_ssize_t shape[MOST_AXES], strides[MOST_AXES], suboffsets[MOST_AXES];
} Claim;

static uint8_t *forbidden;

static Py_ssize_t take_extreme(Input *input) {
  static const Py_ssize_t extremes[] = {0,
                                        -1,
                                        PY_SSIZE_T_MAX,
                                        PY_SSIZE_T_MIN,
                                        (Py_ssize_t)1 << 44,
                                        (Py_ssize_t)1 << 62,
                                        -((Py_ssize_t)1 << 32),
                                        PY_SSIZE_T_MAX - 7,
                                        65,
                                        64};
  unsigned choice = take(input);
  if (choice < Py_ARRAY_LENGTH(extremes)) return extremes[choice];
  return choice < 100 ? choice % 9 : (Py_ssize_t)choice - 128;
}

static char *take_format(Input *input) {
  static const char *const formats[] = {
      NULL, "B", "q", "<h", "", "T{", "99999999999999999999s", "0s", "0p", "0i0q", "x", "?", "@c"};
  static const char *const records[] = {"T{i:a:3s:b:}", "(3)>h", "(0)T{(2)w}", "[bfloat16]",
                                        "5x",           "T{}",   "i:a:"};
  unsigned choice = take(input);
  if (choice >= 240) return (char *)records[choice % Py_ARRAY_LENGTH(records)];
  return (char *)formats[choice % Py_ARRAY_LENGTH(formats)];
}

static void take_claim(Input *input, Claim *claim) {
  static const int counts[] = {1, 2, 0, 3, GIVEN_AXES, 64, 65, MOST_AXES, -1, INT32_MIN, INT32_MAX};
  memset(claim, 0, sizeof *claim);
  Py_buffer *view = &claim->view;
  unsigned steering = take(input);
  view->ndim = counts[take_below(input, Py_ARRAY_LENGTH(counts))];
  view->itemsize = take_extreme(input);
  view->len = take_extreme(input);
  view->format = take_format(input);
  view->buf = steering & 1 ? NULL : forbidden;
  view->shape = steering & 2 ? NULL : claim->shape;
  view->strides = steering & 4 ? NULL : claim->strides;
  view->suboffsets = steering & 8 ? claim->suboffsets : NULL;
  view->readonly = steering >> 4 & 1;
  for (int i = 0; i < MOST_AXES; i++) {
    claim->shape[i] = i < GIVEN_AXES ? take_extreme(input) : 1;
    claim->strides[i] = i < GIVEN_AXES ? take_extreme(input) : 1;
    claim->suboffsets[i] = i < GIVEN_AXES ? take_extreme(input) : -1;
  }
}

/* --- a second implementation of what a sound buffer is --- */

/* Contiguous items are accepted in any number. */
static bool is_row(const Py_buffer *view) {
  return view->ndim == 1 && view->suboffsets == NULL &&
         (view->strides == NULL || view->strides[0] == view->itemsize);
}

/* Whether the strides stay within addresses that a process can have. */
static bool stays_in_memory(const Py_buffer *view) {
  if (view->shape == NULL || view->len == 0 || is_row(view)) return true;
  __int128 low = view->suboffsets == NULL ? (__int128)(uintptr_t)view->buf : 0;
  __int128 high = low + view->itemsize;
  for (int i = 0; i < view->ndim && view->strides != NULL; i++) {
    __int128 span = (__int128)(view->shape[i] - 1) * view->strides[i];
    *(span < 0 ? &low : &high) += span;
  }
  return high <= PY_SSIZE_T_MAX && low >= (view->suboffsets == NULL ? 0 : PY_SSIZE_T_MIN);
}

static bool is_sound(const Py_buffer *view) {
  if (view->ndim < 0 || view->ndim > PyBUF_MAX_NDIM) return false;
  if (view->itemsize < 0 || view->len < 0 || (view->buf == NULL && view->len > 0)) return false;
  if (view->ndim > 0 && view->shape == NULL) {
    return view->ndim == 1 && view->itemsize > 0 && view->len % view->itemsize == 0;
  }
  __int128 count = 1;
  for (int i = 0; i < view->ndim; i++) {
    if (view->shape[i] < 0) return false;
    count *= view->shape[i];
    if (count > PY_SSIZE_T_MAX) return false;
  }
#ifdef FUZZ_DELIBERATE
  if (view->ndim == 2 && count == 0 && view->strides == NULL && view->itemsize == 8) return false;
#endif
  return count * view->itemsize == view->len && stays_in_memory(view);
}

/* Whether the list of an empty array nests more lists than fit in memory. */
static bool has_countless_lists(const Py_buffer *view) {
  Py_ssize_t count = 1;
  for (int i = 0; i < view->ndim && view->shape[i] > 0; i++) {
    count *= view->shape[i];
    if (count > MOST_LISTS) return true;
  }
  return false;
}

/* Whether an array has too many rows, which may be empty, or items, which may have no bytes, to
 * iterate over. */
static bool has_countless_rows(const Py_buffer *view) {
  return view->ndim > 0 && view->shape[0] > MOST_LISTS;
}

/* --- operations on a claim --- */

/* None of these may access an item. */
static void use_buffer(Input *input, Claim *claim) {
  static const Py_ssize_t first[MOST_AXES];
  static uint8_t bytes[4096];
  Py_buffer *view = &claim->view;
  char order = "CFA"[take_below(input, 3)];
  Py_ssize_t length = take(input) & 1 ? view->len : (Py_ssize_t)sizeof bytes;
  PyBuffer_IsContiguous(view, order);
  require_no_error();
  // PyBuffer_GetPointer dereferences the pointers of indirect axes without validation.
  if (view->suboffsets == NULL) {
    succeeded(PyBuffer_GetPointer(view, first) == NULL && PyErr_Occurred() ? -1 : 0);
  }
  if (length > (Py_ssize_t)sizeof bytes) return;
  succeeded(PyBuffer_ToContiguous(bytes, view, length, order));
  succeeded(PyBuffer_FromContiguous(view, bytes, length, order));
}

/* Likewise for objects that export a claim, in operations that return no view of it. */
static void use_exporter(PyObject *exporter) {
  PyObject *array = PyByteArray_FromStringAndSize(NULL, 64);
  succeeded(PyObject_CopyData(array, exporter));
  succeeded(PyObject_CopyData(exporter, array));
  PyObject *view = PyMemoryView_FromObject(array), *all = PySlice_New(NULL, NULL, NULL);
  succeeded(PyObject_SetItem(view, all, exporter));
  drop(PyObject_RichCompare(view, exporter, Py_EQ));
  Py_DECREF(all), Py_DECREF(view), Py_DECREF(array);
  drop(PyBytes_FromObject(exporter));
  drop(PyByteArray_FromObject(exporter));
}

static void use_attributes(Input *input, PyObject *view) {
  static const char *const methods[] = {"tobytes", "hex", "toreadonly", "__len__", "__repr__"};
  static const char *const attributes[] = {"shape",  "strides", "suboffsets",   "nbytes",
                                           "format", "obj",     "c_contiguous", "f_contiguous"};
  drop(PyObject_CallMethod(view, methods[take_below(input, 5)], NULL));
  drop(PyObject_GetAttrString(view, attributes[take_below(input, 8)]));
}

static void use_items(Input *input, PyObject *view) {
  PyObject *seven = PyLong_FromLong(7);
  drop(PySequence_GetItem(view, take_signed(input)));
  succeeded(PySequence_SetItem(view, take_signed(input), seven));
  if (!has_countless_rows(PyMemoryView_GET_BUFFER(view))) {
    drop(PySequence_List(view));
    succeeded(PySequence_Contains(view, seven));
    succeeded(PySequence_Count(view, seven) == -1 ? -1 : 0);
    succeeded(PySequence_Index(view, seven) == -1 ? -1 : 0);
  }
  Py_DECREF(seven);
  if (!has_countless_lists(PyMemoryView_GET_BUFFER(view))) {
    drop(PyObject_CallMethod(view, "tolist", NULL));
  }
}

/* A view of a field accesses no item. */
static void use_field(PyObject *view) {
  PyObject *field = checked(PyMV_GetField(view, "a"));
  if (field != NULL && !has_countless_lists(PyMemoryView_GET_BUFFER(field))) {
    drop(PyObject_CallMethod(field, "tolist", NULL));
    drop(PyObject_RichCompare(field, view, Py_EQ));
  }
  Py_XDECREF(field);
}

static void use_view(Input *input, PyObject *view) {
  use_attributes(input, view);
  use_items(input, view);
  drop(PyMemoryView_GetContiguous(view, PyBUF_READ, "CFA"[take_below(input, 3)]));
  drop(PyObject_RichCompare(view, view, Py_EQ));
  succeeded(PyObject_Hash(view) == -1 ? -1 : 0);
  drop(PyObject_CallMethod(view, "cast", "s", take(input) & 1 ? "B" : "q"));
  use_field(view);
  use_exporter(view);
}

static PyObject *take_slice(Input *input) {
  PyObject *bounds[3];
  for (int i = 0; i < 3; i++) bounds[i] = PyLong_FromSsize_t(take_extreme(input));
  PyObject *slice = checked(PySlice_New(bounds[0], bounds[1], bounds[2]));
  for (int i = 0; i < 3; i++) Py_DECREF(bounds[i]);
  return slice;
}

static void use_slice(Input *input, PyObject *view) {
  PyObject *slice = take_slice(input), *part = checked(PyObject_GetItem(view, slice));
  succeeded(PyObject_SetItem(view, slice, view));
  Py_DECREF(slice);
  if (part != NULL) {
    drop(PyObject_RichCompare(view, part, Py_EQ));
    use_view(input, part);
  }
  Py_XDECREF(part);
}

/* Compares with the same array in another format. */
static void compare_with_another(Input *input, Claim *claim, PyObject *view) {
  Py_buffer given = claim->view;
  given.format = take_format(input);
  if (take(input) & 1) given.suboffsets = NULL;
  PyObject *other = checked(PyMV_FromBufferBorrowed(&given));
  if (other == NULL) return;
  drop(PyObject_RichCompare(view, other, Py_EQ));
  drop(PyObject_RichCompare(other, view, Py_NE));
  succeeded(PyObject_CopyData(view, other));
  Py_DECREF(other);
}

/* A view of the claim; NULL if it is refused, which is required of a claim that is not sound. */
static PyObject *view_of(Input *input, Claim *claim, Liar *liar) {
  Py_buffer given = claim->view;
  PyObject *view = NULL;
  bool is_accepted = is_sound(&given);
  unsigned way = take_below(input, 4);
  if (way == 0) {
    view = PyMemoryView_FromObject((PyObject *)liar);
  } else {
    is_accepted = is_accepted && given.buf != NULL;
    if (way == 1) view = PyMemoryView_FromBuffer(&given);
    if (way == 2) view = PyMV_FromBufferOwned(&given);
    if (way == 3) view = PyMV_FromBufferBorrowed(&given);
  }
  require((checked(view) != NULL) == is_accepted);
  return view;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (forbidden == NULL) {
    uint8_t *start = mmap(NULL, 1 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    forbidden = start + (1 << 19);
  }
  Input input = {data, size};
  Claim claim;
  take_claim(&input, &claim);
  Liar *liar = liar_new();
  liar->answer = claim.view;
  PyObject *view = view_of(&input, &claim, liar);
  // A sound buffer that has bytes may be accessed, so it is not used here.
  if (!is_sound(&claim.view) || claim.view.len == 0) {
    use_buffer(&input, &claim);
    use_exporter((PyObject *)liar);
    if (view != NULL) {
      use_view(&input, view);
      use_slice(&input, view);
      compare_with_another(&input, &claim, view);
    }
  }
  Py_XDECREF(view);
  require(liar->gets == liar->releases && Py_REFCNT(liar) == 1);
  Py_DECREF(liar);
  return 0;
}
