/* The layouts on which the self-test tries every request and every order. */
#ifndef SHIM_SELFTEST_LAYOUTS_H
#define SHIM_SELFTEST_LAYOUTS_H

#include "selftest_arrays.h"

/** A layout and what a memoryview of it must answer. */
struct sample_layout {
  const char *name;
  enum array_form form;
  bool thin; /**< Every second item of the last axis only. */
  bool readonly;
  int ndim;
  Py_ssize_t shape[3];
  /** For each of `requests`: '.' met; refused because the memory is 'w' not writable, 'c' not
   * C-contiguous, 'f' not Fortran-contiguous, 'a' not contiguous, 's' needs suboffsets, or 'p'
   * because a format is asked for without a shape. */
  const char *requests;
  /** For GetContiguous with PyBUF_READ, then with PyBUF_WRITE, in the orders C F A X: 'v' a view of
   * the memory, 'y' a copy; refused because it is 'w' not writable, 'n' not contiguous;
   * '-' not tried, for CPython crashes. */
  const char *contiguous;
};

enum { SAMPLE_LAYOUT_COUNT = 10 };

extern const struct sample_layout sample_layouts[SAMPLE_LAYOUT_COUNT];

/** Make the array of a sample and an exporter of it. */
struct exporter *sample_export(const struct sample_layout *sample, struct array *array);

#endif
