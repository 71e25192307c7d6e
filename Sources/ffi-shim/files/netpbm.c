/* Binary PGM (P5) and PPM (P6) pictures: rows by columns, by three channels in colour.
 *
 * Source: Netpbm's manual pages pgm(5) and ppm(5). Numbers in the header are separated by white
 * space and comments from # to the end of the line; one white space character ends it. Samples
 * have two bytes, the most significant first, when the brightest value exceeds 255. */
#include "array_file.h"

#include <ctype.h>

bool netpbm_matches(struct byte_range range) {
  return range.size >= 3 && range.bytes[0] == 'P' && range.bytes[1] >= '1' &&
         range.bytes[1] <= '7' && (isspace(range.bytes[2]) || range.bytes[2] == '#');
}

static void skip_comments(struct byte_range range, size_t *at) {
  bool comment = false;
  for (; *at < range.size; ++*at) {
    unsigned char c = range.bytes[*at];
    if (comment) {
      comment = c != '\n' && c != '\r';
    } else if (c == '#') {
      comment = true;
    } else if (!isspace(c)) {
      return;
    }
  }
}

static bool read_number(struct byte_range range, size_t *at, unsigned int *number,
                        struct problem *problem) {
  skip_comments(range, at);
  size_t start = *at;
  *number = 0;
  for (; *at < range.size && isdigit(range.bytes[*at]); ++*at) {
    if (__builtin_mul_overflow(*number, 10u, number) ||
        __builtin_add_overflow(*number, range.bytes[*at] - (unsigned int)'0', number)) {
      return refuse_file(problem, "a number in the header is too large");
    }
  }
  if (*at > start) return true;
  return refuse_file(problem, *at == range.size ? "the file ends inside its header"
                                                : "the header holds something that is no number");
}

bool netpbm_parse(struct byte_range range, struct array_file *array, struct problem *problem) {
  unsigned int width, height, maxval;
  size_t at = 2;
  char type = (char)range.bytes[1];
  if (type != '5' && type != '6') {
    return refuse_file(problem, "netpbm type P%c is not supported, only P5 and P6 are", type);
  }
  if (!read_number(range, &at, &width, problem) || !read_number(range, &at, &height, problem) ||
      !read_number(range, &at, &maxval, problem)) {
    return false;
  }
  if (maxval == 0 || maxval > 65535) {
    return refuse_file(problem, "the brightest value %u is not from 1 to 65535", maxval);
  }
  if (at >= range.size || !isspace(range.bytes[at])) {
    return refuse_file(problem, "the header does not end with white space");
  }
  bool colour = type == '6', wide = maxval > 255;
  array->picture = colour ? PICTURE_RGB : PICTURE_GRAY;
  array->maxval = maxval;
  array->offset = at + 1;
  array->itemsize = wide ? 2 : 1;
  snprintf(array->format, sizeof array->format, "%s", wide ? ">H" : "B");
  snprintf(array->description, sizeof array->description, "%s picture, %u x %u pixels, %d bits",
           colour ? "PPM colour" : "PGM grey", width, height, wide ? 16 : 8);
  return array_add_axis(array, height, problem) && array_add_axis(array, width, problem) &&
         (!colour || array_add_axis(array, 3, problem)) &&
         array_lay_out(array, 'C', range, problem);
}
