/* The file PYMV_MUTANTS_REACHED has a byte for each mutant, which is set if its place is reached.
   It is mapped, so that it is complete even if the process is killed. */

#include "MutantSwitch.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

long pymv_running_mutant = 0;

static char *reached;
static long reached_count;

void pymv_reached_mutant(long id) {
  if (id < reached_count) reached[id] = 1;
}

static void map_reached(const char *path) {
  int file = open(path, O_RDWR | O_CLOEXEC);
  struct stat status;
  if (file < 0) return;
  if (fstat(file, &status) == 0) {
    void *memory = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory != MAP_FAILED) {
      reached = memory;
      reached_count = status.st_size;
    }
  }
  close(file);
}

__attribute__((constructor(101))) static void choose_mutant(void) {
  const char *number = getenv("PYMV_MUTANT");
  const char *path = getenv("PYMV_MUTANTS_REACHED");
  if (path) map_reached(path);
  if (number) pymv_running_mutant = atol(number);
}
