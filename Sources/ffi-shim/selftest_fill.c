/* PyBuffer_FillInfo and PyBuffer_FillContiguousStrides. */
#include "failure.h"
#include "requests.h"
#include "selftest.h"

static void test_request(PyObject *exporter, struct request request) {
  char memory[5];
  Py_buffer view;
  int flags = request.flags;
  memset(&view, 0x55, sizeof view);
  int status = call_PyBuffer_FillInfo(&view, exporter, memory, 5, 0, flags);
  claim(status == 0 && view.buf == memory && view.obj == exporter && view.len == 5 &&
            view.itemsize == 1 && view.readonly == 0 && view.ndim == 1 && view.suboffsets == NULL &&
            view.internal == NULL,
        "FillInfo fills a view for %s", request.name);
  bool strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES;
  bool format = flags & PyBUF_FORMAT ? view.format != NULL && strcmp(view.format, "B") == 0
                                     : view.format == NULL;
  claim(format && view.shape == (flags & PyBUF_ND ? &view.len : NULL) &&
            view.strides == (strides ? &view.itemsize : NULL),
        "FillInfo gives %s the fields it asks for", request.name);
  call_PyBuffer_Release(&view);
}

static void test_readonly(void) {
  char memory[5];
  Py_buffer view = {.obj = NULL};
  claim(call_PyBuffer_FillInfo(&view, NULL, memory, 5, 1, PyBUF_SIMPLE) == 0 && view.readonly == 1,
        "FillInfo fills a read-only view");
  claim(view.obj == NULL, "FillInfo takes no exporter at all");
  view.obj = NULL;
  claim(call_PyBuffer_FillInfo(&view, NULL, memory, 5, 1, PyBUF_WRITABLE) == -1,
        "FillInfo refuses to make read-only memory writable");
  claim_raised("BufferError", "Object is not writable.", "FillInfo says why");
  claim(call_PyBuffer_FillInfo(&view, NULL, memory, 5, 2, PyBUF_SIMPLE) == 0 && view.readonly == 2,
        "FillInfo keeps a readonly of 2");
}

static void test_refusals(PyObject *exporter) {
  static const int access_flags[] = {PyBUF_READ, PyBUF_WRITE};
  char memory[5];
  Py_ssize_t references = Py_REFCNT(exporter);
  claim(call_PyBuffer_FillInfo(NULL, exporter, memory, 5, 0, PyBUF_SIMPLE) == -1,
        "FillInfo refuses a view of NULL");
  claim_raised("BufferError", "PyBuffer_FillInfo: view==NULL argument is obsolete",
               "FillInfo says why");
  for (size_t k = 0; k < Py_ARRAY_LENGTH(access_flags); k++) {
    Py_buffer view;
    int status = call_PyBuffer_FillInfo(&view, exporter, memory, 5, 0, access_flags[k]);
    struct failure failure = failure_take();
    claim(status == -1 && strcmp(failure.type, "SystemError") == 0,
          "FillInfo raises SystemError for the access flag 0x%x", access_flags[k]);
  }
  claim(Py_REFCNT(exporter) == references, "FillInfo takes no reference when it fails");
}

static void test_strides(void) {
  Py_ssize_t shape[] = {2, 3, 5}, strides[3] = {0};
  call_PyBuffer_FillContiguousStrides(3, shape, strides, 4, 'C');
  claim(strides[0] == 60 && strides[1] == 20 && strides[2] == 4,
        "FillContiguousStrides in order C makes the last axis fastest");
  call_PyBuffer_FillContiguousStrides(3, shape, strides, 4, 'F');
  claim(strides[0] == 4 && strides[1] == 8 && strides[2] == 24,
        "FillContiguousStrides in order F makes the first axis fastest");
  call_PyBuffer_FillContiguousStrides(3, shape, strides, 1, 'A');
  claim(strides[0] == 15 && strides[1] == 5 && strides[2] == 1,
        "FillContiguousStrides takes any other order for C");
  strides[0] = 77;
  call_PyBuffer_FillContiguousStrides(0, shape, strides, 4, 'F');
  claim(strides[0] == 77, "FillContiguousStrides without axes writes nothing");
}

void selftest_fill(void) {
  PyObject *exporter = call_PyBytes_FromStringAndSize("abcde", 5);
  Py_ssize_t references = Py_REFCNT(exporter);
  for (int k = 0; k < REQUEST_COUNT; k++) test_request(exporter, requests[k]);
  claim(Py_REFCNT(exporter) == references, "FillInfo and Release balance the references");
  test_readonly();
  test_refusals(exporter);
  call_Py_DecRef(exporter);
  test_strides();
}
