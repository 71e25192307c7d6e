/* ffi-shim inspect: view a file through the library and report. */
#ifndef SHIM_INSPECT_H
#define SHIM_INSPECT_H

#include "files/raw.h"
#include "terminal.h"

/** Print the report. @return exit status: 0, 1 if the library fails, 2 if the file is unusable,
 * with a line on standard error. */
int inspect_file(const char *path, const struct raw_options *raw, struct terminal terminal);

#endif
