/* Runs the small operations, so that a tool can count instructions or allocations.
 *
 * usage: gates COUNT
 *
 * Each operation is done COUNT times and then twice as often. Under callgrind either run has a dump
 * named "<operation> <times>". With failing_malloc.c preloaded a line "<operation> <times>
 * <allocations>" is printed for either. */
#include <stdio.h>
#include <stdlib.h>

#include <valgrind/callgrind.h>

#include "failing_malloc.h"
#include "operations.h"

static void measure(const Operation *operation, long count) {
  char name[64];
  snprintf(name, sizeof name, "%s %ld", operation->name, count);
  if (faults_arm != NULL) faults_arm(0, 0); /* Only counts. */
  CALLGRIND_ZERO_STATS;
  operation->run(count);
  CALLGRIND_DUMP_STATS_AT(name);
  if (faults_arm != NULL) printf("%s %ld\n", name, faults_disarm());
}

int main(int argc, char **argv) {
  long count = argc > 1 ? atol(argv[1]) : 0;
  if (count < 1) {
    fputs("usage: gates COUNT\n", stderr);
    return 2;
  }
  start_operations();
  for (int i = 0; i < operation_count; i++) {
    operations[i].run(10);
    measure(&operations[i], count);
    measure(&operations[i], 2 * count);
  }
  stop_operations();
  return 0;
}
