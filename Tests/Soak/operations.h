/* What a soak does: operations drawn by lot, on objects drawn by lot. */
#ifndef PYMV_SOAK_OPERATIONS_H
#define PYMV_SOAK_OPERATIONS_H

#include "api.h"

/** Views that threads leave for each other to drop. */
enum { PLACES = 64 };
extern PyObject *_Atomic places[PLACES];

/** Memories handed to PyMV_FromMemoryOwned, and those destroyed. */
extern _Atomic long memories_given, memories_destroyed;

/** A thread of a soak. */
typedef struct {
  unsigned chance;  /**< State of its random numbers. */
  PyObject *shared; /**< A bytearray of all threads. */
  long rounds;      /**< How many operations to do. */
  long done;        /**< Calls that succeeded. */
  long refused;     /**< Calls that failed with an exception. */
  long wrong;       /**< Calls that failed without one, or succeeded with one, or gave nonsense. */
} Worker;

/** Do `rounds` operations. */
void work(Worker *worker);

/** Copy 16 MiB of strided memory with several threads. */
void copy_large(Worker *worker);

#endif /* PYMV_SOAK_OPERATIONS_H */
