/* Files without a header: the command line describes their contents. */
#ifndef SHIM_RAW_H
#define SHIM_RAW_H

#include "array_file.h"

/** The options; NULL where not given. */
struct raw_options {
  const char *format;  /**< Default "B". */
  const char *shape;   /**< Extents, separated by commas. Default: one axis to the end. */
  const char *strides; /**< Bytes, as many as extents. Default: C-contiguous. */
  const char *offset;  /**< Bytes. Default 0. */
};

/** Whether any of them was given. */
bool raw_wanted(const struct raw_options *options);

bool raw_parse(struct byte_range range, const struct raw_options *options, struct array_file *array,
               struct problem *problem);

#endif
