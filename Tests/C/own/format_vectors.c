/* Item formats: Tests/Formats/vectors.tsv says what each text means, or where it is wrong.
 *
 * PYMV_VECTORS in the environment names another file. Texts, fields and errors are in its notation,
 * which the head of the file explains. */
#define _GNU_SOURCE
#include "flat.h"

#include <stdlib.h>

#define FEWEST 400
#define COLUMNS 5

typedef struct Vector {
  char *line;
  char *text;
  const char *size, *alignment, *fields;
} Vector;

static Vector *vectors;
static size_t vector_count;

/* --- the file --- */

static int hex_digit(char digit) {
  return digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10;
}

static void unescape(char *text) {
  char *to = text;
  for (const char *from = text; *from != '\0'; to++) {
    if (from[0] == '\\' && from[1] == 'x') {
      *to = (char)(hex_digit(from[2]) * 16 + hex_digit(from[3]));
      from += 4;
    } else {
      *to = *from++;
    }
  }
  *to = '\0';
}

/* Add the vector of a line, which is kept. */
static void add(char *line) {
  char *columns[COLUMNS], *rest = line;
  for (int i = 0; i < COLUMNS; i++) columns[i] = strsep(&rest, "\t");
  if (columns[COLUMNS - 1] == NULL || rest != NULL) fail_msg("not %d columns: %s", COLUMNS, line);
  unescape(columns[0]);
  vectors = realloc(vectors, (vector_count + 1) * sizeof *vectors);
  assert_non_null(vectors);
  vectors[vector_count++] = (Vector){line, columns[0], columns[1], columns[2], columns[3]};
}

static int load(void **state) {
  const char *path = getenv("PYMV_VECTORS");
  if (path == NULL) path = "Tests/Formats/vectors.tsv";
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    fprintf(stderr, "cannot read %s\n", path);
    return -1;
  }
  char *line = NULL;
  size_t room = 0;
  while (getline(&line, &room, file) >= 0) {
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '#' || line[0] == '\0') continue;
    add(line);
    line = NULL;
    room = 0;
  }
  free(line);
  fclose(file);
  printf("# %zu vectors\n", vector_count);
  return start_host(state);
}

static int forget(void **state) {
  for (size_t i = 0; i < vector_count; i++) free(vectors[i].line);
  free(vectors);
  return stop_host(state);
}

/* --- fields in the notation of the file --- */

static void put_name(FILE *out, const char *name) {
  fputc(':', out);
  for (; *name != '\0'; name++) {
    unsigned char byte = (unsigned char)*name;
    fprintf(out, byte > 0x20 && byte < 0x7F && byte != '\\' ? "%c" : "\\x%02x", byte);
  }
  fputc(':', out);
}

static void put_shape(FILE *out, const PyMV_Field *field) {
  if (field->ndim == 0) return;
  for (int axis = 0; axis < field->ndim; axis++)
    fprintf(out, "%c%td", axis == 0 ? '(' : ',', field->shape[axis]);
  fputc(')', out);
}

static void put_field(FILE *out, const PyMV_Field *field) {
  for (int level = 0; level < field->depth; level++) fputc('.', out);
  fprintf(out, "%c%s", field->byteorder, field->type);
  put_shape(out, field);
  if (field->count != 1) fprintf(out, "*%td", field->count);
  fprintf(out, "@%td+%td", field->offset, field->itemsize);
  if (field->name != NULL) put_name(out, field->name);
}

/* All fields of a format; the caller frees the text. */
static char *fields_text(const PyMV_Format *format) {
  char *result;
  size_t length;
  FILE *out = open_memstream(&result, &length);
  assert_non_null(out);
  ptrdiff_t count = PyMV_FormatFieldCount(format);
  for (ptrdiff_t i = 0; i < count; i++) {
    PyMV_Field field = {.struct_size = sizeof field};
    assert_int_equal(PyMV_FormatField(format, i, &field), 0);
    if (i > 0) fputc(' ', out);
    put_field(out, &field);
  }
  if (count == 0) fputc('-', out);
  fclose(out);
  return result;
}

/* --- claims about one vector: each prints what is wrong, and returns whether nothing is --- */

static bool is_same(const Vector *vector, const char *what, const char *found,
                    const char *expected) {
  if (strcmp(found, expected) == 0) return true;
  fprintf(stderr, "'%s': %s is %s, not %s\n", vector->text, what, found, expected);
  return false;
}

static bool is_refused(const Vector *vector) {
  return strcmp(vector->size, "error") == 0;
}

static bool is_read(const Vector *vector, const PyMV_Format *format) {
  char *fields = fields_text(format);
  bool result = is_same(vector, "size", text("%td", PyMV_FormatSize(format)), vector->size);
  result &=
      is_same(vector, "alignment", text("%td", PyMV_FormatAlignment(format)), vector->alignment);
  result &= is_same(vector, "fields", fields, vector->fields);
  free(fields);
  return result;
}

/* An error has a position and says it; the reasons "objects" and "bit fields" stand in its text. */
static bool error_is_reported(const Vector *vector, ptrdiff_t position) {
  const char *error = flat_error(), *end = text(" (at position %s)", vector->alignment);
  size_t length = strlen(error), end_length = strlen(end);
  bool result = is_same(vector, "position", text("%td", position), vector->alignment);
  const char *reason = vector->fields;
  bool is_named = strcmp(reason, "objects") == 0 || strcmp(reason, "bit fields") == 0;
  if (strncmp(error, "ValueError: format: ", 20) == 0 && length > 20 + end_length &&
      strcmp(error + length - end_length, end) == 0 && (!is_named || strstr(error, reason) != NULL))
    return result;
  fprintf(stderr, "'%s': the error is \"%s\"\n", vector->text, error);
  return false;
}

static bool is_as_expected(const Vector *vector) {
  ptrdiff_t position = -1;
  PyMV_Format *format = PyMV_FormatParse(vector->text, &position);
  if ((format == NULL) != is_refused(vector)) {
    fprintf(stderr, "'%s': %s\n", vector->text, format == NULL ? flat_error() : "no error");
    PyMV_FormatFree(format);
    return false;
  }
  bool result = format == NULL ? error_is_reported(vector, position) : is_read(vector, format);
  PyMV_FormatFree(format);
  return result;
}

/* The text that PyMV_FormatWrite makes of a format's fields; the caller frees it. NULL on failure.
 */
static char *written(const PyMV_Format *format) {
  ptrdiff_t count = PyMV_FormatFieldCount(format), size = PyMV_FormatSize(format);
  PyMV_Field *fields = calloc((size_t)count + 1, sizeof *fields);
  assert_non_null(fields);
  for (ptrdiff_t i = 0; i < count; i++) {
    fields[i].struct_size = sizeof *fields;
    assert_int_equal(PyMV_FormatField(format, i, &fields[i]), 0);
  }
  ptrdiff_t length = PyMV_FormatWrite(fields, count, size, NULL, 0);
  char *result = length < 0 ? NULL : malloc((size_t)length + 1);
  if (result != NULL) {
    assert_int_equal(PyMV_FormatWrite(fields, count, size, result, length + 1), length);
    assert_int_equal(strlen(result), length);
  }
  free(fields);
  return result;
}

static bool is_read_back(const Vector *vector, const char *again) {
  PyMV_Format *format = PyMV_FormatParse(again, NULL);
  if (format == NULL) {
    fprintf(stderr, "'%s', written as '%s': %s\n", vector->text, again, flat_error());
    return false;
  }
  char *fields = fields_text(format), *twice = written(format);
  bool result = is_same(vector, "size of what is written", text("%td", PyMV_FormatSize(format)),
                        vector->size);
  result &= is_same(vector, "fields of what is written", fields, vector->fields);
  result &= is_same(vector, "what is written again", twice != NULL ? twice : flat_error(), again);
  if (!result) fprintf(stderr, "'%s' is written as '%s'\n", vector->text, again);
  free(twice);
  free(fields);
  PyMV_FormatFree(format);
  return result;
}

static bool survives_writing(const Vector *vector) {
  PyMV_Format *format = PyMV_FormatParse(vector->text, NULL);
  if (format == NULL) return is_same(vector, "error", flat_error(), "none");
  char *again = written(format);
  PyMV_FormatFree(format);
  if (again == NULL) return is_same(vector, "error of writing", flat_error(), "none");
  bool result = is_read_back(vector, again);
  free(again);
  return result;
}

/* --- the claims --- */

static void there_are_enough_vectors(void **state) {
  assert_true(vector_count >= FEWEST);
}

static void texts_mean_what_the_vectors_say(void **state) {
  size_t wrong = 0;
  for (size_t i = 0; i < vector_count; i++) wrong += !is_as_expected(&vectors[i]);
  if (wrong > 0) fail_msg("%zu of %zu vectors", wrong, vector_count);
}

static void formats_can_be_written_and_read_back(void **state) {
  size_t wrong = 0, tried = 0;
  for (size_t i = 0; i < vector_count; i++) {
    if (is_refused(&vectors[i])) continue;
    tried++;
    wrong += !survives_writing(&vectors[i]);
  }
  if (wrong > 0) fail_msg("%zu of %zu formats", wrong, tried);
}

static void errors_need_no_place_for_their_position(void **state) {
  assert_null(PyMV_FormatParse("i3", NULL));
  assert_true(strstr(flat_error(), " (at position 2)") != NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(there_are_enough_vectors),
      CASE(texts_mean_what_the_vectors_say),
      CASE(formats_can_be_written_and_read_back),
      CASE(errors_need_no_place_for_their_position),
  };
  return cmocka_run_group_tests_name("format_vectors", tests, load, forget);
}
