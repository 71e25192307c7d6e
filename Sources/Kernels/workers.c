#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <signal.h>

#include "Kernels.h"

#pragma clang attribute push(__attribute__((minsize)), apply_to = function)

/* Threads are created for each call instead of a pool, so that no thread must survive a fork, the
 * unloading of the library or the end of the process. Creating one is cheap compared with a copy
 * that is large enough to share. */

typedef struct {
  void (*body)(void *context, int part);
  void *context;
  int part;
  _Bool is_running;
  pthread_t thread;
  pthread_mutex_t start; /* held by the creator until the thread may start */
} worker;

static void *work(void *argument) {
  worker *self = argument;
  pthread_mutex_lock(&self->start);
  pthread_mutex_unlock(&self->start);
  self->body(self->context, self->part);
  return NULL;
}

/* Blocks signals, so that signal handlers of the program run in its own threads only: a new thread
 * inherits the signal mask of its creator. Does not block faults, which are delivered to the thread
 * that causes them, so that fault handlers of the program still work. */
static void block_signals(sigset_t *before) {
  sigset_t signals;
  sigfillset(&signals);
  sigdelset(&signals, SIGSEGV);
  sigdelset(&signals, SIGBUS);
  pthread_sigmask(SIG_SETMASK, &signals, before);
}

/* Larger than the set of any kernel, because sched_getaffinity fails for a smaller one. */
typedef struct {
  cpu_set_t part[64];
} processor_set;

/* The processors that the calling thread may use. */
static _Bool get_processors(processor_set *processors) {
  return sched_getaffinity(0, sizeof *processors, processors->part) == 0;
}

static int count_of(const processor_set *processors) {
  return CPU_COUNT_S(sizeof *processors, processors->part);
}

/* The processors that the calling thread may use, without the one it runs on. False if there is no
 * other. */
static _Bool get_other_processors(processor_set *processors) {
  int here = sched_getcpu();
  if (here < 0 || !get_processors(processors)) return 0;
  CPU_CLR_S((size_t)here, sizeof *processors, processors->part);
  return count_of(processors) != 0;
}

/* The scheduler may start a new thread on its creator's processor, which is busy, and move it too
 * late. So exclude that processor from the affinity of the new thread, `others`, before it starts.
 * It cannot end before that either: the affinity of a thread that has ended cannot be set. */
static void start(worker *worker, const processor_set *others) {
  pthread_mutex_lock(&worker->start);
  worker->is_running = pthread_create(&worker->thread, NULL, work, worker) == 0;
  if (worker->is_running && others != NULL) {
    pthread_setaffinity_np(worker->thread, sizeof *others, others->part);
  }
  pthread_mutex_unlock(&worker->start);
}

static void start_all(worker *workers, int count) {
  sigset_t signals;
  block_signals(&signals);
  processor_set others;
  _Bool has_others = get_other_processors(&others);
  for (int i = 1; i < count; i++) start(&workers[i], has_others ? &others : NULL);
  pthread_sigmask(SIG_SETMASK, &signals, NULL);
}

void pymv_k_run_parts(void (*body)(void *context, int part), void *context, int count) {
  pymv_assert(count >= 0 && count <= PYMV_K_MOST_THREADS);
  worker workers[PYMV_K_MOST_THREADS];
  for (int i = 0; i < count; i++) {
    workers[i] =
        (worker){.body = body, .context = context, .part = i, .start = PTHREAD_MUTEX_INITIALIZER};
  }
  /* pthread_join is a cancellation point; a cancelled caller would leave the workers without this
   * frame. */
  int cancelability;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancelability);
  start_all(workers, count);
  for (int i = 0; i < count; i++) {
    if (!workers[i].is_running) work(&workers[i]);
  }
  for (int i = 1; i < count; i++) {
    if (workers[i].is_running) pthread_join(workers[i].thread, NULL);
  }
  pthread_setcancelstate(cancelability, NULL);
}

int pymv_k_processor_count(void) {
  processor_set processors;
  if (!get_processors(&processors)) return 1;
  int count = count_of(&processors);
  return count < PYMV_K_MOST_THREADS ? count : PYMV_K_MOST_THREADS;
}

/* Order: value (Atomics.h). Creating and joining a thread order the data of a copy. */
int pymv_k_thread_count_setting = 1;

void pymv_k_set_thread_count(int count) {
  __atomic_store_n(&pymv_k_thread_count_setting, count, __ATOMIC_RELAXED);
}

#pragma clang attribute pop
