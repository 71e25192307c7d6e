/* Fuzz target: Py_buffers that contradict themselves. Their items are said to lie where nothing may
 * be touched, so whoever does not refuse them is found out. */
#include <sys/mman.h>

#include "fuzz.h"

enum { MOST_AXES = PyBUF_MAX_NDIM + 2, GIVEN_AXES = 5 };

typedef struct {
  Py_buffer view;
  Py_ssize_t shape[MOST_AXES], strides[MOST_AXES], suboffsets[MOST_AXES];
} Claim;

static uint8_t *forbidden;

static Py_ssize_t take_extreme(Input *input) {
  static const Py_ssize_t extremes[] = {0,
                                        -1,
                                        PY_SSIZE_T_MAX,
                                        PY_SSIZE_T_MIN,
                                        (Py_ssize_t)1 << 32,
                                        (Py_ssize_t)1 << 62,
                                        -((Py_ssize_t)1 << 32),
                                        PY_SSIZE_T_MAX - 7,
                                        65,
                                        64};
  unsigned choice = take(input);
  if (choice < Py_ARRAY_LENGTH(extremes)) return extremes[choice];
  return choice < 100 ? choice % 9 : (Py_ssize_t)choice - 128;
}

static void take_claim(Input *input, Claim *claim) {
  static const char *const formats[] = {NULL, "B", "q", "<h", "", "T{", "99999999999999999999s"};
  static const int counts[] = {1, 2, 0, 3, GIVEN_AXES, 64, 65, MOST_AXES, -1, INT32_MIN, INT32_MAX};
  memset(claim, 0, sizeof *claim);
  Py_buffer *view = &claim->view;
  unsigned steering = take(input);
  view->ndim = counts[take_below(input, Py_ARRAY_LENGTH(counts))];
  view->itemsize = take_extreme(input);
  view->len = take_extreme(input);
  view->format = (char *)formats[take_below(input, Py_ARRAY_LENGTH(formats))];
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

/* Whether the fields describe items: then the claim is only that they may be touched. */
static bool is_sound(const Py_buffer *view) {
  if (view->ndim < 0 || view->ndim > PyBUF_MAX_NDIM || view->itemsize < 0) return false;
  if (view->ndim > 0 && view->shape == NULL) return view->ndim == 1 && view->len > 0;
  __int128 bytes = view->itemsize;
  for (int i = 0; i < view->ndim; i++) {
    if (view->shape[i] < 0) return false;
    bytes *= view->shape[i];
    if (bytes > PY_SSIZE_T_MAX) return false;
  }
  return bytes == view->len && view->buf != NULL;
}

static void drop(PyObject *result) {
  Py_XDECREF(checked(result));
}

static void use_buffer(Input *input, Claim *claim) {
  static uint8_t bytes[4096];
  char order = "CFA"[take_below(input, 3)];
  Py_ssize_t length = take(input) & 1 ? claim->view.len : (Py_ssize_t)sizeof bytes;
  PyBuffer_IsContiguous(&claim->view, order);
  require_no_error();
  if (length > (Py_ssize_t)sizeof bytes) return;
  succeeded(PyBuffer_ToContiguous(bytes, &claim->view, length, order));
  succeeded(PyBuffer_FromContiguous(&claim->view, bytes, length, order));
}

static void use_view(Input *input, PyObject *view) {
  static const char *const names[] = {"tolist", "tobytes", "hex", "toreadonly"};
  static const char *const attributes[] = {"shape", "strides", "suboffsets", "nbytes", "format"};
  drop(PyObject_CallMethod(view, names[take_below(input, 4)], NULL));
  drop(PyObject_GetAttrString(view, attributes[take_below(input, 5)]));
  drop(PySequence_GetItem(view, take_signed(input)));
  drop(PySequence_List(view));
  drop(PyMemoryView_GetContiguous(view, PyBUF_READ, "CFA"[take_below(input, 3)]));
  drop(PyObject_RichCompare(view, view, Py_EQ));
  succeeded(PyObject_Hash(view) == -1 ? -1 : 0);
  drop(PyObject_CallMethod(view, "cast", "s", take(input) & 1 ? "B" : "q"));
  drop(PyObject_CallMethod(view, "count", "i", 7));
  PyObject *array = PyByteArray_FromStringAndSize(NULL, 64);
  succeeded(PyObject_CopyData(array, view));
  succeeded(PyObject_CopyData(view, array));
  Py_DECREF(array);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (forbidden == NULL) {
    uint8_t *start = mmap(NULL, 1 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    forbidden = start + (1 << 19);
  }
  Input input = {data, size};
  Claim claim;
  take_claim(&input, &claim);
  if (is_sound(&claim.view) && claim.view.len > 0) return 0;
  use_buffer(&input, &claim);
  Py_buffer given = claim.view;
  PyObject *view = checked(PyMemoryView_FromBuffer(&given));
  if (view != NULL) use_view(&input, view);
  Py_XDECREF(view);
  return 0;
}
