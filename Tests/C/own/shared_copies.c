/* Large copies that several threads share: the result is that of one. */
#define _GNU_SOURCE
#include "harness.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum { MOST_THREADS = 8, MAX_AXES = 4 };

/* --- The function that starts threads --- */

static int threads_made;
static bool no_more_threads;
static sigset_t signals_of_first;

typedef struct {
  void *(*body)(void *);
  void *argument;
  bool is_first;
} Start;

static void *note_signals(void *argument) {
  Start start = *(Start *)argument;
  free(argument);
  if (start.is_first) pthread_sigmask(SIG_SETMASK, NULL, &signals_of_first);
  return start.body(start.argument);
}

typedef int create_function(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

/* A sanitizer's replacement of the system's function. */
extern __attribute__((weak)) create_function __interceptor_pthread_create;

static create_function *next_create(void) {
  if (__interceptor_pthread_create != NULL) return __interceptor_pthread_create;
  create_function *create;
  void *found = dlsym(RTLD_NEXT, "pthread_create");
  memcpy(&create, &found, sizeof create);
  return create;
}

/* Overrides the system's function. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *),
                   void *argument) {
  if (no_more_threads) return EAGAIN;
  threads_made++;
  Start *start = malloc(sizeof *start);
  *start = (Start){body, argument, threads_made == 1};
  return next_create()(thread, attributes, note_signals, start);
}

/* --- Layouts --- */

typedef struct {
  const char *name;
  Py_ssize_t itemsize;
  int ndim;
  Py_ssize_t shape[MAX_AXES];
  Py_ssize_t strides[MAX_AXES]; /* in items */
  Py_ssize_t first;             /* of the items, by index */
} Strided;

/* 32 to 36 MiB of items, which can be split into eight parts. */
static const Strided arrays[] = {
    {"transposed doubles", 8, 2, {2081, 2053}, {1, 2081}, 0},
    {"transposed bytes", 1, 2, {6007, 6011}, {1, 6007}, 0},
    {"every second", 4, 1, {9000001}, {2}, 0},
    {"backwards", 2, 1, {18000001}, {-1}, 18000000},
    {"three bytes, gaps", 3, 2, {3001, 4001}, {4004, 1}, 0},
    {"rows repeated", 8, 2, {2048, 2049}, {0, 1}, 0},
    {"few planes, turned", 4, 3, {3, 1733, 1801}, {1, 3, 5199}, 0},
    {"nothing but short axes", 16, 4, {5, 647, 25, 27}, {16200, 25, 1, 81000}, 0},
};

typedef struct {
  Py_buffer view;
  Py_ssize_t shape[MAX_AXES], strides[MAX_AXES];
  size_t size;
  unsigned char *memory;
} Array;

static Py_ssize_t extent_in_items(const Strided *layout) {
  Py_ssize_t last = layout->first;
  for (int i = 0; i < layout->ndim; i++) {
    if (layout->strides[i] > 0) last += (layout->shape[i] - 1) * layout->strides[i];
  }
  return last + 1;
}

static void make_array(Array *array, const Strided *layout) {
  *array = (Array){.view = {.itemsize = layout->itemsize, .ndim = layout->ndim, .format = "B"}};
  array->size = (size_t)(extent_in_items(layout) * layout->itemsize);
  array->memory = calloc(array->size, 1);
  array->view.len = layout->itemsize;
  for (int i = 0; i < layout->ndim; i++) {
    array->shape[i] = layout->shape[i];
    array->strides[i] = layout->strides[i] * layout->itemsize;
    array->view.len *= layout->shape[i];
  }
  array->view.shape = array->shape, array->view.strides = array->strides;
  array->view.buf = array->memory + layout->first * layout->itemsize;
}

static void fill(unsigned char *bytes, size_t count, unsigned seed) {
  for (size_t i = 0; i + sizeof seed <= count; i += sizeof seed) {
    seed = seed * 1664525u + 1013904223u;
    memcpy(bytes + i, &seed, sizeof seed);
  }
}

static int copy_with(int threads, Array *array, void *items, bool into_array) {
  assert_int_equal(PyMV_SetThreads(threads), 0);
  threads_made = 0;
  int status = into_array ? PyBuffer_FromContiguous(&array->view, items, array->view.len, 'C')
                          : PyBuffer_ToContiguous(items, &array->view, array->view.len, 'C');
  assert_int_equal(PyMV_SetThreads(1), 0);
  return status;
}

/* --- Cases --- */

static void check_copies_out(const Strided *layout, int step) {
  Array array;
  make_array(&array, layout);
  fill(array.memory, array.size, 1);
  size_t length = (size_t)array.view.len;
  char *expected = malloc(length), *found = malloc(length);
  assert_int_equal(copy_with(1, &array, expected, false), 0);
  assert_int_equal(threads_made, 0);
  for (int threads = 2; threads <= MOST_THREADS; threads += step) {
    memset(found, 0, length);
    assert_int_equal(copy_with(threads, &array, found, false), 0);
    assert_true(memcmp(found, expected, length) == 0);
    if (threads_made != threads - 1) fail_msg("%s: %d threads", layout->name, threads_made + 1);
  }
  free(found), free(expected), free(array.memory);
}

static void the_result_is_that_of_one_thread(void **state) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(arrays); i++) {
    check_copies_out(&arrays[i], i == 0 ? 1 : 3);
  }
}

static bool has_items_apart(const Strided *layout) {
  for (int i = 0; i < layout->ndim; i++) {
    if (layout->strides[i] == 0) return false;
  }
  return true;
}

static void check_copies_in(const Strided *layout) {
  Array array;
  make_array(&array, layout);
  size_t length = (size_t)array.view.len;
  unsigned char *items = calloc(length, 1), *expected = malloc(array.size);
  fill(items, length, 2);
  memset(array.memory, 0x5a, array.size);
  assert_int_equal(copy_with(1, &array, items, true), 0);
  memcpy(expected, array.memory, array.size);
  for (int threads = 2; threads <= MOST_THREADS; threads += 5) {
    memset(array.memory, 0x5a, array.size);
    assert_int_equal(copy_with(threads, &array, items, true), 0);
    assert_true(memcmp(array.memory, expected, array.size) == 0);
    assert_int_equal(threads_made, has_items_apart(layout) ? threads - 1 : 0);
  }
  free(expected), free(items), free(array.memory);
}

/* Where items overlap the last one written must win, so that only one thread copies. */
static void copies_into_strided_memory_too(void **state) {
  for (size_t i = 0; i < Py_ARRAY_LENGTH(arrays); i++) {
    check_copies_in(&arrays[i]);
  }
}

static void where_there_are_no_threads_the_caller_does_it_all(void **state) {
  no_more_threads = true;
  Array array;
  make_array(&array, &arrays[0]);
  fill(array.memory, array.size, 3);
  size_t length = (size_t)array.view.len;
  char *expected = malloc(length), *found = calloc(length, 1);
  assert_int_equal(copy_with(1, &array, expected, false), 0);
  assert_int_equal(copy_with(4, &array, found, false), 0);
  assert_int_equal(threads_made, 0);
  assert_true(memcmp(found, expected, length) == 0);
  free(found), free(expected), free(array.memory);
  no_more_threads = false;
}

static void small_copies_are_not_shared(void **state) {
  static const Strided small = {"small", 8, 2, {1023, 1024}, {1, 1023}, 0};
  Array array;
  make_array(&array, &small);
  fill(array.memory, array.size, 4);
  char *items = malloc((size_t)array.view.len);
  assert_int_equal(copy_with(4, &array, items, false), 0);
  assert_int_equal(threads_made, 0);
  free(items), free(array.memory);
}

static void signals_are_left_to_the_programs_threads(void **state) {
  Array array;
  make_array(&array, &arrays[0]);
  fill(array.memory, array.size, 5);
  char *items = malloc((size_t)array.view.len);
  assert_int_equal(copy_with(2, &array, items, false), 0);
  assert_int_equal(threads_made, 1);
  assert_int_equal(sigismember(&signals_of_first, SIGINT), 1);
  assert_int_equal(sigismember(&signals_of_first, SIGALRM), 1);
  assert_int_equal(sigismember(&signals_of_first, SIGSEGV), 0);
  sigset_t own;
  pthread_sigmask(SIG_SETMASK, NULL, &own);
  assert_int_equal(sigismember(&own, SIGINT), 0);
  free(items), free(array.memory);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(the_result_is_that_of_one_thread),
      CASE(copies_into_strided_memory_too),
      CASE(where_there_are_no_threads_the_caller_does_it_all),
      CASE(small_copies_are_not_shared),
      CASE(signals_are_left_to_the_programs_threads),
  };
  return cmocka_run_group_tests_name("shared copies", tests, start_host, stop_host);
}
