/* What each thread has of its own: its exception, and what it is in the middle of. */
#ifndef THREAD_STATE_H
#define THREAD_STATE_H

#include <CSupport.h>
#include <NestedDestruction.h>
#include <PyMemoryView.h>
#include <stdbool.h>

/** The calling thread's exception. @return borrowed reference, or NULL if none is set. */
PyObject *pymv_c_error_get(void);

/** Replace the calling thread's exception.
 * @param exception a reference that the slot takes over, or NULL.
 * @return the exception that was there, a reference that the caller takes over, or NULL. */
PyObject *pymv_c_error_swap(PyObject *exception);

/** Write to standard error. */
void pymv_c_write_error_stream(const char *text, size_t size);

/* A call on the way down. Raises RecursionError and returns false if there are too many already,
 * for instance comparing lists that contain themselves. */
_Bool pymv_c_enter_call(const char *where);
void pymv_c_leave_call(void);

/* A container whose repr the calling thread is making; lives on that thread's stack. */
typedef struct pymv_repr_frame {
  PyObject *op;
  const struct pymv_repr_frame *outer;
} pymv_repr_frame;

/* Note the start of a container's repr.
 * Returns 0, and pymv_c_repr_leave is owed; or 1, with nothing noted, if the thread is at it
 * already: then the container contains itself. */
int pymv_c_repr_enter(pymv_repr_frame *frame, PyObject *op);
void pymv_c_repr_leave(const pymv_repr_frame *frame);

/** Destroy an object whose type has PYMV_TPFLAGS_HOLDER, at once or when the outermost destruction
 * ends.
 * @param op its type has a tp_dealloc of its own. */
void pymv_c_destroy_holder(PyObject *op);

extern PYMV_THREAD_LOCAL bool pymv_c_is_watched;

/** Slow part of the next function. */
bool pymv_c_start_watching(void);

/** See to it that the calling thread, when it ends, drops its exception and the blocks it keeps.
 * @return whether it will. */
static inline bool pymv_c_watch_thread_end(void) {
  return pymv_c_is_watched || pymv_c_start_watching();
}

#endif /* THREAD_STATE_H */
