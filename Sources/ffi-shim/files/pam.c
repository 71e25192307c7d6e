/* PAM pictures: rows by columns by channels.
 *
 * Source: Netpbm's manual page pam(5). The header consists of lines of a keyword and its value in
 * any order, the last is ENDHDR. The samples are those of P5 and P6. */
#include "array_file.h"

#include "../literal.h"

enum { WIDTH, HEIGHT, DEPTH, MAXVAL, FIELD_COUNT };

static const char *const keywords[FIELD_COUNT] = {"WIDTH", "HEIGHT", "DEPTH", "MAXVAL"};

bool pam_matches(struct byte_range range) {
  return range.size >= 3 && memcmp(range.bytes, "P7\n", 3) == 0;
}

static bool read_line(struct byte_range range, size_t *at, struct literal *line,
                      struct problem *problem) {
  const char *start = (const char *)range.bytes + *at;
  const char *end = memchr(start, '\n', range.size - *at);
  if (end == NULL) return refuse_file(problem, "the file ends inside its header");
  *line = (struct literal){start, end};
  *at += (size_t)(end + 1 - start);
  return true;
}

/** Read one line. @param last set by ENDHDR. */
static bool parse_line(struct literal *line, unsigned long long fields[FIELD_COUNT], bool *last,
                       struct problem *problem) {
  char key[16];
  if (literal_at_end(line) || literal_at(line, '#')) return true;
  if (!literal_name(line, key, sizeof key)) {
    return refuse_file(problem, "the header has a line without a keyword");
  }
  *last = strcmp(key, "ENDHDR") == 0;
  if (*last || strcmp(key, "TUPLTYPE") == 0) return true;
  for (int k = 0; k < FIELD_COUNT; k++) {
    if (strcmp(key, keywords[k]) != 0) continue;
    return (literal_number(line, &fields[k]) && literal_at_end(line)) ||
           refuse_file(problem, "the header's %s is no number", key);
  }
  return refuse_file(problem, "the header has an unknown keyword '%s'", key);
}

static bool parse_header(struct byte_range range, size_t *at,
                         unsigned long long fields[FIELD_COUNT], struct problem *problem) {
  struct literal line;
  bool last = false;
  *at = 3;
  while (!last) {
    if (!read_line(range, at, &line, problem)) return false;
    if (!parse_line(&line, fields, &last, problem)) return false;
  }
  for (int k = 0; k < FIELD_COUNT; k++) {
    if (fields[k] == 0) return refuse_file(problem, "%s is missing or 0", keywords[k]);
  }
  return true;
}

bool pam_parse(struct byte_range range, struct array_file *array, struct problem *problem) {
  unsigned long long fields[FIELD_COUNT] = {0};
  if (!parse_header(range, &array->offset, fields, problem)) return false;
  if (!array_set_samples(array, fields[MAXVAL], ">", problem)) return false;
  if (fields[DEPTH] <= 4) array->picture = fields[DEPTH] < 3 ? PICTURE_GRAY : PICTURE_RGB;
  snprintf(array->description, sizeof array->description,
           "PAM picture, %llu x %llu pixels, %llu channel%s, %zd bits", fields[WIDTH],
           fields[HEIGHT], fields[DEPTH], fields[DEPTH] == 1 ? "" : "s", array->itemsize * 8);
  return array_add_axis(array, fields[HEIGHT], problem) &&
         array_add_axis(array, fields[WIDTH], problem) &&
         array_add_axis(array, fields[DEPTH], problem) && array_lay_out(array, 'C', range, problem);
}
