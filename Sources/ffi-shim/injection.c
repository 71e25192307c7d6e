#define _GNU_SOURCE
#include "injection.h"

#include "calls.h"
#include "evaluate.h"
#include "exporter.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>

static struct {
  void (*arm)(long first, long last); /**< Count this thread's allocations, and fail some. */
  long (*disarm)(void);               /**< The count. */
  long (*live_blocks)(void);          /**< Of all threads. */
} allocator;

static long faults, operations;

/** An operation, run twice: with faults and without. */
struct attempt {
  operation body;
  void *context;
  long first, last; /**< Of the allocations that fail; 0: none. */
  long calls;       /**< Allocations of the first run. */
  struct outcome outcome, afterwards;
  long blocks, exporters; /**< Left behind. */
};

static bool find(const char *name, void *function) {
  void *address = dlsym(RTLD_DEFAULT, name);
  memcpy(function, &address, sizeof address); /* ISO C has no cast between the two. */
  return address != NULL;
}

bool injection_start(void) {
  return find("faults_arm", &allocator.arm) && find("faults_disarm", &allocator.disarm) &&
         find("faults_live_blocks", &allocator.live_blocks);
}

static struct outcome outcome_of_call(PyObject *result) {
  bool odd = (result == NULL) != (call_PyErr_Occurred() != NULL);
  struct outcome outcome = outcome_of(result);
  if (odd) snprintf(outcome.text, sizeof outcome.text, "both a result and an error, or neither");
  return outcome;
}

static void *run_twice(void *argument) {
  struct attempt *attempt = argument;
  allocator.arm(attempt->first, attempt->last);
  PyObject *result = attempt->body(attempt->context);
  attempt->calls = allocator.disarm();
  attempt->outcome = outcome_of_call(result);
  attempt->afterwards = outcome_of_call(attempt->body(attempt->context));
  return NULL;
}

/** In a new thread, which has no memory of earlier calls at hand and keeps none when it ends. */
static void run(struct attempt *attempt, long first, long last) {
  pthread_t thread;
  attempt->first = first, attempt->last = last;
  long blocks = allocator.live_blocks(), exporters = exporter_live_count();
  if (pthread_create(&thread, NULL, run_twice, attempt) != 0) abort();
  pthread_join(thread, NULL);
  attempt->blocks = allocator.live_blocks() - blocks;
  attempt->exporters = exporter_live_count() - exporters;
}

/** Write what is wrong, compared with the usual outcome; "" if nothing is. */
static void judge(const struct attempt *attempt, const char *usual, char *wrong, size_t size) {
  const char *outcome = attempt->outcome.text, *afterwards = attempt->afterwards.text;
  bool fails = strncmp(outcome, "MemoryError: ", 13) == 0;
  wrong[0] = '\0';
  if (!fails && strcmp(outcome, usual) != 0) {
    snprintf(wrong, size, "gives %.200s", outcome);
  } else if (strcmp(afterwards, usual) != 0) {
    snprintf(wrong, size, "gives %.200s afterwards", afterwards);
  } else if (attempt->blocks != 0 || attempt->exporters != 0) {
    snprintf(wrong, size, "leaves %ld blocks, %ld exporters", attempt->blocks, attempt->exporters);
  }
}

/** @return whether nothing was wrong. */
static bool fail_at(struct attempt *attempt, long first, long last, const char *usual,
                    struct finding *finding) {
  char wrong[256];
  run(attempt, first, last);
  faults++;
  judge(attempt, usual, wrong, sizeof wrong);
  if (wrong[0] == '\0') return true;
  snprintf(finding->text, sizeof finding->text, "allocation %ld%s fails: %s", first,
           last > first ? " and later" : "", wrong);
  return false;
}

bool injection_survived(operation body, void *context, struct finding *finding) {
  struct attempt attempt = {.body = body, .context = context};
  finding->text[0] = '\0';
  operations++;
  run(&attempt, 0, 0);
  /* What threads leave to later ones is there from now on. */
  run(&attempt, 0, 0);
  struct outcome usual = attempt.outcome;
  long calls = attempt.calls;
  for (long at = 1; at <= calls; at++) {
    if (!fail_at(&attempt, at, at, usual.text, finding)) return false;
    if (at < calls && !fail_at(&attempt, at, LONG_MAX, usual.text, finding)) return false;
  }
  return true;
}

void injection_counts(long *faults_made, long *operations_made) {
  *faults_made = faults, *operations_made = operations;
}
