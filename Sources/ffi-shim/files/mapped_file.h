/* A file mapped into memory for reading. */
#ifndef SHIM_MAPPED_FILE_H
#define SHIM_MAPPED_FILE_H

#include "array_file.h"

struct mapped_file {
  struct byte_range range; /**< Empty once unmapped. */
  int unmapped;            /**< How often it was unmapped. */
};

/** Map a regular file that is not empty. */
bool file_map(const char *path, struct mapped_file *file, struct problem *problem);

/** Unmap it; a second call does nothing. */
void file_unmap(struct mapped_file *file);

#endif
