/* The exception that a call has left behind, as text. */
#ifndef SHIM_FAILURE_H
#define SHIM_FAILURE_H

/** What it says, and the name of its type without the module; "" if there was none. */
struct failure {
  char type[64];
  char message[256];
};

/** Take the exception out of the error indicator. */
struct failure failure_take(void);

#endif
