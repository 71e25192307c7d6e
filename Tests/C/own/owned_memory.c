/* PyMV_FromMemoryOwned: memory that is destroyed when its last view is deallocated. */
#include "harness.h"

typedef struct {
  void *memory;
  int calls;
  Py_ssize_t owner_references; /* while destroy runs */
  PyObject *owner;
} Record;

static char memory[] = "0123456789";

static void note(void *ptr, void *ctx) {
  Record *record = ctx;
  record->memory = ptr;
  record->calls++;
  if (record->owner != NULL) record->owner_references = Py_REFCNT(record->owner);
}

static void the_last_view_gives_the_memory_up(void **state) {
  Record record = {0};
  PyObject *first = PyMV_FromMemoryOwned(memory, 10, PyBUF_READ, NULL, note, &record);
  assert_non_null(first);
  PyObject *second = PyMemoryView_FromObject(first);
  Py_buffer requested;
  assert_int_equal(PyObject_GetBuffer(second, &requested, PyBUF_SIMPLE), 0);
  Py_DECREF(first);
  Py_DECREF(second);
  assert_int_equal(record.calls, 0);
  PyBuffer_Release(&requested);
  assert_int_equal(record.calls, 1);
  assert_ptr_equal(record.memory, memory);
}

static void the_exporter_keeps_the_memory_too(void **state) {
  Record record = {0};
  PyObject *memoryview = PyMV_FromMemoryOwned(memory, 10, PyBUF_READ, NULL, note, &record);
  PyObject *exporter = PyMemoryView_GET_BASE(memoryview);
  assert_non_null(exporter);
  Py_INCREF(exporter);
  Py_DECREF(memoryview);
  assert_int_equal(record.calls, 0);
  memoryview = PyMemoryView_FromObject(exporter);
  Py_DECREF(exporter);
  assert_memory_equal(PyMemoryView_GET_BUFFER(memoryview)->buf, "0123456789", 10);
  assert_int_equal(record.calls, 0);
  Py_DECREF(memoryview);
  assert_int_equal(record.calls, 1);
}

static void the_owner_outlives_the_memory(void **state) {
  PyObject *owner = PyList_New(0);
  Record record = {.owner = owner};
  PyObject *memoryview = PyMV_FromMemoryOwned(memory, 10, PyBUF_READ, owner, note, &record);
  assert_int_equal(Py_REFCNT(owner), 2);
  Py_DECREF(memoryview);
  assert_int_equal(record.calls, 1);
  assert_int_equal(record.owner_references, 2);
  assert_int_equal(Py_REFCNT(owner), 1);
  Py_DECREF(owner);
}

static void an_owner_alone_will_do(void **state) {
  PyObject *owner = PyBytes_FromString("owner");
  PyObject *memoryview =
      PyMV_FromMemoryOwned(PyBytes_AsString(owner), 5, PyBUF_READ, owner, NULL, NULL);
  Py_DECREF(owner);
  assert_memory_equal(PyMemoryView_GET_BUFFER(memoryview)->buf, "owner", 5);
  Py_DECREF(memoryview);
}

static void flags_decide_access(void **state) {
  char bytes[] = "abc";
  PyObject *memoryview = PyMV_FromMemoryOwned(bytes, 3, PyBUF_READ, NULL, NULL, NULL);
  Py_buffer view;
  assert_int_equal(PyObject_GetBuffer(memoryview, &view, PyBUF_WRITABLE), -1);
  assert_error("BufferError: memoryview: underlying buffer is not writable");
  assert_int_equal(PyObject_GetBuffer(PyMemoryView_GET_BASE(memoryview), &view, PyBUF_WRITABLE),
                   -1);
  assert_error("BufferError: Object is not writable.");
  Py_DECREF(memoryview);
  memoryview = PyMV_FromMemoryOwned(bytes, 3, PyBUF_WRITE, NULL, NULL, NULL);
  assert_int_equal(PyObject_GetBuffer(memoryview, &view, PyBUF_WRITABLE), 0);
  ((char *)view.buf)[1] = 'X';
  PyBuffer_Release(&view);
  Py_DECREF(memoryview);
  assert_string_equal(bytes, "aXc");
}

static void empty_memory_needs_no_address(void **state) {
  Record record = {0};
  PyObject *memoryview = PyMV_FromMemoryOwned(NULL, 0, PyBUF_READ, NULL, note, &record);
  assert_non_null(memoryview);
  assert_int_equal(PyMemoryView_GET_BUFFER(memoryview)->len, 0);
  Py_DECREF(memoryview);
  assert_int_equal(record.calls, 1);
}

static void a_failure_takes_nothing(void **state) {
  PyObject *owner = PyList_New(0);
  Record record = {0};
  assert_null(PyMV_FromMemoryOwned(memory, -1, PyBUF_READ, owner, note, &record));
  assert_error("ValueError: PyMV_FromMemoryOwned(): len must not be negative");
  assert_null(PyMV_FromMemoryOwned(NULL, 1, PyBUF_READ, owner, note, &record));
  assert_error("ValueError: PyMV_FromMemoryOwned(): ptr must not be NULL");
  assert_int_equal(record.calls, 0);
  assert_int_equal(Py_REFCNT(owner), 1);
  Py_DECREF(owner);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(the_last_view_gives_the_memory_up),
      CASE(the_exporter_keeps_the_memory_too),
      CASE(the_owner_outlives_the_memory),
      CASE(an_owner_alone_will_do),
      CASE(flags_decide_access),
      CASE(empty_memory_needs_no_address),
      CASE(a_failure_takes_nothing),
  };
  return cmocka_run_group_tests_name("owned_memory", tests, start_host, stop_host);
}
