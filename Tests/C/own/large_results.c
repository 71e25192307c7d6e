/* Fresh memory of large results asks for huge pages, because faulting in small ones takes longer
 * than filling them.
 */
#include <ctype.h>
#include <stdio.h>
#include <unistd.h>

#include "harness.h"

enum { LARGE = 8 << 20 };

/* Whether the mapping around an address was advised to use huge pages: "hg" among its flags. */
static bool is_advised(const void *address) {
  FILE *maps = fopen("/proc/self/smaps", "r");
  assert_non_null(maps);
  char line[512];
  bool is_inside = false, is_found = false;
  while (fgets(line, sizeof line, maps) != NULL) {
    unsigned long start, end;
    if (!isupper((unsigned char)line[0]) && sscanf(line, "%lx-%lx ", &start, &end) == 2)
      is_inside = start <= (unsigned long)address && (unsigned long)address < end;
    if (is_inside && strncmp(line, "VmFlags:", 8) == 0) is_found = strstr(line, " hg") != NULL;
  }
  fclose(maps);
  return is_found;
}

static bool has_huge_pages(void) {
  return access("/sys/kernel/mm/transparent_hugepage/enabled", R_OK) == 0;
}

/* A view of every second byte of `size` bytes. */
static PyObject *every_second(Py_ssize_t size) {
  PyObject *bytes = PyBytes_FromStringAndSize(NULL, size);
  assert_non_null(bytes);
  memset(PyBytes_AsString(bytes), 1, (size_t)size);
  PyObject *view = PyMemoryView_FromObject(bytes);
  PyObject *part = PyMV_Slice(view, 0, PTRDIFF_MIN, PTRDIFF_MIN, 2);
  assert_non_null(part);
  Py_DECREF(view);
  Py_DECREF(bytes);
  return part;
}

static void assert_advised(const char *start, Py_ssize_t size) {
  if (has_huge_pages()) assert_true(is_advised(start + size / 2));
}

static void large_bytes_are_advised(void **state) {
  PyObject *view = every_second(2 * LARGE);
  PyObject *bytes = PyObject_CallMethod(view, "tobytes", NULL);
  assert_non_null(bytes);
  assert_int_equal(PyBytes_Size(bytes), LARGE);
  assert_int_equal(PyBytes_AsString(bytes)[LARGE - 1], 1);
  assert_advised(PyBytes_AsString(bytes), LARGE);
  Py_DECREF(bytes);
  Py_DECREF(view);
}

static void large_texts_are_advised(void **state) {
  PyObject *view = every_second(LARGE);
  PyObject *text = PyObject_CallMethod(view, "hex", NULL);
  assert_non_null(text);
  Py_ssize_t length = 0;
  const char *digits = PyUnicode_AsUTF8AndSize(text, &length);
  assert_int_equal(length, LARGE);
  assert_memory_equal(digits + LARGE - 4, "0101", 4);
  assert_advised(digits, length);
  Py_DECREF(text);
  Py_DECREF(view);
}

static void large_arrays_are_advised(void **state) {
  PyObject *view = every_second(2 * LARGE);
  PyObject *copy = PyMV_Copy(view, 'C');
  assert_non_null(copy);
  assert_advised(PyMemoryView_GET_BUFFER(copy)->buf, LARGE);
  Py_DECREF(copy);
  Py_DECREF(view);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(large_bytes_are_advised),
      CASE(large_texts_are_advised),
      CASE(large_arrays_are_advised),
  };
  return cmocka_run_group_tests_name("large_results", tests, start_host, stop_host);
}
