/* PBM, PGM and PPM pictures: rows by columns, by three channels in colour.
 *
 * Source: Netpbm's manual pages pbm(5), pgm(5) and ppm(5). Numbers in the header are separated by
 * white space and comments from # to the end of the line. The raster of P1 to P3 is text of the
 * same kind. One white space character precedes the raster of P4, P5 and P6: P4 has eight pixels in
 * a byte and whole bytes in a row; the samples of the others have two bytes, the most significant
 * first, when the brightest value exceeds 255. */
#include "array_file.h"

#include <ctype.h>

/** Text being read. */
struct scan {
  struct byte_range range;
  size_t at;
  const char *part; /**< Name of this part of the file. */
};

/** Fields of the header. */
struct header {
  bool plain;
  enum picture picture;
  unsigned int width, height, maxval;
};

bool netpbm_matches(struct byte_range range) {
  return range.size >= 3 && range.bytes[0] == 'P' && range.bytes[1] >= '1' &&
         range.bytes[1] <= '6' && (isspace(range.bytes[2]) || range.bytes[2] == '#');
}

static void skip_comments(struct scan *scan) {
  bool comment = false;
  for (; scan->at < scan->range.size; scan->at++) {
    unsigned char c = scan->range.bytes[scan->at];
    if (comment) {
      comment = c != '\n' && c != '\r';
    } else if (c == '#') {
      comment = true;
    } else if (!isspace(c)) {
      return;
    }
  }
}

/** Record why there is no number. */
static bool refuse_text(const struct scan *scan, struct problem *problem) {
  if (scan->at == scan->range.size) {
    return refuse_file(problem, "the file ends inside its %s", scan->part);
  }
  return refuse_file(problem, "the %s holds something that is no number", scan->part);
}

static bool read_number(struct scan *scan, unsigned int *number, struct problem *problem) {
  skip_comments(scan);
  size_t start = scan->at;
  *number = 0;
  for (; scan->at < scan->range.size && isdigit(scan->range.bytes[scan->at]); scan->at++) {
    if (__builtin_mul_overflow(*number, 10u, number) ||
        __builtin_add_overflow(*number, scan->range.bytes[scan->at] - (unsigned int)'0', number)) {
      return refuse_file(problem, "a number in the %s is too large", scan->part);
    }
  }
  return scan->at > start || refuse_text(scan, problem);
}

/** Bits need no white space between them. */
static bool read_bit(struct scan *scan, unsigned int *bit, struct problem *problem) {
  skip_comments(scan);
  if (scan->at == scan->range.size || !isdigit(scan->range.bytes[scan->at])) {
    return refuse_text(scan, problem);
  }
  *bit = scan->range.bytes[scan->at++] - (unsigned int)'0';
  return true;
}

static bool read_header(struct scan *scan, struct header *header, struct problem *problem) {
  static const enum picture pictures[] = {PICTURE_BITMAP, PICTURE_GRAY, PICTURE_RGB};
  int type = scan->range.bytes[1] - '1';
  scan->at = 2;
  scan->part = "header";
  *header = (struct header){.plain = type < 3, .picture = pictures[type % 3], .maxval = 1};
  if (!read_number(scan, &header->width, problem) || !read_number(scan, &header->height, problem)) {
    return false;
  }
  if (header->picture != PICTURE_BITMAP && !read_number(scan, &header->maxval, problem)) {
    return false;
  }
  scan->part = "raster";
  if (header->plain) return true;
  if (scan->at == scan->range.size || !isspace(scan->range.bytes[scan->at])) {
    return refuse_file(problem, "the header does not end with white space");
  }
  scan->at++;
  return true;
}

static void describe(const struct header *header, struct array_file *array) {
  static const char *const names[] = {[PICTURE_BITMAP] = "PBM black and white",
                                      [PICTURE_GRAY] = "PGM grey",
                                      [PICTURE_RGB] = "PPM colour"};
  bool bitmap = header->picture == PICTURE_BITMAP;
  snprintf(array->description, sizeof array->description, "%s picture, %u x %u pixels, %s%s",
           names[header->picture], header->width, header->height,
           bitmap                 ? "1 bit"
           : header->maxval > 255 ? "16 bits"
                                  : "8 bits",
           header->plain ? ", decoded from text"
           : bitmap      ? ", unpacked"
                         : "");
}

/** Decode the raster of P1, P2 and P3. */
static bool decode_text(struct scan *scan, const struct header *header, struct array_file *array,
                        struct problem *problem) {
  bool (*read)(struct scan *, unsigned int *, struct problem *) =
      header->picture == PICTURE_BITMAP ? read_bit : read_number;
  size_t start = scan->at, left = scan->range.size - scan->at;
  Py_ssize_t bytes;
  if (!array_measure(array, &bytes, problem)) return false;
  Py_ssize_t count = bytes / array->itemsize;
  if ((size_t)count > left) {
    return refuse_file(problem, "%zd samples do not fit the %zu bytes of the raster", count, left);
  }
  if (!decoded_allocate(array, problem)) return false;
  for (Py_ssize_t k = 0; k < count; k++) {
    unsigned int sample;
    if (!read(scan, &sample, problem)) return false;
    if (sample > header->maxval) {
      return refuse_file(problem, "sample %u exceeds the brightest value %u", sample,
                         header->maxval);
    }
    if (array->itemsize == 1) {
      array->decoded[k] = (unsigned char)sample;
    } else {
      ((unsigned short *)(void *)array->decoded)[k] = (unsigned short)sample;
    }
  }
  array->start = start;
  array->end = scan->at;
  return true;
}

/** Unpack the raster of P4. */
static bool unpack_bits(const struct scan *scan, const struct header *header,
                        struct array_file *array, struct problem *problem) {
  size_t width = header->width, row = width / 8 + (width % 8 != 0);
  struct array_file packed = {.offset = scan->at, .itemsize = 1};
  if (!array_add_axis(&packed, header->height, problem) || !array_add_axis(&packed, row, problem) ||
      !array_lay_out(&packed, 'C', scan->range, problem) || !decoded_allocate(array, problem)) {
    return false;
  }
  array->start = packed.start;
  array->end = packed.end;
  if (array->decoded == NULL) return true;
  for (size_t y = 0; y < header->height; y++) {
    const unsigned char *from = scan->range.bytes + packed.start + y * row;
    unsigned char *to = array->decoded + y * width;
    for (size_t x = 0; x < width; x++) to[x] = from[x / 8] >> (7 - x % 8) & 1;
  }
  return true;
}

bool netpbm_parse(struct byte_range range, struct array_file *array, struct problem *problem) {
  struct scan scan = {.range = range};
  struct header header;
  if (!read_header(&scan, &header, problem)) return false;
  if (!array_set_samples(array, header.maxval, header.plain ? "" : ">", problem)) return false;
  array->picture = header.picture;
  describe(&header, array);
  if (!array_add_axis(array, header.height, problem) ||
      !array_add_axis(array, header.width, problem) ||
      (header.picture == PICTURE_RGB && !array_add_axis(array, 3, problem))) {
    return false;
  }
  if (header.plain) return decode_text(&scan, &header, array, problem);
  if (header.picture == PICTURE_BITMAP) return unpack_bits(&scan, &header, array, problem);
  array->offset = scan.at;
  return array_lay_out(array, 'C', range, problem);
}
