/* Invalid arguments other than structs, one at a time: the exception says which and why. */
#include "harness.h"
#include "liar.h"

#define MEMORY "ValueError: PyMemoryView_FromMemory(): "
#define OWNED "ValueError: PyMV_FromMemoryOwned(): "
#define CONTIGUOUS "ValueError: PyMemoryView_GetContiguous(): "
#define ACCESS "must be PyBUF_READ or PyBUF_WRITE"
#define ORDER "order must be 'C', 'F' or 'A'"

static char memory[32];
static PyObject *bytes;

static void missing_objects_are_named(void **state) {
  Py_buffer view = liar_struct();
  assert_null(PyMemoryView_FromObject(NULL));
  assert_error("SystemError: PyMemoryView_FromObject(): base must not be NULL");
  assert_null(PyMemoryView_FromBuffer(NULL));
  assert_error("SystemError: PyMemoryView_FromBuffer(): info must not be NULL");
  assert_null(PyMV_FromBufferOwned(NULL));
  assert_error("SystemError: PyMV_FromBufferOwned(): info must not be NULL");
  assert_null(PyMV_FromBufferBorrowed(NULL));
  assert_error("SystemError: PyMV_FromBufferBorrowed(): info must not be NULL");
  assert_null(PyMemoryView_GetContiguous(NULL, PyBUF_READ, 'C'));
  assert_error("SystemError: PyMemoryView_GetContiguous(): base must not be NULL");
  assert_int_equal(PyObject_GetBuffer(NULL, &view, PyBUF_SIMPLE), -1);
  assert_error("SystemError: PyObject_GetBuffer: exporter must not be NULL");
  assert_int_equal(PyObject_GetBuffer(bytes, NULL, PyBUF_SIMPLE), -1);
  assert_error("SystemError: PyObject_GetBuffer: view must not be NULL");
  assert_int_equal(PyObject_CopyData(NULL, bytes), -1);
  assert_error("SystemError: PyObject_CopyData: dest must not be NULL");
  assert_int_equal(PyObject_CopyData(bytes, NULL), -1);
  assert_error("SystemError: PyObject_CopyData: src must not be NULL");
}

static void missing_memory_is_named(void **state) {
  Py_buffer view = liar_struct();
  assert_int_equal(PyBuffer_ToContiguous(memory, NULL, 4, 'C'), -1);
  assert_error("SystemError: PyBuffer_ToContiguous: view must not be NULL");
  assert_int_equal(PyBuffer_ToContiguous(NULL, &view, 24, 'C'), -1);
  assert_error("SystemError: PyBuffer_ToContiguous: buf must not be NULL");
  assert_int_equal(PyBuffer_FromContiguous(NULL, memory, 4, 'C'), -1);
  assert_error("SystemError: PyBuffer_FromContiguous: view must not be NULL");
  assert_int_equal(PyBuffer_FromContiguous(&view, NULL, 24, 'C'), -1);
  assert_error("SystemError: PyBuffer_FromContiguous: buf must not be NULL");
  assert_int_equal(PyBuffer_SizeFromFormat(NULL), -1);
  assert_error("SystemError: PyBuffer_SizeFromFormat: format must not be NULL");
  const Py_ssize_t index[] = {0, 0};
  assert_null(PyBuffer_GetPointer(NULL, index));
  assert_error("SystemError: PyBuffer_GetPointer: view must not be NULL");
  assert_null(PyBuffer_GetPointer(&view, NULL));
  assert_error("SystemError: PyBuffer_GetPointer: indices must not be NULL");
}

static void what_cannot_fail_bears_nothing_at_all(void **state) {
  Py_ssize_t sizes[2] = {7, 7};
  PyBuffer_Release(NULL);
  assert_int_equal(PyBuffer_IsContiguous(NULL, 'C'), 0);
  assert_int_equal(PyObject_CheckBuffer(NULL), 0);
  assert_int_equal(PyMemoryView_Check(NULL), 0);
  PyBuffer_FillContiguousStrides(-1, sizes, sizes, 4, 'C');
  PyBuffer_FillContiguousStrides(2, NULL, sizes, 4, 'C');
  PyBuffer_FillContiguousStrides(2, sizes, NULL, 4, 'C');
  assert_int_equal(sizes[0], 7);
  Py_ssize_t huge[] = {PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, PY_SSIZE_T_MIN}, strides[3];
  PyBuffer_FillContiguousStrides(3, huge, strides, INT32_MAX, 'F');
  const Py_hash_t empty = Py_HashBuffer("", 0);
  assert_int_equal(Py_HashBuffer("abc", -1), empty);
  assert_int_equal(Py_HashBuffer("abc", PY_SSIZE_T_MIN), empty);
  assert_int_equal(Py_HashBuffer(NULL, 5), empty);
  assert_null(PyErr_Occurred());
}

static void sizes_and_access_of_memory_are_checked(void **state) {
  const struct {
    char *memory;
    Py_ssize_t size;
    int flags;
    const char *error, *owned_error;
  } cases[] = {
      {memory, -1, PyBUF_READ, MEMORY "size must not be negative",
       OWNED "len must not be negative"},
      {memory, PY_SSIZE_T_MIN, PyBUF_WRITE, MEMORY "size must not be negative",
       OWNED "len must not be negative"},
      {NULL, 1, PyBUF_READ, MEMORY "mem must not be NULL", OWNED "ptr must not be NULL"},
      {NULL, PY_SSIZE_T_MAX, PyBUF_READ, MEMORY "mem must not be NULL",
       OWNED "ptr must not be NULL"},
      {memory, 1, 0, MEMORY "flags " ACCESS, OWNED "flags " ACCESS},
      {memory, 1, PyBUF_WRITABLE, MEMORY "flags " ACCESS, OWNED "flags " ACCESS},
      {memory, 1, PyBUF_READ | PyBUF_WRITE, MEMORY "flags " ACCESS, OWNED "flags " ACCESS},
      {memory, 1, -1, MEMORY "flags " ACCESS, OWNED "flags " ACCESS},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++) {
    assert_null(PyMemoryView_FromMemory(cases[i].memory, cases[i].size, cases[i].flags));
    assert_error(cases[i].error);
    assert_null(
        PyMV_FromMemoryOwned(cases[i].memory, cases[i].size, cases[i].flags, bytes, NULL, NULL));
    assert_error(cases[i].owned_error);
    assert_int_equal(Py_REFCNT(bytes), 1);
  }
  PyObject *empty = PyMemoryView_FromMemory(NULL, 0, PyBUF_READ);
  assert_non_null(empty);
  Py_DECREF(empty);
}

static void orders_and_access_of_copies_are_checked(void **state) {
  const char orders[] = {'X', 'c', '\0', '\xff'};
  for (size_t i = 0; i < sizeof orders; i++) {
    for (int ndim = 1; ndim <= 2; ndim++) {
      Py_ssize_t row = 6, neighbour = 4;
      Py_buffer view = liar_struct();
      if (ndim == 1) {
        view.ndim = 1;
        view.shape = &row;
        view.strides = &neighbour;
      }
      assert_int_equal(PyBuffer_ToContiguous(memory, &view, 24, orders[i]), -1);
      assert_error("ValueError: PyBuffer_ToContiguous: " ORDER);
      assert_int_equal(PyBuffer_FromContiguous(&view, memory, 24, orders[i]), -1);
      assert_error("ValueError: PyBuffer_FromContiguous: " ORDER);
      assert_int_equal(PyBuffer_IsContiguous(&view, orders[i]), 0);
    }
    assert_null(PyMemoryView_GetContiguous(bytes, PyBUF_READ, orders[i]));
    assert_error(CONTIGUOUS ORDER);
  }
  const int accesses[] = {0, PyBUF_WRITABLE, PyBUF_READ | PyBUF_WRITE, -1};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(accesses); i++) {
    assert_null(PyMemoryView_GetContiguous(bytes, accesses[i], 'C'));
    assert_error(CONTIGUOUS "buffertype " ACCESS);
  }
  assert_int_equal(Py_REFCNT(bytes), 1);
}

static void lengths_of_copies_are_checked(void **state) {
  Py_ssize_t columns[] = {4, 8};
  const char *all = "ValueError: PyBuffer_ToContiguous: len != view->len";
  const char *range = "ValueError: PyBuffer_FromContiguous: len must be from 0 to view->len";
  const char *items =
      "ValueError: PyBuffer_FromContiguous: len must be a multiple of view->itemsize";
  const struct {
    Py_ssize_t len;
    const char *to, *from;
  } cases[] = {{-1, all, range},  {PY_SSIZE_T_MIN, all, range}, {25, all, range},
               {100, all, range}, {PY_SSIZE_T_MAX, all, range}, {3, all, items},
               {23, all, items}};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++) {
    for (int is_strided = 0; is_strided < 2; is_strided++) {
      Py_buffer view = liar_struct();
      if (is_strided) view.strides = columns;
      memset(memory, '!', sizeof memory);
      assert_int_equal(PyBuffer_ToContiguous(memory, &view, cases[i].len, 'C'), -1);
      assert_error(cases[i].to);
      assert_int_equal(PyBuffer_FromContiguous(&view, memory, cases[i].len, 'C'), -1);
      assert_error(cases[i].from);
      assert_int_equal(memory[0], '!');
      assert_int_equal(liar_memory[0], 0);
    }
  }
}

/* CPython divides by the itemsize. */
static void items_of_no_size_are_not_filled(void **state) {
  Py_ssize_t shape[] = {2, 3}, strides[] = {1, 7};
  Py_buffer view = liar_struct();
  view.itemsize = view.len = 0;
  view.shape = shape;
  view.strides = strides;
  assert_int_equal(PyBuffer_FromContiguous(&view, memory, 0, 'C'), -1);
  assert_error("ValueError: PyBuffer_FromContiguous: view->itemsize must be positive");
  assert_int_equal(PyBuffer_ToContiguous(memory, &view, 0, 'C'), 0);
}

static void what_is_filled_in_is_checked(void **state) {
  Py_buffer view, before;
  memset(&view, 0x5A, sizeof view);
  before = view;
  const struct {
    void *memory;
    Py_ssize_t len;
    int readonly, flags;
    const char *error;
  } cases[] = {
      {memory, -1, 0, PyBUF_SIMPLE, "BufferError: PyBuffer_FillInfo: len must not be negative"},
      {NULL, PY_SSIZE_T_MIN, 0, PyBUF_FULL,
       "BufferError: PyBuffer_FillInfo: len must not be negative"},
      {NULL, 1, 0, PyBUF_SIMPLE, "BufferError: PyBuffer_FillInfo: buf must not be NULL"},
      {memory, 1, 2, PyBUF_WRITABLE, "BufferError: Object is not writable."},
      {memory, 1, -1, PyBUF_WRITABLE, "BufferError: Object is not writable."},
      {memory, 1, 0, PyBUF_READ, "SystemError: bad argument to internal function"},
  };
  for (size_t i = 0; i < Py_ARRAY_LENGTH(cases); i++) {
    assert_int_equal(PyBuffer_FillInfo(&view, bytes, cases[i].memory, cases[i].len,
                                       cases[i].readonly, cases[i].flags),
                     -1);
    assert_error(cases[i].error);
    assert_memory_equal(&view, &before, sizeof view);
    assert_int_equal(Py_REFCNT(bytes), 1);
  }
}

/* CPython does not validate the suboffsets themselves. */
static void suboffsets_that_lead_nowhere_do_not_count(void **state) {
  Py_ssize_t suboffsets[] = {-1, -1};
  Py_buffer view = liar_struct();
  view.suboffsets = suboffsets;
  assert_int_equal(PyBuffer_IsContiguous(&view, 'C'), 1);
  assert_int_equal(PyBuffer_IsContiguous(&view, 'F'), 0);
  suboffsets[1] = 0;
  assert_int_equal(PyBuffer_IsContiguous(&view, 'C'), 0);
}

static int start(void **state) {
  int status = start_host(state);
  bytes = PyBytes_FromString("bytes");
  return status;
}

static int stop(void **state) {
  Py_CLEAR(bytes);
  return stop_host(state);
}

static void names_that_are_no_tuple_are_refused(void **state) {
  PyObject *view = PyMemoryView_FromObject(bytes), *method = PyObject_GetAttrString(view, "hex");
  PyObject *const values[] = {bytes};
  assert_null(PyObject_Vectorcall(method, values, 0, Py_None));
  assert_error("SystemError: bad argument to internal function");
  assert_null(PyObject_Vectorcall((PyObject *)&PyMemoryView_Type, values, 1, bytes));
  assert_error("SystemError: bad argument to internal function");
  Py_DECREF(method);
  Py_DECREF(view);
}

static void missing_values_are_not_looked_for(void **state) {
  PyObject *view = PyMemoryView_FromObject(bytes);
  assert_int_equal(PySequence_Contains(view, NULL), -1);
  assert_error("SystemError: null argument to internal routine");
  Py_DECREF(view);
}

static void the_least_step_leaves_one_item(void **state) {
  const Py_ssize_t lengths[] = {1, 5, PY_SSIZE_T_MAX};
  for (size_t i = 0; i < Py_ARRAY_LENGTH(lengths); i++) {
    Py_ssize_t start = PY_SSIZE_T_MAX, stop = PY_SSIZE_T_MIN;
    assert_int_equal(PySlice_AdjustIndices(lengths[i], &start, &stop, PY_SSIZE_T_MIN), 1);
    assert_int_equal(start, lengths[i] - 1);
    assert_int_equal(stop, -1);
  }
  /* Lengths that no sequence can have. */
  const Py_ssize_t numbers[] = {PY_SSIZE_T_MIN, -1, 0, PY_SSIZE_T_MAX};
  for (size_t i = 0; i < 4 * 4 * 4 * 4; i++) {
    Py_ssize_t start = numbers[i % 4], stop = numbers[i / 4 % 4];
    PySlice_AdjustIndices(numbers[i / 16 % 4], &start, &stop, numbers[i / 64]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(missing_objects_are_named),
      CASE(missing_memory_is_named),
      CASE(what_cannot_fail_bears_nothing_at_all),
      CASE(sizes_and_access_of_memory_are_checked),
      CASE(orders_and_access_of_copies_are_checked),
      CASE(lengths_of_copies_are_checked),
      CASE(items_of_no_size_are_not_filled),
      CASE(what_is_filled_in_is_checked),
      CASE(suboffsets_that_lead_nowhere_do_not_count),
      CASE(names_that_are_no_tuple_are_refused),
      CASE(missing_values_are_not_looked_for),
      CASE(the_least_step_leaves_one_item),
  };
  return cmocka_run_group_tests_name("unsound_arguments", tests, start, stop);
}
