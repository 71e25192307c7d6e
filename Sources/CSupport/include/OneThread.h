/* Whether this process has ever had a second thread. */
#ifndef ONE_THREAD_H
#define ONE_THREAD_H

#include <features.h>

/* An atomic read-modify-write costs several times as much as a plain one, so a process that never
 * had a second thread uses plain ones; glibc provides the flag. Creating a thread synchronizes with
 * its start, so the new thread sees all earlier plain writes. */
#ifdef __GLIBC__
/** glibc's __libc_single_threaded. It is looked up when the library is loaded, because glibc before
 * 2.32 does not have it; then, and until it is found, this is the address of a zero. */
extern const char *pymv_c_one_thread __attribute__((visibility("hidden")));
#define PYMV_ONE_THREAD (*pymv_c_one_thread != 0)
#else
#define PYMV_ONE_THREAD 0
#endif

#endif /* ONE_THREAD_H */
