/* Arrays of any layout for the self-test, and plain loops over them to compare the library with. */
#ifndef SHIM_SELFTEST_ARRAYS_H
#define SHIM_SELFTEST_ARRAYS_H

#include "exporter.h"

/** An array in memory of its own. */
struct array {
  struct layout layout; /**< Its pointers lead into this struct. */
  Py_ssize_t shape[PyBUF_MAX_NDIM];
  Py_ssize_t strides[PyBUF_MAX_NDIM];
  Py_ssize_t suboffsets[PyBUF_MAX_NDIM];
  Py_ssize_t item_count;
  Py_ssize_t byte_count; /**< Of all items. */
  unsigned char *memory;
  size_t memory_size;
  void **rows; /**< The pointers that an indirect array follows on its first axis. */
};

enum array_form {
  ARRAY_C,
  ARRAY_FORTRAN,
  ARRAY_SCATTERED, /**< Axes in any order, with gaps, of either direction. */
  ARRAY_INDIRECT   /**< The same behind pointers on the first axis. */
};

/** Make an array with pseudo-random bytes; writable, with a format of its item size.
 * The struct must not be moved; end with array_free. */
void array_make(struct array *array, enum array_form form, Py_ssize_t itemsize, int ndim,
                const Py_ssize_t *shape);

/** The same with pseudo-random extents and item size; indirect arrays have an axis at least. */
void array_make_any(struct array *array, enum array_form form);

/** Keep only every second item of the last axis, whose extent must be even. */
void array_thin(struct array *array);

void array_free(struct array *array);

/** A view of it without an owner. */
Py_buffer array_view(struct array *array);

/** Address of the item with number n when the indices count in an order, 'C' or 'F'. */
unsigned char *array_item(const struct array *array, Py_ssize_t n, char order);

/** Indices of that item. */
void array_indices(const struct array *array, Py_ssize_t n, char order, Py_ssize_t *indices);

/** Do the items, counted in an order, have the bytes at `contiguous`? */
bool array_equals(const struct array *array, char order, const unsigned char *contiguous);

/** Copy the items, counted in an order. @return malloc'ed, never NULL. */
unsigned char *array_copy(const struct array *array, char order);

/** Overwrite the first `count` items, counted in an order, with those at `contiguous`. */
void array_store(const struct array *array, char order, const unsigned char *contiguous,
                 Py_ssize_t count);

/** Next pseudo-random number below a limit; the same sequence in every run. */
unsigned int array_random(unsigned int limit);

/** malloc that ends the process instead of returning NULL. */
void *array_allocate(size_t size);

#endif
