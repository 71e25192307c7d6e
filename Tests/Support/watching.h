/* Reports of the library in debug mode. */
#ifndef PYMV_TESTS_WATCHING_H
#define PYMV_TESTS_WATCHING_H

#include <unistd.h>

#include "capture.h"
#include "harness.h"

/** The printed text, with "0x" for addresses and without places. @return valid until the next
 * call. */
static inline const char *masked(const char *text) {
  static char result[4096];
  char *to = result;
  while (*text != 0 && to < result + sizeof result - 3) {
    const char *from = text;
    if (strncmp(text, "0x", 2) == 0) {
      text += 2 + strspn(text + 2, "0123456789abcdef");
      memcpy(to, from, 2), to += 2;
    } else if (strncmp(text, " by ", 4) == 0) {
      text += strcspn(text, "\n");
      memcpy(to, from, 3), to += 3;
    } else {
      *to++ = *text++;
    }
  }
  *to = 0;
  return result;
}

/** Print a report of live objects. @param expected number of views and buffers. @return as
 * masked. */
static inline const char *report(Py_ssize_t expected) {
  capture_begin();
  Py_ssize_t count = PyMV_DebugReport(STDERR_FILENO);
  const char *text = masked(capture_end());
  assert_int_equal(count, expected);
  return text;
}

static inline int watch(void **state) {
  assert_int_equal(PyMV_SetDebug(1), 0);
  return 0;
}

static inline int stop_watching(void **state) {
  assert_int_equal(PyMV_DebugReport(-1), 0);
  assert_int_equal(PyMV_SetDebug(0), 1);
  return no_error_is_left(state);
}

/** A case in debug mode, at whose end nothing may be alive. */
#define WATCHED_CASE(function) cmocka_unit_test_setup_teardown(function, watch, stop_watching)

#endif /* PYMV_TESTS_WATCHING_H */
