/* Memory for objects: thread caches of freed small blocks and cells. */
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "RuntimeTables.h"

/* --- Blocks --- */

/* Size classes are 16 bytes apart, as in malloc; blocks of class n have at least 16 n - 8 usable
 * bytes. A thread keeps at most PYMV_MOST_BLOCKS of each class, 17 KiB in all. */
#define PYMV_CLASSES 17
#define PYMV_MOST_BLOCKS 8

typedef struct block {
  struct block *next;
} block;

static PYMV_THREAD_LOCAL struct {
  block *first;
  size_t count;
} kept[PYMV_CLASSES];

/* Order: value. A block that a thread keeps too late is not freed; nothing else depends on it. */
static bool is_closed = !PYMV_KEEPS_BLOCKS;

void *pymv_c_block_alloc(size_t size) {
  size_t number = (size + 8 + 15) / 16;
  if (number < PYMV_CLASSES && kept[number].first != NULL) {
    block *found = kept[number].first;
    kept[number].first = found->next;
    kept[number].count--;
    return found;
  }
  return pymv_c_expect_large_write(malloc(size), (ptrdiff_t)size);
}

void pymv_c_block_free(void *freed) {
  size_t number = (malloc_usable_size(freed) + 8) / 16;
  /* A block of class 0 is too small for the link. */
  if (freed == NULL || number == 0 || number >= PYMV_CLASSES ||
      kept[number].count == PYMV_MOST_BLOCKS || __atomic_load_n(&is_closed, __ATOMIC_RELAXED) ||
      !pymv_c_watch_thread_end()) {
    free(freed);
    return;
  }
  block *first = freed;
  first->next = kept[number].first;
  kept[number].first = first;
  kept[number].count++;
}

void pymv_c_blocks_drop(void) {
  for (size_t number = 0; number < PYMV_CLASSES; number++) {
    while (kept[number].first != NULL) {
      block *first = kept[number].first;
      kept[number].first = first->next;
      free(first);
    }
    kept[number].count = 0;
  }
}

void pymv_c_blocks_close(void) {
  __atomic_store_n(&is_closed, true, __ATOMIC_RELAXED);
  pymv_c_blocks_drop();
}

/* --- Cells --- */

PYMV_THREAD_LOCAL pymv_cell_stack pymv_c_cells;

#if PYMV_KEEPS_BLOCKS

enum { PAGE_BYTES = 1 << 16, BATCH = PYMV_MOST_CELLS / 2 };

/* Header at the start of a page. The address of a page is a multiple of its size. */
typedef struct page {
  struct page *next;
  struct page *previous;
  pymv_cell *free;    /* list of freed cells */
  char *fresh;        /* start of the cells that were never taken */
  size_t taken_count; /* cells that threads use or keep */
} page;

/* Circular list; pages with free cells come first. */
static page pages = {.next = &pages, .previous = &pages};

/* Limit on pages without taken cells; further ones are freed. */
enum { MOST_UNUSED_PAGES = 8 };
static size_t unused_count;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* The fork handlers lock, so that the pages are consistent in a child process. */
static void lock_pages(void) {
  pthread_mutex_lock(&mutex);
}
static void unlock_pages(void) {
  pthread_mutex_unlock(&mutex);
}
static __attribute__((constructor)) void watch_forks(void) {
  pthread_atfork(lock_pages, unlock_pages, unlock_pages);
}

static void leave_ring(page *page) {
  page->previous->next = page->next;
  page->next->previous = page->previous;
}

/* Inserts a page before another one, or at the end if `before` is &pages. */
static void enter_ring(page *page, struct page *before) {
  page->next = before;
  page->previous = before->previous;
  page->previous->next = page;
  before->previous = page;
}

static bool is_full(const page *page) {
  return page->free == NULL && page->fresh + PYMV_CELL_SIZE > (const char *)page + PAGE_BYTES;
}

static page *page_with_room(void) {
  page *first = pages.next;
  if (first != &pages && !is_full(first)) return first;
  page *made = aligned_alloc(PAGE_BYTES, PAGE_BYTES);
  if (made == NULL) return NULL;
  made->free = NULL;
  made->fresh =
      (char *)made + (sizeof(page) + PYMV_CELL_SIZE - 1) / PYMV_CELL_SIZE * PYMV_CELL_SIZE;
  made->taken_count = 0;
  enter_ring(made, pages.next);
  unused_count++;
  return made;
}

static pymv_cell *take_from(page *page) {
  pymv_cell *cell = page->free;
  if (cell != NULL) {
    page->free = cell->next;
  } else {
    cell = (pymv_cell *)(void *)page->fresh;
    page->fresh += PYMV_CELL_SIZE;
  }
  if (page->taken_count++ == 0) unused_count--;
  return cell;
}

static void give_back(pymv_cell *cell) {
  page *owner = (page *)((uintptr_t)cell & ~(uintptr_t)(PAGE_BYTES - 1));
  bool was_full = is_full(owner);
  cell->next = owner->free;
  owner->free = cell;
  owner->taken_count--;
  bool is_surplus = owner->taken_count == 0 && unused_count == MOST_UNUSED_PAGES;
  if (owner->taken_count == 0 && !is_surplus) unused_count++;
  if (!was_full && !is_surplus) return;
  leave_ring(owner);
  if (is_surplus) {
    free(owner);
  } else {
    enter_ring(owner, pages.next);
  }
}

/* Takes cells from the first page: one to use, and `kept_count` for the thread to keep. */
static pymv_cell *take_batch(size_t kept_count) {
  page *page = page_with_room();
  if (page == NULL) return NULL;
  pymv_cell *taken = take_from(page);
  for (; kept_count > 0 && !is_full(page); kept_count--) {
    pymv_cell *cell = take_from(page);
    cell->next = pymv_c_cells.first;
    pymv_c_cells.first = cell;
    pymv_c_cells.room--;
  }
  if (is_full(page)) {
    leave_ring(page);
    enter_ring(page, &pages);
  }
  return taken;
}

/* A thread keeps cells only if it can free them when it ends, so that no cell leaks. */
void *pymv_c_cells_refill(void) {
  bool keeps = pymv_c_watch_thread_end();
  bool locks = !PYMV_ONE_THREAD;
  if (locks) lock_pages();
  pymv_c_cells.room = keeps ? PYMV_MOST_CELLS : 0;
  pymv_cell *taken = take_batch(keeps ? BATCH : 0);
  if (locks) unlock_pages();
  return taken;
}

static void give_back_kept(size_t count) {
  for (; count > 0 && pymv_c_cells.first != NULL; count--) {
    pymv_cell *cell = pymv_c_cells.first;
    pymv_c_cells.first = cell->next;
    pymv_c_cells.room++;
    give_back(cell);
  }
}

void pymv_c_cells_spill(void *freed) {
  bool locks = !PYMV_ONE_THREAD;
  if (locks) lock_pages();
  give_back(freed);
  give_back_kept(BATCH);
  if (locks) unlock_pages();
}

void pymv_c_cells_drop(void) {
  bool locks = !PYMV_ONE_THREAD;
  if (locks) lock_pages();
  give_back_kept(PYMV_MOST_CELLS);
  pymv_c_cells.room = 0;
  if (locks) unlock_pages();
}

/* Other threads may still run while the process exits. */
void pymv_c_cells_close(void) {
  pymv_c_cells_drop();
  lock_pages();
  page *next = NULL;
  for (page *current = pages.next; current != &pages; current = next) {
    next = current->next;
    if (current->taken_count > 0) continue;
    leave_ring(current);
    free(current);
    unused_count--;
  }
  unlock_pages();
}

#else

void *pymv_c_cells_refill(void) {
  return malloc(PYMV_CELL_SIZE);
}

void pymv_c_cells_spill(void *freed) {
  free(freed);
}

void pymv_c_cells_drop(void) {}

void pymv_c_cells_close(void) {}

#endif
