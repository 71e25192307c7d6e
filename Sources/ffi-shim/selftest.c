#include "selftest.h"

#include "calls.h"
#include "exporter.h"
#include "failure.h"
#include "library.h"
#include "selftest_flat.h"

/* The harness in Tests/C tests the functions thoroughly. Here each is called once, as another
 * language would call it: through libffi, on an exporter whose hooks are closures. */

static int claims, failures;

void claim(bool holds, const char *text) {
  printf("%sok %d - %s\n", holds ? "" : "not ", ++claims, text);
  failures += !holds;
}

static void claim_raised(const char *type, const char *message, const char *text) {
  struct failure failure = failure_take();
  claim(strcmp(failure.type, type) == 0 && strcmp(failure.message, message) == 0, text);
}

/* Two rows of three ints. */
static int items[2][3];
static const Py_ssize_t shape[] = {2, 3}, strides[] = {12, 4};

static struct exporter *new_exporter(void) {
  const struct layout layout = {
      .first = items, .format = "i", .itemsize = 4, .ndim = 2, .shape = shape, .strides = strides};
  for (int k = 0; k < 6; k++) items[k / 3][k % 3] = k;
  return exporter_new(&layout);
}

/** Claim that every view has been released, and release the exporter. */
static void give_up(struct exporter *exporter, const char *text) {
  claim(exporter->requests == exporter->releases && Py_REFCNT(exporter) == 1, text);
  call_Py_DecRef((PyObject *)exporter);
}

static void test_version(void) {
  claim(call_PyMV_Version() == PYMV_VERSION_HEX, "Version is that of the headers");
  claim(call_PyMV_CheckABI(PYMV_VERSION_HEX, sizeof(Py_buffer)) == 0, "CheckABI agrees");
}

static void test_settings(void) {
  int before = call_PyMV_GetThreads();
  claim(call_PyMV_SetThreads(2) == 0 && call_PyMV_GetThreads() == 2, "SetThreads sets a number");
  call_PyMV_SetThreads(before);
  claim(call_PyMV_SetDebug(1) == 0, "SetDebug says that nothing was watched");
  PyObject *bytes = call_PyBytes_FromStringAndSize("abc", 3);
  PyObject *view = call_PyMemoryView_FromObject(bytes);
  claim(call_PyMV_DebugReport(-1) > 0, "DebugReport counts a view that is alive");
  call_Py_DecRef(view);
  call_Py_DecRef(bytes);
  claim(call_PyMV_DebugReport(-1) == 0, "DebugReport counts no view that has gone");
  call_PyMV_SetDebug(0);
}

static void test_object(void) {
  struct exporter *exporter = new_exporter();
  PyObject *view = call_PyMemoryView_FromObject((PyObject *)exporter);
  claim(view != NULL && call_PyMemoryView_Check(view) == 1, "FromObject gives a memoryview");
  claim(call_PyMemoryView_Check((PyObject *)exporter) == 0, "Check says 0 of anything else");
  claim(call_PyObject_CheckBuffer((PyObject *)exporter) == 1, "CheckBuffer says 1 of an exporter");
  const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(view);
  claim(buffer->buf == items && buffer->len == sizeof items && buffer->ndim == 2 &&
            strcmp(buffer->format, "i") == 0 && buffer->shape[1] == 3 && buffer->strides[0] == 12,
        "GET_BUFFER gives what the exporter said");
  claim(call_PyMemoryView_GET_BASE(view) == (PyObject *)exporter, "GET_BASE gives the exporter");
  call_Py_DecRef(view);
  give_up(exporter, "a view of an object releases its buffer when it goes");
}

/** Make a memoryview of a requested buffer. @param make takes ownership of the buffer. */
static void test_owned_buffer(PyObject *(*make)(Py_buffer *), const char *text) {
  struct exporter *exporter = new_exporter();
  Py_buffer buffer;
  int status = call_PyObject_GetBuffer((PyObject *)exporter, &buffer, PyBUF_FULL_RO);
  PyObject *view = status == 0 ? make(&buffer) : NULL;
  claim(view != NULL && buffer.obj == NULL, text);
  call_PyBuffer_Release(&buffer);
  claim(exporter->releases == 0, "the caller's Release does nothing afterwards");
  call_Py_DecRef(view);
  give_up(exporter, "the view releases the buffer once");
}

static void test_borrowed_buffer(void) {
  struct exporter *exporter = new_exporter();
  Py_buffer buffer;
  claim(call_PyObject_GetBuffer((PyObject *)exporter, &buffer, PyBUF_FULL_RO) == 0,
        "GetBuffer asks the closure");
  PyObject *view = call_PyMV_FromBufferBorrowed(&buffer);
  claim(view != NULL && buffer.obj == (PyObject *)exporter, "FromBufferBorrowed takes nothing");
  call_Py_DecRef(view);
  claim(exporter->releases == 0, "a view of a borrowed buffer does not release it");
  call_PyBuffer_Release(&buffer);
  give_up(exporter, "Release calls the closure");
}

static void test_refusal(void) {
  struct exporter *exporter = new_exporter();
  Py_buffer buffer;
  claim(call_PyObject_GetBuffer((PyObject *)exporter, &buffer, PyBUF_SIMPLE) == -1,
        "GetBuffer fails when the closure does");
  claim_raised("BufferError", "shim exporter: the request must ask for everything",
               "and the closure's exception comes through");
  give_up(exporter, "nothing is to be released");
}

static void count_destroyed(void *memory, void *context) {
  (void)memory;
  ++*(int *)context;
}

static void test_memory(void) {
  char memory[] = "abc";
  int destroyed = 0;
  PyObject *view = call_PyMemoryView_FromMemory(memory, 3, PyBUF_WRITE);
  claim(view != NULL && call_PyMemoryView_GET_BUFFER(view)->buf == memory,
        "FromMemory views the memory");
  call_Py_DecRef(view);
  view = call_PyMV_FromMemoryOwned(memory, 3, PyBUF_READ, NULL, count_destroyed, &destroyed);
  claim(view != NULL && destroyed == 0, "FromMemoryOwned views the memory");
  call_Py_DecRef(view);
  claim(destroyed == 1, "and has it destroyed once");
}

static void test_contiguous(void) {
  static const int transposed[] = {0, 3, 1, 4, 2, 5};
  struct exporter *exporter = new_exporter();
  PyObject *view = call_PyMemoryView_GetContiguous((PyObject *)exporter, PyBUF_READ, 'C');
  claim(view != NULL && call_PyMemoryView_GET_BUFFER(view)->buf == items,
        "GetContiguous gives a view of what is contiguous");
  call_Py_DecRef(view);
  view = call_PyMemoryView_GetContiguous((PyObject *)exporter, PyBUF_READ, 'F');
  claim(view != NULL &&
            memcmp(call_PyMemoryView_GET_BUFFER(view)->buf, transposed, sizeof transposed) == 0,
        "GetContiguous copies what is not");
  call_Py_DecRef(view);
  give_up(exporter, "neither view keeps the exporter");
}

static void test_buffers(void) {
  struct exporter *exporter = new_exporter();
  Py_buffer buffer;
  call_PyObject_GetBuffer((PyObject *)exporter, &buffer, PyBUF_FULL);
  claim(call_PyBuffer_IsContiguous(&buffer, 'C') == 1, "IsContiguous says 1 of C order");
  claim(call_PyBuffer_IsContiguous(&buffer, 'F') == 0, "IsContiguous says 0 of Fortran order");
  claim(call_PyBuffer_GetPointer(&buffer, (Py_ssize_t[]){1, 2}) == &items[1][2],
        "GetPointer finds an item");
  int copy[6];
  claim(call_PyBuffer_ToContiguous(copy, &buffer, sizeof copy, 'F') == 0 && copy[1] == 3,
        "ToContiguous copies in Fortran order");
  claim(call_PyBuffer_FromContiguous(&buffer, copy, sizeof copy, 'C') == 0 && items[0][1] == 3,
        "FromContiguous copies in C order");
  call_PyBuffer_Release(&buffer);
  give_up(exporter, "a buffer of everything is released");
}

static void test_copy_data(void) {
  struct exporter *exporter = new_exporter();
  int other[] = {9, 9, 9, 9, 9, 9};
  Py_buffer info = {.buf = other,
                    .len = sizeof other,
                    .itemsize = 4,
                    .ndim = 2,
                    .format = (char[]){"i"},
                    .shape = (Py_ssize_t *)shape};
  PyObject *view = call_PyMemoryView_FromBuffer(&info);
  claim(call_PyObject_CopyData(view, (PyObject *)exporter) == 0 && other[5] == 5,
        "CopyData copies items");
  call_Py_DecRef(view);
  give_up(exporter, "CopyData keeps no buffer");
}

static void test_filling(void) {
  char bytes[] = "abc";
  Py_buffer buffer;
  claim(call_PyBuffer_FillInfo(&buffer, NULL, bytes, 3, 1, PyBUF_FULL_RO) == 0 && buffer.len == 3,
        "FillInfo describes bytes");
  claim(call_PyBuffer_FillInfo(&buffer, NULL, bytes, 3, 1, PyBUF_WRITABLE) == -1,
        "FillInfo refuses to write to read-only bytes");
  claim_raised("BufferError", "Object is not writable.", "and says why");
  Py_ssize_t filled[2];
  call_PyBuffer_FillContiguousStrides(2, (Py_ssize_t *)shape, filled, 4, 'F');
  claim(filled[0] == 4 && filled[1] == 8, "FillContiguousStrides fills in Fortran order");
  claim(call_PyBuffer_SizeFromFormat("<hd") == 10, "SizeFromFormat adds up sizes");
}

static void test_every_function_was_called(void) {
  for (int k = 0; k < LIBRARY_FUNCTION_COUNT; k++) {
    char text[80];
    snprintf(text, sizeof text, "%s was called through libffi", functions[k]->name);
    claim(functions[k]->is_called, text);
  }
}

int selftest_run(void) {
  printf("TAP version 13\n# %s\n# %s\n", library_path(), runtime_path());
  test_version();
  test_settings();
  test_object();
  test_owned_buffer(call_PyMemoryView_FromBuffer, "FromBuffer takes over a buffer");
  test_owned_buffer(call_PyMV_FromBufferOwned, "FromBufferOwned takes over a buffer");
  test_borrowed_buffer();
  test_refusal();
  test_memory();
  test_contiguous();
  test_buffers();
  test_copy_data();
  test_filling();
  selftest_flat();
  test_every_function_was_called();
  claim(exporter_live_count() == 0, "every exporter has been destroyed");
  claim(call_PyErr_Occurred() == NULL, "no exception is left behind");
  printf("1..%d\n", claims);
  return failures == 0 ? 0 : 1;
}
