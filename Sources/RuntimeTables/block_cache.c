#include <malloc.h>
#include <stdlib.h>

#include "RuntimeTables.h"

/* Blocks are told apart by classes of 16 bytes, as malloc's are; class n has those of at least
 * 16 n - 8 usable bytes. A thread keeps at most PYMV_MOST_BLOCKS of each class, 17 KiB in all. */
#define PYMV_CLASSES 17
#define PYMV_MOST_BLOCKS 8

typedef struct block {
  struct block *next;
} block;

static PYMV_THREAD_LOCAL struct {
  block *first;
  size_t count;
} kept[PYMV_CLASSES];

static bool is_closed = !PYMV_KEEPS_BLOCKS;

void *pymv_c_block_alloc(size_t size) {
  size_t number = (size + 8 + 15) / 16;
  if (number < PYMV_CLASSES && kept[number].first != NULL) {
    block *found = kept[number].first;
    kept[number].first = found->next;
    kept[number].count--;
    return found;
  }
  return malloc(size);
}

void pymv_c_block_free(void *freed) {
  size_t number = (malloc_usable_size(freed) + 8) / 16;
  /* Class 0 would not have room for the link. */
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
