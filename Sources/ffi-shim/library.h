/* The library that the shim calls, opened at run time. */
#ifndef SHIM_LIBRARY_H
#define SHIM_LIBRARY_H

#include <stdbool.h>

/** Open the library: at `path`, else at $PYMEMORYVIEW_LIBRARY, else in ../lib next to the
 * executable, else in the executable's own folder, else by soname in the loader's search path. It
 * is opened with RTLD_LOCAL; the loader loads the runtime as its dependency.
 * @param path NULL: not given.
 * @return false with a message on standard error. */
bool library_open(const char *path);

/** File the library was loaded from, symbolic links resolved. */
const char *library_path(void);

/** File the object runtime was loaded from. */
const char *runtime_path(void);

/** Address of a function, or NULL. */
void (*library_function(const char *name))(void);

/** Address of a variable, or NULL. */
void *library_data(const char *name);

void library_close(void);

#endif
