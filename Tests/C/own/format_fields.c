/* PyMV_GetField and view["name"]: views of one field of every item. */
#include "flat.h"

typedef struct Inner {
  int16_t x;
  float y[2][3];
} Inner;

typedef struct Record {
  int32_t a;
  Inner s[2];
  double t;
} Record;

static const char record_format[] = "T{i:a:(2)T{h:x:(2,3)f:y:}:s:d:t:}";
static Record records[3];
static PyObject *view;

static int make_records(void **state) {
  for (int i = 0; i < 3; i++) {
    records[i].a = i;
    records[i].t = i + 0.5;
    for (int k = 0; k < 12; k++) records[i].s[k / 6].y[k % 6 / 3][k % 3] = (float)(100 * i + k);
    for (int k = 0; k < 2; k++) records[i].s[k].x = (int16_t)(10 * i + k);
  }
  view = PyMV_FromArray(records, record_format, sizeof(Record), 1, SHAPE(3), NULL, NULL, 0, NULL,
                        NULL);
  return view == NULL ? -1 : 0;
}

static int drop_records(void **state) {
  PyMV_DecRef(view);
  return no_error_is_left(state);
}

#define RECORDS(function) cmocka_unit_test_setup_teardown(function, make_records, drop_records)

/* A field of a field. */
static PyObject *inner(const char *outer, const char *name) {
  PyObject *structures = PyMV_GetField(view, outer);
  assert_non_null(structures);
  PyObject *result = PyMV_GetField(structures, name);
  PyMV_DecRef(structures);
  return result;
}

/* What a format means, as one field: its canonical type, byte order and itemsize. */
static const char *meaning(const char *format) {
  PyMV_Format *parsed = PyMV_FormatParse(format, NULL);
  assert_non_null(parsed);
  PyMV_Field field = {.struct_size = sizeof field};
  assert_int_equal(PyMV_FormatField(parsed, 0, &field), 0);
  const char *result = text("%c%s %td", field.byteorder, field.type, field.itemsize);
  PyMV_FormatFree(parsed);
  return result;
}

/* --- what a field is --- */

static void a_field_is_a_view_of_the_same_memory(void **state) {
  PyObject *field = PyMV_GetField(view, "t");
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(field, &info), 0);
  assert_ptr_equal(info.data, &records[0].t);
  assert_int_equal(info.ndim, 1);
  assert_string_equal(sizes_text(info.shape, 1), "(3)");
  assert_int_equal(info.strides[0], sizeof(Record));
  assert_int_equal(info.itemsize, 8);
  assert_int_equal(info.nbytes, 24);
  assert_int_equal(info.readonly, 0);
  assert_int_equal(info.c_contiguous, 0);
  assert_string_equal(meaning(info.format), "<d 8");
  assert_int_equal(PyMV_SetDouble(field, SHAPE(1), 42), 0);
  assert_true(records[1].t == 42);
  PyMV_DecRef(field);
}

static void padding_before_a_structure_moves_its_fields(void **state) {
  int32_t items[] = {1, 2, 3, 4};
  PyObject *padded = PyMV_FromArray(items, "4xT{i:a:}", 0, 1, SHAPE(2), NULL, NULL, 0, NULL, NULL);
  PyObject *field = PyMV_GetField(padded, "a");
  int64_t number = 0;
  assert_int_equal(PyMV_GetInt64(field, SHAPE(1), &number), 0);
  assert_int_equal(number, 4);
  PyMV_DecRef(field);
  PyMV_DecRef(padded);
}

static void axes_of_sub_arrays_come_last(void **state) {
  PyObject *field = inner("s", "y");
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(field, &info), 0);
  assert_ptr_equal(info.data, &records[0].s[0].y);
  assert_string_equal(sizes_text(info.shape, 4), "(3, 2, 2, 3)");
  assert_string_equal(sizes_text(info.strides, 4), "(72, 28, 12, 4)");
  assert_string_equal(meaning(info.format), "<f 4");
  double number = 0;
  assert_int_equal(PyMV_GetDouble(field, SHAPE(2, 1, 0, 2), &number), 0);
  assert_true(number == 208);
  PyMV_DecRef(field);
}

static void structures_are_fields_with_fields(void **state) {
  PyObject *structures = PyMV_GetField(view, "s");
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(structures, &info), 0);
  assert_string_equal(sizes_text(info.shape, 2), "(3, 2)");
  assert_int_equal(info.itemsize, sizeof(Inner));
  assert_string_equal(meaning(info.format), "|T 28");
  PyMV_DecRef(structures);
  assert_items(inner("s", "x"), 0, 1, 10, 11, 20, 21);
}

static void fields_may_stand_outside_of_a_structure(void **state) {
  struct {
    int32_t a;
    double b;
  } pairs[2] = {{1, 0.5}, {2, 1.5}};
  PyObject *array = PyMV_FromArray(pairs, "i:a:d:b:", 0, 1, SHAPE(2), NULL, NULL, 0, NULL, NULL);
  assert_items(PyMV_GetField(array, "a"), 1, 2);
  assert_items(PyMV_GetField(array, "b"), 0.5, 1.5);
  PyMV_DecRef(array);
}

static void byte_order_and_offset_are_the_fields_own(void **state) {
  unsigned char bytes[] = {9, 0, 1, 2, 0, 9, 0, 3, 4, 0};
  PyObject *array =
      PyMV_FromArray(bytes, "T{<b:a:>h:b:<h:c:}", 0, 1, SHAPE(2), NULL, NULL, 1, NULL, NULL);
  assert_items(PyMV_GetField(array, "a"), 9, 9);
  assert_items(PyMV_GetField(array, "b"), 1, 3);
  assert_items(PyMV_GetField(array, "c"), 2, 4);
  PyObject *field = PyMV_GetField(array, "b");
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(field, &info), 0);
  assert_string_equal(meaning(info.format), ">h 2");
  assert_int_equal(info.readonly, 1);
  assert_fails(PyMV_SetDouble(field, SHAPE(0), 1), "TypeError", "cannot modify read-only memory");
  PyMV_DecRef(field);
  PyMV_DecRef(array);
}

static void a_count_with_a_name_is_an_axis(void **state) {
  unsigned char bytes[] = {1, 2, 3, 4};
  PyObject *array = PyMV_FromArray(bytes, "T{2B:a:}", 0, 1, SHAPE(2), NULL, NULL, 0, NULL, NULL);
  PyObject *field = PyMV_GetField(array, "a");
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(field, &info), 0);
  assert_string_equal(sizes_text(info.shape, 2), "(2, 2)");
  assert_items(field, 1, 2, 3, 4);
  PyMV_DecRef(array);
}

static void names_are_utf8_and_may_have_spaces(void **state) {
  unsigned char bytes[] = {1, 2, 3};
  PyObject *array = PyMV_FromArray(bytes, "T{B:a b:B:\xC3\xA4:B:\xE6\x97\xA5:}", 0, 0, NULL, NULL,
                                   NULL, 0, NULL, NULL);
  assert_items(PyMV_GetField(array, "a b"), 1);
  assert_items(PyMV_GetField(array, "\xC3\xA4"), 2);
  assert_items(PyMV_GetField(array, "\xE6\x97\xA5"), 3);
  PyMV_DecRef(array);
}

/* --- fields of other views --- */

static void fields_of_slices_and_of_no_items(void **state) {
  PyObject *backwards = PyMV_Slice(view, 0, LEFT_OUT, LEFT_OUT, -2);
  assert_items(PyMV_GetField(backwards, "a"), 2, 0);
  PyMV_DecRef(backwards);
  PyObject *none = PyMV_Slice(view, 0, 1, 1, 1), *field = PyMV_GetField(none, "s");
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(field, &info), 0);
  assert_string_equal(sizes_text(info.shape, 2), "(0, 2)");
  PyMV_DecRef(field);
  PyMV_DecRef(none);
}

static void pointers_are_followed(void **state) {
  void *pointers[] = {&records[2], &records[0]};
  PyObject *rows =
      PyMV_FromArray(pointers, record_format, sizeof(Record), 2, SHAPE(2, 1),
                     SHAPE(sizeof(void *), sizeof(Record)), SHAPE(0, -1), 0, NULL, NULL);
  assert_items(PyMV_GetField(rows, "t"), 2.5, 0.5);
  PyObject *structures = PyMV_GetField(rows, "s");
  assert_items(PyMV_GetField(structures, "x"), 20, 21, 0, 1);
  PyObject *y = PyMV_GetField(structures, "y");
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(y, &info), 0);
  assert_string_equal(sizes_text(info.shape, 5), "(2, 1, 2, 2, 3)");
  double number = 0;
  assert_int_equal(PyMV_GetDouble(y, SHAPE(0, 0, 1, 1, 2), &number), 0);
  assert_true(number == 211);
  PyMV_DecRef(y);
  PyMV_DecRef(structures);
  PyMV_DecRef(rows);
}

static void pointers_on_the_last_axis_are_followed(void **state) {
  void *pointers[] = {&records[1], &records[2]};
  PyObject *line = PyMV_FromArray(pointers, record_format, sizeof(Record), 1, SHAPE(2),
                                  SHAPE(sizeof(void *)), SHAPE(0), 0, NULL, NULL);
  assert_items(PyMV_GetField(line, "a"), 1, 2);
  assert_items(PyMV_GetField(line, "t"), 1.5, 2.5);
  PyMV_DecRef(line);
}

static void count_call(void *ptr, void *ctx) {
  ++*(int *)ctx;
}

static void a_field_keeps_the_memory(void **state) {
  int calls = 0;
  PyObject *whole = PyMV_FromArray(records, record_format, sizeof(Record), 1, SHAPE(3), NULL, NULL,
                                   0, count_call, &calls);
  PyObject *field = PyMV_GetField(whole, "a");
  assert_int_equal(PyMV_Release(whole), 0);
  PyMV_DecRef(whole);
  assert_int_equal(calls, 0);
  assert_items(field, 0, 1, 2);
  assert_int_equal(calls, 1);
}

static void fields_can_be_copied_and_compared(void **state) {
  PyObject *copy = PyMV_Copy(view, 'C');
  PyObject *field = PyMV_GetField(view, "s"), *same = PyMV_GetField(copy, "s");
  assert_int_equal(PyMV_Equal(view, copy), 1);
  assert_int_equal(PyMV_Equal(field, same), 1);
  records[2].s[1].y[1][2] = 77;
  assert_int_equal(PyMV_Equal(view, copy), 0);
  assert_int_equal(PyMV_Equal(field, same), 0);
  assert_int_equal(PyMV_CopyItems(same, field), 0);
  assert_int_equal(PyMV_Equal(view, copy), 1);
  PyMV_DecRef(same);
  PyMV_DecRef(field);
  PyMV_DecRef(copy);
}

/* --- what is refused --- */

static void names_that_are_no_fields_are_refused(void **state) {
  const char *names[] = {"q", "", "x", "s.x", "A", "a ", "aa", "T{", "i"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(names); i++) {
    assert_null(PyMV_GetField(view, names[i]));
    assert_string_equal(flat_error(),
                        text("ValueError: memoryview: no field of name '%s'", names[i]));
  }
}

static void items_without_names_have_no_fields(void **state) {
  const char *formats[] = {"B", "i", "ii", "2i", "T{ii}", "(2)i", "4s", "T{}", "T{T{i:a:}}"};
  static char bytes[16];
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    PyObject *plain = PyMV_FromArray(bytes, formats[i], 16, 1, SHAPE(1), NULL, NULL, 0, NULL, NULL);
    assert_non_null(plain);
    assert_fails(PyMV_GetField(plain, "a"), "ValueError", "memoryview: no field of name 'a'");
    PyMV_DecRef(plain);
  }
}

static void a_field_of_too_many_axes_is_refused(void **state) {
  ptrdiff_t axes[64];
  for (int i = 0; i < 64; i++) axes[i] = 1;
  PyObject *deep =
      PyMV_FromArray(records, record_format, sizeof(Record), 64, axes, NULL, NULL, 0, NULL, NULL);
  assert_items(PyMV_GetField(deep, "a"), 0);
  assert_null(PyMV_GetField(deep, "s"));
  assert_true(strncmp(flat_error(), "ValueError: ", 12) == 0);
  PyMV_DecRef(deep);
}

static void items_smaller_than_their_format_have_no_fields(void **state) {
  PyObject *small =
      PyMV_FromArray(records, record_format, 8, 1, SHAPE(1), NULL, NULL, 0, NULL, NULL);
  assert_non_null(small);
  assert_null(PyMV_GetField(small, "t"));
  assert_true(strncmp(flat_error(), "ValueError: ", 12) == 0);
  PyMV_DecRef(small);
}

static void invalid_arguments_are_refused(void **state) {
  assert_fails(PyMV_GetField(NULL, "a"), "SystemError", "argument must not be NULL");
  assert_fails(PyMV_GetField(view, NULL), "SystemError", "argument must not be NULL");
  assert_null(PyMV_GetField(Py_None, "a"));
  assert_true(strncmp(flat_error(), "TypeError: ", 11) == 0);
  PyMV_Release(view);
  assert_fails(PyMV_GetField(view, "a"), "ValueError",
               "operation forbidden on released memoryview object");
}

/* --- the same in the notation of Python --- */

static void a_name_is_a_key(void **state) {
  given("m = memoryview(nd('T{<h:a:(2)>h:b:}', (2,), "
        "b'\\1\\0\\0\\2\\0\\3\\4\\0\\0\\5\\0\\6'))");
  expect("m['a'].tolist()", "[1, 4]");
  expect("m['b'].tolist()", "[[2, 3], [5, 6]]");
  expect("m['b'].shape", "(2, 2)");
  expect("m['b'].strides", "(6, 2)");
  expect("m[::-1]['a'].tolist()", "[4, 1]");
  expect("m['c']", "ValueError: memoryview: no field of name 'c'");
  expect("m['a.b']", "ValueError: memoryview: no field of name 'a.b'");
  expect("m['a']['a']", "TypeError: memoryview: invalid slice key");
  expect("m.tolist()", "[(1, [2, 3]), (4, [5, 6])]");
}

static void items_without_names_have_no_such_keys(void **state) {
  given("m = memoryview(b'abcd'); n = memoryview(nd('T{hh}', (1,), b'\\0\\1\\2\\3'))");
  expect("m['a']", "TypeError: memoryview: invalid slice key");
  expect("n['a']", "TypeError: memoryview: invalid slice key");
  expect("n['a'] = m", "TypeError: memoryview: invalid slice key");
}

static void fields_are_assigned_like_slices(void **state) {
  given("m = memoryview(nd('T{<h:a:B:b:}', (2,), b'\\1\\0\\2\\3\\0\\4'))");
  expect("m['b'] = b'xy'; m.tolist()", "[(1, 120), (3, 121)]");
  expect("m['a'] = nd('h', (2,), b'\\5\\0\\6\\0'); m.tolist()", "[(5, 120), (6, 121)]");
  expect("m['a'] = nd('>h', (2,), b'\\5\\0\\6\\0')",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m['b'] = b'x'",
         "ValueError: memoryview assignment: lvalue and rvalue have different structures");
  expect("m['c'] = b'xy'", "ValueError: memoryview: no field of name 'c'");
  expect("del m['b']", "TypeError: cannot delete memory");
  expect("m.tolist()", "[(5, 120), (6, 121)]");
}

static void truth_has_no_byte_order(void **state) {
  given("m = memoryview(nd('>?b', (2,), b'\\1\\2\\0\\3'))");
  expect("m.tolist()", "[(True, 2), (False, 3)]");
}

static void characters_have_up_to_four_bytes(void **state) {
  given("m = memoryview(nd('<w', (6,), b'\\x7f\\0\\0\\0\\x80\\0\\0\\0\\xff\\7\\0\\0"
        "\\0\\x08\\0\\0\\xfd\\xff\\0\\0\\0\\0\\1\\0'))");
  expect("m.tolist()",
         "['\\x7f', '\\x80', '\xDF\xBF', '\xE0\xA0\x80', '\xEF\xBF\xBD', '\xF0\x90\x80\x80']");
}

static void the_last_character_is_one(void **state) {
  given("m = memoryview(nd('<w', (2,), b'\\xff\\xff\\x10\\0\\0\\0\\x11\\0'))");
  expect("m[0]", "'\\U0010ffff'");
  expect("m[1]", "ValueError: memoryview: character U+110000 is not in range(0xADDR)");
}

static void structures_without_values_are_passed_over(void **state) {
  given("m = memoryview(nd('=0T{q}b', (2,), b'\\1\\2'))");
  expect("m.tolist()", "[1, 2]");
  expect("m[0] = -1; m.tolist()", "[-1, 2]");
  expect("m[1] = (1,)", "TypeError: memoryview: invalid type for format '=0T{q}b'");
  expect("m == m", "True");
  expect("2 in m", "True");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      RECORDS(a_field_is_a_view_of_the_same_memory),
      RECORDS(padding_before_a_structure_moves_its_fields),
      RECORDS(axes_of_sub_arrays_come_last),
      RECORDS(structures_are_fields_with_fields),
      RECORDS(fields_may_stand_outside_of_a_structure),
      RECORDS(byte_order_and_offset_are_the_fields_own),
      RECORDS(a_count_with_a_name_is_an_axis),
      RECORDS(names_are_utf8_and_may_have_spaces),
      RECORDS(fields_of_slices_and_of_no_items),
      RECORDS(pointers_are_followed),
      RECORDS(pointers_on_the_last_axis_are_followed),
      RECORDS(a_field_keeps_the_memory),
      RECORDS(fields_can_be_copied_and_compared),
      RECORDS(names_that_are_no_fields_are_refused),
      RECORDS(items_without_names_have_no_fields),
      RECORDS(a_field_of_too_many_axes_is_refused),
      RECORDS(items_smaller_than_their_format_have_no_fields),
      RECORDS(invalid_arguments_are_refused),
      RECORDS(a_name_is_a_key),
      RECORDS(items_without_names_have_no_such_keys),
      RECORDS(fields_are_assigned_like_slices),
      RECORDS(truth_has_no_byte_order),
      RECORDS(characters_have_up_to_four_bytes),
      RECORDS(the_last_character_is_one),
      RECORDS(structures_without_values_are_passed_over),
  };
  return cmocka_run_group_tests_name("format_fields", tests, start_host, stop_host);
}
