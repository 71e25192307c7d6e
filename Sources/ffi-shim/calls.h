/* The functions of the libraries, each called through libffi.
 *
 * call_X has the parameters and the result of X, which the headers document. The compiler checks
 * the table of signatures against the headers. */
#ifndef SHIM_CALLS_H
#define SHIM_CALLS_H

#include <PyMemoryView.h>
#include <ffi.h>
#include <pymv.h>
#include <stdbool.h>

/** Name of the function that calls `name` through libffi. */
#ifndef CALLED
#define CALLED(name) call_##name
#endif

#define ROW(name) __typeof__(name) CALLED(name);
#include "signatures.h"

/** A row of the table of signatures. */
struct function {
  const char *name;
  const char *types; /**< The function's type in C notation. */
  ffi_type *result;
  ffi_type **parameters;
  unsigned int parameter_count;
  ffi_cif interface;
  void (*address)(void); /**< NULL: the library has no such function. */
  _Atomic bool is_called;
};

enum {
#define ROW(name) INDEX_##name,
#include "signatures.h"
  FUNCTION_COUNT,
  LIBRARY_FUNCTION_COUNT = INDEX_PyMV_Version + 1
};

/** The table; the first LIBRARY_FUNCTION_COUNT rows are those of libPyMemoryView.so. */
extern struct function *const functions[FUNCTION_COUNT];

/** Look up and prepare every function of the table in the opened library. Calling one that is
 * missing ends the process with a message.
 * @return false if libffi cannot describe one of them. */
bool functions_prepare(void);

#endif
