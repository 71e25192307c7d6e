/* Records memoryviews and buffers for PyMV_SetDebug: where they were made, and which were not
 * released.
 *
 * While it is off, callers pay for one comparison. Everything that a report needs is recorded as
 * text when an object is made, because exporters and calling code may be gone when the report is
 * written. Functions here do not fail: records that could not be allocated are counted instead.
 */
#ifndef OBJECT_WATCH_H
#define OBJECT_WATCH_H

#include <MemoryViewTables.h>

extern PYMV_SHARED_DATA _Bool pymv_c_watch_is_on;

/* Order: value (Atomics.h). */
PYMV_ALWAYS_INLINE _Bool pymv_c_is_watching(void) {
  return __builtin_expect(__atomic_load_n(&pymv_c_watch_is_on, __ATOMIC_RELAXED), 0);
}

/* The return address of the function into which this is inlined. */
PYMV_ALWAYS_INLINE const void *pymv_c_caller(void) {
  return __builtin_extract_return_addr(__builtin_return_address(0));
}

/* Start or end watching. @return whether it was on. */
_Bool pymv_c_watch(_Bool on);

/* Disable the fast path for requests to memoryviews while they are watched, enable it otherwise. */
void pymv_c_watch_requests(void);

/* Write a report of live memoryviews and unreleased buffers to a file descriptor; none if it is
 * negative. @return the number of memoryviews and buffers; -1 if watching is off. */
Py_ssize_t pymv_c_watch_report(int fd);

/* Record a new memoryview and return it; ignores NULL and other objects. */
PyObject *pymv_c_note_view(PyObject *made, const void *caller);

/* Remove the record of a memoryview that is deallocated. */
void pymv_c_forget_view(PyObject *view);

/* After uninstallation the library no longer deallocates memoryviews: report live ones, and remove
 * their records. */
void pymv_c_watch_leave_views(void);

/* Record a buffer request. Call pymv_c_watch_mark before the request, and pass its result as `mark`
 * afterwards. Requests on the fast path are not recorded. */
size_t pymv_c_watch_mark(void);
void pymv_c_note_request(Py_buffer *view, int status, size_t mark, const void *caller);

/* Record the release of a buffer, before it is released; report a second release. */
void pymv_c_note_release(Py_buffer *view, const void *caller);

/* Remove the record of a buffer that a memoryview has taken ownership of. */
void pymv_c_note_taken_over(Py_buffer *view);

/* Remove the record of a release, after PyBuffer_FillInfo has filled the buffer again. */
void pymv_c_note_fill(Py_buffer *view);

/* Write a code address as text: symbol if known, file, and offset for addr2line. In a host, write
 * the current Python line instead, if it is known. */
void pymv_c_describe_place(const void *address, char *text, size_t room);

/* Write formatted text to a file descriptor; longer text is cut off. */
void pymv_c_watch_print(int fd, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif /* OBJECT_WATCH_H */
