/* What a thread leaves to this runtime when it ends. */
#ifndef THREAD_END_H
#define THREAD_END_H

#include <CSupport.h>
#include <NestedDestruction.h>
#include <PyMemoryView.h>
#include <stdbool.h>

extern PYMV_THREAD_LOCAL bool pymv_c_is_watched;

/** Slow part of the next function. */
bool pymv_c_start_watching(void);

/** See to it that the calling thread, when it ends, drops its exception and the blocks it keeps.
 * @return whether it will. */
static inline bool pymv_c_watch_thread_end(void) {
  return pymv_c_is_watched || pymv_c_start_watching();
}

/** Destroy an object of such a type, at once or when the outermost destruction ends.
 * @param op its type has a tp_dealloc of its own. */
void pymv_c_destroy_holder(PyObject *op);

#endif /* THREAD_END_H */
