/* Many threads that make and drop views, contiguous views and buffers of one object, each in an
 * order of its own. */
#include "harness.h"
#include "threads.h"

#include <stdlib.h>

enum { HOLDINGS = 6 };

/* A memoryview, a buffer, or neither. */
typedef struct {
  PyObject *memoryview;
  Py_buffer buffer;
} Holding;

static bool is_empty(const Holding *holding) {
  return holding->memoryview == NULL && holding->buffer.obj == NULL;
}

/* Acquires a view or a buffer of an object, or nothing, at random. */
static int take(Holding *holding, PyObject *from, unsigned *chance) {
  switch (rand_r(chance) % 3) {
  case 0:
    holding->memoryview = PyMemoryView_FromObject(from);
    break;
  case 1:
    holding->memoryview = PyMemoryView_GetContiguous(from, PyBUF_READ, "CFA"[rand_r(chance) % 3]);
    break;
  default:
    return PyObject_GetBuffer(from, &holding->buffer, PyBUF_FULL_RO);
  }
  return holding->memoryview != NULL ? 0 : -1;
}

/* Reads the contents of a holding. @return whether it is as expected. */
static bool reads(Holding *holding, const char *contents) {
  Py_buffer *view = &holding->buffer;
  if (holding->memoryview != NULL) view = PyMemoryView_GET_BUFFER(holding->memoryview);
  char copy[SHARED_SIZE];
  return PyBuffer_ToContiguous(copy, view, sizeof copy, 'C') == 0 &&
         memcmp(copy, contents, sizeof copy) == 0;
}

static void drop(Holding *holding) {
  Py_CLEAR(holding->memoryview);
  PyBuffer_Release(&holding->buffer);
}

/* Fills and empties holdings at random; some are filled from other holdings. */
static void take_and_drop_at_random(Work *work) {
  Holding holdings[HOLDINGS];
  memset(holdings, 0, sizeof holdings);
  unsigned chance = work->number;
  for (int round = 0; round < ROUNDS; round++) {
    Holding *holding = &holdings[rand_r(&chance) % HOLDINGS];
    if (is_empty(holding)) {
      PyObject *other = holdings[rand_r(&chance) % HOLDINGS].memoryview;
      if (take(holding, other != NULL ? other : work->shared, &chance) < 0) work->failures++;
    } else {
      if (!reads(holding, work->contents)) work->failures++;
      drop(holding);
    }
  }
  for (int i = 0; i < HOLDINGS; i++) {
    drop(&holdings[i]);
  }
}

static void views_of_a_bytearray_come_and_go_in_any_order(void **state) {
  PyObject *bytearray = new_shared_bytearray();
  run_threads(
      (Work){.body = take_and_drop_at_random, .shared = bytearray, .contents = shared_bytes});
  give_up_bytearray(bytearray);
}

static void views_of_a_memoryview_come_and_go_in_any_order(void **state) {
  PyObject *bytearray = new_shared_bytearray();
  PyObject *memoryview = PyMemoryView_FromObject(bytearray);
  run_threads(
      (Work){.body = take_and_drop_at_random, .shared = memoryview, .contents = shared_bytes});
  give_up_view(memoryview);
  give_up_bytearray(bytearray);
}

/* Four rows of four bytes, transposed: contiguous in one order and copied for the other. */
static PyObject *transposed_view(PyObject *bytearray) {
  static Py_ssize_t shape[] = {4, 4}, strides[] = {1, 4};
  Py_buffer info;
  assert_int_equal(PyObject_GetBuffer(bytearray, &info, PyBUF_FULL), 0);
  info.ndim = 2;
  info.shape = shape;
  info.strides = strides;
  return PyMemoryView_FromBuffer(&info);
}

static void views_of_a_transposed_memoryview_come_and_go_in_any_order(void **state) {
  PyObject *bytearray = new_shared_bytearray();
  PyObject *memoryview = transposed_view(bytearray);
  run_threads((Work){
      .body = take_and_drop_at_random, .shared = memoryview, .contents = "048c159d26ae37bf"});
  give_up_view(memoryview);
  give_up_bytearray(bytearray);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(views_of_a_bytearray_come_and_go_in_any_order),
      CASE(views_of_a_memoryview_come_and_go_in_any_order),
      CASE(views_of_a_transposed_memoryview_come_and_go_in_any_order),
  };
  return cmocka_run_group_tests_name("threads_in_any_order", tests, start_host, stop_host);
}
