/* NumPy's .npy files, versions 1.0 to 3.0.
 *
 * Source: "NPY format" in NumPy's reference. The magic, two version bytes, the header's length (2
 * bytes in version 1, 4 later), and the header: a Python dict literal with the keys 'descr',
 * 'fortran_order' and 'shape', in any order. The items follow. */
#include "array_file.h"
#include "../literal.h"

#include <ctype.h>

#define MAGIC "\x93NUMPY"
#define MAGIC_SIZE 6

/** Fields of the header. */
struct header {
  char descr[32];
  bool fortran;
  bool seen_descr, seen_fortran, seen_shape;
};

bool npy_matches(struct byte_range range) {
  return range.size >= MAGIC_SIZE && memcmp(range.bytes, MAGIC, MAGIC_SIZE) == 0;
}

static bool parse_descr(struct literal *literal, struct header *header, struct problem *problem) {
  header->seen_descr = true;
  if (literal_at(literal, '[') || literal_at(literal, '(')) {
    return refuse_file(problem, "structured dtypes are not supported yet");
  }
  if (literal_string(literal, header->descr, sizeof header->descr)) return true;
  return refuse_file(problem, "the header's 'descr' is no dtype string");
}

static bool parse_fortran(struct literal *literal, struct header *header, struct problem *problem) {
  header->seen_fortran = true;
  header->fortran = literal_word(literal, "True");
  if (header->fortran || literal_word(literal, "False")) return true;
  return refuse_file(problem, "the header's 'fortran_order' is neither True nor False");
}

static bool parse_shape(struct literal *literal, struct array_file *array,
                        struct problem *problem) {
  unsigned long long extent;
  if (!literal_take(literal, '(')) {
    return refuse_file(problem, "the header's 'shape' is no tuple");
  }
  while (!literal_take(literal, ')')) {
    if (!literal_number(literal, &extent)) {
      return refuse_file(problem, "the header's 'shape' holds something that is no extent");
    }
    if (!array_add_axis(array, extent, problem)) return false;
    if (!literal_take(literal, ',') && !literal_at(literal, ')')) {
      return refuse_file(problem, "the header's 'shape' is no tuple");
    }
  }
  return true;
}

static bool parse_entry(struct literal *literal, struct header *header, struct array_file *array,
                        struct problem *problem) {
  char key[32];
  if (!literal_string(literal, key, sizeof key) || !literal_take(literal, ':')) {
    return refuse_file(problem, "the header is no dict of NumPy's");
  }
  if (strcmp(key, "descr") == 0 && !header->seen_descr) {
    return parse_descr(literal, header, problem);
  }
  if (strcmp(key, "fortran_order") == 0 && !header->seen_fortran) {
    return parse_fortran(literal, header, problem);
  }
  if (strcmp(key, "shape") == 0 && !header->seen_shape) {
    header->seen_shape = true;
    return parse_shape(literal, array, problem);
  }
  return refuse_file(problem, "the header has an unknown or repeated key '%s'", key);
}

static bool parse_dict(struct literal *literal, struct header *header, struct array_file *array,
                       struct problem *problem) {
  if (!literal_take(literal, '{')) return refuse_file(problem, "the header is no dict");
  while (!literal_take(literal, '}')) {
    if (!parse_entry(literal, header, array, problem)) return false;
    if (!literal_take(literal, ',') && !literal_at(literal, '}')) {
      return refuse_file(problem, "the header's dict does not end");
    }
  }
  if (!literal_at_end(literal)) return refuse_file(problem, "text follows the header's dict");
  if (header->seen_descr && header->seen_fortran && header->seen_shape) return true;
  return refuse_file(problem, "the header lacks 'descr', 'fortran_order' or 'shape'");
}

/** Number after the kind letter, if it is all digits and small enough to multiply. */
static bool descr_size(const char *digits, long *size) {
  if (!isdigit((unsigned char)*digits)) return false;
  char *end;
  *size = strtol(digits, &end, 10);
  return *end == '\0' && *size > 0 && *size < INT_MAX / 4;
}

/** The item format of a plain numeric dtype such as "f8", or NULL. */
static const char *numeric_format(const char *dtype) {
  static const char *const formats[][2] = {
      {"b1", "?"}, {"i1", "b"}, {"u1", "B"}, {"i2", "h"}, {"u2", "H"}, {"i4", "i"},  {"u4", "I"},
      {"i8", "q"}, {"u8", "Q"}, {"f2", "e"}, {"f4", "f"}, {"f8", "d"}, {"c8", "Zf"}, {"c16", "Zd"},
  };
  for (size_t k = 0; k < Py_ARRAY_LENGTH(formats); k++) {
    if (strcmp(formats[k][0], dtype) == 0) return formats[k][1];
  }
  return NULL;
}

static bool apply_descr(const char *descr, struct array_file *array, struct problem *problem) {
  const char *dtype = strchr("<>=|", *descr) != NULL && *descr != '\0' ? descr + 1 : descr;
  const char *numeric = numeric_format(dtype);
  bool text = *dtype == 'S' || *dtype == 'U';
  long size;
  if (*dtype == 'O') return refuse_file(problem, "arrays of Python objects are not supported");
  if ((numeric == NULL && !text) || !descr_size(dtype + 1, &size)) {
    return refuse_file(problem, "dtype '%s' is not supported", descr);
  }
  array->itemsize = *dtype == 'U' ? size * 4 : size;
  bool swapped = *descr == '>' && array->itemsize > 1 && *dtype != 'S';
  const char *order = swapped ? ">" : "";
  if (text) {
    const char code = *dtype == 'S' ? 's' : 'w';
    snprintf(array->format, sizeof array->format, "%s%ld%c", order, size, code);
  } else {
    snprintf(array->format, sizeof array->format, "%s%s", order, numeric);
  }
  return true;
}

/** Length field and start of the header's text. */
static bool find_header(struct byte_range range, size_t *start, size_t *length,
                        struct problem *problem) {
  if (range.size < 8) return refuse_file(problem, "the file ends inside its header");
  const unsigned char *field = range.bytes + 8;
  unsigned int major = range.bytes[6];
  if (major < 1 || major > 3 || range.bytes[7] != 0) {
    return refuse_file(problem, "npy version %u.%u is unknown", major, range.bytes[7]);
  }
  *start = major == 1 ? 10 : 12;
  if (range.size < *start) return refuse_file(problem, "the file ends inside its header");
  *length = (size_t)field[0] | (size_t)field[1] << 8;
  if (major > 1) *length |= (size_t)field[2] << 16 | (size_t)field[3] << 24;
  if (*length > range.size - *start) {
    return refuse_file(problem, "the header claims %zu bytes, the file has %zu more", *length,
                       range.size - *start);
  }
  return true;
}

bool npy_parse(struct byte_range range, struct array_file *array, struct problem *problem) {
  size_t start = 0, length = 0;
  struct header header = {.descr = ""};
  if (!find_header(range, &start, &length, problem)) return false;
  const char *text = (const char *)range.bytes + start;
  struct literal literal = {text, text + length};
  if (!parse_dict(&literal, &header, array, problem)) return false;
  if (!apply_descr(header.descr, array, problem)) return false;
  snprintf(array->description, sizeof array->description,
           "NumPy array, npy version %u.0, dtype %s, %s order", range.bytes[6], header.descr,
           header.fortran ? "Fortran" : "C");
  array->offset = start + length;
  return array_lay_out(array, header.fortran ? 'F' : 'C', range, problem);
}
