/* Failing every allocation of an operation in turn, where an allocator is preloaded that can fail.
 */
#ifndef SHIM_INJECTION_H
#define SHIM_INJECTION_H

#include <PyMemoryView.h>
#include <stdbool.h>

/** @return new reference, or NULL with an exception. It runs in threads of its own. */
typedef PyObject *(*operation)(void *context);

struct finding {
  char text[320]; /**< "": none. */
};

/** Look for the allocator. @return false if there is none, and nothing can be injected. */
bool injection_start(void);

/** Run an operation as often as it allocates: each time another allocation fails, alone and with
 * all later ones. It must end with MemoryError or as it does otherwise, do that again afterwards,
 * and leave no block and no exporter behind.
 * @param finding gets what was wrong first. @return whether nothing was wrong. */
bool injection_survived(operation body, void *context, struct finding *finding);

/** Numbers of allocations that were failed and of operations, so far. */
void injection_counts(long *faults, long *operations);

#endif
