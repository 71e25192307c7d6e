/* Huge pages for large blocks of fresh memory. */
#ifndef LARGE_MEMORY_H
#define LARGE_MEMORY_H

#include <stddef.h>

#include "Marks.h"

/** Ask for huge pages in memory. Has no effect where transparent huge pages are off. */
void pymv_c_ask_for_huge_pages(void *memory, size_t size);

/** The same for fresh memory that is about to be filled, if it is large: faulting in small pages
 * takes longer than most copies. Below 4 MiB that costs less than the call, and than zeroing huge
 * pages that are used in part.
 * @param memory NULL: nothing to do.
 * @return `memory`. */
PYMV_ALWAYS_INLINE void *pymv_c_expect_large_write(void *memory, ptrdiff_t size) {
  if (size >= (ptrdiff_t)4 << 20 && memory != NULL) pymv_c_ask_for_huge_pages(memory, (size_t)size);
  return memory;
}

#endif /* LARGE_MEMORY_H */
