#include "guarded.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

Guarded guarded_new(size_t size) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  Guarded memory = {.size = (size + page - 1) / page * page};
  unsigned char *mapped =
      mmap(NULL, memory.size + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED || mprotect(mapped + page, memory.size, PROT_READ | PROT_WRITE) != 0) {
    perror("guarded memory");
    exit(2);
  }
  memory.start = mapped + page;
  uint64_t noise = size;
  for (size_t i = 0; i < memory.size; i++) {
    noise = noise * 6364136223846793005u + 1442695040888963407u;
    memory.start[i] = (unsigned char)(noise >> 56);
  }
  return memory;
}

void guarded_free(Guarded *memory) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  munmap(memory->start - page, memory->size + 2 * page);
}

unsigned char *guarded_place(const Guarded *memory, size_t size, int at_end) {
  return at_end ? memory->start + memory->size - size : memory->start;
}
