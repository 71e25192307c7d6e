/* What a memoryview answers to each request. */
#include "failure.h"
#include "requests.h"
#include "selftest.h"
#include "selftest_layouts.h"

static const char *refusal_text(char code) {
  switch (code) {
  case 'w':
    return "memoryview: underlying buffer is not writable";
  case 'c':
    return "memoryview: underlying buffer is not C-contiguous";
  case 'f':
    return "memoryview: underlying buffer is not Fortran contiguous";
  case 'a':
    return "memoryview: underlying buffer is not contiguous";
  case 's':
    return "memoryview: underlying buffer requires suboffsets";
  default:
    return "memoryview: cannot cast to unsigned bytes if the format flag is present";
  }
}

static bool asks(int flags, int flag) {
  return (flags & flag) == flag;
}

/** Has an answer the fields that were asked for, and no others? */
static bool answers(const Py_buffer *answer, int flags, PyObject *view) {
  const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(view);
  return answer->obj == view && answer->buf == buffer->buf && answer->len == buffer->len &&
         answer->itemsize == buffer->itemsize && answer->readonly == buffer->readonly &&
         answer->ndim == (asks(flags, PyBUF_ND) ? buffer->ndim : 1) &&
         answer->format == (asks(flags, PyBUF_FORMAT) ? buffer->format : NULL) &&
         answer->shape == (asks(flags, PyBUF_ND) ? buffer->shape : NULL) &&
         answer->strides == (asks(flags, PyBUF_STRIDES) ? buffer->strides : NULL) &&
         answer->suboffsets == buffer->suboffsets;
}

static void test_request(PyObject *view, const char *layout, struct request request, char code) {
  Py_buffer answer;
  PyMemoryViewObject *fields = (PyMemoryViewObject *)view;
  int status = call_PyObject_GetBuffer(view, &answer, request.flags);
  if (code != '.') {
    claim_raised("BufferError", refusal_text(code), "a view of %s memory refuses %s", layout,
                 request.name);
    claim(status == -1 && answer.obj == NULL && fields->exports == 0,
          "the refused %s leaves nothing behind", request.name);
    return;
  }
  bool right = status == 0 && fields->exports == 1 && answers(&answer, request.flags, view);
  if (status == 0) call_PyBuffer_Release(&answer);
  claim(right && fields->exports == 0, "a view of %s memory meets %s", layout, request.name);
}

static void test_layout(const struct sample_layout *sample) {
  struct array array;
  struct exporter *exporter = sample_export(sample, &array);
  PyObject *view = call_PyMemoryView_FromObject((PyObject *)exporter);
  claim(view != NULL, "there is a view of %s memory", sample->name);
  for (int k = 0; view != NULL && k < REQUEST_COUNT; k++) {
    test_request(view, sample->name, requests[k], sample->requests[k]);
  }
  call_Py_DecRef(view);
  claim(exporter->releases == 1, "the %s memory is released", sample->name);
  call_Py_DecRef((PyObject *)exporter);
  array_free(&array);
}

/** Claim that GetBuffer takes the access flags for no request. */
static void test_access_flag(PyObject *exporter, int flag, const char *name) {
  Py_buffer buffer;
  int status = call_PyObject_GetBuffer(exporter, &buffer, flag);
  struct failure failure = failure_take();
  claim(status == -1 && strcmp(failure.type, "SystemError") == 0,
        "GetBuffer raises SystemError for %s", name);
}

void selftest_requests(void) {
  for (int k = 0; k < SAMPLE_LAYOUT_COUNT; k++) test_layout(&sample_layouts[k]);
  Py_buffer buffer;
  PyObject *number = call_PyLong_FromLong(1);
  claim(call_PyObject_GetBuffer(number, &buffer, PyBUF_SIMPLE) == -1, "GetBuffer refuses an int");
  claim_raised("TypeError", "a bytes-like object is required, not 'int'",
               "GetBuffer says what an int is not");
  call_Py_DecRef(number);
  PyObject *bytes = call_PyBytes_FromStringAndSize("abc", 3);
  test_access_flag(bytes, PyBUF_READ, "PyBUF_READ");
  test_access_flag(bytes, PyBUF_WRITE, "PyBUF_WRITE");
  claim(call_PyObject_GetBuffer(bytes, &buffer, PyBUF_WRITABLE) == -1,
        "bytes refuse a writable request");
  claim_raised("BufferError", "Object is not writable.", "bytes say why");
  call_Py_DecRef(bytes);
}
