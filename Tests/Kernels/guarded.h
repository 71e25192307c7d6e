/* Memory between inaccessible pages. */
#ifndef PYMV_TESTS_GUARDED_H
#define PYMV_TESTS_GUARDED_H

#include <stddef.h>

typedef struct {
  unsigned char *start; /**< First usable byte; the byte before faults. */
  size_t size;          /**< Usable bytes, whole pages; the byte after them faults. */
} Guarded;

/** Map at least `size` bytes between two inaccessible pages, and fill them with noise. Exits on
 * failure. */
Guarded guarded_new(size_t size);

/** Unmap the memory. */
void guarded_free(Guarded *memory);

/** The place of `size` bytes that end at the guard page after (`at_end`) or begin at the one
 * before. */
unsigned char *guarded_place(const Guarded *memory, size_t size, int at_end);

#endif /* PYMV_TESTS_GUARDED_H */
