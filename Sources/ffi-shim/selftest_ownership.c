/* Who owns a buffer, when the exporter is told, and what a view can do when it has been released.
 */
#include "library.h"
#include "selftest.h"
#include "selftest_arrays.h"

/** An exporter of twelve doubles and a buffer of it. */
struct owned {
  struct array array;
  struct exporter *exporter;
  Py_buffer buffer;
};

static void owned_start(struct owned *owned) {
  array_make(&owned->array, ARRAY_C, 8, 2, (Py_ssize_t[]){3, 4});
  owned->exporter = exporter_new(&owned->array.layout);
  if (call_PyObject_GetBuffer((PyObject *)owned->exporter, &owned->buffer, PyBUF_FULL_RO) != 0) {
    claim(false, "GetBuffer gives a buffer of the exporter");
  }
}

static void owned_end(struct owned *owned) {
  claim(Py_REFCNT(owned->exporter) == 1, "no reference to the exporter is left");
  call_Py_DecRef((PyObject *)owned->exporter);
  array_free(&owned->array);
}

static void test_handed_over(void) {
  struct owned owned;
  owned_start(&owned);
  PyObject *view = call_PyMemoryView_FromBuffer(&owned.buffer);
  claim(view != NULL, "FromBuffer makes a view");
  claim(call_PyMemoryView_GET_BASE(view) == (PyObject *)owned.exporter,
        "FromBuffer: the base is the exporter");
  claim(owned.buffer.obj == NULL, "FromBuffer: the caller's obj is NULL afterwards");
  call_PyBuffer_Release(&owned.buffer);
  claim(owned.exporter->releases == 0, "a stray Release of the caller's buffer is harmless");
  memset(&owned.buffer, 0x55, sizeof owned.buffer);
  claim(call_PyMemoryView_GET_BUFFER(view)->shape[1] == 4,
        "FromBuffer keeps nothing of the struct");
  call_Py_DecRef(view);
  claim(owned.exporter->releases == 1, "the view releases the buffer exactly once");
  owned_end(&owned);
}

static void count_destruction(void *memory, void *context) {
  (void)memory;
  ++*(int *)context;
}

static void test_owners_are_named(void) {
  struct owned owned;
  owned_start(&owned);
  PyObject *view = call_PyMV_FromBufferBorrowed(&owned.buffer);
  claim(call_PyMemoryView_GET_BASE(view) == NULL, "FromBufferBorrowed: the view has no base");
  call_Py_DecRef(view);
  claim(owned.exporter->releases == 0, "FromBufferBorrowed releases nothing");
  call_Py_DecRef(call_PyMV_FromBufferOwned(&owned.buffer));
  claim(owned.exporter->releases == 1, "FromBufferOwned releases the buffer");
  owned_end(&owned);

  char memory[4];
  int destroyed = 0;
  view = call_PyMV_FromMemoryOwned(memory, sizeof memory, PyBUF_WRITE, NULL, count_destruction,
                                   &destroyed);
  claim(view != NULL && destroyed == 0, "FromMemoryOwned makes a view");
  call_Py_DecRef(view);
  claim(destroyed == 1, "FromMemoryOwned: the memory is destroyed once, with the view");
}

static void test_description_is_copied(void) {
  struct owned owned;
  char format[] = "d";
  owned_start(&owned);
  owned.buffer.format = format;
  PyObject *view = call_PyMemoryView_FromBuffer(&owned.buffer);
  const Py_buffer *buffer = call_PyMemoryView_GET_BUFFER(view);
  owned.array.shape[0] = owned.array.strides[0] = -7;
  format[0] = '?';
  claim(buffer->shape[0] == 3 && buffer->strides[0] == 32, "FromBuffer copies shape and strides");
  claim(strcmp(buffer->format, "d") == 0, "FromBuffer copies the format");
  call_Py_DecRef(view);
  owned_end(&owned);
}

static void test_shared(void) {
  struct owned owned;
  owned_start(&owned);
  PyObject *first = call_PyMemoryView_FromBuffer(&owned.buffer);
  PyObject *second = call_PyMemoryView_FromObject(first);
  PyObject *third = call_PyMemoryView_FromObject(second);
  claim(((PyMemoryViewObject *)first)->mbuf->exports == 3, "three views share a managed buffer");
  claim(owned.exporter->requests == 1, "they made one request");
  call_Py_DecRef(first);
  call_Py_DecRef(third);
  claim(owned.exporter->releases == 0, "the exporter is not told while a view is left");
  claim(call_PyMemoryView_GET_BUFFER(second)->shape[1] == 4, "the view that is left works");
  call_Py_DecRef(second);
  claim(owned.exporter->releases == 1, "the last view releases the exporter, once");
  owned_end(&owned);
}

static void test_nothing_taken(void) {
  struct owned owned;
  owned_start(&owned);
  void *memory = owned.buffer.buf;
  owned.buffer.buf = NULL;
  claim_refused(call_PyMemoryView_FromBuffer(&owned.buffer), "ValueError",
                "PyMemoryView_FromBuffer(): info->buf must not be NULL",
                "FromBuffer refuses a buf of NULL");
  owned.buffer.buf = memory;
  owned.buffer.ndim = PyBUF_MAX_NDIM + 1;
  claim_refused(call_PyMemoryView_FromBuffer(&owned.buffer), "ValueError",
                "memoryview: number of dimensions must not exceed 64",
                "FromBuffer refuses 65 axes");
  owned.buffer.ndim = 2;
  claim(owned.buffer.obj == (PyObject *)owned.exporter && owned.exporter->releases == 0 &&
            Py_REFCNT(owned.exporter) == 2,
        "FromBuffer takes nothing when it fails");
  call_PyBuffer_Release(&owned.buffer);
  claim(owned.exporter->releases == 1 && owned.buffer.obj == NULL,
        "Release gives the buffer back and sets obj to NULL");
  call_PyBuffer_Release(&owned.buffer);
  claim(owned.exporter->releases == 1, "a second Release does nothing");
  owned_end(&owned);
}

static void test_without_owner(void) {
  struct array array;
  array_make(&array, ARRAY_C, 4, 1, (Py_ssize_t[]){5});
  Py_buffer buffer = array_view(&array);
  PyObject *view = call_PyMemoryView_FromBuffer(&buffer);
  claim(view != NULL && call_PyMemoryView_GET_BASE(view) == NULL,
        "FromBuffer takes a buffer that nobody owns");
  call_Py_DecRef(view);
  buffer.shape = buffer.strides = NULL;
  view = call_PyMemoryView_FromBuffer(&buffer);
  const Py_buffer *completed = call_PyMemoryView_GET_BUFFER(view);
  claim(completed->shape[0] == 5 && completed->strides[0] == 4,
        "FromBuffer completes the shape and strides of one axis");
  call_Py_DecRef(view);
  array_free(&array);
  array_make(&array, ARRAY_C, 4, 3, (Py_ssize_t[]){2, 3, 5});
  buffer = array_view(&array);
  buffer.strides = NULL;
  view = call_PyMemoryView_FromBuffer(&buffer);
  completed = call_PyMemoryView_GET_BUFFER(view);
  claim(completed->strides[0] == 60 && completed->strides[1] == 20 && completed->strides[2] == 4,
        "FromBuffer completes the strides of several axes");
  call_Py_DecRef(view);
  array_free(&array);
  if (claim_ours("Release of NULL does nothing")) {
    call_PyBuffer_Release(NULL);
    claim(call_PyErr_Occurred() == NULL, "Release of NULL does nothing");
  }
}

static void test_failing_exporter(bool leaves_object) {
  struct array array;
  Py_buffer buffer;
  const char *how = leaves_object ? "an exporter that fails badly" : "an exporter that fails";
  array_make(&array, ARRAY_C, 1, 1, (Py_ssize_t[]){4});
  struct exporter *exporter = exporter_new(&array.layout);
  exporter->failure = "the exporter's own words";
  exporter->leaves_object = leaves_object;
  claim_refused(call_PyMemoryView_FromObject((PyObject *)exporter), "BufferError",
                exporter->failure, how);
  if (!leaves_object) {
    buffer.obj = (PyObject *)exporter;
    int status = call_PyObject_GetBuffer((PyObject *)exporter, &buffer, PyBUF_FULL_RO);
    claim(status == -1 && buffer.obj == NULL, "GetBuffer of %s leaves obj NULL", how);
    claim_raised("BufferError", exporter->failure, "GetBuffer passes on the words of %s", how);
  }
  claim_refused(call_PyMemoryView_GetContiguous((PyObject *)exporter, PyBUF_READ, 'C'),
                "BufferError", exporter->failure, "GetContiguous passes on its words");
  claim(exporter->releases == 0 && Py_REFCNT(exporter) == 1, "%s is not released", how);
  call_Py_DecRef((PyObject *)exporter);
  array_free(&array);
}

static void test_outstanding_export(void) {
  struct array array;
  Py_buffer one, two;
  array_make(&array, ARRAY_C, 4, 1, (Py_ssize_t[]){6});
  struct exporter *exporter = exporter_new(&array.layout);
  PyObject *view = call_PyMemoryView_FromObject((PyObject *)exporter);
  PyMemoryViewObject *fields = (PyMemoryViewObject *)view;
  call_PyObject_GetBuffer(view, &one, PyBUF_FULL_RO);
  call_PyObject_GetBuffer(view, &two, PyBUF_SIMPLE);
  claim(fields->exports == 2, "a view counts the buffers it has handed out");
  claim(one.obj == view && one.buf == array.memory, "a view's buffer holds on to the view");
  call_PyBuffer_Release(&two);
  claim(fields->exports == 1, "a released buffer is not counted any more");
  call_Py_DecRef(view);
  claim(exporter->releases == 0 && one.shape[0] == 6,
        "a buffer keeps the view and the exporter alive");
  call_PyBuffer_Release(&one);
  claim(exporter->releases == 1, "releasing the last buffer releases the exporter");
  call_Py_DecRef((PyObject *)exporter);
  array_free(&array);
}

/** Claim that a view with a state flag refuses everything. */
static void test_inaccessible(int flag, const char *message, const char *name) {
  PyObject *bytes = call_PyBytes_FromStringAndSize("abc", 3);
  PyObject *view = call_PyMemoryView_FromObject(bytes);
  PyMemoryViewObject *fields = (PyMemoryViewObject *)view;
  Py_buffer buffer;
  fields->flags |= flag;
  claim_refused(call_PyMemoryView_FromObject(view), "ValueError", message, name);
  claim_refused(call_PyMemoryView_GetContiguous(view, PyBUF_WRITE, 'C'), "ValueError", message,
                "GetContiguous checks that first");
  claim(call_PyObject_GetBuffer(view, &buffer, PyBUF_SIMPLE) == -1, "GetBuffer refuses it too");
  claim_raised("ValueError", message, "GetBuffer says the same");
  claim(fields->exports == 0, "a refused request is not counted");
  fields->flags &= ~flag;
  call_Py_DecRef(view);
  call_Py_DecRef(bytes);
}

void selftest_ownership(void) {
  if (claim_ours("FromBuffer owns the buffer")) {
    test_handed_over();
    test_owners_are_named();
    test_description_is_copied();
    test_shared();
    test_nothing_taken();
  }
  test_without_owner();
  test_failing_exporter(false);
  test_failing_exporter(true);
  test_outstanding_export();
  test_inaccessible(_Py_MEMORYVIEW_RELEASED, "operation forbidden on released memoryview object",
                    "FromObject refuses a released view");
  test_inaccessible(_Py_MEMORYVIEW_RESTRICTED, "cannot create new view on restricted memoryview",
                    "FromObject refuses a restricted view");
}
