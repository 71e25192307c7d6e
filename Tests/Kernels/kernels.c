/* Copies between random layouts and contiguous memory, and comparisons of the two, checked with a
 * loop over items.
 *
 * usage: kernels [SEED [CASE]]
 *
 * All memory lies between inaccessible pages and adjoins one of them, so that a byte read or
 * written outside the items' range ends the program. CASE runs that case alone. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "equality.h"
#include "guarded.h"
#include "random_layout.h"
#include "walk.h"

/* Transpositions use strips that stay in the cache from MIDDLE_BYTES on, and non-temporal stores
 * from 4 MiB on. */
enum {
  CASES = 100000,
  COMPARED_EVERY = 5,
  MIDDLE_EVERY = 40,
  MIDDLE_BYTES = 16 << 10,
  LARGE_EVERY = 2000,
  LARGE_BYTES = 8 << 20,
};

static const LayoutKind small_readable = {600, 80, 0, 1, RANDOM_MAX_ROWS};
static const LayoutKind small_writable = {600, 80, 0, 0, RANDOM_MAX_ROWS};
static const LayoutKind middle_readable = {1 << 12, 300, MIDDLE_BYTES, 1, 8};
static const LayoutKind middle_writable = {1 << 12, 300, MIDDLE_BYTES, 0, 8};
static const LayoutKind large_readable = {1 << 16, 300, LARGE_BYTES, 1, 8};
static const LayoutKind large_writable = {1 << 16, 300, LARGE_BYTES, 0, 8};

static unsigned long seed = 1;
static long current_case;

/* Memory for one size of cases; the second of each pair is what the loop over items works on. */
typedef struct {
  Guarded strided, contiguous;
  unsigned char *strided_model, *contiguous_model;
} Memory;

static Memory small_memory;

static void fault(int signal_number) {
  static const char message[] = "touched memory outside the items' range\n";
  (void)signal_number;
  ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
  char line[80];
  int length = snprintf(line, sizeof line, "run again with: kernels %lu %ld\n", seed, current_case);
  written += write(STDERR_FILENO, line, (size_t)length);
  _exit(written > 0 ? 3 : 4);
}

static void fail(const RandomLayout *layout, const char *what) {
  fprintf(stderr, "%s is wrong; run again with: kernels %lu %ld\n", what, seed, current_case);
  random_layout_describe(layout);
  exit(1);
}

static unsigned char *copied(const Guarded *memory) {
  unsigned char *copy = malloc(memory->size);
  if (copy == NULL) {
    perror("malloc");
    exit(2);
  }
  memcpy(copy, memory->start, memory->size);
  return copy;
}

static Memory memory_new(size_t strided, size_t contiguous) {
  Memory memory = {guarded_new(strided), guarded_new(contiguous), NULL, NULL};
  memory.strided_model = copied(&memory.strided);
  memory.contiguous_model = copied(&memory.contiguous);
  return memory;
}

static void memory_free(Memory *memory) {
  guarded_free(&memory->strided);
  guarded_free(&memory->contiguous);
  free(memory->strided_model);
  free(memory->contiguous_model);
}

/* One layout with its memory. */
typedef struct {
  RandomLayout layout;
  Memory *memory;
  unsigned char *strided, *contiguous;             /* what is under test */
  unsigned char *strided_model, *contiguous_model; /* what it must be equal to */
} Case;

static void place(Case *test, Random *random) {
  Memory *memory = test->memory;
  size_t size = random_layout_size(&test->layout);
  size_t length = (size_t)test->layout.view.len;
  test->strided = guarded_place(&memory->strided, size, (int)random_pick(random, 2));
  test->contiguous = guarded_place(&memory->contiguous, length, (int)random_pick(random, 2));
  test->strided_model = memory->strided_model + (test->strided - memory->strided.start);
  test->contiguous_model = memory->contiguous_model + (test->contiguous - memory->contiguous.start);
}

static void check(const Case *test, const char *function) {
  size_t length = (size_t)test->layout.view.len;
  if (memcmp(test->strided, test->strided_model, random_layout_size(&test->layout)) != 0 ||
      memcmp(test->contiguous, test->contiguous_model, length) != 0) {
    fail(&test->layout, function);
  }
}

static void copy_out(Case *test, char order) {
  Py_buffer *view = &test->layout.view;
  random_layout_place(&test->layout, test->strided_model);
  gather_items(view, order_of_items(view, order), test->contiguous_model);
  random_layout_place(&test->layout, test->strided);
  if (PyBuffer_ToContiguous(test->contiguous, view, view->len, order) != 0) PyErr_Print();
  check(test, "PyBuffer_ToContiguous");
}

static void copy_in(Case *test, char order, Py_ssize_t count) {
  Py_buffer *view = &test->layout.view;
  random_layout_place(&test->layout, test->strided_model);
  Py_ssize_t length = count * view->itemsize;
  scatter_items(view, order_of_items(view, order), test->contiguous_model, length);
  random_layout_place(&test->layout, test->strided);
  if (PyBuffer_FromContiguous(view, test->contiguous, length, order) != 0) PyErr_Print();
  check(test, "PyBuffer_FromContiguous");
}

static const LayoutKind *kind_of_case(long number, bool writing) {
  if (number % LARGE_EVERY == LARGE_EVERY - 1) return writing ? &large_writable : &large_readable;
  if (number % MIDDLE_EVERY == 0) return writing ? &middle_writable : &middle_readable;
  return writing ? &small_writable : &small_readable;
}

static void run_case(long number) {
  current_case = number;
  Random random = {seed * 1000003u + (unsigned long)number};
  bool writing = random_pick(&random, 2) == 0;
  Case test;
  const LayoutKind *kind = kind_of_case(number, writing);
  bool large = kind->least_bytes > 0;
  random_layout_choose(&test.layout, kind, &random);
  size_t length = (size_t)test.layout.view.len;
  Memory own;
  if (large) own = memory_new(random_layout_size(&test.layout), length);
  test.memory = large ? &own : &small_memory;
  place(&test, &random);
  char order = "CFA"[random_pick(&random, 3)];
  Py_ssize_t count = test.layout.view.len / test.layout.view.itemsize;
  if (writing && random_pick(&random, 10) == 0) {
    count = (Py_ssize_t)random_pick(&random, (unsigned)count + 1);
  }
  if (writing)
    copy_in(&test, order, count);
  else
    copy_out(&test, order);
  if (large) memory_free(&own);
  if (number % COMPARED_EVERY == COMPARED_EVERY - 1 && equality_check(&test.layout, &random) != 0)
    fail(&test.layout, "equality");
}

int main(int argc, char **argv) {
  if (argc > 1) seed = strtoul(argv[1], NULL, 10);
  signal(SIGSEGV, fault);
  signal(SIGBUS, fault);
  small_memory = memory_new(4 << 20, 1 << 16);
  if (argc > 2) run_case(atol(argv[2]));
  for (long i = 0; argc <= 2 && i < CASES; i++) {
    run_case(i);
  }
  memory_free(&small_memory);
  printf("%d random layouts agree with a loop over items (seed %lu)\n", argc > 2 ? 1 : CASES, seed);
  return 0;
}
