/* The version, and the ways to make a memoryview: what it says of the memory, what is refused. */
#include "library.h"
#include "selftest.h"
#include "selftest_arrays.h"

void selftest_functions(void) {
  for (int f = 0; f < FUNCTION_COUNT; f++) {
    enum function function = (enum function)f;
    bool missing_in_cpython = function == F_PyMV_Version || function == F_PyMV_SetThreads ||
                              function == F_PyMV_GetThreads || function == F_PyMV_SetDebug ||
                              function == F_PyMV_DebugReport || function == F_PyMV_CheckABI ||
                              function == F_PyMemoryView_Check ||
                              function == F_PyMemoryView_GET_BUFFER ||
                              function == F_PyMemoryView_GET_BASE;
    if (missing_in_cpython && !claim_ours(function_name(function))) continue;
    claim(function_exists(function), "dlsym finds %s", function_name(function));
  }
  claim(library_data("PyMemoryView_Type") != NULL, "dlsym finds PyMemoryView_Type");
  if (claim_ours("PyMV_Version is the version of the header")) {
    claim(call_PyMV_Version() == PYMV_VERSION_HEX, "PyMV_Version is the version of the header");
    claim(call_PyMV_CheckABI(PYMV_VERSION_HEX, sizeof(Py_buffer)) == 0,
          "PyMV_CheckABI takes what the header says");
    claim(call_PyMV_SetDebug(0) == 0 && call_PyMV_DebugReport(2) == -1,
          "PyMV_DebugReport says that nobody watches");
  }
}

static void test_threads(void) {
  if (!claim_ours("PyMV_SetThreads sets what PyMV_GetThreads tells")) return;
  claim(call_PyMV_SetThreads(3) == 0 && call_PyMV_GetThreads() == 3,
        "PyMV_SetThreads sets what PyMV_GetThreads tells");
  claim(call_PyMV_SetThreads(-1) == -1, "PyMV_SetThreads refuses less than none");
  claim_raised("ValueError", "n must be a number of threads from 0 to 64",
               "and names its argument");
  claim(call_PyMV_SetThreads(1) == 0, "PyMV_SetThreads goes back to one thread");
}

static void test_memory_access(void) {
  static const struct {
    int flags;
    bool readonly;
  } accesses[] = {{PyBUF_READ, true}, {PyBUF_WRITE, false}};
  char memory[6] = "abcde";
  for (size_t k = 0; k < Py_ARRAY_LENGTH(accesses); k++) {
    PyObject *view = call_PyMemoryView_FromMemory(memory, 6, accesses[k].flags);
    claim(call_PyMemoryView_GET_BUFFER(view)->readonly == accesses[k].readonly,
          "FromMemory with flags 0x%x is %s", accesses[k].flags,
          accesses[k].readonly ? "read-only" : "writable");
    call_Py_DecRef(view);
  }
}

static void test_memory(void) {
  char memory[6] = "abcde";
  PyObject *view = call_PyMemoryView_FromMemory(memory, 6, PyBUF_WRITE);
  const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(view);
  claim(buffer->buf == memory && buffer->len == 6 && buffer->itemsize == 1 && buffer->ndim == 1,
        "FromMemory views the bytes where they are");
  claim(buffer->shape[0] == 6 && buffer->strides[0] == 1 && buffer->suboffsets == NULL &&
            strcmp(buffer->format, "B") == 0,
        "FromMemory gives one axis of unsigned bytes");
  claim(call_PyMemoryView_GET_BASE(view) == NULL, "FromMemory has no base");
  call_Py_DecRef(view);
  view = call_PyMemoryView_FromMemory(memory, 0, PyBUF_READ);
  claim(view != NULL && call_PyMemoryView_GET_BUFFER(view)->len == 0,
        "FromMemory takes no bytes at all");
  call_Py_DecRef(view);
  test_memory_access();
}

static void test_checks(void) {
  PyObject *bytes = call_PyBytes_FromStringAndSize("abc", 3);
  PyObject *number = call_PyLong_FromLong(5);
  PyObject *view = call_PyMemoryView_FromObject(bytes);
  PyObject *none = library_data("_Py_NoneStruct");
  claim(call_PyMemoryView_Check(view) == 1, "Check says 1 of a memoryview");
  claim(call_PyMemoryView_Check(bytes) == 0 && call_PyMemoryView_Check(number) == 0,
        "Check says 0 of anything else");
  claim(call_PyObject_CheckBuffer(view) == 1, "CheckBuffer says 1 of a memoryview");
  claim(call_PyObject_CheckBuffer(bytes) == 1, "CheckBuffer says 1 of bytes");
  claim(call_PyObject_CheckBuffer(number) == 0 && call_PyObject_CheckBuffer(none) == 0,
        "CheckBuffer says 0 of an int and of None");
  claim_refused(call_PyMemoryView_FromObject(number), "TypeError",
                "memoryview: a bytes-like object is required, not 'int'",
                "FromObject refuses an int");
  claim_refused(call_PyMemoryView_FromObject(none), "TypeError",
                "memoryview: a bytes-like object is required, not 'NoneType'",
                "FromObject refuses None");
  call_Py_DecRef(view);
  call_Py_DecRef(number);
  call_Py_DecRef(bytes);
}

static void test_builtin_exporters(void) {
  PyObject *bytes = call_PyBytes_FromStringAndSize("abc", 3);
  PyObject *view = call_PyMemoryView_FromObject(bytes);
  claim(call_PyMemoryView_GET_BUFFER(view)->readonly == 1, "a view of bytes is read-only");
  claim(call_PyMemoryView_GET_BASE(view) == bytes, "the base is the exporter");
  PyObject *second = call_PyMemoryView_FromObject(view);
  claim(((PyMemoryViewObject *)second)->mbuf == ((PyMemoryViewObject *)view)->mbuf,
        "a view of a view shares its managed buffer");
  claim(call_PyMemoryView_GET_BASE(second) == bytes, "a view of a view has the same base");
  call_Py_DecRef(second);
  call_Py_DecRef(view);
  call_Py_DecRef(bytes);

  PyObject *bytearray = call_PyByteArray_FromStringAndSize("abc", 3);
  view = call_PyMemoryView_FromObject(bytearray);
  claim(call_PyMemoryView_GET_BUFFER(view)->readonly == 0, "a view of a bytearray is writable");
  claim(call_PyByteArray_Resize(bytearray, 10) == -1, "a viewed bytearray cannot be resized");
  claim_raised("BufferError", "Existing exports of data: object cannot be re-sized",
               "a viewed bytearray says why");
  call_Py_DecRef(view);
  claim(call_PyByteArray_Resize(bytearray, 10) == 0, "afterwards it can be resized");
  call_Py_DecRef(bytearray);
}

/** Does a view describe the array of the exporter it was made from? */
static bool describes(PyObject *view, const struct array *array) {
  const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(view);
  size_t size = (size_t)array->layout.ndim * sizeof(Py_ssize_t);
  bool fields = buffer->buf == array->layout.first && buffer->len == array->byte_count &&
                buffer->itemsize == array->layout.itemsize && buffer->ndim == array->layout.ndim &&
                strcmp(buffer->format, array->layout.format) == 0;
  if (!fields || size == 0) return fields;
  return memcmp(buffer->shape, array->shape, size) == 0 &&
         memcmp(buffer->strides, array->strides, size) == 0 &&
         (buffer->suboffsets == NULL) == (array->layout.suboffsets == NULL) &&
         (buffer->suboffsets == NULL || memcmp(buffer->suboffsets, array->suboffsets, size) == 0);
}

/** View a random array of a form through an exporter. */
static void test_description(enum array_form form, const char *name) {
  enum { TIMES = 50 };
  int right = 0;
  for (int k = 0; k < TIMES; k++) {
    struct array array;
    array_make_any(&array, form);
    struct exporter *exporter = exporter_new(&array.layout);
    PyObject *view = call_PyMemoryView_FromObject((PyObject *)exporter);
    right += view != NULL && describes(view, &array) && exporter->last_flags == PyBUF_FULL_RO &&
             exporter->requests == 1;
    call_Py_DecRef(view);
    right -= exporter->releases != 1;
    call_Py_DecRef((PyObject *)exporter);
    array_free(&array);
  }
  claim(right == TIMES, "FromObject asks once for everything and describes %s arrays", name);
}

static void test_many_axes(int ndim) {
  struct array array;
  Py_ssize_t shape[PyBUF_MAX_NDIM];
  for (int k = 0; k < PyBUF_MAX_NDIM; k++) shape[k] = k % 10 == 3 ? 2 : 1;
  array_make(&array, ARRAY_SCATTERED, 2, PyBUF_MAX_NDIM, shape);
  array.layout.ndim = ndim; /* One more than there are is never looked at. */
  struct exporter *exporter = exporter_new(&array.layout);
  if (ndim <= PyBUF_MAX_NDIM) {
    PyObject *view = call_PyMemoryView_FromObject((PyObject *)exporter);
    claim(view != NULL && describes(view, &array), "FromObject takes %d axes", ndim);
    call_Py_DecRef(view);
  } else {
    claim_refused(call_PyMemoryView_FromObject((PyObject *)exporter), "ValueError",
                  "memoryview: number of dimensions must not exceed 64",
                  "FromObject refuses 65 axes");
  }
  claim(exporter->releases == 1, "the exporter of %d axes is released", ndim);
  call_Py_DecRef((PyObject *)exporter);
  array_free(&array);
}

static void test_no_format(void) {
  struct array array;
  array_make(&array, ARRAY_C, 4, 1, (Py_ssize_t[]){3});
  array.layout.format = NULL;
  struct exporter *exporter = exporter_new(&array.layout);
  PyObject *view = call_PyMemoryView_FromObject((PyObject *)exporter);
  const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(view);
  claim(strcmp(buffer->format, "B") == 0 && buffer->itemsize == 4,
        "a missing format becomes B and the item size stays");
  call_Py_DecRef(view);
  call_Py_DecRef((PyObject *)exporter);
  array_free(&array);
}

void selftest_views(void) {
  test_threads();
  test_memory();
  test_checks();
  test_builtin_exporters();
  test_description(ARRAY_C, "C-contiguous");
  test_description(ARRAY_FORTRAN, "Fortran-contiguous");
  test_description(ARRAY_SCATTERED, "scattered");
  test_description(ARRAY_INDIRECT, "indirect");
  test_many_axes(PyBUF_MAX_NDIM);
  test_many_axes(PyBUF_MAX_NDIM + 1);
  test_no_format();
}
