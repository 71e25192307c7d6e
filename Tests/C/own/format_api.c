/* Item formats as data: parsing, fields, and writing formats from fields. What texts mean is tested
 * by format_vectors.c. */
#include "flat.h"

static const char records[] = "T{i:a:T{h:x:(2,3)>f:y:}:s:4s:t:}";
static PyMV_Format *format;

static int parse_records(void **state) {
  format = PyMV_FormatParse(records, NULL);
  return format == NULL ? -1 : 0;
}

static int free_records(void **state) {
  PyMV_FormatFree(format);
  return no_error_is_left(state);
}

#define RECORDS(function) cmocka_unit_test_setup_teardown(function, parse_records, free_records)

/** Assert that a call failed with an error of this kind. */
#define assert_fails_as(result, kind) \
  do { \
    long returned = (long)(result); \
    assert_true(returned == -1 || returned == 0); \
    const char *error = flat_error(); \
    if (strncmp(error, kind ": ", strlen(kind ": ")) != 0) fail_msg("%s, not %s", error, kind); \
  } while (0)

/* A field of one value in native byte order, and one with other properties. */
#define FIELD(...) {.struct_size = sizeof(PyMV_Field), .count = 1, .byteorder = '<', __VA_ARGS__}
#define OTHER_FIELD(...) {.struct_size = sizeof(PyMV_Field), __VA_ARGS__}
#define NULL_ARGUMENT "argument must not be NULL"

/* --- FormatParse --- */

static void null_arguments_are_refused(void **state) {
  PyMV_Field field = FIELD();
  ptrdiff_t position = 7;
  assert_fails(PyMV_FormatParse(NULL, &position), "SystemError", NULL_ARGUMENT);
  assert_fails(PyMV_FormatParse(NULL, NULL), "SystemError", NULL_ARGUMENT);
  assert_fails(PyMV_FormatSize(NULL), "SystemError", NULL_ARGUMENT);
  assert_fails(PyMV_FormatAlignment(NULL), "SystemError", NULL_ARGUMENT);
  assert_fails(PyMV_FormatFieldCount(NULL), "SystemError", NULL_ARGUMENT);
  assert_fails(PyMV_FormatField(NULL, 0, &field), "SystemError", NULL_ARGUMENT);
  assert_fails(PyMV_FormatField(format, 0, NULL), "SystemError", NULL_ARGUMENT);
  assert_fails(PyMV_FormatWrite(NULL, 1, 4, NULL, 0), "SystemError", NULL_ARGUMENT);
  PyMV_FormatFree(NULL);
}

static void an_error_says_where_the_text_is_wrong(void **state) {
  ptrdiff_t position = -1;
  assert_null(PyMV_FormatParse("T{i:a:O:b:}", &position));
  assert_int_equal(position, 6);
  const char *error = flat_error();
  assert_true(strncmp(error, "ValueError: format: ", 20) == 0);
  assert_true(strstr(error, "objects") != NULL);
  assert_true(strstr(error, " (at position 6)") != NULL);
  assert_null(PyMV_FormatParse("i3t", &position));
  assert_int_equal(position, 2);
  assert_true(strstr(flat_error(), "bit fields") != NULL);
}

static void the_text_is_not_needed_any_longer(void **state) {
  char once[] = "i:first:d:second:";
  PyMV_Format *copy = PyMV_FormatParse(once, NULL);
  memset(once, '#', sizeof once - 1);
  PyMV_Field field = FIELD();
  assert_int_equal(PyMV_FormatField(copy, 1, &field), 0);
  assert_string_equal(field.name, "second");
  PyMV_FormatFree(copy);
}

/* --- FormatField --- */

static void fields_are_listed_depth_first(void **state) {
  const char *types[] = {"T", "i", "T", "h", "f", "s"};
  const char *names[] = {NULL, "a", "s", "x", "y", "t"};
  const int depths[] = {0, 1, 1, 2, 2, 1};
  const ptrdiff_t offsets[] = {0, 0, 4, 4, 6, 30};
  assert_int_equal(PyMV_FormatFieldCount(format), 6);
  for (ptrdiff_t i = 0; i < 6; i++) {
    PyMV_Field field = {.struct_size = sizeof field};
    assert_int_equal(PyMV_FormatField(format, i, &field), 0);
    assert_string_equal(field.type, types[i]);
    assert_int_equal(field.depth, depths[i]);
    assert_int_equal(field.offset, offsets[i]);
    if (names[i] == NULL) {
      assert_null(field.name);
    } else {
      assert_string_equal(field.name, names[i]);
    }
  }
}

static void a_field_is_described(void **state) {
  PyMV_Field field = {.struct_size = sizeof field};
  assert_int_equal(PyMV_FormatField(format, 4, &field), 0);
  assert_int_equal(field.struct_size, sizeof field);
  assert_int_equal(field.ndim, 2);
  assert_string_equal(sizes_text(field.shape, 2), "(2, 3)");
  assert_int_equal(field.itemsize, 4);
  assert_int_equal(field.count, 1);
  assert_int_equal(field.size, 24);
  assert_int_equal(field.byteorder, '>');
  assert_int_equal(PyMV_FormatField(format, 5, &field), 0);
  assert_int_equal(field.ndim, 0);
  assert_null(field.shape);
  assert_int_equal(field.itemsize, 4);
  assert_int_equal(field.byteorder, '|');
}

static void indices_out_of_range_are_refused(void **state) {
  PyMV_Field field = FIELD(.offset = 77);
  assert_fails_as(PyMV_FormatField(format, -1, &field), "IndexError");
  assert_fails_as(PyMV_FormatField(format, 6, &field), "IndexError");
  assert_fails_as(PyMV_FormatField(format, PTRDIFF_MAX, &field), "IndexError");
  assert_fails_as(PyMV_FormatField(format, PTRDIFF_MIN, &field), "IndexError");
  assert_int_equal(field.offset, 77);
}

static void a_field_fills_no_more_than_there_is_room_for(void **state) {
  PyMV_Field field;
  memset(&field, 0x55, sizeof field);
  PyMV_Field untouched = field;
  field.struct_size = offsetof(PyMV_Field, itemsize);
  assert_int_equal(PyMV_FormatField(format, 4, &field), 0);
  assert_int_equal(field.struct_size, offsetof(PyMV_Field, itemsize));
  assert_int_equal(field.offset, 6);
  assert_memory_equal(&field.itemsize, &untouched.itemsize,
                      sizeof field - offsetof(PyMV_Field, itemsize));
  struct {
    PyMV_Field field;
    int later;
  } larger = {.field.struct_size = sizeof larger, .later = 7};
  assert_int_equal(PyMV_FormatField(format, 4, &larger.field), 0);
  assert_int_equal(larger.field.depth, 2);
  assert_int_equal(larger.later, 7);
  field.struct_size = 0;
  assert_fails_as(PyMV_FormatField(format, 4, &field), "ValueError");
}

/* --- FormatWrite --- */

typedef struct Sample {
  int32_t number;
  double ratio;
  char code[3];
  int16_t pair[2];
} Sample;

static const PyMV_Field sample_fields[] = {
    FIELD(.type = "i", .name = "number", .offset = offsetof(Sample, number), .itemsize = 4),
    FIELD(.type = "d", .name = "ratio", .offset = offsetof(Sample, ratio), .itemsize = 8),
    OTHER_FIELD(.type = "s", .name = "code", .offset = offsetof(Sample, code), .itemsize = 3,
                .count = 1, .byteorder = '|'),
    FIELD(.type = "h", .name = "pair", .offset = offsetof(Sample, pair), .itemsize = 2, .ndim = 1,
          .shape = SHAPE(2)),
};

#define SAMPLE_FIELDS (ptrdiff_t)Py_ARRAY_LENGTH(sample_fields)

static void a_struct_of_c_can_be_described(void **state) {
  char written[100];
  ptrdiff_t length =
      PyMV_FormatWrite(sample_fields, SAMPLE_FIELDS, sizeof(Sample), written, sizeof written);
  assert_int_equal(length, strlen(written));
  PyMV_Format *read = PyMV_FormatParse(written, NULL);
  assert_non_null(read);
  assert_int_equal(PyMV_FormatSize(read), sizeof(Sample));
  assert_int_equal(PyMV_FormatFieldCount(read), SAMPLE_FIELDS);
  for (ptrdiff_t i = 0; i < SAMPLE_FIELDS; i++) {
    PyMV_Field field = {.struct_size = sizeof field};
    assert_int_equal(PyMV_FormatField(read, i, &field), 0);
    assert_string_equal(field.type, sample_fields[i].type);
    assert_string_equal(field.name, sample_fields[i].name);
    assert_int_equal(field.offset, sample_fields[i].offset);
    assert_int_equal(field.ndim, sample_fields[i].ndim);
  }
  PyMV_FormatFree(read);
}

static void a_text_is_written_only_if_there_is_room(void **state) {
  ptrdiff_t length = PyMV_FormatWrite(sample_fields, SAMPLE_FIELDS, sizeof(Sample), NULL, 0);
  assert_true(length > 0 && length < 100);
  char written[101];
  for (ptrdiff_t room = 0; room <= length + 1; room++) {
    memset(written, '#', sizeof written);
    ptrdiff_t result =
        PyMV_FormatWrite(sample_fields, SAMPLE_FIELDS, sizeof(Sample), written, room);
    assert_int_equal(result, length);
    if (room > length) {
      assert_int_equal(strlen(written), length);
      assert_int_equal(written[length + 1], '#');
    } else {
      for (int i = 0; i < 101; i++) assert_int_equal(written[i], '#');
    }
  }
}

static void no_fields_are_padding(void **state) {
  char written[20] = "###";
  assert_int_equal(PyMV_FormatWrite(NULL, 0, 0, written, sizeof written), 0);
  assert_string_equal(written, "");
}

static void counts_are_written_in_decimal(void **state) {
  const ptrdiff_t counts[] = {0, 2, 9, 10, 11, 99, 100, 1234567890};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(counts); i++) {
    PyMV_Field field = {.struct_size = sizeof field,
                        .type = "b",
                        .itemsize = 1,
                        .count = counts[i],
                        .byteorder = '|'};
    char written[64];
    assert_true(PyMV_FormatWrite(&field, 1, counts[i], written, sizeof written) > 0);
    assert_string_equal(written, text("%tdb", counts[i]));
  }
}

static void sizes_are_not_negative(void **state) {
  char written[20] = "###";
  assert_fails_as(PyMV_FormatWrite(NULL, 0, -1, written, sizeof written), "ValueError");
  assert_fails_as(PyMV_FormatWrite(NULL, 0, 0, written, -1), "ValueError");
  assert_string_equal(written, "###");
}

/* Assert that a field is refused, alone in an item of 64 bytes, and that nothing is written. */
static void assert_unwritable(const char *why, PyMV_Field field) {
  char written[64] = "untouched";
  if (PyMV_FormatWrite(&field, 1, 64, written, sizeof written) != -1)
    fail_msg("%s is written as '%s'", why, written);
  const char *error = flat_error();
  if (strncmp(error, "ValueError: ", 12) != 0) fail_msg("%s: %s", why, error);
  assert_string_equal(written, "untouched");
}

static void invalid_fields_are_refused(void **state) {
  ptrdiff_t axes[33];
  for (int i = 0; i < 33; i++) axes[i] = 1;
  const struct {
    const char *why;
    PyMV_Field field;
  } cases[] = {
      {"no struct_size", {.type = "i", .itemsize = 4, .count = 1, .byteorder = '<'}},
      {"an unknown type", FIELD(.type = "k", .itemsize = 4)},
      {"an empty type", FIELD(.type = "", .itemsize = 4)},
      {"two types", FIELD(.type = "ii", .itemsize = 8)},
      {"objects", FIELD(.type = "O", .itemsize = 8)},
      {"an unknown scalar", FIELD(.type = "[unknown]", .itemsize = 2)},
      {"an itemsize that is not the type's", FIELD(.type = "i", .itemsize = 3)},
      {"a negative itemsize", FIELD(.type = "s", .itemsize = -1)},
      {"half a character", FIELD(.type = "w", .itemsize = 6)},
      {"a negative offset", FIELD(.type = "i", .itemsize = 4, .offset = -1)},
      {"a field behind the item", FIELD(.type = "i", .itemsize = 4, .offset = 61)},
      {"an offset that overflows", FIELD(.type = "i", .itemsize = 4, .offset = PTRDIFF_MAX)},
      {"a negative count", OTHER_FIELD(.type = "b", .itemsize = 1, .count = -1, .byteorder = '|')},
      {"a count that overflows",
       OTHER_FIELD(.type = "i", .itemsize = 4, .count = PTRDIFF_MAX / 2, .byteorder = '<')},
      {"a count with a name",
       OTHER_FIELD(.type = "b", .itemsize = 1, .count = 2, .byteorder = '|', .name = "a")},
      {"a count with a shape", OTHER_FIELD(.type = "b", .itemsize = 1, .count = 2, .byteorder = '|',
                                           .ndim = 1, .shape = SHAPE(2))},
      {"a count of strings", OTHER_FIELD(.type = "s", .itemsize = 1, .count = 2, .byteorder = '|')},
      {"a member of no structure", FIELD(.type = "i", .itemsize = 4, .depth = 1)},
      {"a negative depth", FIELD(.type = "i", .itemsize = 4, .depth = -1)},
      {"an unknown byte order",
       OTHER_FIELD(.type = "i", .itemsize = 4, .count = 1, .byteorder = '@')},
      {"a name with a colon", FIELD(.type = "i", .itemsize = 4, .name = "a:b")},
      {"a name that is not UTF-8", FIELD(.type = "i", .itemsize = 4, .name = "\xFF")},
      {"a negative extent", FIELD(.type = "i", .itemsize = 4, .ndim = 1, .shape = SHAPE(-1))},
      {"a shape that is NULL", FIELD(.type = "i", .itemsize = 4, .ndim = 1)},
      {"negative axes", FIELD(.type = "i", .itemsize = 4, .ndim = -1)},
      {"33 axes", FIELD(.type = "b", .itemsize = 1, .ndim = 33, .shape = axes)},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++)
    assert_unwritable(cases[i].why, cases[i].field);
}

static void fields_must_stand_in_the_order_of_their_offsets(void **state) {
  PyMV_Field crossed[] = {
      FIELD(.type = "i", .itemsize = 4, .offset = 4),
      FIELD(.type = "i", .itemsize = 4, .offset = 0),
  };
  PyMV_Field overlapping[] = {
      FIELD(.type = "i", .itemsize = 4, .offset = 0),
      FIELD(.type = "i", .itemsize = 4, .offset = 3),
  };
  PyMV_Field outside[] = {
      OTHER_FIELD(.type = "T", .itemsize = 4, .count = 1, .byteorder = '|'),
      FIELD(.type = "i", .itemsize = 4, .offset = 2, .depth = 1),
  };
  assert_fails_as(PyMV_FormatWrite(crossed, 2, 8, NULL, 0), "ValueError");
  assert_fails_as(PyMV_FormatWrite(overlapping, 2, 8, NULL, 0), "ValueError");
  assert_fails_as(PyMV_FormatWrite(outside, 2, 8, NULL, 0), "ValueError");
  assert_fails_as(PyMV_FormatWrite(sample_fields, SAMPLE_FIELDS, 4, NULL, 0), "ValueError");
  assert_fails_as(PyMV_FormatWrite(sample_fields, -1, 4, NULL, 0), "ValueError");
  assert_fails_as(PyMV_FormatWrite(sample_fields, SAMPLE_FIELDS, -1, NULL, 0), "ValueError");
}

static void what_is_written_can_be_viewed(void **state) {
  Sample samples[2] = {{1, 0.5, "ab", {3, 4}}, {-1, 2.5, "cd", {5, 6}}};
  char written[100];
  PyMV_FormatWrite(sample_fields, SAMPLE_FIELDS, sizeof(Sample), written, sizeof written);
  PyObject *view =
      PyMV_FromArray(samples, written, sizeof(Sample), 1, SHAPE(2), NULL, NULL, 0, NULL, NULL);
  assert_non_null(view);
  assert_items(PyMV_GetField(view, "number"), 1, -1);
  assert_items(PyMV_GetField(view, "ratio"), 0.5, 2.5);
  assert_items(PyMV_GetField(view, "pair"), 3, 4, 5, 6);
  PyMV_DecRef(view);
}

/* --- sizes --- */

static void sizes_of_formats_that_struct_lacks_are_known(void **state) {
  assert_int_equal(PyBuffer_SizeFromFormat(records), 34);
  assert_int_equal(PyBuffer_SizeFromFormat("(2,3)T{b:a:d:b:}"), 96);
  assert_int_equal(PyBuffer_SizeFromFormat("dB"), 9);
  assert_int_equal(PyBuffer_SizeFromFormat("<3w"), 12);
  assert_int_equal(PyBuffer_SizeFromFormat("[bfloat16]"), 2);
  PyObject *view = PyMV_NewArray("T{<i:a:4x<d:b:}", 1, SHAPE(3), 'C');
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(view, &info), 0);
  assert_int_equal(info.itemsize, 16);
  assert_int_equal(info.nbytes, 48);
  PyMV_DecRef(view);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      RECORDS(null_arguments_are_refused),
      RECORDS(an_error_says_where_the_text_is_wrong),
      RECORDS(the_text_is_not_needed_any_longer),
      RECORDS(fields_are_listed_depth_first),
      RECORDS(a_field_is_described),
      RECORDS(indices_out_of_range_are_refused),
      RECORDS(a_field_fills_no_more_than_there_is_room_for),
      RECORDS(a_struct_of_c_can_be_described),
      RECORDS(a_text_is_written_only_if_there_is_room),
      RECORDS(no_fields_are_padding),
      RECORDS(counts_are_written_in_decimal),
      RECORDS(sizes_are_not_negative),
      RECORDS(invalid_fields_are_refused),
      RECORDS(fields_must_stand_in_the_order_of_their_offsets),
      RECORDS(what_is_written_can_be_viewed),
      RECORDS(sizes_of_formats_that_struct_lacks_are_known),
  };
  return cmocka_run_group_tests_name("format_api", tests, start_host, stop_host);
}
