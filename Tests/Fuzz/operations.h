/* Operations of a script on its objects, and on buffers of them. */
#ifndef PYMV_TESTS_FUZZ_OPERATIONS_H
#define PYMV_TESTS_FUZZ_OPERATIONS_H

/** Each takes its arguments from the script. */
extern void (*const operations[])(void);
extern const unsigned operation_count;

/** Memories given to PyMV_FromMemoryOwned that were not destroyed yet. */
extern int blocks_alive;

/** Release all buffers that are held. */
void give_back_buffers(void);

#endif /* PYMV_TESTS_FUZZ_OPERATIONS_H */
