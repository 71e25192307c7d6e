/* The flat API: views of a caller's memory, of new arrays, and of memory that callbacks lend. */
#include "flat.h"

#include <stdlib.h>

typedef struct {
  int calls;
  void *memory;
} Record;

static void note(void *ptr, void *ctx) {
  Record *record = ctx;
  record->calls++;
  record->memory = ptr;
}

/* --- FromArray --- */

static void the_last_view_gives_the_array_up(void **state) {
  Record record = {0};
  static double items[6];
  PyObject *view = PyMV_FromArray(items, "d", 0, 2, SHAPE(2, 3), NULL, NULL, 0, note, &record);
  PyObject *row = PyMV_Index(view, 0, 1), *copy = PyMV_Copy(view, 'C');
  PyMV_Release(view);
  PyMV_DecRef(view);
  assert_int_equal(record.calls, 0);
  PyMV_DecRef(row);
  assert_int_equal(record.calls, 1);
  assert_ptr_equal(record.memory, items);
  PyMV_DecRef(copy);
  assert_int_equal(record.calls, 1);
}

static void the_description_is_copied(void **state) {
  static short items[6] = {1, 2, 3, 4, 5, 6};
  char format[] = "h";
  ptrdiff_t shape[] = {3, 2}, strides[] = {2, 6};
  PyObject *view = PyMV_FromArray(items, format, 2, 2, shape, strides, NULL, 1, NULL, NULL);
  format[0] = 'y';
  shape[0] = shape[1] = strides[0] = strides[1] = -7;
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(view, &info);
  assert_int_equal(info.readonly, 1);
  assert_int_equal(info.f_contiguous, 1);
  assert_items(view, 1, 4, 2, 5, 3, 6);
}

static void a_format_may_be_left_out_or_unknown(void **state) {
  PyObject *view =
      PyMV_FromArray((void *)"\1\2\3", NULL, 0, 1, SHAPE(3), NULL, NULL, 1, NULL, NULL);
  assert_items(view, 1, 2, 3);
  view = PyMV_FromArray((void *)"\1\2\3", "T{y}", 3, 1, SHAPE(1), NULL, NULL, 1, NULL, NULL);
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(view, &info);
  assert_string_equal(info.format, "T{y}");
  assert_int_equal(info.itemsize, 3);
  PyMV_DecRef(view);
}

static void suboffsets_that_lead_nowhere_are_left_out(void **state) {
  PyObject *view =
      PyMV_FromArray((void *)"\1\2", "B", 0, 1, SHAPE(2), NULL, SHAPE(-3), 1, NULL, NULL);
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(view, &info);
  assert_null(info.suboffsets);
  assert_int_equal(info.c_contiguous, 1);
  assert_items(view, 1, 2);
}

static void what_is_no_array_is_refused(void **state) {
  Record record = {0};
  static char memory[64];
  const struct {
    void *data;
    const char *format;
    ptrdiff_t itemsize;
    int ndim;
    const ptrdiff_t *shape, *strides;
    const char *error;
  } cases[] = {
      {memory, "y", 0, 1, SHAPE(1), NULL, "the size of the format is unknown"},
      {memory, "B", -1, 1, SHAPE(1), NULL, "itemsize must not be negative"},
      {memory, "B", 0, -1, SHAPE(1), NULL, "number of dimensions must not be negative"},
      {memory, "B", 0, 65, SHAPE(1), NULL, "memoryview: number of dimensions must not exceed 64"},
      {memory, "B", 0, 1, NULL, NULL, "shape must not be NULL"},
      {memory, "B", 0, 1, SHAPE(-1), NULL, "shape must not be negative"},
      {NULL, "B", 0, 1, SHAPE(1), NULL, "the address of a buffer with items must not be NULL"},
      {memory, "d", 0, 2, SHAPE(PTRDIFF_MAX, 2), NULL, "product(shape) * itemsize is too large"},
      {memory, "B", 0, 1, SHAPE(3), SHAPE(PTRDIFF_MAX), "strides of the buffer lead out of memory"},
      {memory, "B", 0, 1, SHAPE(3), SHAPE(PTRDIFF_MIN), "strides of the buffer lead out of memory"},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++) {
    assert_null(PyMV_FromArray(cases[i].data, cases[i].format, cases[i].itemsize, cases[i].ndim,
                               cases[i].shape, cases[i].strides, NULL, 0, note, &record));
    assert_string_equal(flat_error(), text("ValueError: %s", cases[i].error));
  }
  assert_int_equal(record.calls, 0);
}

static void empty_arrays_need_no_address(void **state) {
  Record record = {0};
  PyObject *view = PyMV_FromArray(NULL, "d", 0, 2, SHAPE(3, 0), NULL, NULL, 0, note, &record);
  assert_non_null(view);
  PyMV_DecRef(view);
  assert_int_equal(record.calls, 1);
}

static void an_array_answers_requests_as_exporters_do(void **state) {
  PyObject *view = flat_cube(), *mirrored = PyMV_Transpose(view, NULL);
  PyObject *array = PyMemoryView_GET_BASE(view);
  Py_buffer buffer;
  assert_int_equal(PyObject_GetBuffer(array, &buffer, PyBUF_FULL), 0);
  assert_string_equal(sizes_text(buffer.shape, 3), "(2, 3, 4)");
  assert_string_equal(buffer.format, "h");
  PyBuffer_Release(&buffer);
  assert_int_equal(PyObject_GetBuffer(array, &buffer, PyBUF_SIMPLE), 0);
  assert_null(buffer.shape);
  assert_int_equal(buffer.len, 48);
  PyBuffer_Release(&buffer);
  assert_int_equal(PyObject_GetBuffer(array, &buffer, PyBUF_F_CONTIGUOUS), -1);
  assert_error("BufferError: memoryview: underlying buffer is not Fortran contiguous");
  PyMV_DecRef(mirrored);
  PyMV_DecRef(view);
  view = flat_rows();
  array = PyMemoryView_GET_BASE(view);
  assert_int_equal(PyObject_GetBuffer(array, &buffer, PyBUF_STRIDED), -1);
  assert_error("BufferError: memoryview: underlying buffer requires suboffsets");
  PyMV_DecRef(view);
  view = PyMV_FromArray((void *)"ab", NULL, 0, 1, SHAPE(2), NULL, NULL, 1, NULL, NULL);
  assert_int_equal(PyObject_GetBuffer(PyMemoryView_GET_BASE(view), &buffer, PyBUF_WRITABLE), -1);
  assert_error("BufferError: memoryview: underlying buffer is not writable");
  PyMV_DecRef(view);
}

/* --- NewArray and Copy --- */

static void a_new_array_is_of_zeros_and_writable(void **state) {
  PyObject *view = PyMV_NewArray("d", 2, SHAPE(2, 2), 'F');
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(view, &info);
  assert_int_equal(info.f_contiguous, 1);
  assert_int_equal(info.c_contiguous, 0);
  assert_int_equal(info.readonly, 0);
  assert_int_equal(PyMV_SetDouble(view, SHAPE(0, 1), 2.5), 0);
  assert_items(view, 0, 2.5, 0, 0);
  view = PyMV_NewArray("d", 1, SHAPE(0), 'C');
  assert_non_null(view);
  PyMV_DecRef(view);
}

static void arrays_that_cannot_be_are_refused(void **state) {
  assert_fails(PyMV_NewArray("y", 0, NULL, 'C'), "ValueError", "the size of the format is unknown");
  assert_fails(PyMV_NewArray("d", 1, SHAPE(-1), 'C'), "ValueError", "shape must not be negative");
  assert_fails(PyMV_NewArray("d", 1, SHAPE(1), 'A'), "ValueError", "order must be 'C' or 'F'");
  assert_fails(PyMV_NewArray("d", 1, SHAPE(1), 0), "ValueError", "order must be 'C' or 'F'");
  assert_fails(PyMV_NewArray("d", 65, SHAPE(1), 'C'), "ValueError",
               "memoryview: number of dimensions must not exceed 64");
  assert_fails(PyMV_NewArray("d", 1, SHAPE(PTRDIFF_MAX / 8), 'C'), "MemoryError", "");
}

static void a_copy_is_writable_and_its_own(void **state) {
  PyObject *cube = flat_cube(), *read_only = PyMV_AsReadOnly(cube);
  PyObject *part = PyMV_Slice(read_only, 1, 0, 1, 1), *copy = PyMV_Copy(part, 'F');
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(copy, &info);
  assert_int_equal(info.f_contiguous, 1);
  assert_int_equal(info.readonly, 0);
  assert_int_equal(PyMV_SetInt64(copy, SHAPE(0, 0, 0), 99), 0);
  assert_items(copy, 99, 1, 2, 3, 12, 13, 14, 15);
  assert_items(part, 0, 1, 2, 3, 12, 13, 14, 15);
  PyMV_DecRef(read_only);
  PyObject *mirrored = PyMV_Transpose(cube, NULL);
  copy = PyMV_Copy(mirrored, 'A');
  PyMV_GetInfo(copy, &info);
  assert_int_equal(info.f_contiguous, 1);
  assert_int_equal(PyMV_Equal(copy, mirrored), 1);
  PyMV_DecRef(copy);
  assert_fails(PyMV_Copy(mirrored, 'X'), "ValueError", "order must be 'C', 'F' or 'A'");
  PyMV_DecRef(mirrored);
  PyMV_DecRef(cube);
  PyObject *rows = flat_rows();
  assert_items(PyMV_Copy(rows, 'C'), 0, 1, 2, 10, 11, 12);
  PyMV_DecRef(rows);
}

/* --- NewExporter --- */

typedef struct {
  PyMV_Info answer;
  int status, gets, releases, destructions;
} Lender;

static int lend(void *ctx, PyMV_Info *info) {
  Lender *lender = ctx;
  assert_int_equal(info->struct_size, sizeof *info);
  assert_null(info->data);
  lender->gets++;
  size_t size = info->struct_size;
  *info = lender->answer;
  info->struct_size = size;
  return lender->status;
}

static void take_back(void *ctx, PyMV_Info *info) {
  Lender *lender = ctx;
  assert_ptr_equal(info->data, lender->answer.data);
  assert_ptr_equal(info->shape, lender->answer.shape);
  lender->releases++;
}

static void end(void *ptr, void *ctx) {
  assert_null(ptr);
  ((Lender *)ctx)->destructions++;
}

static void callbacks_lend_memory(void **state) {
  static short items[] = {1, 2, 3, 4};
  static const ptrdiff_t shape[] = {2, 2};
  Lender lender = {.answer = {.data = items, .format = "h", .shape = shape, .ndim = 2}};
  PyObject *exporter = PyMV_NewExporter(lend, take_back, end, &lender);
  PyObject *view = PyMemoryView_FromObject(exporter);
  assert_int_equal(lender.gets, 1);
  PyMV_DecRef(exporter);
  PyObject *row = PyMV_Index(view, 0, 1);
  PyMV_IncRef(view);
  assert_items(view, 1, 2, 3, 4);
  PyMV_DecRef(view);
  assert_int_equal(lender.releases, 0);
  assert_items(row, 3, 4);
  assert_int_equal(lender.releases, 1);
  assert_int_equal(lender.destructions, 1);
}

static void every_consumer_is_asked_for_and_gives_back(void **state) {
  static const ptrdiff_t shape[] = {3}, strides[] = {-2};
  Lender lender = {.answer = {.data = (char *)"5.3.1" + 4, .shape = shape, .strides = strides}};
  lender.answer.ndim = 1;
  lender.answer.readonly = 1;
  PyObject *exporter = PyMV_NewExporter(lend, take_back, end, &lender);
  Py_buffer first, second;
  assert_int_equal(PyObject_GetBuffer(exporter, &first, PyBUF_FULL_RO), 0);
  assert_int_equal(PyObject_GetBuffer(exporter, &second, PyBUF_STRIDED_RO), 0);
  assert_string_equal(first.format, "B");
  assert_int_equal(*((char *)second.buf - 2), '3');
  PyBuffer_Release(&first);
  assert_int_equal(lender.releases, 1);
  PyBuffer_Release(&second);
  assert_int_equal(PyObject_GetBuffer(exporter, &first, PyBUF_SIMPLE), -1);
  assert_error("BufferError: memoryview: underlying buffer is not C-contiguous");
  assert_int_equal(PyObject_GetBuffer(exporter, &first, PyBUF_FULL), -1);
  assert_error("BufferError: memoryview: underlying buffer is not writable");
  assert_int_equal(lender.gets, 4);
  assert_int_equal(lender.releases, 4);
  PyMV_DecRef(exporter);
  assert_int_equal(lender.destructions, 1);
}

static void lenders_may_refuse(void **state) {
  Lender lender = {.status = -1};
  PyObject *exporter = PyMV_NewExporter(lend, take_back, end, &lender);
  assert_fails(PyMemoryView_FromObject(exporter), "BufferError", "the exporter refuses");
  assert_int_equal(lender.releases, 0);
  lender.status = 0;
  lender.answer.ndim = 1;
  assert_fails(PyMemoryView_FromObject(exporter), "ValueError", "shape must not be NULL");
  assert_int_equal(lender.releases, 1);
  PyMV_DecRef(exporter);
  assert_int_equal(lender.destructions, 1);
  assert_fails(PyMV_NewExporter(NULL, take_back, end, &lender), "ValueError",
               "get must not be NULL");
  assert_int_equal(lender.destructions, 1);
  exporter = PyMV_NewExporter(lend, NULL, NULL, &lender);
  lender.answer.ndim = 0;
  lender.answer.data = (void *)"x";
  assert_items(PyMemoryView_FromObject(exporter), 'x');
  PyMV_DecRef(exporter);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(the_last_view_gives_the_array_up),
      CASE(the_description_is_copied),
      CASE(a_format_may_be_left_out_or_unknown),
      CASE(suboffsets_that_lead_nowhere_are_left_out),
      CASE(what_is_no_array_is_refused),
      CASE(empty_arrays_need_no_address),
      CASE(an_array_answers_requests_as_exporters_do),
      CASE(a_new_array_is_of_zeros_and_writable),
      CASE(arrays_that_cannot_be_are_refused),
      CASE(a_copy_is_writable_and_its_own),
      CASE(callbacks_lend_memory),
      CASE(every_consumer_is_asked_for_and_gives_back),
      CASE(lenders_may_refuse),
  };
  return cmocka_run_group_tests_name("flat_making", tests, start_host, stop_host);
}
