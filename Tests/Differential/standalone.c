/* Runs scripts from standard input in a process without Python. Each line is a script and is
 * answered by a line with its outcome; an empty line ends a case and is answered by the number of
 * live objects. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"

/* The test is void unless the library's own runtime creates the objects. */
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
