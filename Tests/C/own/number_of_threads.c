/* PyMV_SetThreads and PyMV_GetThreads: how many threads share a large copy. */
#define _GNU_SOURCE
#include "harness.h"

#include <errno.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *program;
static const size_t MANY = 4096;
static _Bool has_many_processors;

/* Overrides the C library's function, also for calls from the library. With that many processors
 * the kernel rejects a set with fewer bits. */
int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *processors) {
  memset(processors, 0, size);
  if (!has_many_processors) {
    return syscall(SYS_sched_getaffinity, pid, size, processors) < 0 ? -1 : 0;
  }
  if (size < MANY / 8) {
    errno = EINVAL;
    return -1;
  }
  memset(processors, 0xff, MANY / 8);
  return 0;
}

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

static void more_processors_than_a_common_set_holds_are_counted(void **state) {
  has_many_processors = 1;
  int status = PyMV_SetThreads(0);
  has_many_processors = 0;
  assert_int_equal(status, 0);
  assert_int_equal(PyMV_GetThreads(), 64);
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

enum { FOREIGN = 126, FAILED = 127 };

/* The number of threads that another process starts with. Skips the test if the system cannot start
 * this program by itself, but only in an emulator. */
static int threads_with(const char *setting) {
  pid_t child = fork();
  if (child == 0) {
    setenv("PYMEMORYVIEW_THREADS", setting, 1);
    execl(program, program, "tell", (char *)NULL);
    _exit(errno == ENOEXEC ? FOREIGN : FAILED);
  }
  int status = 0;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  if (WEXITSTATUS(status) == FOREIGN) skip();
  return WEXITSTATUS(status);
}

static void the_environment_sets_the_number(void **state) {
  assert_int_equal(threads_with("2"), 2);
  assert_int_equal(threads_with("9"), 9);
  assert_int_equal(threads_with("10"), 10);
  assert_int_equal(threads_with("37"), 37);
  assert_int_equal(threads_with("064"), 64);
}

static void zero_in_the_environment_asks_the_system(void **state) {
  assert_int_equal(PyMV_SetThreads(0), 0);
  int count = PyMV_GetThreads();
  assert_int_equal(PyMV_SetThreads(1), 0);
  assert_int_equal(threads_with("0"), count);
}

static void other_texts_in_the_environment_are_ignored(void **state) {
  const char *texts[] = {"",   "65", "-2",  "2 ",  " 2",
                         "2/", "2:", "two", "640", "18446744073709551618"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(texts); i++) {
    assert_int_equal(threads_with(texts[i]), 1);
  }
}

int main(int argc, char **argv) {
  program = argv[0];
  if (argc > 1) return PyMV_GetThreads();
  const struct CMUnitTest tests[] = {
      CASE(there_is_one_thread_unless_told),
      CASE(the_number_of_threads_can_be_set),
      CASE(zero_asks_the_system),
      CASE(more_processors_than_a_common_set_holds_are_counted),
      CASE(other_numbers_are_refused),
      CASE(the_environment_sets_the_number),
      CASE(zero_in_the_environment_asks_the_system),
      CASE(other_texts_in_the_environment_are_ignored),
  };
  return cmocka_run_group_tests_name("number of threads", tests, start_host, stop_host);
}
