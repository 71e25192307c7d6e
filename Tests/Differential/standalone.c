/* Runs scripts that come on standard input, with no Python in the process: a line is a script, its
 * outcome is answered by a line, and an empty line ends a case, answered by what is left alive. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"

/* The program is of no use if anything but the library's own runtime makes the objects. */
static void check_runtime(void) {
  Dl_info info;
  void *function = dlsym(RTLD_DEFAULT, "PyLong_FromLong");
  if (function == NULL || dladdr(function, &info) == 0 ||
      strstr(info.dli_fname, "/libPyMemoryViewRuntime.so") == NULL) {
    fprintf(stderr, "objects are not those of libPyMemoryViewRuntime.so\n");
    exit(2);
  }
  printf("# objects: %s\n", info.dli_fname);
}

static void answer(const char *outcome) {
  for (const char *c = outcome; *c != '\0'; c++) {
    if (*c == '\n') {
      fputs("\\n", stdout);
    } else {
      putchar(*c);
    }
  }
  putchar('\n');
}

int main(void) {
  char *line = NULL;
  size_t size = 0;
  if (start_host(NULL) < 0) return 2;
  check_runtime();
  fflush(stdout);
  ssize_t length;
  while ((length = getline(&line, &size, stdin)) > 0) {
    if (line[length - 1] == '\n') line[length - 1] = '\0';
    if (line[0] != '\0') {
      answer(script_outcome(line));
    } else {
      printf("%d left alive\n", script_end());
      fflush(stdout);
    }
  }
  free(line);
  return stop_host(NULL);
}
