/* Watching memoryviews and buffers for PyMV_SetDebug: who made what, and what was never given back.
 *
 * Off, it costs its callers one compare. What a report needs is noted as text when an object is
 * made, because exporters, and the code that called, may be gone when it is written. Nothing here
 * fails: what there is no memory for is counted instead.
 */
#ifndef OBJECT_WATCH_H
#define OBJECT_WATCH_H

#include <MemoryViewTables.h>

extern PYMV_SHARED_DATA _Bool pymv_c_watch_is_on;

PYMV_ALWAYS_INLINE _Bool pymv_c_is_watching(void) {
  return __builtin_expect(__atomic_load_n(&pymv_c_watch_is_on, __ATOMIC_RELAXED), 0);
}

/* Where the function returns to into which this is inlined. */
PYMV_ALWAYS_INLINE const void *pymv_c_caller(void) {
  return __builtin_extract_return_addr(__builtin_return_address(0));
}

/* Start or end watching. @return whether it was on. */
_Bool pymv_c_watch(_Bool on);

/* Have the requests to the type of memoryviews go the way on which they are watched, if they are.
 */
void pymv_c_watch_requests(void);

/* Write a report of what is alive to a file descriptor, nothing if it is negative.
 * @return how many memoryviews and buffers; -1 if nobody watches. */
Py_ssize_t pymv_c_watch_report(int fd);

/* A memoryview was made; takes and returns NULL and other objects too. */
PyObject *pymv_c_note_view(PyObject *made, const void *caller);

/* A memoryview goes. */
void pymv_c_forget_view(PyObject *view);

/* Memoryviews are no longer this library's: report those that are alive, and forget them. */
void pymv_c_watch_leave_views(void);

/* Requests: those to memoryviews come here only if nobody answers them at once. Call
 * pymv_c_watch_mark before; afterwards with its result. */
size_t pymv_c_watch_mark(void);
void pymv_c_note_request(Py_buffer *view, int status, size_t mark, const void *caller);

/* A buffer is about to be released. */
void pymv_c_note_release(Py_buffer *view, const void *caller);

/* A memoryview has taken a buffer over. */
void pymv_c_note_taken_over(Py_buffer *view);

/* A buffer was filled by hand. */
void pymv_c_note_fill(Py_buffer *view);

/* Write a place in the code as text: the file and what addr2line wants, and the symbol if it has
 * one; inside a host, if it knows, the line that runs. */
void pymv_c_describe_place(const void *address, char *text, size_t room);

/* Write as printf does, in one piece if it is short. */
void pymv_c_watch_print(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif /* OBJECT_WATCH_H */
