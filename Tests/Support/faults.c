#include "faults.h"

#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exporter.h"
#include "failing_malloc.h"
#include "observe.h"
#include "script_objects.h"

enum { OUTCOME_SIZE = 4096 };

/* The results of a child process. */
typedef struct {
  long calls;
  long live_blocks, live_objects;
  char first[OUTCOME_SIZE], second[OUTCOME_SIZE]; /* outcomes */
} Found;

typedef struct {
  const char *script;
  PyObject *(*body)(void); /* if not NULL runs instead of the script, which is only its name */
  long first, last;        /* of the allocations that fail */
  Found *found;
} Run;

/* Scripts that need not raise MemoryError, or have the same outcome again. */
static const char *const excused[] = {
    "hasattr(", /* Swallows every exception. */
    "list(k)",  /* Has taken items from an iterator. */
};

static long scripts, points;
static int failures;
static bool is_in_child;

bool faults_are_injected(void) {
  return is_in_child;
}

static void keep(char *to, PyObject *value) {
  bool is_odd = (value == NULL) != (PyErr_Occurred() != NULL);
  snprintf(to, OUTCOME_SIZE, "%s",
           is_odd ? "both a result and an error, or neither" : outcome(value));
}

static PyObject *run_body(const Run *run) {
  return run->body != NULL ? run->body() : script_run(run->script);
}

/* The memory of numbers is never freed entirely, so it must exist at the end of every run. */
static void have_number_memory(void) {
  Py_XDECREF(PyFloat_FromDouble(0.5));
}

/* Runs in a thread of its own, whose free lists are empty at its start and freed at its end. */
static void *run_twice(void *argument) {
  Run *run = argument;
  Found *found = run->found;
  faults_arm(run->first, run->last);
  PyObject *value = run_body(run);
  found->calls = faults_disarm();
  keep(found->first, value);
  keep(found->second, run_body(run));
  script_forget();
  have_number_memory();
  found->live_objects = exporters_alive + script_objects_alive;
  return NULL;
}

static void in_child(Run *run) {
  pthread_t thread;
  is_in_child = true;
  alarm(60);
  if (pthread_create(&thread, NULL, run_twice, run) != 0) abort();
  pthread_join(thread, NULL);
  run->found->live_blocks = faults_live_blocks();
  _exit(0);
}

/* @return the child's status. */
static int run_in_child(Run *run) {
  fflush(NULL);
  memset(run->found, 0, sizeof *run->found);
  pid_t child = fork();
  if (child == 0) in_child(run);
  int status = -1;
  if (child < 0 || waitpid(child, &status, 0) != child) abort();
  return status;
}

static bool is_memory_error(const char *outcome) {
  return strncmp(outcome, "MemoryError", 11) == 0;
}

static bool is_in_list(const char *script) {
  bool found = false;
  for (size_t i = 0; i < Py_ARRAY_LENGTH(excused); i++) {
    found |= strncmp(script, excused[i], strlen(excused[i])) == 0;
  }
  return found;
}

/* The problem of a run, compared with one in which no allocation failed; NULL if there is none. */
static const char *problem(const Run *run, const Found *usual, int status) {
  const Found *found = run->found;
  if (status != 0) return text("ended with status %#x", (unsigned)status);
  bool failed = strcmp(found->first, usual->first) != 0, is_excused = is_in_list(run->script);
  if (failed && !is_excused && !is_memory_error(found->first))
    return text("gives %s", found->first);
  /* A script of several statements may have changed something before it failed. */
  bool is_one_statement = strchr(run->script, ';') == NULL;
  const char *second = failed ? usual->first : usual->second;
  bool is_same = strcmp(found->second, second) == 0;
  if (is_one_statement && !is_excused ? !is_same : is_memory_error(found->second)) {
    return text("gives %s afterwards", found->second);
  }
  long objects = found->live_objects - usual->live_objects;
  if (objects != 0) return text("leaves %ld objects", objects);
  long blocks = found->live_blocks - usual->live_blocks;
  return blocks != 0 ? text("leaves %ld blocks", blocks) : NULL;
}

static void fail_at(Run *run, const Found *usual, long first, long last) {
  run->first = first, run->last = last;
  const char *wrong = problem(run, usual, run_in_child(run));
  points++;
  if (wrong == NULL) return;
  failures++;
  fprintf(stderr, "allocation %ld%s of %ld fails: %s\n    %s\n    usually: %s\n", first,
          first < last ? " and later" : "", usual->calls, wrong, run->script, usual->first);
}

static bool is_chosen(void) {
  static long seen;
  const char *step = getenv("PYMV_FAULTS_STEP");
  return faults_arm != NULL && seen++ % (step != NULL ? atol(step) : 1) == 0;
}

static void inject(Run run) {
  static Found *found;
  if (found == NULL) {
    found = mmap(NULL, sizeof *found, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  }
  run.found = found;
  int status = run_in_child(&run);
  Found usual = *found;
  if (status != 0) {
    failures++;
    fprintf(stderr, "without faults: status %#x\n    %s\n", (unsigned)status, run.script);
    return;
  }
  scripts++;
  for (long at = 1; at <= usual.calls; at++) {
    fail_at(&run, &usual, at, at);
    if (at < usual.calls) fail_at(&run, &usual, at, LONG_MAX);
  }
}

void inject_faults(const char *script) {
  if (is_chosen()) inject((Run){.script = script});
}

void inject_faults_into(const char *name, PyObject *(*body)(void)) {
  if (faults_arm != NULL) inject((Run){.script = name, .body = body});
}

int faults_failed(void) {
  int failed = failures;
  failures = 0;
  return failed;
}

void faults_report(void) {
  if (faults_arm != NULL) printf("# %ld faults in %ld scripts\n", points, scripts);
}
