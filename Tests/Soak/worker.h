/* A thread of a soak test, and its random choices. */
#ifndef PYMV_SOAK_WORKER_H
#define PYMV_SOAK_WORKER_H

#include "api.h"

/** A thread of a soak. */
typedef struct {
  unsigned chance;  /**< State of its random numbers. */
  PyObject *shared; /**< A bytearray of all threads. */
  long rounds;      /**< How many operations to do. */
  long done;        /**< Calls that succeeded. */
  long refused;     /**< Calls that failed with an exception. */
  long wrong;       /**< Calls that failed without one, or succeeded with one, or gave nonsense. */
} Worker;

/** A number below `bound`. */
unsigned below(Worker *worker, unsigned bound);

/** An entry of a table. */
#define ONE_OF(worker, table) (table)[below((worker), Py_ARRAY_LENGTH(table))]

/** An object to view, a key, valid or invalid for a view, or a value to store. New reference. */
PyObject *random_exporter(Worker *worker);
PyObject *random_key(Worker *worker);
PyObject *random_value(Worker *worker);

#endif /* PYMV_SOAK_WORKER_H */
