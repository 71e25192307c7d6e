/* Fresh memory of large results asks for huge pages, because faulting in small ones takes longer
 * than filling them.
 */
#include <ctype.h>
#include <stdio.h>
#include <sys/mman.h>
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

/* Whether advice can be seen: kernels without huge pages refuse it, emulators ignore it. */
static bool shows_advice(void) {
  void *memory = mmap(NULL, LARGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  assert_ptr_not_equal(memory, MAP_FAILED);
  bool is_shown = madvise(memory, LARGE, MADV_HUGEPAGE) == 0 && is_advised(memory);
  munmap(memory, LARGE);
  return is_shown;
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
  if (shows_advice()) assert_true(is_advised(start + size / 2));
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

/* More than malloc ever takes from its heap, so that the memory is fresh. */
enum { MAPPED = 80 << 20 };

static void blocks_of_the_runtime_are_advised(void **state) {
  char *block = PyMem_Malloc(MAPPED);
  assert_advised(block, MAPPED);
  PyMem_Free(block);
  block = PyMem_Realloc(PyMem_Malloc(1), MAPPED);
  assert_advised(block, MAPPED);
  PyMem_Free(block);
  block = PyMem_Calloc(MAPPED / 8, 8);
  assert_advised(block, MAPPED);
  PyMem_Free(block);
}

static void fresh_objects_of_the_runtime_are_advised(void **state) {
  PyObject *bytes = PyBytes_FromStringAndSize(NULL, MAPPED);
  assert_advised(PyBytes_AsString(bytes), MAPPED);
  PyObject *array = PyByteArray_FromStringAndSize(NULL, MAPPED);
  assert_advised(PyByteArray_AsString(array), MAPPED);
  PyObject *text = PyUnicode_New(MAPPED, 127);
  assert_advised(PyUnicode_AsUTF8(text), MAPPED);
  Py_DECREF(text);
  Py_DECREF(array);
  Py_DECREF(bytes);
}

/* The number of pages in the middle of a block that are in memory. */
static int resident_pages(const char *start, size_t size) {
  enum { SAMPLES = 64 };
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  uintptr_t middle = ((uintptr_t)start + size / 2) / page * page;
  unsigned char samples[SAMPLES];
  assert_int_equal(mincore((void *)middle, SAMPLES * page, samples), 0);
  int count = 0;
  for (int i = 0; i < SAMPLES; i++) count += samples[i] & 1;
  return count;
}

static void fresh_zeros_are_not_written_to(void **state) {
  char *block = calloc(MAPPED, 1);
  bool is_untouched = resident_pages(block, MAPPED) == 0; /* not so under valgrind */
  free(block);
  PyObject *array = PyMV_NewArray("B", 1, (const ptrdiff_t[]){MAPPED}, 'C');
  const char *items = PyMemoryView_GET_BUFFER(array)->buf;
  if (is_untouched) assert_int_equal(resident_pages(items, MAPPED), 0);
  assert_advised(items, MAPPED);
  assert_int_equal(items[MAPPED - 1], 0);
  Py_DECREF(array);
  PyObject *count = PyLong_FromLong(MAPPED);
  array = PyByteArray_FromObject(count);
  assert_int_equal(PyByteArray_Size(array), MAPPED);
  if (is_untouched) assert_int_equal(resident_pages(PyByteArray_AsString(array), MAPPED), 0);
  assert_advised(PyByteArray_AsString(array), MAPPED);
  assert_int_equal(PyByteArray_AsString(array)[MAPPED], 0);
  Py_DECREF(array);
  Py_DECREF(count);
}

/* Rows and columns whose distances are powers of two evict each other from the cache; copies of
 * more than 24 KiB are divided. */
static void assert_transposed(ptrdiff_t pitch) {
  enum { SIDE = 808 };
  uint16_t *items = malloc((size_t)(SIDE * pitch) * sizeof *items);
  for (ptrdiff_t i = 0; i < SIDE * pitch; i++) items[i] = (uint16_t)i;
  PyObject *view = PyMV_FromArray(items, "H", 0, 2, (ptrdiff_t[]){SIDE, SIDE},
                                  (ptrdiff_t[]){2 * pitch, 2}, NULL, 1, NULL, NULL);
  PyObject *turned = PyMV_Transpose(view, NULL);
  PyObject *bytes = PyObject_CallMethod(turned, "tobytes", NULL);
  assert_non_null(bytes);
  const uint16_t *copies = (const uint16_t *)PyBytes_AsString(bytes);
  for (ptrdiff_t column = 0; column < SIDE; column++) {
    for (ptrdiff_t row = 0; row < SIDE; row++) {
      assert_int_equal(copies[column * SIDE + row], items[row * pitch + column]);
    }
  }
  Py_DECREF(bytes);
  Py_DECREF(turned);
  Py_DECREF(view);
  free(items);
}

static void large_planes_are_transposed(void **state) {
  assert_transposed(1024);
  assert_transposed(1023);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(large_bytes_are_advised),           CASE(large_texts_are_advised),
      CASE(large_planes_are_transposed),       CASE(large_arrays_are_advised),
      CASE(blocks_of_the_runtime_are_advised), CASE(fresh_objects_of_the_runtime_are_advised),
      CASE(fresh_zeros_are_not_written_to),
  };
  return cmocka_run_group_tests_name("large_results", tests, start_host, stop_host);
}
