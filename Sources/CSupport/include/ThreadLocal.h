/* Thread-local variables. */
#ifndef THREAD_LOCAL_H
#define THREAD_LOCAL_H

/** Storage class of a thread-local variable. Accessed at a fixed offset (initial-exec model), so
 * that no access calls the dynamic linker. */
#define PYMV_THREAD_LOCAL _Thread_local __attribute__((tls_model("initial-exec")))

#endif /* THREAD_LOCAL_H */
