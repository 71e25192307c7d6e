#include "operations.h"

#include <stdio.h>
#include <stdlib.h>

#include <PyMemoryView.h>
#include <pymemoryview/dlpack.h>
#include <pymv.h>

static PyObject *bytes, *view, *other, *writable, *slice, *seventh, *number, *strided, *cast_format;
static PyObject *table, *cell, *doubles, *gaps, *other_gaps, *narrow, *wide, *cube;
static double matrix[16], transposed[16];
static Py_ssize_t shape[2] = {4, 4}, strides[2] = {sizeof(double), 4 * sizeof(double)};
static Py_buffer columns = {.buf = matrix,
                            .len = sizeof matrix,
                            .itemsize = sizeof(double),
                            .ndim = 2,
                            .format = "d",
                            .shape = shape,
                            .strides = strides};
static Py_ssize_t run_shape = 8, run_stride = sizeof(double);
static Py_buffer run = {.buf = matrix,
                        .len = 8 * sizeof(double),
                        .itemsize = sizeof(double),
                        .ndim = 1,
                        .format = "d",
                        .shape = &run_shape,
                        .strides = &run_stride};
static char record_memory[64 * 32];
static Py_ssize_t records_shape[2] = {64, 2}, records_strides[2] = {32, 8};
/* 64 rows of two structs, with gaps between the rows. */
static Py_buffer records = {.buf = record_memory,
                            .len = 64 * 2 * 8,
                            .itemsize = 8,
                            .ndim = 2,
                            .format = "bi",
                            .shape = records_shape,
                            .strides = records_strides};
static char field_memory[2000];
static Py_buffer field = {.buf = field_memory, .len = 1000, .itemsize = 1000, .format = "1000b"};

/* A failed call ends the program. */
static PyObject *need(PyObject *object) {
  if (object != NULL) return object;
  PyErr_Print();
  exit(2);
}

static void need_zero(int status) {
  if (status != 0) need(NULL);
}

static void create(long count) {
  while (count-- > 0) Py_DECREF(need(PyMemoryView_FromObject(bytes)));
}

static void take_slice(long count) {
  while (count-- > 0) Py_DECREF(need(PyObject_GetItem(view, slice)));
}

static void request(long count) {
  while (count-- > 0) {
    Py_buffer buffer;
    need_zero(PyObject_GetBuffer(view, &buffer, PyBUF_FULL_RO));
    PyBuffer_Release(&buffer);
  }
}

static void get_item(long count) {
  while (count-- > 0) Py_DECREF(need(PyObject_GetItem(view, seventh)));
}

static void set_item(long count) {
  while (count-- > 0) need_zero(PyObject_SetItem(writable, seventh, number));
}

static void get_cell(long count) {
  while (count-- > 0) Py_DECREF(need(PyObject_GetItem(table, cell)));
}

static void iterate(long count) {
  while (count-- > 0) {
    PyObject *iterator = need(PyObject_GetIter(view));
    for (PyObject *item; (item = PyIter_Next(iterator)) != NULL;) Py_DECREF(item);
    Py_DECREF(iterator);
  }
}

static void list_doubles(long count) {
  while (count-- > 0) Py_DECREF(need(PyObject_CallMethod(doubles, "tolist", NULL)));
}

static void count_items(long count) {
  while (count-- > 0) need_zero(PySequence_Count(view, number) != 0);
}

static void cast(long count) {
  while (count-- > 0) Py_DECREF(need(PyObject_CallMethod(view, "cast", "O", cast_format)));
}

static void compare(long count) {
  while (count-- > 0) Py_DECREF(need(PyObject_RichCompare(view, other, Py_EQ)));
}

static void compare_records(long count) {
  while (count-- > 0) Py_DECREF(need(PyObject_RichCompare(gaps, other_gaps, Py_EQ)));
}

static void compare_fields(long count) {
  while (count-- > 0) Py_DECREF(need(PyObject_RichCompare(narrow, wide, Py_EQ)));
}

static void strided_tobytes(long count) {
  while (count-- > 0) Py_DECREF(need(PyObject_CallMethod(strided, "tobytes", NULL)));
}

static void transpose(long count) {
  while (count-- > 0) need_zero(PyBuffer_ToContiguous(transposed, &columns, columns.len, 'C'));
}

static void copy_contiguous(long count) {
  while (count-- > 0) need_zero(PyBuffer_ToContiguous(transposed, &run, run.len, 'C'));
}

static void flat_slice(long count) {
  while (count-- > 0) PyMV_DecRef(need(PyMV_Slice(cube, 1, 1, 4, 2)));
}

static void flat_transpose(long count) {
  while (count-- > 0) PyMV_DecRef(need(PyMV_Transpose(cube, NULL)));
}

static void exchange_tensor(long count) {
  while (count-- > 0) {
    DLManagedTensorVersioned *tensor = PyMV_ToDLPack(cube, 0);
    if (tensor == NULL) need(NULL);
    tensor->deleter(tensor);
  }
}

static void flat_get(long count) {
  static const ptrdiff_t index[] = {1, 2, 3};
  double value;
  while (count-- > 0) need_zero(PyMV_GetDouble(cube, index, &value));
}

const Operation operations[] = {
    {"create-free", create},
    {"slice-free", take_slice},
    {"request-release", request},
    {"item-get", get_item},
    {"item-set", set_item},
    {"cast-free", cast},
    {"equal-64-bytes", compare},
    {"tobytes-64-strided", strided_tobytes},
    {"transpose-4x4", transpose},
    {"item-get-2d", get_cell},
    {"iterate-64-bytes", iterate},
    {"tolist-16-doubles", list_doubles},
    {"count-64-bytes", count_items},
    {"copy-8-doubles", copy_contiguous},
    {"equal-64-rows", compare_records},
    {"equal-1000-values", compare_fields},
    {"flat-slice-3d-free", flat_slice},
    {"flat-transpose-3d-free", flat_transpose},
    {"flat-get-3d", flat_get},
    {"flat-dlpack-3d-free", exchange_tensor},
};
const int operation_count = sizeof operations / sizeof operations[0];

static PyObject *new_slice(Py_ssize_t start, Py_ssize_t stop, Py_ssize_t step) {
  PyObject *parts[] = {need(PyLong_FromSsize_t(start)), need(PyLong_FromSsize_t(stop)),
                       need(PyLong_FromSsize_t(step))};
  PyObject *made = need(PySlice_New(parts[0], parts[1], parts[2]));
  for (int i = 0; i < 3; i++) Py_DECREF(parts[i]);
  return made;
}

void start_operations(void) {
  static char memory[128], same[64], changed[64];
  bytes = need(PyBytes_FromStringAndSize(memory, 64));
  view = need(PyMemoryView_FromObject(bytes));
  other = need(PyMemoryView_FromMemory(same, sizeof same, PyBUF_READ));
  writable = need(PyMemoryView_FromMemory(changed, sizeof changed, PyBUF_WRITE));
  slice = new_slice(10, 50, 2);
  seventh = need(PyLong_FromSsize_t(7));
  number = need(PyLong_FromSsize_t(200));
  cast_format = need(PyUnicode_FromString("I"));
  PyObject *whole = need(PyMemoryView_FromMemory(memory, sizeof memory, PyBUF_READ));
  PyObject *every_second = new_slice(0, sizeof memory, 2);
  strided = need(PyObject_GetItem(whole, every_second));
  table = need(PyObject_CallMethod(whole, "cast", "s(ii)", "B", 8, 16));
  cell = need(Py_BuildValue("(ii)", 3, 5));
  doubles = need(PyObject_CallMethod(whole, "cast", "s", "d"));
  gaps = need(PyMemoryView_FromBuffer(&records));
  records.format = "bi0c";
  other_gaps = need(PyMemoryView_FromBuffer(&records));
  narrow = need(PyMemoryView_FromBuffer(&field));
  field.len = field.itemsize = 2000;
  field.format = "1000h";
  wide = need(PyMemoryView_FromBuffer(&field));
  cube = need(PyMV_NewArray("d", 3, (const ptrdiff_t[]){4, 5, 6}, 'C'));
  Py_DECREF(every_second);
  Py_DECREF(whole);
}

void stop_operations(void) {
  PyObject *all[] = {doubles, cell, table, strided, cast_format, number, seventh, slice, writable,
                     other,   view, bytes, gaps,    other_gaps,  narrow, wide,    cube};
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) Py_DECREF(all[i]);
}
