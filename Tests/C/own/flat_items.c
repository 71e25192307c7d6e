/* The flat API: descriptions, single items and copies. */
#include "flat_views.h"

#include <math.h>

/* --- GetInfo --- */

static void info_describes_the_array(void **state) {
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(cube, &info), 0);
  assert_int_equal(info.struct_size, sizeof info);
  assert_int_equal(*(short *)info.data, 0);
  assert_string_equal(info.format, "h");
  assert_string_equal(sizes_text(info.shape, 3), "(2, 3, 4)");
  assert_string_equal(sizes_text(info.strides, 3), "(24, 8, 2)");
  assert_null(info.suboffsets);
  assert_int_equal(info.itemsize, 2);
  assert_int_equal(info.nbytes, 48);
  assert_int_equal(info.ndim, 3);
  assert_int_equal(info.readonly, 0);
  assert_int_equal(info.c_contiguous, 1);
  assert_int_equal(info.f_contiguous, 0);
  assert_int_equal(PyMV_GetInfo(rows, &info), 0);
  assert_string_equal(sizes_text(info.suboffsets, 2), "(1, -1)");
  assert_int_equal(info.c_contiguous, 0);
}

static void info_fills_no_more_than_there_is_room_for(void **state) {
  PyMV_Info info;
  memset(&info, 0x55, sizeof info);
  PyMV_Info untouched = info;
  info.struct_size = offsetof(PyMV_Info, strides);
  assert_int_equal(PyMV_GetInfo(cube, &info), 0);
  assert_int_equal(info.struct_size, offsetof(PyMV_Info, strides));
  assert_int_equal(info.shape[2], 4);
  assert_memory_equal(&info.strides, &untouched.strides,
                      sizeof info - offsetof(PyMV_Info, strides));
  struct {
    PyMV_Info info;
    int later;
  } larger = {.info.struct_size = sizeof larger, .later = 7};
  assert_int_equal(PyMV_GetInfo(cube, &larger.info), 0);
  assert_int_equal(larger.later, 7);
  info.struct_size = 0;
  assert_fails(PyMV_GetInfo(cube, &info), "ValueError", "info->struct_size is too small");
  assert_fails(PyMV_GetInfo(cube, NULL), "SystemError", "argument must not be NULL");
}

/* --- ItemPointer --- */

static void items_are_where_their_pointers_say(void **state) {
  assert_int_equal(*(short *)PyMV_ItemPointer(cube, SHAPE(1, 2, 3), 0), 23);
  assert_int_equal(*(short *)PyMV_ItemPointer(cube, SHAPE(-2, -1, -4), 1), 8);
  assert_int_equal(*(unsigned char *)PyMV_ItemPointer(rows, SHAPE(1, -1), 0), 12);
  PyObject *line = PyMV_Index(rows, 0, 0), *scalar = PyMV_Index(line, 0, 1);
  assert_int_equal(*(unsigned char *)PyMV_ItemPointer(scalar, NULL, 0), 1);
  PyMV_DecRef(scalar);
  PyMV_DecRef(line);
}

static void no_pointer_leads_out_of_the_array(void **state) {
  assert_fails(PyMV_ItemPointer(cube, SHAPE(2, 0, 0), 0), "IndexError",
               "index out of bounds on dimension 1");
  assert_fails(PyMV_ItemPointer(cube, SHAPE(0, 0, -5), 0), "IndexError",
               "index out of bounds on dimension 3");
  assert_fails(PyMV_ItemPointer(rows, SHAPE(0, PTRDIFF_MAX), 0), "IndexError",
               "index out of bounds on dimension 2");
  assert_fails(PyMV_ItemPointer(cube, NULL, 0), "ValueError", "index must not be NULL");
  PyObject *empty =
      PyMV_FromArray(NULL, "B", 0, 2, SHAPE(3, 0), SHAPE(8, 1), SHAPE(0, -1), 0, NULL, NULL);
  assert_fails(PyMV_ItemPointer(empty, SHAPE(1, 0), 0), "IndexError",
               "index out of bounds on dimension 2");
  PyMV_DecRef(empty);
}

static void read_only_items_cannot_be_had_for_writing(void **state) {
  PyObject *view = PyMV_AsReadOnly(cube);
  assert_non_null(PyMV_ItemPointer(view, SHAPE(0, 0, 0), 0));
  assert_fails(PyMV_ItemPointer(view, SHAPE(0, 0, 0), 1), "TypeError",
               "cannot modify read-only memory");
  assert_fails(PyMV_SetDouble(view, SHAPE(0, 0, 0), 1), "TypeError",
               "cannot modify read-only memory");
  assert_fails(PyMV_SetInt64(view, SHAPE(0, 0, 0), 1), "TypeError",
               "cannot modify read-only memory");
  assert_fails(PyMV_WriteFrom(view, "", 0, 'C'), "TypeError", "cannot modify read-only memory");
  assert_fails(PyMV_Fill(view, "ab"), "TypeError", "cannot modify read-only memory");
  assert_fails(PyMV_CopyItems(view, cube), "TypeError", "cannot modify read-only memory");
  PyMV_DecRef(view);
}

/* --- Get and Set --- */

static const char number_formats[] = "bBhHiIlLqQnNefd?P";

static void integers_of_long_and_of_registered_types(void **state) {
  const char *formats[] = {"g", "[bfloat16]"};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    PyObject *view = PyMV_NewArray(formats[i], 0, NULL, 'C');
    assert_non_null(view);
    double real = 0;
    int64_t integer = 0;
    assert_int_equal(PyMV_SetInt64(view, NULL, -100), 0);
    assert_int_equal(PyMV_GetInt64(view, NULL, &integer), 0);
    assert_int_equal(integer, -100);
    assert_int_equal(PyMV_GetDouble(view, NULL, &real), 0);
    assert_true(real == -100);
    PyMV_DecRef(view);
  }
}

static void every_number_can_be_read_and_written(void **state) {
  const char *orders[] = {"", "@", "=", "<", ">", "!"};
  for (size_t k = 0; k < Py_ARRAY_LENGTH(orders); k++) {
    for (const char *letter = number_formats; *letter != '\0'; letter++) {
      if (k > 1 && strchr("nNP", *letter) != NULL) continue;
      const char *format = text("%s%c", orders[k], *letter);
      PyObject *view = PyMV_NewArray(format, 1, SHAPE(3), 'C');
      assert_non_null(view);
      double real = 0;
      int64_t integer = 0;
      assert_int_equal(PyMV_SetDouble(view, SHAPE(1), 1), 0);
      assert_int_equal(PyMV_GetInt64(view, SHAPE(1), &integer), 0);
      assert_int_equal(integer, 1);
      assert_int_equal(PyMV_SetInt64(view, SHAPE(-1), *letter == '?' ? 1 : 100), 0);
      assert_int_equal(PyMV_GetDouble(view, SHAPE(2), &real), 0);
      assert_true(real == (*letter == '?' ? 1 : 100));
      assert_int_equal(PyMV_GetDouble(view, SHAPE(0), &real), 0);
      assert_true(real == 0);
      bool is_big = orders[k][0] == '>' || orders[k][0] == '!';
      if (strchr("hHiIlLqQ", *letter) != NULL) {
        PyMV_Info info = {.struct_size = sizeof info};
        PyMV_GetInfo(view, &info);
        char *item = (char *)info.data + info.itemsize;
        assert_int_equal(item[is_big ? info.itemsize - 1 : 0], 1);
        assert_int_equal(item[is_big ? 0 : info.itemsize - 1], 0);
      }
      PyMV_DecRef(view);
    }
  }
}

static void numbers_that_do_not_fit_are_refused(void **state) {
  const struct {
    const char *format, *error;
    double value;
  } cases[] = {
      {"b", "ValueError: memoryview: invalid value for format 'b'", 128},
      {"B", "ValueError: memoryview: invalid value for format 'B'", -1},
      {"h", "ValueError: memoryview: invalid value for format 'h'", 1.5},
      {">i", "ValueError: memoryview: invalid value for format '>i'", 0x1p31},
      {"q", "ValueError: memoryview: invalid value for format 'q'", 0x1p63},
      {"Q", "ValueError: memoryview: invalid value for format 'Q'", 0x1p64},
      {"Q", "ValueError: memoryview: invalid value for format 'Q'", NAN},
      {"l", "ValueError: memoryview: invalid value for format 'l'", -INFINITY},
      {"e", "ValueError: memoryview: invalid value for format 'e'", 1e6},
      {">e", "ValueError: memoryview: invalid value for format '>e'", 1e6},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++) {
    PyObject *view = PyMV_NewArray(cases[i].format, 0, NULL, 'C');
    double left = 0;
    assert_int_equal(PyMV_SetInt64(view, NULL, 1), 0);
    assert_int_equal(PyMV_SetDouble(view, NULL, cases[i].value), -1);
    assert_string_equal(flat_error(), cases[i].error);
    assert_int_equal(PyMV_GetDouble(view, NULL, &left), 0);
    assert_true(left == 1);
    PyMV_DecRef(view);
  }
  PyObject *view = PyMV_NewArray("I", 0, NULL, 'C');
  assert_fails(PyMV_SetInt64(view, NULL, -1), "ValueError",
               "memoryview: invalid value for format 'I'");
  assert_fails(PyMV_SetInt64(view, NULL, (int64_t)1 << 32), "ValueError",
               "memoryview: invalid value for format 'I'");
  PyMV_DecRef(view);
}

static void what_is_no_integer_is_not_read_as_one(void **state) {
  const double values[] = {0.5, NAN, INFINITY, 0x1p63, -0x1.0000000000001p63};
  PyObject *view = PyMV_NewArray("d", 0, NULL, 'C');
  int64_t integer = 42;
  for (size_t i = 0; i < Py_ARRAY_LENGTH(values); i++) {
    PyMV_SetDouble(view, NULL, values[i]);
    assert_fails(PyMV_GetInt64(view, NULL, &integer), "ValueError",
                 "the item is no integer of 64 bits");
  }
  assert_int_equal(integer, 42);
  PyMV_SetDouble(view, NULL, -0x1p63);
  assert_int_equal(PyMV_GetInt64(view, NULL, &integer), 0);
  assert_true(integer == INT64_MIN);
  PyMV_DecRef(view);
  view = PyMV_NewArray("Q", 0, NULL, 'C');
  assert_int_equal(PyMV_SetInt64(view, NULL, 1), 0);
  assert_int_equal(PyMV_SetDouble(view, NULL, 0), 0);
  assert_int_equal(PyMV_GetInt64(view, NULL, &integer), 0);
  assert_int_equal(integer, 0);
  assert_int_equal(PyMV_SetDouble(view, NULL, 0x1p63), 0);
  assert_fails(PyMV_GetInt64(view, NULL, &integer), "ValueError",
               "the item is no integer of 64 bits");
  PyMV_DecRef(view);
}

static void what_is_no_number_is_refused(void **state) {
  const char *formats[] = {"c", "3s", "2h", "hh", "Zd", "F", "x", "5p", ""};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(formats); i++) {
    PyObject *view = PyMV_NewArray(formats[i], 0, NULL, 'C');
    double real;
    int64_t integer;
    assert_non_null(view);
    assert_fails(PyMV_GetDouble(view, NULL, &real), "TypeError",
                 "items of this format are not numbers");
    assert_fails(PyMV_GetInt64(view, NULL, &integer), "TypeError",
                 "items of this format are not numbers");
    assert_fails(PyMV_SetDouble(view, NULL, 1), "TypeError",
                 "items of this format are not numbers");
    assert_fails(PyMV_SetInt64(view, NULL, 1), "TypeError", "items of this format are not numbers");
    PyMV_DecRef(view);
  }
  static char bytes[2];
  PyObject *view = PyMV_FromArray(bytes, "d", 2, 0, NULL, NULL, NULL, 0, NULL, NULL);
  double real;
  assert_fails(PyMV_GetDouble(view, NULL, &real), "ValueError",
               "itemsize of the buffer is smaller than its format");
  PyMV_DecRef(view);
}

static void no_item_is_read_out_of_the_array(void **state) {
  double real;
  assert_fails(PyMV_GetDouble(cube, SHAPE(0, 3, 0), &real), "IndexError",
               "index out of bounds on dimension 2");
  assert_fails(PyMV_SetInt64(cube, SHAPE(0, 0, 4), 1), "IndexError",
               "index out of bounds on dimension 3");
  assert_fails(PyMV_GetDouble(cube, SHAPE(0, 0, 0), NULL), "SystemError",
               "argument must not be NULL");
}

/* --- copies --- */

static void items_go_to_memory_and_back(void **state) {
  PyObject *part = PyMV_Slice(cube, 2, 1, 3, 1), *plane = PyMV_Index(part, 0, 1);
  short items[6];
  assert_int_equal(PyMV_ReadInto(plane, items, sizeof items, 'C'), 0);
  assert_memory_equal(items, ((short[]){13, 14, 17, 18, 21, 22}), sizeof items);
  assert_int_equal(PyMV_ReadInto(plane, items, sizeof items, 'F'), 0);
  assert_memory_equal(items, ((short[]){13, 17, 21, 14, 18, 22}), sizeof items);
  assert_int_equal(PyMV_WriteFrom(plane, items, sizeof items, 'C'), 0);
  PyMV_IncRef(plane);
  assert_items(plane, 13, 17, 21, 14, 18, 22);
  assert_int_equal(PyMV_WriteFrom(plane, items, sizeof items, 'F'), 0);
  PyMV_IncRef(plane);
  assert_items(plane, 13, 14, 17, 18, 21, 22);
  PyMV_DecRef(plane);
  PyMV_DecRef(part);
  unsigned char bytes[6];
  assert_int_equal(PyMV_ReadInto(rows, bytes, 6, 'A'), 0);
  assert_memory_equal(bytes, "\0\1\2\12\13\14", 6);
}

static void memory_must_have_the_size_of_the_items(void **state) {
  short items[24];
  assert_fails(PyMV_ReadInto(cube, items, 47, 'C'), "ValueError",
               "len must be the number of bytes of the view");
  assert_fails(PyMV_WriteFrom(cube, items, 49, 'C'), "ValueError",
               "len must be the number of bytes of the view");
  assert_fails(PyMV_ReadInto(cube, items, -1, 'C'), "ValueError",
               "len must be the number of bytes of the view");
  assert_fails(PyMV_ReadInto(cube, NULL, 48, 'C'), "ValueError", "buf must not be NULL");
  assert_fails(PyMV_WriteFrom(cube, NULL, 48, 'C'), "ValueError", "buf must not be NULL");
  assert_fails(PyMV_ReadInto(cube, items, 48, 'B'), "ValueError", "order must be 'C', 'F' or 'A'");
  assert_fails(PyMV_WriteFrom(cube, items, 48, 'C' + 256), "ValueError",
               "order must be 'C', 'F' or 'A'");
  PyObject *empty = PyMV_Slice(cube, 0, 0, 0, 1);
  assert_int_equal(PyMV_ReadInto(empty, NULL, 0, 'C'), 0);
  assert_int_equal(PyMV_WriteFrom(empty, NULL, 0, 'F'), 0);
  PyMV_DecRef(empty);
}

static void items_go_from_view_to_view(void **state) {
  PyObject *to = PyMV_NewArray("h", 3, SHAPE(4, 3, 2), 'F'), *from = PyMV_Transpose(cube, NULL);
  assert_int_equal(PyMV_Equal(to, from), 0);
  assert_int_equal(PyMV_CopyItems(to, from), 0);
  assert_int_equal(PyMV_Equal(to, from), 1);
  PyMV_DecRef(from);
  assert_fails(PyMV_CopyItems(to, cube), "ValueError",
               "the views have different shapes or formats");
  PyObject *other = PyMV_NewArray("H", 3, SHAPE(4, 3, 2), 'F');
  assert_fails(PyMV_CopyItems(to, other), "ValueError",
               "the views have different shapes or formats");
  PyMV_DecRef(other);
  PyMV_DecRef(to);
}

static void overlapping_items_are_copied_as_if_away_first(void **state) {
  char bytes[] = "abcdef";
  PyObject *view = PyMV_FromArray(bytes, NULL, 0, 1, SHAPE(6), NULL, NULL, 0, NULL, NULL);
  PyObject *reversed = PyMV_Slice(view, 0, LEFT_OUT, LEFT_OUT, -1);
  assert_int_equal(PyMV_CopyItems(view, reversed), 0);
  assert_string_equal(bytes, "fedcba");
  PyObject *head = PyMV_Slice(view, 0, 0, 5, 1), *tail = PyMV_Slice(view, 0, 1, 6, 1);
  assert_int_equal(PyMV_CopyItems(tail, head), 0);
  assert_string_equal(bytes, "ffedcb");
  PyMV_DecRef(tail);
  PyMV_DecRef(head);
  PyMV_DecRef(reversed);
  PyMV_DecRef(view);
}

static void items_can_all_be_set_to_one(void **state) {
  PyObject *array = PyMV_NewArray("h", 2, SHAPE(3, 5), 'C');
  short nine = 9;
  assert_int_equal(PyMV_Fill(array, &nine), 0);
  PyMV_IncRef(array);
  assert_items(array, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9);
  PyObject *none = PyMV_Slice(array, 0, 1, 1, 1);
  assert_int_equal(PyMV_Fill(none, NULL), 0);
  PyMV_DecRef(none);
  PyObject *part = PyMV_Slice(array, 1, 1, LEFT_OUT, 2);
  nine = 4;
  assert_int_equal(PyMV_Fill(part, &nine), 0);
  PyMV_IncRef(array);
  assert_items(array, 9, 4, 9, 4, 9, 9, 4, 9, 4, 9, 9, 4, 9, 4, 9);
  /* An item of the view itself. */
  PyMV_SetInt64(array, SHAPE(1, 1), 7);
  assert_int_equal(PyMV_Fill(array, PyMV_ItemPointer(array, SHAPE(1, 1), 0)), 0);
  assert_fails(PyMV_Fill(array, NULL), "ValueError", "item must not be NULL");
  PyMV_DecRef(part);
  assert_items(array, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7);
  PyObject *before = PyMV_Copy(rows, 'C');
  assert_int_equal(PyMV_Fill(rows, "\5"), 0);
  PyMV_IncRef(rows);
  assert_items(rows, 5, 5, 5, 5, 5, 5);
  assert_int_equal(PyMV_CopyItems(rows, before), 0);
  PyMV_DecRef(before);
}

static void views_are_compared_by_value(void **state) {
  PyObject *reals = PyMV_NewArray("d", 3, SHAPE(2, 3, 4), 'F');
  assert_int_equal(PyMV_Equal(cube, reals), 0);
  for (int i = 0; i < 24; i++) PyMV_SetInt64(reals, SHAPE(i / 12, i / 4 % 3, i % 4), i);
  assert_int_equal(PyMV_Equal(cube, reals), 1);
  PyObject *flat = PyMV_Reshape(cube, 1, SHAPE(24), 'C');
  assert_int_equal(PyMV_Equal(cube, flat), 0);
  PyMV_DecRef(flat);
  assert_fails(PyMV_Equal(cube, NULL), "SystemError", "argument must not be NULL");
  PyMV_Release(reals);
  assert_fails(PyMV_Equal(cube, reals), "ValueError",
               "operation forbidden on released memoryview object");
  assert_fails(PyMV_Equal(reals, reals), "ValueError",
               "operation forbidden on released memoryview object");
  PyMV_DecRef(reals);
}

static void released_views_are_refused(void **state) {
  const char *released = "ValueError: operation forbidden on released memoryview object";
  PyObject *view = PyMV_NewArray("d", 1, SHAPE(1), 'C');
  PyMV_Release(view);
  PyMV_Info info = {.struct_size = sizeof info};
  double real = 0;
  int64_t integer = 0;
  assert_int_equal(PyMV_GetInfo(view, &info), -1);
  assert_string_equal(flat_error(), released);
  assert_null(PyMV_ItemPointer(view, SHAPE(0), 0));
  assert_string_equal(flat_error(), released);
  const int results[] = {
      PyMV_GetDouble(view, SHAPE(0), &real),
      PyMV_SetDouble(view, SHAPE(0), 1),
      PyMV_GetInt64(view, SHAPE(0), &integer),
      PyMV_SetInt64(view, SHAPE(0), 1),
      PyMV_ReadInto(view, &real, 8, 'C'),
      PyMV_WriteFrom(view, &real, 8, 'C'),
      PyMV_CopyItems(view, view),
      PyMV_Fill(view, &real),
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(results); i++) assert_int_equal(results[i], -1);
  assert_string_equal(flat_error(), released);
  assert_null(PyMV_Copy(view, 'C'));
  assert_string_equal(flat_error(), released);
  PyMV_DecRef(view);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      VIEWS(info_describes_the_array),
      VIEWS(info_fills_no_more_than_there_is_room_for),
      VIEWS(items_are_where_their_pointers_say),
      VIEWS(no_pointer_leads_out_of_the_array),
      VIEWS(read_only_items_cannot_be_had_for_writing),
      VIEWS(integers_of_long_and_of_registered_types),
      VIEWS(every_number_can_be_read_and_written),
      VIEWS(numbers_that_do_not_fit_are_refused),
      VIEWS(what_is_no_integer_is_not_read_as_one),
      VIEWS(what_is_no_number_is_refused),
      VIEWS(no_item_is_read_out_of_the_array),
      VIEWS(items_go_to_memory_and_back),
      VIEWS(memory_must_have_the_size_of_the_items),
      VIEWS(items_go_from_view_to_view),
      VIEWS(overlapping_items_are_copied_as_if_away_first),
      VIEWS(items_can_all_be_set_to_one),
      VIEWS(views_are_compared_by_value),
      VIEWS(released_views_are_refused),
  };
  return cmocka_run_group_tests_name("flat_items", tests, start_host, stop_host);
}
