/* Whether this process has ever had a second thread. */
#ifndef ONE_THREAD_H
#define ONE_THREAD_H

#if defined(__has_include)
#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#endif
#endif

/* An atomic read-modify-write costs several times as much as a plain one, so a process that never
 * had a second thread uses plain ones; glibc provides the flag. Creating a thread synchronizes with
 * its start, so the new thread sees all earlier plain writes. */
#ifdef _SYS_SINGLE_THREADED_H
#define PYMV_ONE_THREAD (__libc_single_threaded != 0)
#else
#define PYMV_ONE_THREAD 0
#endif

#endif /* ONE_THREAD_H */
