/* Thread-local variables. */
#ifndef THREAD_LOCAL_H
#define THREAD_LOCAL_H

/** Storage class of a variable that every thread has its own of. Found by a fixed offset, so that
 * the library needs nothing of the dynamic linker at run time. */
#define PYMV_THREAD_LOCAL _Thread_local __attribute__((tls_model("initial-exec")))

#endif /* THREAD_LOCAL_H */
