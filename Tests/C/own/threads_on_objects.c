/* One memoryview as an object in many threads: methods, slices, casts, iteration and release. */
#include "harness.h"
#include "threads.h"

enum { OBJECT_ROUNDS = 200 };

/* Count a failed call; release the result of a successful one. */
static void use(Work *work, PyObject *result) {
  if (result == NULL) {
    PyErr_Clear();
    work->failures++;
  }
  Py_XDECREF(result);
}

static void read_all(Work *work, PyObject *view) {
  use(work, PyObject_CallMethod(view, "tolist", NULL));
  use(work, PyObject_CallMethod(view, "hex", NULL));
  use(work, PyObject_CallMethod(view, "tobytes", NULL));
  use(work, PyObject_GetAttrString(view, "shape"));
  use(work, PySequence_List(view));
  if (PyObject_RichCompareBool(view, work->shared, Py_NE) < 0) work->failures++;
}

static void slice(Work *work) {
  PyObject *start = PyLong_FromLong(work->number);
  PyObject *step = PyLong_FromLong(2);
  PyObject *bounds = PySlice_New(start, NULL, step);
  PyObject *part = PyObject_GetItem(work->shared, bounds);
  if (part == NULL || PyObject_Size(part) != (SHARED_SIZE - (Py_ssize_t)work->number + 1) / 2)
    work->failures++;
  if (part != NULL) read_all(work, part);
  Py_XDECREF(part), Py_DECREF(bounds), Py_DECREF(start), Py_DECREF(step);
}

static void create_slice_read_and_drop(Work *work) {
  for (int i = 0; i < OBJECT_ROUNDS; i++) {
    slice(work);
    PyObject *cast = PyObject_CallMethod(work->shared, "cast", "s", "H");
    if (cast == NULL) work->failures++;
    if (cast != NULL) read_all(work, cast);
    use(work, PyObject_CallMethod(cast, "release", NULL));
    Py_XDECREF(cast);
    use(work, PyObject_CallMethod(work->shared, "toreadonly", NULL));
  }
}

static void views_of_one_buffer_are_sliced_read_and_dropped(void **state) {
  (void)state;
  PyObject *bytearray = new_shared_bytearray();
  PyObject *view = PyMemoryView_FromObject(bytearray);
  run_threads((Work){.body = create_slice_read_and_drop, .shared = view});
  give_up_view(view);
  give_up_bytearray(bytearray);
}

static void hash_it(Work *work) {
  for (int i = 0; i < OBJECT_ROUNDS; i++) {
    if (PyObject_Hash(work->shared) == -1) work->failures++;
  }
}

static void all_find_the_same_hash(void **state) {
  (void)state;
  PyObject *bytes = PyBytes_FromStringAndSize(shared_bytes, SHARED_SIZE);
  PyObject *view = PyMemoryView_FromObject(bytes);
  run_threads((Work){.body = hash_it, .shared = view});
  assert_true(PyObject_Hash(view) == PyObject_Hash(bytes));
  give_up_view(view);
  Py_DECREF(bytes);
}

/* The thread with number 0 releases the view; the others use it until then. Each use completes or
 * is refused. */
static void use_until_released(Work *work) {
  if (work->number == 0) {
    PyObject *released = NULL;
    while (released == NULL) {
      released = PyObject_CallMethod(work->shared, "release", NULL);
      PyErr_Clear();
    }
    Py_DECREF(released);
    return;
  }
  for (int i = 0; i < 20; i++) {
    PyObject *bytes = PyObject_CallMethod(work->shared, "tobytes", NULL);
    if (bytes != NULL && memcmp(PyBytes_AsString(bytes), shared_bytes, SHARED_SIZE) != 0)
      work->failures++;
    Py_XDECREF(bytes);
    Py_buffer buffer;
    if (PyObject_GetBuffer(work->shared, &buffer, PyBUF_FULL_RO) == 0) {
      if (((PyMemoryViewObject *)work->shared)->flags & _Py_MEMORYVIEW_RELEASED) work->failures++;
      PyBuffer_Release(&buffer);
    }
    Py_XDECREF(PyMemoryView_FromObject(work->shared));
    PyErr_Clear();
  }
}

static void release_and_use_are_decided_once(void **state) {
  (void)state;
  for (int i = 0; i < 100; i++) {
    PyObject *bytearray = new_shared_bytearray();
    PyObject *view = PyMemoryView_FromObject(bytearray);
    run_threads((Work){.body = use_until_released, .shared = view});
    Py_DECREF(view);
    give_up_bytearray(bytearray);
  }
}

enum { NUMBERS = 5000 };

/* Create numbers, and deallocate those that another thread created. */
static void exchange_numbers(Work *work) {
  for (long i = 0; i < NUMBERS; i++) {
    long value = 1000 + i * (long)(work->number + 1);
    PyObject *made = i % 2 ? PyLong_FromLong(value) : PyFloat_FromDouble((double)value);
    PyObject **place = &((PyObject **)PyByteArray_AsString(work->shared))[i];
    PyObject *other = __atomic_exchange_n(place, made, __ATOMIC_ACQ_REL);
    if (other == NULL) continue;
    double found = PyFloat_Check(other) ? PyFloat_AsDouble(other) : (double)PyLong_AsLong(other);
    if (found < 1000 || (long)(found - 1000) % (i == 0 ? 1 : i) != 0) work->failures++;
    Py_DECREF(other);
  }
}

static void numbers_end_in_other_threads_than_they_began(void **state) {
  (void)state;
  PyObject *places = PyByteArray_FromStringAndSize(NULL, NUMBERS * (Py_ssize_t)sizeof(PyObject *));
  PyObject **numbers = (PyObject **)PyByteArray_AsString(places);
  memset(numbers, 0, NUMBERS * sizeof *numbers);
  for (int i = 0; i < 4; i++) run_threads((Work){.body = exchange_numbers, .shared = places});
  for (long i = 0; i < NUMBERS; i++) Py_DECREF(numbers[i]);
  Py_DECREF(places);
}

/* Threads read a bytes object and release it; one enlarges it, in place if it has the last
 * reference. */
static void read_or_resize(Work *work) {
  PyObject *bytes = work->shared;
  if (memcmp(PyBytes_AsString(bytes), shared_bytes, SHARED_SIZE) != 0) work->failures++;
  if (work->number == 0) {
    if (_PyBytes_Resize(&bytes, 100 * SHARED_SIZE) < 0) work->failures++;
    if (memcmp(PyBytes_AsString(bytes), shared_bytes, SHARED_SIZE) != 0) work->failures++;
  }
  Py_DECREF(bytes);
}

static void bytes_are_resized_while_others_give_them_up(void **state) {
  (void)state;
  for (int i = 0; i < 100; i++) {
    PyObject *bytes = PyBytes_FromStringAndSize(shared_bytes, SHARED_SIZE);
    for (int thread = 1; thread < THREADS; thread++) Py_INCREF(bytes);
    run_threads((Work){.body = read_or_resize, .shared = bytes});
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(views_of_one_buffer_are_sliced_read_and_dropped),
      CASE(all_find_the_same_hash),
      CASE(release_and_use_are_decided_once),
      CASE(numbers_end_in_other_threads_than_they_began),
      CASE(bytes_are_resized_while_others_give_them_up),
  };
  return cmocka_run_group_tests_name("threads_on_objects", tests, start_host, stop_host);
}
