/* Memory for objects.
 *
 * Small blocks: each thread keeps some of those it freed, for its next objects.
 *
 * Cells, for ints and floats, which come and go by the thousand: of one size, cut from pages. Each
 * thread has a few free cells of its own, for taking and giving back without a lock; it exchanges
 * them with the pages in batches. Any thread may give back any cell. Of the pages without cells in
 * use a few are kept.
 */
#ifndef ALLOCATION_H
#define ALLOCATION_H

#include <CSupport.h>
#include <stddef.h>

/* Kept blocks would hide from the sanitizer that somebody still uses them. */
#ifndef PYMV_KEEPS_BLOCKS
#define PYMV_KEEPS_BLOCKS (!PYMV_ADDRESS_SANITIZER)
#endif

/** Allocate as malloc does. Any block may be freed with pymv_c_block_free or with free.
 * @param size not 0. */
void *pymv_c_block_alloc(size_t size);

/** Free a block of malloc's. @param block may be NULL. */
void pymv_c_block_free(void *block);

/** Free the blocks that the calling thread keeps. */
void pymv_c_blocks_drop(void);

/** From now on no thread keeps any more; frees those of the calling thread. */
void pymv_c_blocks_close(void);

enum { PYMV_CELL_SIZE = 32, PYMV_MOST_CELLS = 64 };

typedef struct pymv_cell {
  struct pymv_cell *next;
} pymv_cell;

typedef struct {
  pymv_cell *first;
  size_t room; /* for this many more */
} pymv_cell_stack;

extern PYMV_THREAD_LOCAL pymv_cell_stack pymv_c_cells;

/* Slow parts of the functions below: take a cell and some to keep, give back a cell and some that
 * were kept. */
void *pymv_c_cells_refill(void);
void pymv_c_cells_spill(void *cell);

/** Take one of the calling thread's cells. NULL if it has none. */
PYMV_ALWAYS_INLINE void *pymv_c_cell_take(void) {
  pymv_cell *first = pymv_c_cells.first;
  if (first == NULL) return NULL;
  pymv_c_cells.first = first->next;
  pymv_c_cells.room++;
  return first;
}

/** Take a cell. NULL, without an exception, if there is no memory. */
static inline void *pymv_c_cell_alloc(void) {
  void *taken = pymv_c_cell_take();
  return taken != NULL ? taken : pymv_c_cells_refill();
}

/** Give a cell back. @param freed not NULL. */
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

/** Give the calling thread's free cells back; it has room for none until it takes one. */
void pymv_c_cells_drop(void);

/** When the library goes: give back the calling thread's cells, and free pages without cells in
 * use. */
void pymv_c_cells_close(void);

#endif /* ALLOCATION_H */
