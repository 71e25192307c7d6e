/* Small blocks for objects: each thread keeps some of those it freed, for its next objects. */
#ifndef BLOCK_CACHE_H
#define BLOCK_CACHE_H

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

#endif /* BLOCK_CACHE_H */
