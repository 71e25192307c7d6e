/* PyMV_SetThreads and PyMV_GetThreads: how many threads share a large copy. */
#define _GNU_SOURCE
#include "harness.h"

#include <sched.h>

static void there_is_one_thread_unless_told(void **state) {
  assert_int_equal(PyMV_GetThreads(), 1);
}

static void the_number_of_threads_can_be_set(void **state) {
  for (int n = 64; n > 0; n--) {
    assert_int_equal(PyMV_SetThreads(n), 0);
    assert_int_equal(PyMV_GetThreads(), n);
  }
}

static void zero_asks_the_system(void **state) {
  assert_int_equal(PyMV_SetThreads(0), 0);
  cpu_set_t processors;
  assert_int_equal(sched_getaffinity(0, sizeof processors, &processors), 0);
  int count = CPU_COUNT(&processors);
  assert_int_equal(PyMV_GetThreads(), count < 64 ? count : 64);
  assert_int_equal(PyMV_SetThreads(1), 0);
}

static void other_numbers_are_refused(void **state) {
  const int numbers[] = {-1, INT32_MIN, 65, INT32_MAX};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(numbers); i++) {
    assert_int_equal(PyMV_SetThreads(numbers[i]), -1);
    assert_error("ValueError: n must be a number of threads from 0 to 64");
    assert_int_equal(PyMV_GetThreads(), 1);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(there_is_one_thread_unless_told),
      CASE(the_number_of_threads_can_be_set),
      CASE(zero_asks_the_system),
      CASE(other_numbers_are_refused),
  };
  return cmocka_run_group_tests_name("number of threads", tests, start_host, stop_host);
}
