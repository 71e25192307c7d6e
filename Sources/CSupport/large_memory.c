#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "LargeMemory.h"

void pymv_c_ask_for_huge_pages(void *memory, size_t size) {
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t start = ((uintptr_t)memory + page - 1) / page * page;
  uintptr_t end = ((uintptr_t)memory + size) / page * page;
  if (end > start) (void)madvise((void *)start, end - start, MADV_HUGEPAGE);
}
