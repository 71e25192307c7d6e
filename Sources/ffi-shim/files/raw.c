#include "raw.h"

#include "../calls.h"
#include "../failure.h"
#include "../items.h"

bool raw_wanted(const struct raw_options *options) {
  return options->format != NULL || options->shape != NULL || options->strides != NULL ||
         options->offset != NULL;
}

/** Read the next number of a list and step over the comma after it.
 * @return false if there is none. */
static bool next_number(const char **list, long long *number) {
  char *end;
  errno = 0;
  *number = strtoll(*list, &end, 10);
  if (end == *list || errno != 0) return false;
  if (*end != '\0' && (*end != ',' || end[1] == '\0')) return false;
  *list = *end == ',' ? end + 1 : end;
  return true;
}

static bool parse_format(const char *format, struct array_file *array, struct problem *problem) {
  if (strlen(format) >= sizeof array->format) return refuse_file(problem, "--format is too long");
  snprintf(array->format, sizeof array->format, "%s", format);
  array->itemsize = item_kind_of(format).total;
  if (array->itemsize > 0) return true;
  array->itemsize = call_PyBuffer_SizeFromFormat(format);
  struct failure failure = failure_take();
  if (array->itemsize > 0) return true;
  if (array->itemsize == 0) return refuse_file(problem, "--format '%s' has no bytes", format);
  return refuse_file(problem, "--format '%s': %s: %s", format, failure.type, failure.message);
}

static bool parse_offset(const char *text, struct byte_range range, struct array_file *array,
                         struct problem *problem) {
  long long number;
  if (!next_number(&text, &number) || *text != '\0' || number < 0) {
    return refuse_file(problem, "--offset is no number of bytes");
  }
  array->offset = (size_t)number;
  return array->offset <= range.size ||
         refuse_file(problem, "--offset %lld is behind the end, the file has %zu bytes", number,
                     range.size);
}

static bool parse_shape(const char *text, struct array_file *array, struct problem *problem) {
  while (*text != '\0') {
    long long number;
    if (!next_number(&text, &number) || number < 0) {
      return refuse_file(problem, "--shape is no list of extents");
    }
    if (!array_add_axis(array, (unsigned long long)number, problem)) return false;
  }
  return true;
}

static bool parse_strides(const char *text, struct array_file *array, struct problem *problem) {
  int count = 0;
  while (*text != '\0') {
    long long number;
    if (!next_number(&text, &number)) {
      return refuse_file(problem, "--strides is no list of numbers of bytes");
    }
    if (count < array->ndim) array->strides[count] = number;
    count++;
  }
  return count == array->ndim ||
         refuse_file(problem, "--strides has %d numbers for %d axes", count, array->ndim);
}

bool raw_parse(struct byte_range range, const struct raw_options *options, struct array_file *array,
               struct problem *problem) {
  const char *format = options->format != NULL ? options->format : "B";
  if (!parse_format(format, array, problem)) return false;
  if (!parse_offset(options->offset != NULL ? options->offset : "0", range, array, problem)) {
    return false;
  }
  snprintf(array->description, sizeof array->description, "raw items from byte %zu on",
           array->offset);
  if (options->shape != NULL) {
    if (!parse_shape(options->shape, array, problem)) return false;
  } else {
    size_t items = (range.size - array->offset) / (size_t)array->itemsize;
    if (items == 0) {
      return refuse_file(problem, "there is no room for an item of %zd bytes", array->itemsize);
    }
    if (!array_add_axis(array, items, problem)) return false;
  }
  if (options->strides == NULL) return array_lay_out(array, 'C', range, problem);
  return parse_strides(options->strides, array, problem) &&
         array_check_bounds(array, range, problem);
}
