/* Every allocation of the functions that make views, copy and hand out buffers fails once. */
#include "evaluate.h"
#include "injection.h"
#include "library.h"
#include "objects.h"
#include "selftest.h"
#include "selftest_layouts.h"

static PyObject *broken(const char *what) {
  call_PyErr_Clear();
  call_PyErr_SetString(*(PyObject **)library_data("PyExc_AssertionError"), what);
  return NULL;
}

/** Whether it worked; the object that was used is given up. */
static PyObject *done(int status, PyObject *used) {
  call_Py_DecRef(used);
  return status == 0 ? object_exported("_Py_NoneStruct") : NULL;
}

/** The bytes of a view, which is given up. */
static PyObject *bytes_of(PyObject *view) {
  const struct variable variables[] = {{"m", view}, {NULL, NULL}};
  PyObject *bytes = view != NULL ? evaluate("m.tobytes()", variables) : NULL;
  call_Py_DecRef(view);
  return bytes;
}

static PyObject *use_view(PyObject *exporter) {
  return bytes_of(call_PyMemoryView_FromObject(exporter));
}

static PyObject *use_contiguous(PyObject *exporter) {
  return bytes_of(call_PyMemoryView_GetContiguous(exporter, PyBUF_READ, 'F'));
}

static PyObject *use_writable(PyObject *exporter) {
  return bytes_of(call_PyMemoryView_GetContiguous(exporter, PyBUF_WRITE, 'C'));
}

static PyObject *use_buffer(PyObject *exporter) {
  Py_buffer buffer;
  char items[128];
  if (call_PyObject_GetBuffer(exporter, &buffer, PyBUF_FULL_RO) < 0) return NULL;
  int status = call_PyBuffer_ToContiguous(items, &buffer, buffer.len, 'F');
  if (status == 0) status = call_PyBuffer_FromContiguous(&buffer, items, buffer.len, 'F');
  call_PyBuffer_Release(&buffer);
  return done(status, NULL);
}

static PyObject *use_copy(PyObject *exporter) {
  PyObject *view = call_PyMemoryView_FromObject(exporter);
  return done(view != NULL ? call_PyObject_CopyData(view, exporter) : -1, view);
}

/** The exporter's buffer, made into a view that owns it or does not. */
static PyObject *use_handed_over(PyObject *exporter, PyObject *(*make)(Py_buffer *)) {
  Py_buffer buffer;
  if (call_PyObject_GetBuffer(exporter, &buffer, PyBUF_FULL_RO) < 0) return NULL;
  PyObject *view = make(&buffer);
  if (view == NULL && buffer.obj != exporter) return broken("a failure took the buffer");
  PyObject *bytes = bytes_of(view);
  call_PyBuffer_Release(&buffer); /* Does nothing where it was taken. */
  return bytes;
}

static PyObject *use_owned(PyObject *exporter) {
  return use_handed_over(exporter, call_PyMV_FromBufferOwned);
}

static PyObject *use_from_buffer(PyObject *exporter) {
  return use_handed_over(exporter, call_PyMemoryView_FromBuffer);
}

static PyObject *borrow(Py_buffer *buffer) {
  return call_PyMV_FromBufferBorrowed(buffer);
}

static PyObject *use_borrowed(PyObject *exporter) {
  return use_handed_over(exporter, borrow);
}

/** One way to use an exporter. */
struct use {
  const char *name;
  PyObject *(*body)(PyObject *exporter);
  struct exporter *exporter;
};

/** An exporter has been given back everything, however its use has ended. */
static PyObject *use_exporter(void *context) {
  const struct use *use = context;
  PyObject *result = use->body((PyObject *)use->exporter);
  if (use->exporter->requests == use->exporter->releases && Py_REFCNT(use->exporter) == 1)
    return result;
  call_Py_DecRef(result);
  return broken("the exporter is not released");
}

static void test_exporters(const struct sample_layout *sample) {
  struct use uses[] = {{"FromObject", use_view, NULL},
                       {"GetContiguous", use_contiguous, NULL},
                       {"writable GetContiguous", use_writable, NULL},
                       {"GetBuffer", use_buffer, NULL},
                       {"CopyData", use_copy, NULL},
                       {"FromBuffer", use_from_buffer, NULL},
                       {"FromBufferOwned", use_owned, NULL},
                       {"FromBufferBorrowed", use_borrowed, NULL}};
  for (size_t k = 0; k < Py_ARRAY_LENGTH(uses); k++) {
    struct array array;
    uses[k].exporter = sample_export(sample, &array);
    claim_survives(use_exporter, &uses[k], "%s of %s memory", uses[k].name, sample->name);
    call_Py_DecRef((PyObject *)uses[k].exporter);
    array_free(&array);
  }
}

static void count_destruction(void *memory, void *context) {
  (void)memory;
  ++*(int *)context;
}

static PyObject *use_memory(void *context) {
  int destroyed = 0;
  PyObject *view =
      call_PyMV_FromMemoryOwned(context, 3, PyBUF_READ, NULL, count_destruction, &destroyed);
  if (destroyed != 0) return broken("destroyed too early");
  if (view == NULL) return NULL;
  PyObject *bytes = bytes_of(view);
  if (destroyed == 1) return bytes;
  call_Py_DecRef(bytes);
  return broken("not destroyed");
}

static PyObject *leaks(void *context) {
  PyObject *first = call_PyBytes_FromStringAndSize(context, 3);
  PyObject *second = first != NULL ? call_PyBytes_FromStringAndSize(context, 3) : NULL;
  if (second != NULL) call_Py_DecRef(first);
  return second;
}

static PyObject *hides_the_error(void *context) {
  PyObject *bytes = call_PyBytes_FromStringAndSize(context, 3);
  if (bytes != NULL) return bytes;
  call_PyErr_Clear();
  return object_exported("_Py_NoneStruct");
}

static void test_what_is_noticed(char *memory) {
  struct finding finding;
  claim(!injection_survived(leaks, memory, &finding), "a leak is noticed");
  claim(!injection_survived(hides_the_error, memory, &finding), "a hidden error is noticed");
}

void selftest_faults(void) {
  char memory[] = "abc";
  if (!faults_are_injected()) return;
  test_what_is_noticed(memory);
  for (int k = 0; k < SAMPLE_LAYOUT_COUNT; k++) test_exporters(&sample_layouts[k]);
  claim_survives(use_memory, memory, "FromMemoryOwned");
}
