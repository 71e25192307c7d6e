/* Copies between layouts and contiguous memory, and comparisons of the two, checked with a loop
 * over items.
 *
 * usage: kernels small|SEED [CASE]
 *
 * `small` copies all small layouts, a SEED random ones. All memory lies between inaccessible pages,
 * and most of it adjoins one of them, so that a byte read or written outside the items' range ends
 * the program. CASE runs that case alone; with PYMV_KERNELS_STEP=n in the environment, every n-th
 * case runs. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "equality.h"
#include "exhaustive.h"
#include "guarded.h"
#include "hex.h"
#include "numbers.h"
#include "pairs.h"
#include "random_layout.h"
#include "rows.h"
#include "walk.h"

/* Transpositions use strips that stay in the cache from MIDDLE_BYTES on, and non-temporal stores
 * from 4 MiB on. Many axes are copied by tiles from MIDDLE_BYTES on. */
enum {
  CASES = 100000,
  PERMUTATIONS = 20000, /* further cases */
  COMPARED_EVERY = 5,
  MIDDLE_EVERY = 40,
  MIDDLE_BYTES = 16 << 10,
  LARGE_EVERY = 2000,
  LARGE_BYTES = 8 << 20,
  MOST_PERMUTED_BYTES = 1 << 18,
  LINE = 64,
  MANY_AXES_EVERY = 50,
  MANY_LARGE_AXES_EVERY = 5000,
};

static const LayoutKind small_readable = {600, 80, 0, 1, RANDOM_MAX_ROWS, 0};
static const LayoutKind small_writable = {600, 80, 0, 0, RANDOM_MAX_ROWS, 0};
static const LayoutKind middle_readable = {1 << 12, 300, MIDDLE_BYTES, 1, 8, 0};
static const LayoutKind middle_writable = {1 << 12, 300, MIDDLE_BYTES, 0, 8, 0};
static const LayoutKind large_readable = {1 << 16, 300, LARGE_BYTES, 1, 8, 0};
static const LayoutKind large_writable = {1 << 16, 300, LARGE_BYTES, 0, 8, 0};
static const LayoutKind many_axes_readable = {1 << 15, 4, MIDDLE_BYTES, 1, 8, 1};
static const LayoutKind many_axes_writable = {1 << 15, 4, MIDDLE_BYTES, 0, 8, 1};
static const LayoutKind many_large_axes_readable = {1 << 20, 4, LARGE_BYTES, 1, 8, 1};
static const LayoutKind many_large_axes_writable = {1 << 20, 4, LARGE_BYTES, 0, 8, 1};

static const char *run = "1"; /* small, or the seed */
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
  int length = snprintf(line, sizeof line, "run again with: kernels %s %ld\n", run, current_case);
  written += write(STDERR_FILENO, line, (size_t)length);
  _exit(written > 0 ? 3 : 4);
}

static void fail(const RandomLayout *layout, const char *what) {
  fprintf(stderr, "%s is wrong; run again with: kernels %s %ld\n", what, run, current_case);
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

/* Next to one of the inaccessible pages, or, as permutations mostly are, anywhere in a line. */
static unsigned char *choose_place(const Guarded *memory, size_t size, bool anywhere,
                                   Random *random) {
  if (anywhere && random_pick(random, 4) != 0)
    return memory->start + LINE + random_pick(random, LINE);
  return guarded_place(memory, size, (int)random_pick(random, 2));
}

static void place(Case *test, bool anywhere, Random *random) {
  Memory *memory = test->memory;
  size_t size = random_layout_size(&test->layout);
  size_t length = (size_t)test->layout.view.len;
  test->strided = choose_place(&memory->strided, size, anywhere, random);
  test->contiguous = choose_place(&memory->contiguous, length, anywhere, random);
  test->strided_model = memory->strided_model + (test->strided - memory->strided.start);
  test->contiguous_model = memory->contiguous_model + (test->contiguous - memory->contiguous.start);
}

/* Whether the bytes are those of the model, and the lines before and after them too. */
static bool are_right(const Guarded *memory, const unsigned char *start, size_t size,
                      const unsigned char *model) {
  size_t before = (size_t)(start - memory->start), after = memory->size - before - size;
  if (before > LINE) before = LINE;
  if (after > LINE) after = LINE;
  return memcmp(start - before, model - before, before + size + after) == 0;
}

static void check(const Case *test, const char *function) {
  if (!are_right(&test->memory->strided, test->strided, random_layout_size(&test->layout),
                 test->strided_model) ||
      !are_right(&test->memory->contiguous, test->contiguous, (size_t)test->layout.view.len,
                 test->contiguous_model)) {
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
  if (number % MANY_LARGE_AXES_EVERY == 1)
    return writing ? &many_large_axes_writable : &many_large_axes_readable;
  if (number % MANY_AXES_EVERY == 1) return writing ? &many_axes_writable : &many_axes_readable;
  if (number % LARGE_EVERY == LARGE_EVERY - 1) return writing ? &large_writable : &large_readable;
  if (number % MIDDLE_EVERY == 0) return writing ? &middle_writable : &middle_readable;
  return writing ? &small_writable : &small_readable;
}

/* Copies a chosen layout; some are compared too. */
static void run_layout(Case *test, bool writing, bool anywhere, Random *random) {
  place(test, anywhere, random);
  char order = "CFA"[random_pick(random, 3)];
  Py_ssize_t count = test->layout.view.len / test->layout.view.itemsize;
  if (writing && random_pick(random, 10) == 0) {
    count = (Py_ssize_t)random_pick(random, (unsigned)count + 1);
  }
  if (writing)
    copy_in(test, order, count);
  else
    copy_out(test, order);
}

static void run_random(long number, Random *random) {
  bool writing = random_pick(random, 2) == 0;
  Case test;
  const LayoutKind *kind = kind_of_case(number, writing);
  bool large = kind->least_bytes > 0;
  random_layout_choose(&test.layout, kind, random);
  Memory own;
  if (large) own = memory_new(random_layout_size(&test.layout), (size_t)test.layout.view.len);
  test.memory = large ? &own : &small_memory;
  run_layout(&test, writing, false, random);
  if (large) memory_free(&own);
  if (number % COMPARED_EVERY == COMPARED_EVERY - 1 && equality_check(&test.layout, random) != 0)
    fail(&test.layout, "equality");
  if (number % COMPARED_EVERY == 0 && hex_check(random) != 0) fail(&test.layout, "hex");
  if (number % COMPARED_EVERY == 1 && numbers_check(random) != 0) fail(&test.layout, "numbers");
}

static void run_permutation(Random *random) {
  Case test = {.memory = &small_memory};
  Py_ssize_t bytes = MOST_PERMUTED_BYTES >> random_pick(random, 8);
  random_layout_choose_permutation(&test.layout, bytes, random);
  run_layout(&test, random_pick(random, 2) == 0, true, random);
}

static long run_case(long number) {
  Random random = {strtoul(run, NULL, 10) * 1000003u + (unsigned long)number};
  if (number < CASES)
    run_random(number, &random);
  else
    run_permutation(&random);
  return 1;
}

static long run_small(long number) {
  long copies = exhaustive_check(number);
  if (copies >= 0) return copies;
  fprintf(stderr, "run again with: kernels small %ld\n", number);
  exit(1);
}

int main(int argc, char **argv) {
  if (argc > 1) run = argv[1];
  signal(SIGSEGV, fault);
  signal(SIGBUS, fault);
  bool small = strcmp(run, "small") == 0;
  long first = argc > 2 ? atol(argv[2]) : 0;
  long end = argc > 2 ? first + 1 : small ? exhaustive_count() : CASES + PERMUTATIONS;
  const char *chosen_step = getenv("PYMV_KERNELS_STEP");
  long step = chosen_step != NULL ? atol(chosen_step) : 1;
  small_memory = memory_new(4 << 20, 1 << 19);
  long count = 0;
  for (current_case = first; current_case < end; current_case += step) {
    count += small ? run_small(current_case) : run_case(current_case);
  }
  if (argc <= 2 && !small && numbers_check_halves() != 0) return 1;
  memory_free(&small_memory);
  if (small && argc <= 2)
    printf("%ld comparisons of all pairs of small layouts are right\n", pairs_check(step));
  if (small)
    printf("%ld copies of all small layouts agree with a loop over items\n",
           count + (argc > 2 ? 0 : rows_check()));
  else
    printf("%ld random layouts agree with a loop over items (seed %s)\n", count, run);
  return 0;
}
