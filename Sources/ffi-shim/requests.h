/* The named buffer requests. */
#ifndef SHIM_REQUESTS_H
#define SHIM_REQUESTS_H

/** A name without its PyBUF_ and the value. */
struct request {
  const char *name;
  int flags;
};

enum { REQUEST_COUNT = 17 };

extern const struct request requests[REQUEST_COUNT];

#endif
