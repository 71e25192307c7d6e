/* The flat API: views that are derived without copying items. */
#include "flat_views.h"

/* --- Index and Slice --- */

static void an_index_drops_its_axis(void **state) {
  assert_items(PyMV_Index(cube, 0, 1), 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
  assert_items(PyMV_Index(cube, 1, 2), 8, 9, 10, 11, 20, 21, 22, 23);
  assert_items(PyMV_Index(cube, -1, -1), 3, 7, 11, 15, 19, 23);
  PyObject *plane = PyMV_Index(cube, 0, 0), *row = PyMV_Index(plane, 0, 1);
  assert_items(PyMV_Index(row, 0, 2), 6);
  PyMV_DecRef(row);
  PyMV_DecRef(plane);
}

static void indices_and_axes_out_of_range_are_refused(void **state) {
  assert_fails(PyMV_Index(cube, 3, 0), "IndexError", "axis out of range");
  assert_fails(PyMV_Index(cube, -4, 0), "IndexError", "axis out of range");
  assert_fails(PyMV_Index(cube, INT_MIN, 0), "IndexError", "axis out of range");
  assert_fails(PyMV_Index(cube, 1, 3), "IndexError", "index out of bounds on dimension 2");
  assert_fails(PyMV_Index(cube, 1, -4), "IndexError", "index out of bounds on dimension 2");
  assert_fails(PyMV_Index(cube, 0, PTRDIFF_MIN), "IndexError",
               "index out of bounds on dimension 1");
  assert_fails(PyMV_Slice(cube, 3, 0, 1, 1), "IndexError", "axis out of range");
}

static void a_slice_keeps_its_axis(void **state) {
  assert_items(PyMV_Slice(cube, 2, 1, 4, 2), 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23);
  assert_items(PyMV_Slice(cube, 0, -1, LEFT_OUT, LEFT_OUT), 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
               22, 23);
  PyObject *row = PyMV_Slice(cube, 1, 0, 1, 1), *column = PyMV_Index(row, 2, 0);
  assert_items(column, 0, 12);
  PyMV_DecRef(row);
}

static void what_is_left_out_of_a_slice_is_its_end(void **state) {
  PyObject *plane = PyMV_Index(cube, 0, 0), *line = PyMV_Index(plane, 0, 0);
  assert_items(PyMV_Slice(line, 0, LEFT_OUT, LEFT_OUT, LEFT_OUT), 0, 1, 2, 3);
  assert_items(PyMV_Slice(line, 0, LEFT_OUT, LEFT_OUT, -1), 3, 2, 1, 0);
  assert_items(PyMV_Slice(line, 0, LEFT_OUT, 1, -1), 3, 2);
  assert_items(PyMV_Slice(line, 0, 1, LEFT_OUT, -1), 1, 0);
  assert_items(PyMV_Slice(line, 0, -100, 100, 3), 0, 3);
  assert_items(PyMV_Slice(line, 0, PTRDIFF_MAX, -100, -2), 3, 1);
  assert_items(PyMV_Slice(line, 0, 1, 2, PTRDIFF_MAX), 1);
  PyObject *empty = PyMV_Slice(line, 0, 3, 1, 1);
  double none[1];
  assert_int_equal(flat_items(empty, none, 0), 0);
  PyMV_DecRef(empty);
  PyMV_DecRef(line);
  PyMV_DecRef(plane);
}

static void a_step_of_zero_is_refused(void **state) {
  assert_fails(PyMV_Slice(cube, 0, 0, 1, 0), "ValueError", "slice step cannot be zero");
}

static void pointers_are_followed(void **state) {
  assert_items(PyMV_Index(rows, 0, 1), 10, 11, 12);
  assert_items(PyMV_Index(rows, 1, 2), 2, 12);
  assert_items(PyMV_Slice(rows, 1, 1, LEFT_OUT, 1), 1, 2, 11, 12);
  assert_items(PyMV_Slice(rows, 0, LEFT_OUT, LEFT_OUT, -1), 10, 11, 12, 0, 1, 2);
  PyObject *last = PyMV_Slice(rows, 1, LEFT_OUT, LEFT_OUT, -1);
  assert_items(PyMV_Slice(last, 1, 1, LEFT_OUT, 1), 1, 0, 11, 10);
  PyMV_DecRef(last);
}

static void items_of_no_bytes_need_no_pointers(void **state) {
  PyObject *view =
      PyMV_FromArray((void *)64, "0s", 0, 2, SHAPE(2, 3), SHAPE(8, 0), SHAPE(0, -1), 0, NULL, NULL);
  PyObject *row = PyMV_Index(view, 0, 1), *part = PyMV_Slice(view, 1, 1, 2, 1);
  assert_non_null(PyMV_ItemPointer(view, SHAPE(1, 2), 0));
  assert_non_null(row);
  assert_non_null(part);
  PyObject *same = PyObject_GetItem(view, Py_Ellipsis), *zero = PyLong_FromLong(0);
  PyObject *first = PyObject_GetItem(view, zero);
  assert_non_null(same);
  assert_non_null(first);
  Py_DECREF(first);
  Py_DECREF(zero);
  Py_DECREF(same);
  PyMV_DecRef(part);
  PyMV_DecRef(row);
  PyMV_DecRef(view);
}

static void what_suboffsets_cannot_express_is_refused(void **state) {
  static unsigned char bytes[2] = {7, 8};
  static void *inner[2], *outer[1];
  inner[0] = bytes, inner[1] = bytes + 1, outer[0] = inner;
  PyObject *chain =
      PyMV_FromArray(outer, "B", 0, 2, SHAPE(1, 2), SHAPE(8, 8), SHAPE(0, 0), 0, NULL, NULL);
  assert_fails(PyMV_Index(chain, 1, 0), "BufferError",
               "memoryview: two pointers would have to be followed on one dimension");
  PyObject *row = PyMV_Index(chain, 0, 0);
  assert_items(row, 7, 8);
  PyMV_DecRef(chain);

  static unsigned char ends[1][3] = {{1, 2, 3}};
  static void *pointer[1];
  pointer[0] = &ends[0][2];
  PyObject *backwards =
      PyMV_FromArray(pointer, "B", 0, 2, SHAPE(1, 3), SHAPE(8, -1), SHAPE(0, -1), 0, NULL, NULL);
  assert_items(PyMV_Slice(backwards, 1, LEFT_OUT, 2, 1), 3, 2);
  assert_fails(PyMV_Slice(backwards, 1, 1, LEFT_OUT, 1), "BufferError",
               "memoryview: a suboffset would be negative, which means that there is none");
  PyMV_DecRef(backwards);
}

/* --- Transpose --- */

static void axes_can_be_permuted(void **state) {
  PyObject *plane = PyMV_Index(cube, 0, 0);
  assert_items(PyMV_Transpose(plane, NULL), 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
  assert_items(PyMV_Transpose(plane, AXES(0, 1)), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  assert_items(PyMV_Transpose(plane, AXES(-1, -2)), 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11);
  PyMV_DecRef(plane);
  assert_items(PyMV_Transpose(cube, AXES(1, 2, 0)), 0, 12, 1, 13, 2, 14, 3, 15, 4, 16, 5, 17, 6, 18,
               7, 19, 8, 20, 9, 21, 10, 22, 11, 23);
}

static void a_transposed_view_is_fortran_contiguous(void **state) {
  PyObject *view = PyMV_Transpose(cube, NULL);
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(view, &info);
  assert_int_equal(info.c_contiguous, 0);
  assert_int_equal(info.f_contiguous, 1);
  PyMV_DecRef(view);
}

static void what_is_no_permutation_is_refused(void **state) {
  assert_fails(PyMV_Transpose(cube, AXES(0, 1, 1)), "ValueError", "an axis appears twice");
  assert_fails(PyMV_Transpose(cube, AXES(0, -3, 1)), "ValueError", "an axis appears twice");
  assert_fails(PyMV_Transpose(cube, AXES(0, 1, 3)), "IndexError", "axis out of range");
}

static void pointers_keep_their_order(void **state) {
  assert_fails(PyMV_Transpose(rows, NULL), "BufferError",
               "the axes of this view follow pointers in an order that cannot change");
  assert_items(PyMV_Transpose(rows, AXES(0, 1)), 0, 1, 2, 10, 11, 12);
  /* Two axes before the pointers and two after them: each pair may be swapped. */
  static unsigned char block[4][4];
  static void *pointers[4];
  for (int i = 0; i < 4; i++) {
    pointers[i] = block[i];
    for (int k = 0; k < 4; k++) block[i][k] = (unsigned char)(10 * i + k);
  }
  PyObject *view = PyMV_FromArray(pointers, "B", 0, 4, SHAPE(2, 2, 2, 2), SHAPE(16, 8, 2, 1),
                                  SHAPE(-1, 0, -1, -1), 0, NULL, NULL);
  assert_items(PyMV_Transpose(view, AXES(1, 0, 3, 2)), 0, 2, 1, 3, 20, 22, 21, 23, 10, 12, 11, 13,
               30, 32, 31, 33);
  assert_fails(PyMV_Transpose(view, AXES(0, 2, 1, 3)), "BufferError",
               "the axes of this view follow pointers in an order that cannot change");
  PyMV_DecRef(view);
}

static void the_extents_of_an_empty_view_must_not_overflow(void **state) {
  static char memory;
  const ptrdiff_t extent = (ptrdiff_t)1 << 40;
  PyObject *empty =
      PyMV_FromArray(&memory, "B", 0, 3, SHAPE(0, extent, extent), NULL, NULL, 0, NULL, NULL);
  PyObject *allowed = PyMV_Transpose(empty, AXES(1, 0, 2));
  assert_non_null(allowed);
  PyMV_DecRef(allowed);
  assert_fails(PyMV_Transpose(empty, NULL), "ValueError",
               "product(shape) * itemsize of the buffer is too large");
  PyMV_DecRef(empty);
}

/* --- Reshape --- */

static void assert_strides(PyObject *view, const ptrdiff_t *strides, int count) {
  if (view == NULL) fail_msg("%s", flat_error());
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(view, &info);
  assert_int_equal(info.ndim, count);
  for (int axis = 0; axis < count; axis++) assert_int_equal(info.strides[axis], strides[axis]);
  PyMV_DecRef(view);
}

static void a_shape_can_change_where_items_lie_so(void **state) {
  assert_items(PyMV_Reshape(cube, 1, SHAPE(24), 'C'), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
               14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
  assert_strides(PyMV_Reshape(cube, 4, SHAPE(4, 1, 3, 2), 'C'), SHAPE(12, 12, 4, 2), 4);
  assert_strides(PyMV_Reshape(cube, 2, SHAPE(8, 3), 'C'), SHAPE(6, 2), 2);
  PyObject *mirrored = PyMV_Transpose(cube, NULL);
  assert_strides(PyMV_Reshape(mirrored, 2, SHAPE(12, 2), 'F'), SHAPE(2, 24), 2);
  PyMV_DecRef(mirrored);
  PyObject *gaps = PyMV_Slice(cube, 2, 0, 4, 2);
  assert_strides(PyMV_Reshape(gaps, 2, SHAPE(6, 2), 'C'), SHAPE(8, 4), 2);
  assert_strides(PyMV_Reshape(gaps, 4, SHAPE(1, 2, 3, 2), 'C'), SHAPE(48, 24, 8, 4), 4);
  assert_items(PyMV_Reshape(gaps, 1, SHAPE(12), 'C'), 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22);
  PyMV_DecRef(gaps);
  PyObject *upside = PyMV_Slice(cube, 0, LEFT_OUT, LEFT_OUT, -1);
  assert_strides(PyMV_Reshape(upside, 3, SHAPE(2, 2, 6), 'C'), SHAPE(-24, 12, 2), 3);
  PyMV_DecRef(upside);
}

static void scalars_and_nothing_can_be_reshaped(void **state) {
  double number = 2.5;
  PyObject *scalar = PyMV_FromArray(&number, "d", 0, 0, NULL, NULL, NULL, 0, NULL, NULL);
  PyObject *line = PyMV_Reshape(scalar, 3, SHAPE(1, 1, 1), 'C');
  assert_items(PyMV_Reshape(line, 0, NULL, 'F'), 2.5);
  PyMV_DecRef(line);
  PyMV_DecRef(scalar);
  PyObject *empty = PyMV_Slice(cube, 1, 2, 1, 1);
  assert_strides(PyMV_Reshape(empty, 2, SHAPE(0, 7), 'C'), SHAPE(14, 2), 2);
  assert_strides(PyMV_Reshape(empty, 2, SHAPE(3, 0), 'F'), SHAPE(2, 6), 2);
  assert_fails(PyMV_Reshape(empty, 3, SHAPE(PTRDIFF_MAX, PTRDIFF_MAX, 0), 'C'), "ValueError",
               "product(shape) * itemsize is too large");
  PyMV_DecRef(empty);
}

static void shapes_that_do_not_fit_are_refused(void **state) {
  assert_fails(PyMV_Reshape(cube, 2, SHAPE(5, 5), 'C'), "ValueError",
               "shape has another number of items than the view");
  assert_fails(PyMV_Reshape(cube, 2, SHAPE(-1, -24), 'C'), "ValueError",
               "shape must not be negative");
  assert_fails(PyMV_Reshape(cube, 2, SHAPE(12, 2), 'F'), "ValueError", "reshape needs a copy");
  assert_fails(PyMV_Reshape(cube, 2, SHAPE(12, 2), 'A'), "ValueError", "order must be 'C' or 'F'");
  assert_fails(PyMV_Reshape(cube, -1, SHAPE(24), 'C'), "ValueError",
               "number of dimensions must not be negative");
  assert_fails(PyMV_Reshape(cube, 65, SHAPE(24), 'C'), "ValueError",
               "memoryview: number of dimensions must not exceed 64");
  assert_fails(PyMV_Reshape(cube, 1, NULL, 'C'), "ValueError", "shape must not be NULL");
  PyObject *gaps = PyMV_Slice(cube, 1, 0, 2, 1);
  assert_fails(PyMV_Reshape(gaps, 1, SHAPE(16), 'C'), "ValueError", "reshape needs a copy");
  assert_fails(PyMV_Reshape(gaps, 2, SHAPE(4, 4), 'C'), "ValueError", "reshape needs a copy");
  assert_strides(PyMV_Reshape(gaps, 3, SHAPE(2, 4, 2), 'C'), SHAPE(24, 4, 2), 3);
  PyMV_DecRef(gaps);
}

static void axes_with_pointers_keep_their_shape(void **state) {
  assert_items(PyMV_Reshape(rows, 3, SHAPE(2, 3, 1), 'C'), 0, 1, 2, 10, 11, 12);
  assert_items(PyMV_Reshape(rows, 3, SHAPE(2, 1, 3), 'F'), 0, 1, 2, 10, 11, 12);
  assert_fails(PyMV_Reshape(rows, 1, SHAPE(6), 'C'), "ValueError", "reshape needs a copy");
  assert_fails(PyMV_Reshape(rows, 3, SHAPE(1, 2, 3), 'C'), "ValueError", "reshape needs a copy");
}

/* --- Broadcast --- */

static void axes_of_one_item_are_repeated(void **state) {
  PyObject *row = PyMV_Slice(cube, 1, 1, 2, 1), *end = PyMV_Slice(row, 2, 0, 2, 1);
  PyObject *wide = PyMV_Broadcast(end, 4, SHAPE(2, 2, 2, 2));
  assert_items(PyMV_AsReadOnly(wide), 4, 5, 4, 5, 16, 17, 16, 17, 4, 5, 4, 5, 16, 17, 16, 17);
  assert_null(PyMV_ItemPointer(wide, SHAPE(0, 0, 0, 0), 1));
  assert_string_equal(flat_error(), "TypeError: cannot modify read-only memory");
  PyMV_DecRef(wide);
  assert_fails(PyMV_Broadcast(end, 3, SHAPE(2, 2, 3)), "ValueError",
               "only axes of one item can be repeated");
  assert_fails(PyMV_Broadcast(end, 2, SHAPE(2, 2)), "ValueError",
               "shape has fewer axes than the view");
  assert_fails(PyMV_Broadcast(end, 4, SHAPE(PTRDIFF_MAX, 2, 2, 2)), "ValueError",
               "product(shape) * itemsize is too large");
  PyMV_DecRef(end);
  PyMV_DecRef(row);
  static const char byte = 0;
  PyObject *bytes = PyMV_FromArray((void *)&byte, "B", 0, 0, NULL, NULL, NULL, 1, NULL, NULL);
  PyObject *many = PyMV_Broadcast(bytes, 1, SHAPE(PTRDIFF_MAX));
  assert_non_null(many);
  PyMV_DecRef(many);
  PyMV_DecRef(bytes);
  PyObject *nothing = PyMV_FromArray((void *)&byte, "0s", 0, 0, NULL, NULL, NULL, 1, NULL, NULL);
  assert_fails(PyMV_Broadcast(nothing, 2, SHAPE(PTRDIFF_MAX, 2)), "ValueError",
               "product(shape) * itemsize is too large");
  PyMV_DecRef(nothing);
  assert_items(PyMV_Broadcast(rows, 3, SHAPE(2, 2, 3)), 0, 1, 2, 10, 11, 12, 0, 1, 2, 10, 11, 12);
}

/* --- Cast and AsBytes --- */

static void bytes_can_be_items_of_any_kind(void **state) {
  static const unsigned short words[] = {1, 2, 3, 4, 5, 6};
  PyObject *view = PyMV_FromArray((void *)words, "H", 0, 2, SHAPE(2, 3), NULL, NULL, 1, NULL, NULL);
  assert_items(PyMV_Cast(view, "I", 1, NULL, 'C'), 0x20001, 0x40003, 0x60005);
  assert_items(PyMV_Cast(view, "h", 2, SHAPE(3, 2), 'F'), 1, 4, 2, 5, 3, 6);
  assert_items(PyMV_Cast(view, ">H", 2, SHAPE(3, 2), 'C'), 256, 512, 768, 1024, 1280, 1536);
  assert_items(PyMV_AsBytes(view), 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0);
  PyObject *mirrored = PyMV_Transpose(view, NULL);
  assert_items(PyMV_AsBytes(mirrored), 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0);
  assert_items(PyMV_Cast(mirrored, "H", 1, SHAPE(6), 'C'), 1, 2, 3, 4, 5, 6);
  PyMV_DecRef(mirrored);
  PyObject *records = PyMV_Cast(view, "<HB1x", 1, NULL, 'C');
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(records, &info);
  assert_string_equal(info.format, "<HB1x");
  assert_int_equal(info.itemsize, 4);
  assert_int_equal(info.shape[0], 3);
  assert_int_equal(info.readonly, 1);
  PyMV_DecRef(records);
  PyMV_DecRef(view);
}

static void casts_that_do_not_fit_are_refused(void **state) {
  assert_fails(PyMV_Cast(cube, "7s", 1, NULL, 'C'), "ValueError",
               "product(shape) * itemsize != size of the view");
  assert_fails(PyMV_Cast(cube, "i", 1, SHAPE(11), 'C'), "ValueError",
               "product(shape) * itemsize != size of the view");
  assert_fails(PyMV_Cast(cube, "y", 1, NULL, 'C'), "ValueError",
               "the size of the format is unknown");
  assert_fails(PyMV_Cast(cube, "h", 2, NULL, 'C'), "ValueError", "shape must not be NULL");
  assert_fails(PyMV_Cast(cube, "0s", 1, NULL, 'C'), "ValueError",
               "product(shape) * itemsize != size of the view");
  PyObject *gaps = PyMV_Slice(cube, 1, 0, 2, 1);
  assert_fails(PyMV_Cast(gaps, "B", 1, NULL, 'C'), "TypeError",
               "cannot cast a view that is not contiguous");
  assert_fails(PyMV_AsBytes(gaps), "ValueError", "the view is not contiguous");
  PyMV_DecRef(gaps);
  assert_fails(PyMV_AsBytes(rows), "ValueError", "the view is not contiguous");
}

static void new_cast_formats_are_limited(void **state) {
  PyObject *bytes = PyMV_FromArray("", "B", 0, 1, SHAPE(0), NULL, NULL, 1, NULL, NULL);
  char format[300];
  memset(format, 'b', sizeof format - 1);
  format[sizeof format - 1] = '\0';
  PyObject *first = PyMV_Cast(bytes, "2b", 1, SHAPE(0), 'C'), *last = first;
  assert_non_null(first);
  for (int i = 0; last != NULL && i < 1000; i++) {
    snprintf(format, 8, "%d", 1000 + i);
    format[4] = 'b';
    last = PyMV_Cast(bytes, format, 1, SHAPE(0), 'C');
    PyMV_DecRef(last);
  }
  assert_null(last);
  assert_fails(NULL, "MemoryError", "");
  PyObject *again = PyMV_Cast(bytes, "2b", 1, SHAPE(0), 'C');
  assert_non_null(again);
  PyMV_DecRef(again), PyMV_DecRef(first), PyMV_DecRef(bytes);
}

static void a_cast_format_outlives_its_text(void **state) {
  char format[] = "<hb";
  char same[3] = {0};
  PyObject *bytes = PyMV_FromArray(same, NULL, 0, 1, SHAPE(3), NULL, NULL, 0, NULL, NULL);
  PyObject *view = PyMV_Cast(bytes, format, 1, NULL, 'C');
  format[0] = 'x';
  PyMV_DecRef(bytes);
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(view, &info);
  assert_string_equal(info.format, "<hb");
  PyMV_DecRef(view);
}

/* --- all functions --- */

static void derived_views_keep_the_memory(void **state) {
  PyObject *array = PyMV_NewArray("h", 3, SHAPE(2, 3, 4), 'C');
  PyObject *line = PyMV_Slice(array, 2, 1, 2, 1);
  assert_int_equal(PyMV_Release(array), 0);
  assert_fails(PyMV_Slice(array, 0, 0, 1, 1), "ValueError",
               "operation forbidden on released memoryview object");
  assert_fails(PyMV_Index(array, 0, 0), "ValueError",
               "operation forbidden on released memoryview object");
  assert_fails(PyMV_Transpose(array, NULL), "ValueError",
               "operation forbidden on released memoryview object");
  assert_fails(PyMV_Reshape(array, 1, SHAPE(24), 'C'), "ValueError",
               "operation forbidden on released memoryview object");
  assert_fails(PyMV_Broadcast(array, 3, SHAPE(2, 3, 4)), "ValueError",
               "operation forbidden on released memoryview object");
  assert_fails(PyMV_Cast(array, "b", 1, NULL, 'C'), "ValueError",
               "operation forbidden on released memoryview object");
  assert_fails(PyMV_AsBytes(array), "ValueError",
               "operation forbidden on released memoryview object");
  assert_fails(PyMV_AsReadOnly(array), "ValueError",
               "operation forbidden on released memoryview object");
  PyMV_DecRef(array);
  assert_items(line, 0, 0, 0, 0, 0, 0);
}

static void what_is_no_view_is_refused(void **state) {
  PyObject *bytes = PyBytes_FromString("abc");
  assert_fails(PyMV_Slice(bytes, 0, 0, 1, 1), "TypeError", "the argument must be a view");
  assert_fails(PyMV_Slice(NULL, 0, 0, 1, 1), "SystemError", "argument must not be NULL");
  Py_DECREF(bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      VIEWS(an_index_drops_its_axis),
      VIEWS(indices_and_axes_out_of_range_are_refused),
      VIEWS(a_slice_keeps_its_axis),
      VIEWS(what_is_left_out_of_a_slice_is_its_end),
      VIEWS(a_step_of_zero_is_refused),
      VIEWS(pointers_are_followed),
      VIEWS(items_of_no_bytes_need_no_pointers),
      VIEWS(what_suboffsets_cannot_express_is_refused),
      VIEWS(axes_can_be_permuted),
      VIEWS(a_transposed_view_is_fortran_contiguous),
      VIEWS(what_is_no_permutation_is_refused),
      VIEWS(the_extents_of_an_empty_view_must_not_overflow),
      VIEWS(pointers_keep_their_order),
      VIEWS(a_shape_can_change_where_items_lie_so),
      VIEWS(scalars_and_nothing_can_be_reshaped),
      VIEWS(shapes_that_do_not_fit_are_refused),
      VIEWS(axes_with_pointers_keep_their_shape),
      VIEWS(axes_of_one_item_are_repeated),
      VIEWS(bytes_can_be_items_of_any_kind),
      VIEWS(casts_that_do_not_fit_are_refused),
      VIEWS(a_cast_format_outlives_its_text),
      VIEWS(derived_views_keep_the_memory),
      VIEWS(what_is_no_view_is_refused),
      /* Last, because no new format can be cast to afterwards. */
      CASE(new_cast_formats_are_limited),
  };
  return cmocka_run_group_tests_name("flat_deriving", tests, start_host, stop_host);
}
