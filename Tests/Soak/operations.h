/* The random operations of a soak test. */
#ifndef PYMV_SOAK_OPERATIONS_H
#define PYMV_SOAK_OPERATIONS_H

#include "worker.h"

/** Views that threads leave for each other to drop. */
enum { PLACES = 64 };
extern PyObject *_Atomic places[PLACES];

/** Memories handed to PyMV_FromMemoryOwned, and those destroyed. */
extern _Atomic long memories_given, memories_destroyed;

/** Do `rounds` operations. */
void work(Worker *worker);

/** Copy 16 MiB of strided memory with several threads. */
void copy_large(Worker *worker);

#endif /* PYMV_SOAK_OPERATIONS_H */
