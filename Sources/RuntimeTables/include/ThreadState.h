/* State of each thread: its exception, its nested calls, reprs and destructions. */
#ifndef THREAD_STATE_H
#define THREAD_STATE_H

#include <CSupport.h>
#include <NestedDestruction.h>
#include <PyMemoryView.h>
#include <stdbool.h>

/** The calling thread's exception. @return borrowed reference, or NULL if none is set. */
PyObject *pymv_c_error_get(void);

/** Replace the calling thread's exception.
 * @param exception owned reference, which this function steals; or NULL.
 * @return the previous exception, a new reference; or NULL. */
PyObject *pymv_c_error_swap(PyObject *exception);

/** Write to standard error. */
void pymv_c_write_error_stream(const char *text, size_t size);

/* Start a nested call. Raises RecursionError and returns false if there are too many, for example
 * when lists that contain themselves are compared. */
_Bool pymv_c_enter_call(const char *where);
void pymv_c_leave_call(void);

/* A container whose repr the calling thread is computing; stored on that thread's stack. */
typedef struct pymv_repr_frame {
  PyObject *op;
  const struct pymv_repr_frame *outer;
} pymv_repr_frame;

/* Start the repr of a container.
 * Returns 0 on success; the caller must then call pymv_c_repr_leave. Returns 1, and has no effect,
 * if the thread is already computing the repr of this container, which means that the container
 * contains itself. */
int pymv_c_repr_enter(pymv_repr_frame *frame, PyObject *op);
void pymv_c_repr_leave(const pymv_repr_frame *frame);

/** Destroy an object whose type has PYMV_TPFLAGS_HOLDER, immediately or, if destructions nest too
 * deeply, at the end of the outermost one.
 * @param op the tp_dealloc of its own type must not be NULL. */
void pymv_c_destroy_holder(PyObject *op);

extern PYMV_THREAD_LOCAL bool pymv_c_is_watched;

/** Slow path of the next function. */
bool pymv_c_start_watching(void);

/** Register the calling thread for cleanup: when it ends, it drops its exception and the blocks and
 * cells that it keeps.
 * @return whether it is registered. */
static inline bool pymv_c_watch_thread_end(void) {
  return pymv_c_is_watched || pymv_c_start_watching();
}

#endif /* THREAD_STATE_H */
