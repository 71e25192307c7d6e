/* The structs of the Arrow C data interface, for PyMV_ToArrow and PyMV_FromArrow (pymv.h).
 *
 * https://arrow.apache.org/docs/format/CDataInterface.html defines them. Every header that declares
 * them checks the macro below, so that they may be included together.
 */
#ifndef PYMEMORYVIEW_ARROW_H
#define PYMEMORYVIEW_ARROW_H

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#include <stdint.h>

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

/** The type of an array. Moved by copying it and setting `release` of the original to NULL. */
struct ArrowSchema {
  const char *format;            /**< The type, such as "l". */
  const char *name;              /**< Name of the field; may be NULL. */
  const char *metadata;          /**< Pairs of keys and values; may be NULL. */
  int64_t flags;                 /**< ARROW_FLAG_… */
  int64_t n_children;            /**< Number of types inside this one. */
  struct ArrowSchema **children; /**< NULL if there are none. */
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *); /**< Ends the use; NULL once it was called. */
  void *private_data;                    /**< For the function `release` only. */
};

/** The items of an array. Moved likewise. */
struct ArrowArray {
  int64_t length;     /**< Number of items. */
  int64_t null_count; /**< -1: not counted. */
  int64_t offset;     /**< Items in the buffers before the first one. */
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers; /**< Bits that are 0 for nulls, or NULL; then the values, if any. */
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#endif /* PYMEMORYVIEW_ARROW_H */
