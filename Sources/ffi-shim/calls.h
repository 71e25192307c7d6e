/* The functions of the libraries with their C types, each a call through libffi.
 *
 * call_X takes and returns what X does; the headers say what that is. The compiler checks the table
 * of signatures against them. */
#ifndef SHIM_CALLS_H
#define SHIM_CALLS_H

#include <PyMemoryView.h>
#include <ffi.h>
#include <stdbool.h>

/** Name of the function that calls another one. */
#ifndef CALLED
#define CALLED(name) call_##name
#endif

#define ROW(name) __typeof__(name) CALLED(name);
#include "signatures.h"

/** A row of the table of signatures. */
struct function {
  const char *name;
  const char *types; /**< As C writes the function's type. */
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
