/* Many threads at once on one object, and what must be left of it afterwards. */
#ifndef PYMV_TESTS_THREADS_H
#define PYMV_TESTS_THREADS_H

#include "api.h"

enum { THREADS = 8, ROUNDS = 2000, SHARED_SIZE = 16 };

/** What one thread works on. cmocka's assertions belong to the main thread; the others count what
 * went wrong. */
typedef struct Work {
  void (*body)(struct Work *work);
  PyObject *shared;
  const char *contents; /**< What `shared` holds: SHARED_SIZE bytes, in C order. */
  Py_buffer *taken;     /**< ROUNDS buffers of `shared`, which the thread with number 0 releases. */
  unsigned number;
  int failures;
} Work;

/** Run the body of a model in THREADS threads, each with its own copy of the model and its number,
 * and assert that none counted a failure. */
void run_threads(Work model);

/** The SHARED_SIZE bytes in the objects that threads share. */
extern const char *const shared_bytes;

/** A bytearray of shared_bytes. @return new reference. */
PyObject *new_shared_bytearray(void);

/** Assert that nothing views a bytearray and that the reference to it is the only one; give it up.
 */
void give_up_bytearray(PyObject *bytearray);

/** Assert the same of a memoryview, and that it is the only one of its managed buffer; give it up.
 */
void give_up_view(PyObject *memoryview);

#endif /* PYMV_TESTS_THREADS_H */
