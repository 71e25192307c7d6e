/* The exception that a call has set, as text. */
#ifndef SHIM_FAILURE_H
#define SHIM_FAILURE_H

/** The message, and the name of the type without the module; "" if no exception was set. */
struct failure {
  char type[64];
  char message[256];
};

/** Fetch the exception and clear the error indicator. */
struct failure failure_take(void);

#endif
