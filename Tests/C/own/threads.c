/* Views, buffers and exceptions in many threads. */
#include "harness.h"
#include "threads.h"

#include <stdlib.h>

/* --- Views of views, requests and copies --- */

/* Makes a view, a view of it, a request and a copy, and releases all of them. */
static void use_views(Work *work) {
  for (int round = 0; round < ROUNDS; round++) {
    PyObject *first = PyMemoryView_FromObject(work->shared);
    PyObject *second = first != NULL ? PyMemoryView_FromObject(first) : NULL;
    Py_buffer view;
    char copy[SHARED_SIZE];
    if (second == NULL || PyObject_GetBuffer(second, &view, PyBUF_FULL) < 0) {
      work->failures++;
    } else {
      if (PyBuffer_ToContiguous(copy, &view, view.len, 'C') < 0) work->failures++;
      if (memcmp(copy, shared_bytes, SHARED_SIZE) != 0) work->failures++;
      PyBuffer_Release(&view);
    }
    Py_XDECREF(first);
    Py_XDECREF(second);
  }
}

static void a_shared_bytearray_is_viewed_by_all(void **state) {
  PyObject *bytearray = new_shared_bytearray();
  run_threads((Work){.body = use_views, .shared = bytearray});
  give_up_bytearray(bytearray);
}

static void a_shared_memoryview_is_viewed_by_all(void **state) {
  PyObject *bytearray = new_shared_bytearray();
  PyObject *memoryview = PyMemoryView_FromObject(bytearray);
  run_threads((Work){.body = use_views, .shared = memoryview});
  give_up_view(memoryview);
  give_up_bytearray(bytearray);
}

/* --- Requests --- */

static void request_buffers(Work *work) {
  Py_buffer views[4];
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < 4; i++) {
      if (PyObject_GetBuffer(work->shared, &views[i], PyBUF_CONTIG) < 0) work->failures++;
    }
    for (int i = 0; i < 4; i++) {
      PyBuffer_Release(&views[i]);
    }
  }
}

static void a_shared_memoryview_is_requested_by_all(void **state) {
  PyObject *bytearray = new_shared_bytearray();
  PyObject *memoryview = PyMemoryView_FromObject(bytearray);
  run_threads((Work){.body = request_buffers, .shared = memoryview});
  give_up_view(memoryview);
  give_up_bytearray(bytearray);
}

static void release_taken_or_request(Work *work) {
  if (work->number > 0) {
    request_buffers(work);
    return;
  }
  for (int round = 0; round < ROUNDS; round++) {
    PyBuffer_Release(&work->taken[round]);
  }
}

/* The main thread takes many buffers; one thread releases them while the others make requests. */
static void run_a_releaser_among_requesters(PyObject *shared) {
  Py_buffer *taken = calloc(ROUNDS, sizeof *taken);
  for (int round = 0; round < ROUNDS; round++) {
    assert_int_equal(PyObject_GetBuffer(shared, &taken[round], PyBUF_FULL), 0);
  }
  run_threads((Work){.body = release_taken_or_request, .shared = shared, .taken = taken});
  free(taken);
}

static void one_thread_releases_buffers_of_a_bytearray_that_others_request(void **state) {
  PyObject *bytearray = new_shared_bytearray();
  run_a_releaser_among_requesters(bytearray);
  give_up_bytearray(bytearray);
}

static void one_thread_releases_buffers_of_a_memoryview_that_others_request(void **state) {
  PyObject *bytearray = new_shared_bytearray();
  PyObject *memoryview = PyMemoryView_FromObject(bytearray);
  run_a_releaser_among_requesters(memoryview);
  give_up_view(memoryview);
  give_up_bytearray(bytearray);
}

static void request_writable(Work *work) {
  for (int round = 0; round < ROUNDS; round++) {
    Py_buffer view;
    if (PyObject_GetBuffer(work->shared, &view, PyBUF_WRITABLE) == 0) work->failures++;
    if (!PyErr_ExceptionMatches(PyExc_BufferError)) work->failures++;
    PyErr_Clear();
  }
}

static void refused_requests_leave_no_counts(void **state) {
  PyObject *bytes = PyBytes_FromStringAndSize(shared_bytes, SHARED_SIZE);
  PyObject *memoryview = PyMemoryView_FromObject(bytes);
  run_threads((Work){.body = request_writable, .shared = bytes});
  run_threads((Work){.body = request_writable, .shared = memoryview});
  give_up_view(memoryview);
  assert_int_equal(Py_REFCNT(bytes), 1);
  Py_DECREF(bytes);
}

/* --- The end --- */

enum { LIVES = 10 };

/* Adds references to an object, so that each thread owns one. */
static void hand_out(PyObject *shared) {
  for (int i = 1; i < THREADS; i++) {
    Py_INCREF(shared);
  }
}

/* Drops the thread's reference to the shared view, then its own view. */
static void drop_last_references(Work *work) {
  PyObject *view = PyMemoryView_FromObject(work->shared);
  Py_DECREF(work->shared);
  if (view == NULL) work->failures++;
  Py_XDECREF(view);
}

static void the_last_thread_gives_the_buffer_back_once(void **state) {
  for (int round = 0; round < LIVES; round++) {
    Exporter *exporter = exporter_new(layout_named("b"), false);
    PyObject *memoryview = PyMemoryView_FromObject((PyObject *)exporter);
    hand_out(memoryview);
    run_threads((Work){.body = drop_last_references, .shared = memoryview});
    assert_int_equal(exporter->gets, 1);
    assert_int_equal(exporter->releases, 1);
    assert_int_equal(Py_REFCNT(exporter), 1);
    Py_DECREF(exporter);
  }
  assert_int_equal(exporters_alive, 0);
}

static void read_and_drop(Work *work) {
  if (memcmp(PyBytes_AsString(work->shared), shared_bytes, SHARED_SIZE) != 0) work->failures++;
  Py_DECREF(work->shared);
}

/* Only the reference count orders the other threads' reads before the deallocation. */
static void the_last_thread_frees_what_all_have_read(void **state) {
  for (int round = 0; round < LIVES; round++) {
    PyObject *bytes = PyBytes_FromStringAndSize(shared_bytes, SHARED_SIZE);
    hand_out(bytes);
    run_threads((Work){.body = read_and_drop, .shared = bytes});
  }
}

/* --- Exceptions --- */

static void raise_exceptions(Work *work) {
  for (int round = 0; round < ROUNDS; round++) {
    if (PyErr_Occurred() != NULL) work->failures++;
    if (PyMemoryView_FromObject(work->shared) != NULL) work->failures++;
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) work->failures++;
    PyErr_Clear();
  }
}

static void every_thread_has_its_own_exception(void **state) {
  PyErr_SetString(PyExc_KeyError, "of the main thread");
  PyObject *integer = PyLong_FromLong(1);
  run_threads((Work){.body = raise_exceptions, .shared = integer});
  assert_ptr_equal(PyErr_Occurred(), PyExc_KeyError);
  PyErr_Clear();
  Py_DECREF(integer);
}

static void leave_an_exception(Work *work) {
  PyErr_Format(PyExc_ValueError, "left by a thread that ends");
  if (PyErr_Occurred() != PyExc_ValueError) work->failures++;
}

static void a_thread_may_end_with_its_exception_set(void **state) {
  run_threads((Work){.body = leave_an_exception});
  assert_null(PyErr_Occurred());
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_shared_bytearray_is_viewed_by_all),
      CASE(a_shared_memoryview_is_viewed_by_all),
      CASE(a_shared_memoryview_is_requested_by_all),
      CASE(one_thread_releases_buffers_of_a_bytearray_that_others_request),
      CASE(one_thread_releases_buffers_of_a_memoryview_that_others_request),
      CASE(refused_requests_leave_no_counts),
      CASE(the_last_thread_gives_the_buffer_back_once),
      CASE(the_last_thread_frees_what_all_have_read),
      CASE(every_thread_has_its_own_exception),
      CASE(a_thread_may_end_with_its_exception_set),
  };
  return cmocka_run_group_tests_name("threads", tests, start_host, stop_host);
}
