/* PyMemoryView_GetContiguous: view, copy or refusal, for every layout and order. */
#include "library.h"
#include "selftest.h"
#include "selftest_layouts.h"

static const char orders[] = "CFAX";

/** Order of the items in a copy: unknown orders act like 'F'. */
static char copy_order(char order) {
  return order == 'C' || order == 'A' ? 'C' : 'F';
}

/** Are these the strides of contiguous memory? Axes without a choice are not looked at. */
static bool strides_are(const Py_buffer *buffer, char order) {
  Py_ssize_t stride = buffer->itemsize;
  for (int k = 0; k < buffer->ndim; k++) {
    int axis = order == 'F' ? k : buffer->ndim - 1 - k;
    if (buffer->strides[axis] != stride) return false;
    stride *= buffer->shape[axis];
  }
  return true;
}

static void claim_copy(PyObject *result, const struct array *array, char order, const char *name) {
  const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(result);
  PyObject *base = call_PyMemoryView_GET_BASE(result);
  size_t shape_size = (size_t)array->layout.ndim * sizeof(Py_ssize_t);
  bool described = buffer->ndim == array->layout.ndim && buffer->len == array->byte_count &&
                   buffer->itemsize == array->layout.itemsize && buffer->suboffsets == NULL &&
                   strcmp(buffer->format, array->layout.format) == 0 && buffer->readonly == 1;
  if (described && shape_size > 0) {
    described = memcmp(buffer->shape, array->shape, shape_size) == 0;
  }
  claim(Py_TYPE(base) == library_data("PyBytes_Type"), "order %c of %s memory is copied to bytes",
        order, name);
  claim(described && strides_are(buffer, copy_order(order)),
        "the copy in order %c of %s memory is read-only, with shape, format and new strides", order,
        name);
  claim(described && array_equals(array, copy_order(order), buffer->buf),
        "the copy in order %c of %s memory has the items", order, name);
}

static void claim_view(PyObject *result, const struct exporter *exporter, char order,
                       const char *name) {
  const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(result);
  claim(call_PyMemoryView_GET_BASE(result) == (PyObject *)exporter &&
            buffer->buf == exporter->layout.first,
        "order %c of %s memory is a view of it", order, name);
}

static void test_unknown_order(struct exporter *exporter, int access) {
  claim(call_PyMemoryView_GetContiguous((PyObject *)exporter, access, 'X') == NULL,
        "GetContiguous refuses an unknown order");
  claim_raised("ValueError", "PyMemoryView_GetContiguous(): order must be 'C', 'F' or 'A'",
               "and says which there are");
}

static void test_order(struct exporter *exporter, const struct array *array, int k,
                       const struct sample_layout *sample) {
  int access = k < 4 ? PyBUF_READ : PyBUF_WRITE;
  char order = orders[k % 4], code = sample->contiguous[k];
  if (code == '-') return;
  if (order == 'X' && !cpython_stands_in()) {
    test_unknown_order(exporter, access);
    return;
  }
  PyObject *result = call_PyMemoryView_GetContiguous((PyObject *)exporter, access, order);
  if (code == 'w' || code == 'n') {
    claim_raised("BufferError",
                 code == 'w' ? "underlying buffer is not writable"
                             : "writable contiguous buffer requested for a non-contiguous object.",
                 "writable order %c of %s memory is refused", order, sample->name);
    claim(result == NULL, "the refused order %c of %s memory gives NULL", order, sample->name);
  } else if (result == NULL) {
    claim_raised("", "", "order %c of %s memory is possible", order, sample->name);
  } else if (code == 'v') {
    claim_view(result, exporter, order, sample->name);
  } else {
    claim_copy(result, array, order, sample->name);
  }
  call_Py_DecRef(result);
}

static void test_layout(const struct sample_layout *sample) {
  struct array array;
  struct exporter *exporter = sample_export(sample, &array);
  for (int k = 0; k < 8; k++) test_order(exporter, &array, k, sample);
  claim(exporter->requests >= 6 && exporter->releases == exporter->requests &&
            Py_REFCNT(exporter) == 1,
        "each GetContiguous of %s memory releases what it requests", sample->name);
  call_Py_DecRef((PyObject *)exporter);
  array_free(&array);
}

static void test_random(enum array_form form, const char *name) {
  enum { TIMES = 60 };
  int right = 0;
  for (int k = 0; k < TIMES; k++) {
    struct array array;
    char order = orders[k % 3];
    array_make_any(&array, form);
    struct exporter *exporter = exporter_new(&array.layout);
    PyObject *result = call_PyMemoryView_GetContiguous((PyObject *)exporter, PyBUF_READ, order);
    if (result != NULL) {
      const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(result);
      bool fortran = order == 'F' || (order == 'A' && !call_PyBuffer_IsContiguous(buffer, 'C'));
      right += array_equals(&array, fortran ? 'F' : 'C', buffer->buf);
    }
    call_Py_DecRef(result);
    call_Py_DecRef((PyObject *)exporter);
    array_free(&array);
  }
  claim(right == TIMES, "GetContiguous agrees with plain loops on %s arrays", name);
}

/** The copy of a view that lives longer than everything it was made from. */
static void test_copy_outlives(void) {
  struct array array;
  array_make(&array, ARRAY_FORTRAN, 8, 2, (Py_ssize_t[]){3, 5});
  struct exporter *exporter = exporter_new(&array.layout);
  unsigned char *expected = array_copy(&array, 'C');
  PyObject *view = call_PyMemoryView_FromObject((PyObject *)exporter);
  PyObject *copy = call_PyMemoryView_GetContiguous(view, PyBUF_READ, 'C');
  call_Py_DecRef(view);
  claim(exporter->releases == 1, "a copy does not hold the exporter");
  call_Py_DecRef((PyObject *)exporter);
  array_free(&array);
  const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(copy);
  claim(memcmp(buffer->buf, expected, 120) == 0 && strcmp(buffer->format, "d") == 0,
        "a copy outlives what it was made from");
  PyObject *other = call_PyMemoryView_FromObject(copy);
  call_Py_DecRef(copy);
  claim(strcmp(call_PyMemoryView_GET_BUFFER(other)->format, "d") == 0,
        "the format lives as long as any view of the copy");
  call_Py_DecRef(other);
  free(expected);
}

void selftest_contiguous(void) {
  for (int k = 0; k < SAMPLE_LAYOUT_COUNT; k++) test_layout(&sample_layouts[k]);
  test_random(ARRAY_SCATTERED, "scattered");
  test_random(ARRAY_INDIRECT, "indirect");
  test_copy_outlives();
  PyObject *number = call_PyLong_FromLong(1);
  claim_refused(call_PyMemoryView_GetContiguous(number, PyBUF_WRITE, 'C'), "TypeError",
                "memoryview: a bytes-like object is required, not 'int'",
                "GetContiguous refuses an int before anything else");
  call_Py_DecRef(number);
}
