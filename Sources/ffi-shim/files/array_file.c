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

bool array_measure(const struct array_file *array, Py_ssize_t *bytes, struct problem *problem) {
  *bytes = array->itemsize;
  for (int k = 0; k < array->ndim; k++) {
    if (array->shape[k] == 0) {
      *bytes = 0;
      return true;
    }
  }
  for (int k = 0; k < array->ndim; k++) {
    if (__builtin_mul_overflow(*bytes, array->shape[k], bytes)) {
      return refuse_file(problem, "the shape is too large for any file");
    }
  }
  return true;
}

bool decoded_allocate(struct array_file *array, struct problem *problem) {
  const Py_ssize_t most = (Py_ssize_t)1 << 30;
  Py_ssize_t bytes;
  if (!array_measure(array, &bytes, problem)) return false;
  if (bytes > most) {
    return refuse_file(problem, "the items take %zd bytes decoded, more than %zd", bytes, most);
  }
  if (bytes > 0) {
    array->decoded = malloc((size_t)bytes);
    if (array->decoded == NULL) return refuse_file(problem, "no memory for %zd bytes", bytes);
  }
  array->offset = 0;
  return array_lay_out(array, 'C', (struct byte_range){array->decoded, (size_t)bytes}, problem);
}

void decoded_free(struct array_file *array) {
  free(array->decoded);
  array->decoded = NULL;
}

bool array_set_samples(struct array_file *array, unsigned long long maxval, const char *order,
                       struct problem *problem) {
  if (maxval == 0 || maxval > 65535) {
    return refuse_file(problem, "the brightest value %llu is not from 1 to 65535", maxval);
  }
  array->maxval = (unsigned int)maxval;
  array->itemsize = maxval > 255 ? 2 : 1;
  snprintf(array->format, sizeof array->format, "%s%s", maxval > 255 ? order : "",
           maxval > 255 ? "H" : "B");
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
  if (!array_measure(array, &bytes, problem)) return false;
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
