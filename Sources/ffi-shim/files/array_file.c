#include "array_file.h"

#include <stdarg.h>

bool refuse_file(struct problem *problem, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(problem->text, sizeof problem->text, format, arguments);
  va_end(arguments);
  return false;
}

bool array_add_axis(struct array_file *array, unsigned long long extent, struct problem *problem) {
  if (array->ndim == PyBUF_MAX_NDIM) {
    return refuse_file(problem, "more than %d axes", PyBUF_MAX_NDIM);
  }
  if (extent > (unsigned long long)PY_SSIZE_T_MAX) {
    return refuse_file(problem, "extent %llu of axis %d is too large", extent, array->ndim);
  }
  array->shape[array->ndim++] = (Py_ssize_t)extent;
  return true;
}

bool array_lay_out(struct array_file *array, char order, struct byte_range range,
                   struct problem *problem) {
  Py_ssize_t stride = array->itemsize;
  for (int k = 0; k < array->ndim; k++) {
    int axis = order == 'F' ? k : array->ndim - 1 - k;
    array->strides[axis] = stride;
    if (__builtin_mul_overflow(stride, Py_MAX(array->shape[axis], 1), &stride)) {
      return refuse_file(problem, "the shape is too large for any file");
    }
  }
  return array_check_bounds(array, range, problem);
}

/** Lowest and highest offset of an item's first byte; false when a number overflows. */
static bool extremes(const struct array_file *array, Py_ssize_t *low, Py_ssize_t *high) {
  if (array->offset > (size_t)PY_SSIZE_T_MAX) return false;
  *low = *high = (Py_ssize_t)array->offset;
  for (int k = 0; k < array->ndim; k++) {
    Py_ssize_t reach;
    if (__builtin_mul_overflow(array->shape[k] - 1, array->strides[k], &reach)) return false;
    Py_ssize_t *side = reach < 0 ? low : high;
    if (__builtin_add_overflow(*side, reach, side)) return false;
  }
  return true;
}

/** Number of bytes of all items together; false when that overflows. */
static bool total(const struct array_file *array, Py_ssize_t *bytes) {
  *bytes = array->itemsize;
  for (int k = 0; k < array->ndim; k++) {
    if (array->shape[k] == 0) {
      *bytes = 0;
      return true;
    }
  }
  for (int k = 0; k < array->ndim; k++) {
    if (__builtin_mul_overflow(*bytes, array->shape[k], bytes)) return false;
  }
  return true;
}

bool array_check_bounds(struct array_file *array, struct byte_range range,
                        struct problem *problem) {
  Py_ssize_t bytes, low, high, end;
  array->start = array->end = array->offset;
  if (array->offset > range.size) {
    return refuse_file(problem, "the items start at byte %zu, but the file has only %zu bytes",
                       array->offset, range.size);
  }
  if (!total(array, &bytes)) return refuse_file(problem, "the shape is too large for any file");
  if (bytes == 0) return true;
  if (!extremes(array, &low, &high) || __builtin_add_overflow(high, array->itemsize, &end)) {
    return refuse_file(problem, "the strides reach beyond any file");
  }
  if (low < 0) {
    return refuse_file(problem, "the items reach %zu bytes in front of the file", 0 - (size_t)low);
  }
  if ((size_t)end > range.size) {
    return refuse_file(problem,
                       "the items reach to byte %zd, but the file has only %zu bytes: cut short, "
                       "or its header is wrong",
                       end, range.size);
  }
  array->start = (size_t)low;
  array->end = (size_t)end;
  return true;
}
