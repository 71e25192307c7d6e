#define _GNU_SOURCE
#include "capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static FILE *captured;
static int original = -1;

void capture_begin(void) {
  fflush(stderr);
  captured = tmpfile();
  original = dup(STDERR_FILENO);
  if (captured == NULL || original < 0 || dup2(fileno(captured), STDERR_FILENO) < 0) abort();
}

const char *capture_end(void) {
  static char printed[4096];
  fflush(stderr);
  if (dup2(original, STDERR_FILENO) < 0) abort();
  close(original);
  rewind(captured);
  size_t size = fread(printed, 1, sizeof printed - 1, captured);
  printed[size] = '\0';
  fclose(captured);
  return printed;
}
