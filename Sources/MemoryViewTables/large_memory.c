#include "MemoryViewTables.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* Below this, page faults cost less than the call and the zeroing of pages that are not used. */
enum { LEAST_SIZE = 4 << 20 };

void pymv_c_expect_large_write(void *memory, size_t size) {
  if (size < LEAST_SIZE) return;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t start = ((uintptr_t)memory + page - 1) / page * page;
  uintptr_t end = ((uintptr_t)memory + size) / page * page;
  /* A hint: without transparent huge pages it fails, which changes nothing. */
  if (end > start) (void)madvise((void *)start, end - start, MADV_HUGEPAGE);
}
