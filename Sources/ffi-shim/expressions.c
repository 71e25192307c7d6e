#include "expressions.h"

#include <stdbool.h>

/* A row is what one index of the first axis selects; without axes, the only item. */

enum {
  MOST_BYTES = 1 << 14, /**< That an expression may read. */
  MOST_INDICES = 8      /**< That are written out. */
};

/** Numbers of axes that an expression makes sense for. */
enum { NONE = 1, ONE = 2, SEVERAL = 4, ANY = NONE | ONE | SEVERAL };

/* What stands for something that depends on the buffer:
 * $first  indices of the first item        $rows  number of rows
 * $last   indices of the last item         $size  bytes of an item
 * $few    a small number of rows           $all   m itself, if it is small */
static const struct {
  int axes;
  const char *text;
} templates[] = {
    {ANY, "m.format"},
    {ANY, "len(m)"},
    {NONE, "m[()]"},
    {NONE, "m.tolist()"},
    {NONE, "m[0]"},
    {ONE | SEVERAL, "m[$first]"},
    {ONE | SEVERAL, "m[$last]"},
    {SEVERAL, "m[0]"},
    {SEVERAL, "m[:$few].shape"},
    {ONE | SEVERAL, "m[:$few].tolist()"},
    {ONE, "m[::-1][:$few].tolist()"},
    {SEVERAL, "m[::-1][$first]"},
    {ONE | SEVERAL, "m[::-2].strides"},
    {SEVERAL, "m[0:1, 0:1]"},
    {ANY, "m.cast('B')[:16].hex(' ', 4)"},
    {NONE | SEVERAL, "m.cast('B').shape"},
    {ONE, "m.cast('B', shape=($rows, $size)).shape"},
    {SEVERAL, "m[:$few].tobytes(order='F')"},
    {ONE | SEVERAL, "m[:$few] == m[:$few]"},
    {NONE, "m == $all"},
    {ONE, "m[0] in m[:$few]"},
    {ONE, "m[:$few].count(m[0])"},
    {ONE, "list(m[:$few])"},
    {SEVERAL, "list(m[:$few])"},
    {NONE, "list(m)"},
    {ONE | SEVERAL, "hash(m[:$few])"},
    {NONE, "hash(m)"},
    {ANY, "m.toreadonly().readonly"},
    {NONE, "m[()] = 0"},
    {ONE | SEVERAL, "m[$first] = 0"},
};

/** What is put for a name; "" if the buffer has no such thing. */
struct placeholder {
  const char *name;
  char value[4 * MOST_INDICES];
};

enum { FIRST, LAST, FEW, ROWS, SIZE, ALL, PLACEHOLDER_COUNT };

static void write_indices(const Py_buffer *buffer, const char *index, char *value) {
  if (buffer->ndim > MOST_INDICES) return;
  for (int k = 0; k < buffer->ndim; k++) {
    value += sprintf(value, k == 0 ? "%s" : ", %s", index);
  }
}

static void write_number(Py_ssize_t number, char *value) {
  if (number > 0) sprintf(value, "%zd", number);
}

static void fill(const Py_buffer *buffer, struct placeholder placeholders[PLACEHOLDER_COUNT]) {
  Py_ssize_t rows = buffer->ndim > 0 ? buffer->shape[0] : 1;
  Py_ssize_t row = rows > 0 ? buffer->len / rows : 0;
  Py_ssize_t few = buffer->ndim > 1 ? 2 : 4;
  if (row > 0) few = Py_MIN(few, MOST_BYTES / row);
  write_indices(buffer, "0", placeholders[FIRST].value);
  write_indices(buffer, "-1", placeholders[LAST].value);
  write_number(few, placeholders[FEW].value);
  write_number(rows, placeholders[ROWS].value);
  write_number(buffer->itemsize, placeholders[SIZE].value);
  if (buffer->len <= MOST_BYTES) strcpy(placeholders[ALL].value, "m");
}

/** Write an expression with the placeholders replaced.
 * @return false if it makes no sense for the buffer. */
static bool write_expression(const char *template, const struct placeholder *placeholders,
                             char text[LONGEST_EXPRESSION]) {
  size_t length = 0;
  while (*template != '\0') {
    size_t name_length = 1, value_length = 1;
    const char *value = template;
    for (int k = 0; k < PLACEHOLDER_COUNT; k++) {
      size_t candidate = strlen(placeholders[k].name);
      if (strncmp(template, placeholders[k].name, candidate) != 0) continue;
      name_length = candidate;
      value = placeholders[k].value;
      value_length = strlen(value);
      break;
    }
    if (value_length == 0 || length + value_length >= LONGEST_EXPRESSION) return false;
    memcpy(text + length, value, value_length);
    length += value_length;
    template += name_length;
  }
  text[length] = '\0';
  return true;
}

void expressions_choose(const Py_buffer *buffer, struct expressions *expressions) {
  struct placeholder placeholders[PLACEHOLDER_COUNT] = {
      [FIRST] = {"$first", ""}, [LAST] = {"$last", ""}, [FEW] = {"$few", ""},
      [ROWS] = {"$rows", ""},   [SIZE] = {"$size", ""}, [ALL] = {"$all", ""}};
  int axes = buffer->ndim == 0 ? NONE : buffer->ndim == 1 ? ONE : SEVERAL;
  fill(buffer, placeholders);
  expressions->count = 0;
  for (size_t k = 0; k < Py_ARRAY_LENGTH(templates); k++) {
    if ((templates[k].axes & axes) == 0 || expressions->count == MOST_EXPRESSIONS) continue;
    char *text = expressions->texts[expressions->count];
    expressions->count += write_expression(templates[k].text, placeholders, text);
  }
}
