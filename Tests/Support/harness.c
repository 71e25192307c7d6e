#define _GNU_SOURCE
#include "harness.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "faults.h"
#include "script_objects.h"

/* Path of the file that defines a symbol, with links resolved; empty if none does. */
static void find_provider(const char *symbol, char path[PATH_MAX]) {
  path[0] = '\0';
  void *address = dlsym(RTLD_DEFAULT, symbol);
  Dl_info info;
  if (address == NULL || dladdr(address, &info) == 0) return;
  if (realpath(info.dli_fname, path) == NULL) path[0] = '\0';
}

#ifdef PYMV_AGAINST_CPYTHON

static void check_library(const char *loaded) {
  printf("# CPython %s: %s\n", PY_VERSION, loaded);
}

#else

static void check_library(const char *loaded) {
  const char *folder = getenv("PYMV_LIBDIR");
  char wanted[PATH_MAX] = "";
  if (folder != NULL) {
    char unresolved[PATH_MAX];
    snprintf(unresolved, sizeof unresolved, "%s/libPyMemoryView.so", folder);
    if (realpath(unresolved, wanted) == NULL) wanted[0] = '\0';
  }
  printf("# libPyMemoryView.so: %s\n", loaded);
  if (folder == NULL || wanted[0] == '\0' || strcmp(loaded, wanted) != 0) {
    fprintf(stderr, "wrong library: PYMV_LIBDIR is %s\n", folder != NULL ? folder : "not set");
    exit(2);
  }
}

#endif

/* cmocka selects the cases before it runs the group setup. */
static __attribute__((constructor)) void select_cases(void) {
  const char *pattern = getenv("PYMV_CASE");
  if (pattern != NULL) cmocka_set_test_filter(pattern);
}

int start_host(void **state) {
  (void)state;
  char loaded[PATH_MAX];
  find_provider("PyMemoryView_FromObject", loaded);
  check_library(loaded);
  fflush(stdout);
  Py_InitializeEx(0);
  if (exporters_ready() < 0) return -1;
  return script_array_ready() < 0 || script_objects_ready() < 0 ? -1 : 0;
}

int stop_host(void **state) {
  (void)state;
  faults_report();
  return Py_FinalizeEx();
}

int no_error_is_left(void **state) {
  (void)state;
  int status = script_end() == 0 ? 0 : -1;
  if (PyErr_Occurred() == NULL) return status;
  fprintf(stderr, "exception left behind: %s\n", take_error());
  return -1;
}
