/* Variables of scripts, and observations made with them. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exporter.h"
#include "faults.h"
#include "observe.h"
#include "script_objects.h"
#include "script_syntax.h"

enum { MAX_VARIABLES = 24, MAX_CLAIMS = 4096 };

static struct {
  Name name;
  PyObject *value;
} variables[MAX_VARIABLES];
static int variable_count;
static char setup[1024];
static bool setup_failed;
static int failures;

static int place_of(const Name *name) {
  int place = 0;
  while (place < variable_count && strcmp(variables[place].name.text, name->text) != 0) place++;
  return place;
}

PyObject *find_variable(const Name *name) {
  int place = place_of(name);
  return place < variable_count ? variables[place].value : NULL;
}

void set_variable(const Name *name, PyObject *value) {
  int place = place_of(name);
  if (place == MAX_VARIABLES) script_ill_formed(name->text, "too many variables");
  PyObject *old = place < variable_count ? variables[place].value : NULL;
  variables[place].name = *name;
  variables[place].value = value;
  if (place == variable_count) variable_count++;
  Py_XDECREF(old);
}

static Name name_of(const char *text) {
  Name name;
  snprintf(name.text, sizeof name.text, "%s", text);
  return name;
}

PyObject *script_variable(const char *text) {
  Name name = name_of(text);
  PyObject *value = find_variable(&name);
  if (value == NULL) script_ill_formed(text, "no such variable");
  return value;
}

void script_set(const char *text, PyObject *value) {
  Name name = name_of(text);
  set_variable(&name, value);
}

void script_forget(void) {
  while (variable_count > 0) {
    PyObject *value = variables[--variable_count].value;
    Py_XDECREF(value);
  }
}

const char *script_outcome(const char *script) {
  PyObject *value = script_run(script);
  if (value == NULL || PyErr_Occurred() == NULL) return outcome(value);
  Py_DECREF(value);
  return text("%s, and a result", take_error());
}

/* How often a claim has been made before. */
static int repetitions(const char *claim) {
  static uint64_t claims[MAX_CLAIMS];
  static int count;
  uint64_t hash = 14695981039346656037u;
  for (const char *c = claim; *c != '\0'; c++) {
    hash = (hash ^ (unsigned char)*c) * 1099511628211u;
  }
  int found = 0;
  for (int i = 0; i < count; i++) {
    found += claims[i] == hash;
  }
  if (count == MAX_CLAIMS) script_ill_formed(claim, "too many claims");
  claims[count++] = hash;
  return found;
}

/* Observes; a repeated claim gets a number. */
static void observe_numbered(const char *claim, const char *seen) {
  int before = repetitions(claim);
  observe(before == 0 ? claim : text("%s (%d)", claim, before + 1), "%s", seen);
}

void given(const char *script) {
  script_forget();
  snprintf(setup, sizeof setup, "%s; ", script);
  inject_faults(script);
  PyObject *value = script_run(script);
  setup_failed = value == NULL;
#ifndef PYMV_AGAINST_CPYTHON
  if (setup_failed) failures++;
#endif
  if (setup_failed) observe_numbered(script, take_error());
  Py_XDECREF(value);
}

/* Runs a script and observes its outcome, which it returns. */
static const char *observed(const char *script) {
  if (setup_failed) return "no setup";
  inject_faults(script);
  const char *seen = script_outcome(script);
  observe_numbered(text("%s%s", setup, script), seen);
  return seen;
}

void see(const char *script) {
  observed(script);
}

void expect(const char *script, const char *wanted) {
  const char *seen = observed(script);
#ifndef PYMV_AGAINST_CPYTHON
  if (strcmp(seen, wanted) != 0) {
    failures++;
    fprintf(stderr, "%s%s\n    expected: %s\n    seen:     %s\n", setup, script, wanted, seen);
  }
#else
  (void)seen, (void)wanted;
#endif
}

int script_end(void) {
  script_forget();
  setup[0] = '\0';
  setup_failed = false;
  int alive = exporters_alive + script_objects_alive;
  if (alive != 0) fprintf(stderr, "%d objects left alive\n", alive);
  int bad = failures + alive + faults_failed();
  failures = exporters_alive = script_objects_alive = 0;
  return bad;
}
