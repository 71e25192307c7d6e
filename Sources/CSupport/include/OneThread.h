/* Whether this process has ever had a second thread. */
#ifndef ONE_THREAD_H
#define ONE_THREAD_H

#if defined(__has_include)
#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#endif
#endif

/* An atomic read-modify-write costs several times a plain one, so a process that never had a second
 * thread does without; glibc tells. Creating a thread orders what was done before it. */
#ifdef _SYS_SINGLE_THREADED_H
#define PYMV_ONE_THREAD (__libc_single_threaded != 0)
#else
#define PYMV_ONE_THREAD 0
#endif

#endif /* ONE_THREAD_H */
