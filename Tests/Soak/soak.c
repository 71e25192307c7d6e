/* Mixed operations for a time, by threads that start and end. Memory must stay flat, and all counts
 * must be zero at the end.
 *
 * usage: soak SECONDS
 */
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "fleeting.h"
#include "operations.h"

enum { THREADS = 4, ROUNDS = 20000, GROWTH_ALLOWED = 1 << 20 };

/* --- Memory --- */

typedef struct {
  long resident; /* Of the process, in bytes. */
  long in_use;   /* Allocated by malloc, in bytes. */
} Memory;

static long resident_bytes(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL || fscanf(file, "%*d %ld", &pages) != 1) abort();
  fclose(file);
  return pages * sysconf(_SC_PAGESIZE);
}

static Memory measure(void) {
  struct mallinfo2 heap = mallinfo2();
  return (Memory){resident_bytes(), (long)(heap.uordblks + heap.hblkhd)};
}

/* --- Threads --- */

typedef struct {
  Worker sum;
  long threads; /* Begun and ended. */
} Soak;

static void *run(void *argument) {
  work(argument);
  return NULL;
}

/* Run some threads to their end. */
static void run_generation(Soak *soak) {
  pthread_t threads[THREADS];
  Worker workers[THREADS];
  for (int i = 0; i < THREADS; i++) {
    unsigned chance = (unsigned)++soak->threads;
    workers[i] = (Worker){.chance = chance, .shared = soak->sum.shared, .rounds = ROUNDS};
    if (pthread_create(&threads[i], NULL, run, &workers[i]) != 0) abort();
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
    soak->sum.done += workers[i].done;
    soak->sum.refused += workers[i].refused;
    soak->sum.wrong += workers[i].wrong;
  }
}

static void drop_what_was_left(void) {
  for (int i = 0; i < PLACES; i++) {
    Py_XDECREF(atomic_exchange(&places[i], NULL));
  }
}

/* --- Sequence --- */

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void print_sample(double seconds, const Soak *soak, Memory memory) {
  printf("%7.0f s %12ld calls %8ld threads   resident %6ld KiB   heap %6ld KiB\n", seconds,
         soak->sum.done + soak->sum.refused, soak->threads, memory.resident >> 10,
         memory.in_use >> 10);
  fflush(stdout);
}

/* Run until a time. @return the memory in use then, when no thread runs and no view is left. */
static Memory run_until(Soak *soak, double end) {
  do {
    run_generation(soak);
  } while (now() < end);
  copy_large(&soak->sum);
  drop_what_was_left();
  return measure();
}

/* Run, print samples, and measure by how much memory has grown since the first tenth. */
static Memory run_for(Soak *soak, double seconds) {
  enum { SAMPLES = 20 };
  double pause = Py_MAX(Py_MIN(seconds / SAMPLES, 5), 0.5);
  double begin = now(), printed = begin;
  Memory first = run_until(soak, begin + Py_MAX(seconds / 10, 1)), growth = {0, 0};
  print_sample(now() - begin, soak, first);
  while (now() - begin < seconds) {
    Memory memory = run_until(soak, now() + pause);
    growth.resident = Py_MAX(growth.resident, memory.resident - first.resident);
    growth.in_use = Py_MAX(growth.in_use, memory.in_use - first.in_use);
    if (now() - printed < seconds / SAMPLES) continue;
    printed = now();
    print_sample(printed - begin, soak, memory);
  }
  return growth;
}

/* --- Verdict --- */

static int failed(bool bad, const char *what) {
  if (bad) printf("FAILED: %s\n", what);
  return bad;
}

static int check(const Soak *soak, Memory growth) {
  PyByteArrayObject *shared = (PyByteArrayObject *)soak->sum.shared;
  printf("%ld calls succeeded, %ld were refused, %ld went wrong, in %ld threads\n", soak->sum.done,
         soak->sum.refused, soak->sum.wrong, soak->threads);
  printf("memory grew by %ld bytes resident, %ld bytes of heap\n", growth.resident, growth.in_use);
  printf(
      "exporters: %ld requests, %ld releases, %d left; owned memories: %ld given, %ld destroyed\n",
      fleeting_gets, fleeting_releases, exporters_alive, memories_given, memories_destroyed);
  printf("shared bytearray: %zd exports, %zd references\n", (Py_ssize_t)shared->ob_exports,
         Py_REFCNT(shared));
  return failed(soak->sum.wrong > 0, "calls went wrong") |
         failed(growth.resident > GROWTH_ALLOWED, "the process grew") |
         failed(growth.in_use > GROWTH_ALLOWED, "the heap grew") |
         failed(fleeting_gets != fleeting_releases, "not every request was released once") |
         failed(exporters_alive != 0, "exporters are left") |
         failed(memories_given != memories_destroyed, "not every memory was destroyed once") |
         failed(shared->ob_exports != 0, "the shared bytearray is exported") |
         failed(Py_REFCNT(shared) != 1, "the shared bytearray is referred to");
}

int main(int argc, char **argv) {
  double seconds = argc == 2 ? atof(argv[1]) : 0;
  if (seconds <= 0) return fprintf(stderr, "usage: soak SECONDS\n"), 2;
  /* Return large blocks to the system immediately; by default malloc may keep some. */
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  if (fleeting_ready() < 0 || PyMV_SetThreads(2) < 0) return 2;
  Soak soak = {.sum.shared = PyByteArray_FromStringAndSize("0123456789abcdef", 16)};
  Memory growth = run_for(&soak, seconds);
  return check(&soak, growth);
}
