/* Thread-local variables. */
#ifndef THREAD_LOCAL_H
#define THREAD_LOCAL_H

#include <features.h>

/** Storage class of a thread-local variable. With glibc it is accessed at a fixed offset
 * (initial-exec model), so that no access calls the dynamic linker. Other C libraries have no room
 * for such variables of libraries that dlopen loads. */
#ifdef __GLIBC__
#define PYMV_THREAD_LOCAL _Thread_local __attribute__((tls_model("initial-exec")))
#else
#define PYMV_THREAD_LOCAL _Thread_local
#endif

#endif /* THREAD_LOCAL_H */
