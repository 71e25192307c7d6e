#include "selftest.h"

#include "failure.h"
#include "library.h"

#include <stdarg.h>

static int claims, failures;

static void report(bool holds, const char *format, va_list arguments) {
  printf("%sok %d - ", holds ? "" : "not ", ++claims);
  vprintf(format, arguments);
  printf("\n");
  failures += !holds;
}

void claim(bool holds, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  report(holds, format, arguments);
  va_end(arguments);
}

void claim_raised(const char *type, const char *message, const char *format, ...) {
  struct failure failure = failure_take();
  bool holds = strcmp(failure.type, type) == 0 && strcmp(failure.message, message) == 0;
  va_list arguments;
  va_start(arguments, format);
  report(holds, format, arguments);
  va_end(arguments);
  if (!holds) {
    printf("# expected %s: %s\n# got      %s: %s\n", type, message, failure.type, failure.message);
  }
}

void claim_refused(PyObject *result, const char *type, const char *message, const char *text) {
  claim_raised(type, message, "%s", text);
  claim(result == NULL, "%s, and gives NULL", text);
  call_Py_DecRef(result);
}

void claim_survives(operation body, void *context, const char *format, ...) {
  char name[256];
  struct finding finding;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(name, sizeof name, format, arguments);
  va_end(arguments);
  claim(injection_survived(body, context, &finding), "%s survives faults", name);
  if (finding.text[0] != '\0') printf("# %s\n", finding.text);
}

bool faults_are_injected(void) {
  return !cpython_stands_in() && injection_start();
}

static void report_faults(void) {
  long faults, operations;
  injection_counts(&faults, &operations);
  if (operations > 0) printf("# %ld faults in %ld operations\n", faults, operations);
}

bool cpython_stands_in(void) {
  return !function_exists(F_PyMV_Version);
}

bool claim_ours(const char *text) {
  if (!cpython_stands_in()) return true;
  printf("ok %d - %s # SKIP CPython's contract is another\n", ++claims, text);
  return false;
}

int selftest_run(void) {
  printf("TAP version 13\n# %s\n# %s\n", library_path(), runtime_path());
  selftest_functions();
  selftest_views();
  selftest_requests();
  selftest_ownership();
  selftest_contiguous();
  selftest_pointers();
  selftest_copies();
  selftest_copydata();
  selftest_formats();
  selftest_fill();
  selftest_object();
  selftest_faults();
  bool ran = claims > 0;
  claim(exporter_live_count() == 0, "every exporter has been destroyed");
  claim(call_PyErr_Occurred() == NULL, "no exception is left behind");
  report_faults();
  printf("1..%d\n", claims);
  return failures == 0 && ran ? 0 : 1;
}
