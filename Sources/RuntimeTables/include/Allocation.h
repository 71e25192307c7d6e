/* Memory for objects.
 *
 * Small blocks: each thread caches some of the blocks that it freed.
 *
 * Cells, for ints and floats, which are allocated and freed often: all of one size, cut from pages.
 * Each thread caches a few free cells, so that the fast path takes no lock; it exchanges them with
 * the pages in batches. Any thread may free any cell. A few pages without cells in use are kept.
 */
#ifndef ALLOCATION_H
#define ALLOCATION_H

#include <CSupport.h>
#include <stddef.h>

/* Off under AddressSanitizer, because caching freed blocks would hide uses after free. */
#ifndef PYMV_KEEPS_BLOCKS
#define PYMV_KEEPS_BLOCKS (!PYMV_ADDRESS_SANITIZER)
#endif

/** Allocate a block with malloc or from the cache. Free it with pymv_c_block_free or with free.
 * @param size in bytes, not 0.
 * @return NULL, without an exception, if memory is exhausted. */
void *pymv_c_block_alloc(size_t size);

/** Free a block that malloc allocated. @param block may be NULL. */
void pymv_c_block_free(void *block);

/** Free the blocks that the calling thread keeps. */
void pymv_c_blocks_drop(void);

/** Disable the cache for all threads, and free the blocks that the calling thread keeps. */
void pymv_c_blocks_close(void);

enum { PYMV_CELL_SIZE = 32, PYMV_MOST_CELLS = 64 };

typedef struct pymv_cell {
  struct pymv_cell *next;
} pymv_cell;

typedef struct {
  pymv_cell *first;
  size_t room; /* number of cells that can be added */
} pymv_cell_stack;

extern PYMV_THREAD_LOCAL pymv_cell_stack pymv_c_cells;

/* Slow paths of the functions below: take a cell and others to keep; free a cell and some of those
 * that were kept. */
void *pymv_c_cells_refill(void);
void pymv_c_cells_spill(void *cell);

/** Fast path: take a cell from the calling thread's cache. NULL if that is empty. */
PYMV_ALWAYS_INLINE void *pymv_c_cell_take(void) {
  pymv_cell *first = pymv_c_cells.first;
  if (first == NULL) return NULL;
  pymv_c_cells.first = first->next;
  pymv_c_cells.room++;
  return first;
}

/** Allocate a cell. NULL, without an exception, if memory is exhausted. */
static inline void *pymv_c_cell_alloc(void) {
  void *taken = pymv_c_cell_take();
  return taken != NULL ? taken : pymv_c_cells_refill();
}

/** Free a cell. @param freed not NULL. */
PYMV_ALWAYS_INLINE void pymv_c_cell_free(void *freed) {
  if (pymv_c_cells.room == 0) {
    pymv_c_cells_spill(freed);
    return;
  }
  pymv_cell *cell = (pymv_cell *)freed;
  cell->next = pymv_c_cells.first;
  pymv_c_cells.first = cell;
  pymv_c_cells.room--;
}

/** Empty the calling thread's cache, and disable it until the next call of
 * pymv_c_cells_refill. */
void pymv_c_cells_drop(void);

/** For the end of the process: empty the calling thread's cache, and free the pages without cells
 * in use. */
void pymv_c_cells_close(void);

#endif /* ALLOCATION_H */
