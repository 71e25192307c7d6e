/* Runs many threads on one object, and checks its state afterwards. */
#ifndef PYMV_TESTS_THREADS_H
#define PYMV_TESTS_THREADS_H

#include "api.h"

enum { THREADS = 8, ROUNDS = 2000, SHARED_SIZE = 16 };

/** The work of one thread. Only the main thread may use cmocka's assertions; the others count
 * failures. */
typedef struct Work {
  void (*body)(struct Work *work);
  PyObject *shared;
  const char *contents; /**< The contents of `shared`: SHARED_SIZE bytes, in C order. */
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

/** Assert that a bytearray has no exports and a single reference; release it. */
void give_up_bytearray(PyObject *bytearray);

/** Assert the same of a memoryview that is the only one of its managed buffer; release it. */
void give_up_view(PyObject *memoryview);

#endif /* PYMV_TESTS_THREADS_H */
