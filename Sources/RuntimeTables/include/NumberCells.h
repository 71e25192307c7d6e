/* Memory for ints and floats, which come and go by the thousand: cells of one size, cut from pages.
 *
 * Each thread has a few free cells of its own, for taking and giving back without a lock; it
 * exchanges them with the pages in batches. Any thread may give back any cell. Of the pages without
 * cells in use a few are kept.
 */
#ifndef NUMBER_CELLS_H
#define NUMBER_CELLS_H

#include <stddef.h>

#include <CSupport.h>

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

#endif /* NUMBER_CELLS_H */
