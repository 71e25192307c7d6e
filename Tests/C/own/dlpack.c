/* PyMV_ToDLPack and PyMV_FromDLPack. */
#include "flat.h"

#include <pthread.h>
#include <pymemoryview/dlpack.h>

enum { READ_ONLY = DLPACK_FLAG_BITMASK_READ_ONLY, IS_COPIED = DLPACK_FLAG_BITMASK_IS_COPIED };

static void count_call(void *ptr, void *ctx) {
  ++*(int *)ctx;
}

static PyObject *array_of(const char *format, ptrdiff_t itemsize, int ndim, const ptrdiff_t *shape,
                          const ptrdiff_t *strides) {
  static char items[4096];
  PyObject *view =
      PyMV_FromArray(items + 2048, format, itemsize, ndim, shape, strides, NULL, 0, NULL, NULL);
  if (view == NULL) fail_msg("%s", flat_error());
  return view;
}

/* A new tensor of a view, whose reference is dropped. */
static DLManagedTensorVersioned *tensor_of(PyObject *view, uint64_t flags) {
  DLManagedTensorVersioned *tensor = PyMV_ToDLPack(view, flags);
  if (tensor == NULL) fail_msg("%s", flat_error());
  PyMV_DecRef(view);
  return tensor;
}

static void end(DLManagedTensorVersioned *tensor) {
  tensor->deleter(tensor);
}

/* --- tensors of views --- */

static void a_tensor_describes_a_view(void **state) {
  PyObject *cube = flat_cube();
  PyMV_Info info = {.struct_size = sizeof info};
  PyMV_GetInfo(cube, &info);
  DLManagedTensorVersioned *tensor = tensor_of(cube, 0);
  const DLTensor *array = &tensor->dl_tensor;
  assert_int_equal(tensor->version.major, 1);
  assert_int_equal(tensor->flags, 0);
  assert_ptr_equal(array->data, info.data);
  assert_int_equal(array->device.device_type, kDLCPU);
  assert_int_equal(array->device.device_id, 0);
  assert_int_equal(array->ndim, 3);
  assert_int_equal(array->dtype.code, kDLInt);
  assert_int_equal(array->dtype.bits, 16);
  assert_int_equal(array->dtype.lanes, 1);
  assert_memory_equal(array->shape, ((int64_t[]){2, 3, 4}), 3 * sizeof(int64_t));
  assert_memory_equal(array->strides, ((int64_t[]){12, 4, 1}), 3 * sizeof(int64_t));
  assert_int_equal(array->byte_offset, 0);
  end(tensor);
}

static const struct {
  const char *format;
  DLDataType type;
} types[] = {
    {"?", {kDLBool, 8, 1}},
    {"b", {kDLInt, 8, 1}},
    {"h", {kDLInt, 16, 1}},
    {"i", {kDLInt, 32, 1}},
    {"q", {kDLInt, 64, 1}},
    {"B", {kDLUInt, 8, 1}},
    {"H", {kDLUInt, 16, 1}},
    {"I", {kDLUInt, 32, 1}},
    {"Q", {kDLUInt, 64, 1}},
    {"e", {kDLFloat, 16, 1}},
    {"f", {kDLFloat, 32, 1}},
    {"d", {kDLFloat, 64, 1}},
    {"Zf", {kDLComplex, 64, 1}},
    {"Zd", {kDLComplex, 128, 1}},
    {"[bfloat16]", {kDLBfloat, 16, 1}},
    {"[float8_e4m3fn]", {kDLFloat8_e4m3fn, 8, 1}},
    {"[float8_e5m2]", {kDLFloat8_e5m2, 8, 1}},
    /* The format of a tensor is the first with its type. */
    {"l", {kDLInt, 64, 1}},
    {"n", {kDLInt, 64, 1}},
    {"@L", {kDLUInt, 64, 1}},
    {"<i", {kDLInt, 32, 1}},
    {"=l", {kDLInt, 32, 1}},
    {">B", {kDLUInt, 8, 1}},
    {"[ml_dtypes$bfloat16]", {kDLBfloat, 16, 1}},
};
enum { FIRST_FORMATS = 17, TYPES = sizeof types / sizeof *types };

static void each_format_has_its_type(void **state) {
  for (int i = 0; i < TYPES; i++) {
    DLManagedTensorVersioned *tensor = tensor_of(array_of(types[i].format, 0, 0, NULL, NULL), 0);
    if (memcmp(&tensor->dl_tensor.dtype, &types[i].type, sizeof(DLDataType)) != 0)
      fail_msg("%s", types[i].format);
    end(tensor);
  }
}

static void strides_are_in_items(void **state) {
  const ptrdiff_t given[] = {-24, 8, 0}, shape[] = {3, 2, 4};
  DLManagedTensorVersioned *tensor = tensor_of(array_of("d", 0, 3, shape, given), 0);
  assert_memory_equal(tensor->dl_tensor.strides, ((int64_t[]){-3, 1, 0}), 3 * sizeof(int64_t));
  end(tensor);
  /* A stride that reaches no item need not be a multiple. */
  tensor = tensor_of(array_of("i", 0, 2, SHAPE(1, 3), SHAPE(5, 4)), 0);
  assert_int_equal(tensor->dl_tensor.strides[1], 1);
  end(tensor);
  tensor = tensor_of(array_of("b", 0, 1, SHAPE(3), SHAPE(5)), 0);
  assert_int_equal(tensor->dl_tensor.strides[0], 5);
  end(tensor);
}

static void a_tensor_without_items_has_no_address(void **state) {
  DLManagedTensorVersioned *tensor =
      tensor_of(array_of("i", 0, 3, SHAPE(3, 0, 2), SHAPE(7, 5, 3)), 0);
  assert_null(tensor->dl_tensor.data);
  assert_memory_equal(tensor->dl_tensor.shape, ((int64_t[]){3, 0, 2}), 3 * sizeof(int64_t));
  assert_non_null(tensor->dl_tensor.strides);
  end(tensor);
}

static void a_tensor_of_read_only_memory_says_so(void **state) {
  DLManagedTensorVersioned *tensor = tensor_of(flat_cube(), READ_ONLY);
  assert_int_equal(tensor->flags, READ_ONLY);
  end(tensor);
  PyObject *cube = flat_cube();
  tensor = tensor_of(PyMV_AsReadOnly(cube), 0);
  assert_int_equal(tensor->flags, READ_ONLY);
  end(tensor);
  PyMV_DecRef(cube);
}

static void a_copy_belongs_to_its_tensor(void **state) {
  short items[2][2] = {{1, 2}, {3, 4}};
  PyObject *view = PyMV_FromArray(items, "h", 0, 2, SHAPE(2, 2), SHAPE(2, 4), NULL, 1, NULL, NULL);
  DLManagedTensorVersioned *tensor = PyMV_ToDLPack(view, IS_COPIED);
  assert_int_equal(PyMV_Release(view), 0);
  PyMV_DecRef(view);
  assert_int_equal(tensor->flags, IS_COPIED);
  assert_int_equal(tensor->dl_tensor.strides[0], 2);
  assert_memory_equal(tensor->dl_tensor.data, ((short[]){1, 3, 2, 4}), sizeof items);
  end(tensor);
  assert_int_equal(PyMV_ToDLPack(NULL, 0) == NULL, 1);
  assert_string_equal(flat_error(), "SystemError: argument must not be NULL");
}

/* --- refusals --- */

static void refuse_view(PyObject *view, uint64_t flags, const char *error) {
  if (PyMV_ToDLPack(view, flags) != NULL) fail_msg("not refused: %s", error);
  assert_string_equal(flat_error(), error);
  /* Nothing holds it. */
  assert_int_equal(PyMV_Release(view), 0);
  PyMV_DecRef(view);
}

static void what_dlpack_cannot_describe_is_refused(void **state) {
  static const struct {
    const char *format;
    ptrdiff_t itemsize;
    const char *error;
  } cases[] = {
      {">i", 0, "the items are byte-swapped"},
      {">[bfloat16]", 0, "the items are byte-swapped"},
      {"T{i:a:}", 0, "an item is not a single number or truth value"},
      {"ii", 0, "an item is not a single number or truth value"},
      {"(2)i", 0, "an item is not a single number or truth value"},
      {"xi", 0, "an item is not a single number or truth value"},
      {"no format", 4, "an item is not a single number or truth value"},
      {"i", 8, "the itemsize is not that of the format"},
      {"[bfloat16]", 4, "the itemsize is not that of the format"},
      {"c", 0, "there is no type for items of this format"},
      {"P", 0, "there is no type for items of this format"},
      {"g", 0, "there is no type for items of this format"},
      {"Zg", 0, "there is no type for items of this format"},
      {"4s", 0, "there is no type for items of this format"},
      {"w", 0, "there is no type for items of this format"},
      {"[test$unknown]", 1, "an item is not a single number or truth value"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    refuse_view(array_of(cases[i].format, cases[i].itemsize, 1, SHAPE(2), NULL), 0,
                text("BufferError: DLPack: %s", cases[i].error));
  }
}

static void other_refusals_name_their_reason(void **state) {
  refuse_view(flat_rows(), 0,
              "BufferError: DLPack: the view has suboffsets, so its items are behind pointers");
  refuse_view(array_of("i", 0, 2, SHAPE(2, 2), SHAPE(10, 4)), 0,
              "BufferError: DLPack: a stride is not a multiple of the itemsize");
  refuse_view(flat_cube(), 4,
              "ValueError: flags must be DLPack's for read-only memory (1) and for copies (2)");
  PyObject *released = flat_cube();
  PyMV_Release(released);
  refuse_view(released, 0, "ValueError: operation forbidden on released memoryview object");
}

/* --- owners --- */

static void a_view_is_kept_until_the_tensor_ends(void **state) {
  int calls = 0;
  double items[2] = {1, 2};
  PyObject *view = PyMV_FromArray(items, "d", 0, 1, SHAPE(2), NULL, NULL, 0, count_call, &calls);
  DLManagedTensorVersioned *first = PyMV_ToDLPack(view, 0), *second = PyMV_ToDLPack(view, 0);
  assert_fails(PyMV_Release(view), "BufferError", "memoryview has 2 exported buffers");
  end(first);
  assert_fails(PyMV_Release(view), "BufferError", "memoryview has 1 exported buffer");
  PyMV_DecRef(view);
  assert_int_equal(calls, 0);
  assert_ptr_equal(second->dl_tensor.data, items);
  end(second);
  assert_int_equal(calls, 1);
}

static void *end_in_thread(void *tensor) {
  end(tensor);
  return NULL;
}

static void run_in_thread(void *(*function)(void *), void *argument) {
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, function, argument), 0);
  pthread_join(thread, NULL);
}

static void a_tensor_may_end_in_another_thread(void **state) {
  int calls = 0;
  PyObject *view = PyMV_FromArray("abc", "B", 0, 1, SHAPE(3), NULL, NULL, 1, count_call, &calls);
  run_in_thread(end_in_thread, tensor_of(view, 0));
  assert_int_equal(calls, 1);
}

static void *make_and_end(void *view) {
  for (int i = 0; i < 10000; i++) {
    DLManagedTensorVersioned *tensor = PyMV_ToDLPack(view, 0);
    if (tensor == NULL || tensor->dl_tensor.strides[1] != 4) return "wrong";
    end(tensor);
  }
  return NULL;
}

static void threads_may_make_tensors_of_one_view(void **state) {
  PyObject *cube = flat_cube();
  pthread_t threads[2];
  for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, make_and_end, cube);
  for (int i = 0; i < 2; i++) {
    void *problem;
    pthread_join(threads[i], &problem);
    assert_null(problem);
  }
  assert_int_equal(PyMV_Release(cube), 0);
  PyMV_DecRef(cube);
}

/* --- views of tensors --- */

static int deleted;

static void count_deleted(DLManagedTensorVersioned *self) {
  deleted++;
}

static int64_t shape_of_three[] = {2, 3, 1}, strides_of_three[] = {1, 2, 9};

/* A tensor of the shorts 0 to 5 in Fortran order. */
static DLManagedTensorVersioned sample(void) {
  static short items[] = {99, 0, 1, 2, 3, 4, 5};
  deleted = 0;
  return (DLManagedTensorVersioned){
      .version = {1, 0},
      .deleter = count_deleted,
      .dl_tensor = {.data = items,
                    .device = {kDLCPU, 0},
                    .ndim = 3,
                    .dtype = {kDLInt, 16, 1},
                    .shape = shape_of_three,
                    .strides = strides_of_three,
                    .byte_offset = 2},
  };
}

static void a_view_has_the_items_of_a_tensor(void **state) {
  DLManagedTensorVersioned tensor = sample();
  PyObject *view = PyMV_FromDLPack(&tensor);
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(view, &info), 0);
  assert_string_equal(info.format, "h");
  assert_int_equal(info.itemsize, 2);
  assert_int_equal(info.readonly, 0);
  assert_memory_equal(info.strides, ((ptrdiff_t[]){2, 4, 18}), 3 * sizeof(ptrdiff_t));
  assert_int_equal(deleted, 0);
  assert_items(view, 0, 2, 4, 1, 3, 5);
  assert_int_equal(deleted, 1);
}

static void a_view_without_strides_is_in_c_order(void **state) {
  DLManagedTensorVersioned tensor = sample();
  tensor.dl_tensor.strides = NULL;
  assert_items(PyMV_FromDLPack(&tensor), 0, 1, 2, 3, 4, 5);
}

static void a_view_of_read_only_memory_is_read_only(void **state) {
  DLManagedTensorVersioned tensor = sample();
  tensor.flags = READ_ONLY | IS_COPIED;
  PyObject *view = PyMV_FromDLPack(&tensor);
  assert_fails(PyMV_Fill(view, "ab"), "TypeError", "cannot modify read-only memory");
  PyMV_DecRef(view);
}

static void a_tensor_may_have_no_axes_and_no_items(void **state) {
  DLManagedTensorVersioned tensor = sample();
  tensor.dl_tensor.ndim = 0;
  tensor.dl_tensor.shape = tensor.dl_tensor.strides = NULL;
  assert_items(PyMV_FromDLPack(&tensor), 0);
  tensor = sample();
  tensor.dl_tensor.shape = (int64_t[]){2, 0, 3};
  tensor.dl_tensor.data = NULL;
  PyObject *view = PyMV_FromDLPack(&tensor);
  PyMV_Info info = {.struct_size = sizeof info};
  assert_int_equal(PyMV_GetInfo(view, &info), 0);
  assert_int_equal(info.nbytes, 0);
  PyMV_DecRef(view);
  assert_int_equal(deleted, 1);
}

static void memory_that_the_processor_reaches_is_viewed(void **state) {
  static const DLDeviceType devices[] = {kDLCUDAHost, kDLROCMHost, kDLCUDAManaged};
  for (int i = 0; i < 3; i++) {
    DLManagedTensorVersioned tensor = sample();
    tensor.dl_tensor.device.device_type = devices[i];
    assert_items(PyMV_FromDLPack(&tensor), 0, 2, 4, 1, 3, 5);
  }
}

static void each_type_has_its_format(void **state) {
  for (int i = 0; i < FIRST_FORMATS; i++) {
    DLManagedTensorVersioned tensor = sample();
    tensor.dl_tensor.ndim = 0;
    tensor.dl_tensor.dtype = types[i].type;
    PyObject *view = PyMV_FromDLPack(&tensor);
    PyMV_Info info = {.struct_size = sizeof info};
    assert_int_equal(PyMV_GetInfo(view, &info), 0);
    assert_string_equal(info.format, types[i].format);
    assert_int_equal(info.itemsize, types[i].type.bits / 8);
    PyMV_DecRef(view);
  }
}

static double load_byte(const void *item) {
  return *(const unsigned char *)item;
}

static int store_byte(double value, void *item) {
  *(unsigned char *)item = (unsigned char)value;
  return 0;
}

static void a_type_may_be_registered(void **state) {
  DLManagedTensorVersioned tensor = sample();
  tensor.dl_tensor.dtype = (DLDataType){kDLFloat8_e3m4, 8, 1};
  tensor.dl_tensor.ndim = 0;
  assert_fails(PyMV_FromDLPack(&tensor), "BufferError",
               "DLPack: no scalar type of this name and size is registered");
  PyMV_ScalarType type = {sizeof type, "float8_e3m4", 1, 1, load_byte, store_byte, NULL};
  assert_int_equal(PyMV_RegisterScalar(&type), 0);
  DLManagedTensorVersioned *again = tensor_of(PyMV_FromDLPack(&tensor), 0);
  assert_int_equal(again->dl_tensor.dtype.code, kDLFloat8_e3m4);
  end(again);
  assert_int_equal(deleted, 1);
  /* The name says what it is, the size whether it can be. */
  type.name = "float8_e5m2fnuz";
  type.size = 2;
  assert_int_equal(PyMV_RegisterScalar(&type), 0);
  tensor.dl_tensor.dtype.code = kDLFloat8_e5m2fnuz;
  assert_fails(PyMV_FromDLPack(&tensor), "BufferError",
               "DLPack: no scalar type of this name and size is registered");
  refuse_view(array_of("[float8_e5m2fnuz]", 0, 0, NULL, NULL), 0,
              "BufferError: DLPack: the itemsize is not that of the format");
  type.name = "float8_e5m2fn";
  assert_int_equal(PyMV_RegisterScalar(&type), 0);
  refuse_view(array_of("[float8_e5m2fn]", 0, 0, NULL, NULL), 0,
              "BufferError: DLPack: there is no type for items of this format");
}

static void a_tensor_ends_with_the_last_view_of_it(void **state) {
  DLManagedTensorVersioned tensor = sample();
  PyObject *view = PyMV_FromDLPack(&tensor), *slice = PyMV_Index(view, 0, 1);
  DLManagedTensorVersioned *again = PyMV_ToDLPack(slice, 0);
  PyMV_DecRef(slice);
  assert_int_equal(PyMV_Release(view), 0);
  PyMV_DecRef(view);
  assert_int_equal(deleted, 0);
  run_in_thread(end_in_thread, again);
  assert_int_equal(deleted, 1);
  tensor.deleter = NULL;
  assert_items(PyMV_FromDLPack(&tensor), 0, 2, 4, 1, 3, 5);
  assert_int_equal(deleted, 1);
}

static void a_tensor_of_this_library_returns(void **state) {
  int calls = 0;
  short items[] = {5, 6};
  PyObject *view = PyMV_FromArray(items, "h", 0, 1, SHAPE(2), NULL, NULL, 0, count_call, &calls);
  PyObject *again = PyMV_FromDLPack(tensor_of(view, 0));
  assert_int_equal(calls, 0);
  assert_items(again, 5, 6);
  assert_int_equal(calls, 1);
}

static void refuse_tensor(DLManagedTensorVersioned *tensor, const char *error) {
  if (PyMV_FromDLPack(tensor) != NULL) fail_msg("not refused: %s", error);
  assert_string_equal(flat_error(), error);
  assert_int_equal(deleted, 0);
}

#define REFUSE(change, error) \
  do { \
    DLManagedTensorVersioned tensor = sample(); \
    DLTensor *array = &tensor.dl_tensor; \
    array->change; \
    refuse_tensor(&tensor, error); \
  } while (0)

static void a_refused_tensor_stays_the_callers(void **state) {
  DLManagedTensorVersioned other = sample();
  other.version.major = 2;
  refuse_tensor(&other, "BufferError: DLPack: the tensor is of another major version than 1");
  REFUSE(device.device_type = kDLCUDA,
         "BufferError: DLPack: the tensor is on a device with memory of its own");
  REFUSE(dtype.lanes = 4, "BufferError: DLPack: items are vectors (lanes)");
  const char *no_format = "BufferError: DLPack: there is no format for items of this type";
  REFUSE(dtype.bits = 24, no_format);
  REFUSE(dtype.code = kDLOpaqueHandle, no_format);
  REFUSE(dtype = ((DLDataType){kDLFloat4_e2m1fn, 4, 1}), no_format);
  REFUSE(ndim = -1, "ValueError: number of dimensions must not be negative");
  REFUSE(ndim = 65, "ValueError: memoryview: number of dimensions must not exceed 64");
  REFUSE(shape = NULL, "ValueError: shape must not be NULL");
  REFUSE(shape = ((int64_t[]){2, -3, 1}), "ValueError: shape must not be negative");
  REFUSE(shape = ((int64_t[]){2, INT64_MAX, 1}),
         "ValueError: product(shape) * itemsize is too large");
  REFUSE(strides = ((int64_t[]){1, INT64_MAX / 2 + 1, 1}),
         "ValueError: DLPack: a stride does not fit the address space");
  REFUSE(byte_offset = UINT64_MAX,
         "ValueError: DLPack: byte_offset does not fit the address space");
  DLManagedTensorVersioned empty = sample();
  empty.dl_tensor.data = NULL;
  assert_null(PyMV_FromDLPack(&empty));
  assert_non_null(strstr(flat_error(), "NULL"));
  assert_int_equal(deleted, 0);
  assert_fails(PyMV_FromDLPack(NULL), "SystemError", "argument must not be NULL");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      CASE(a_tensor_describes_a_view),
      CASE(each_format_has_its_type),
      CASE(strides_are_in_items),
      CASE(a_tensor_without_items_has_no_address),
      CASE(a_tensor_of_read_only_memory_says_so),
      CASE(a_copy_belongs_to_its_tensor),
      CASE(what_dlpack_cannot_describe_is_refused),
      CASE(other_refusals_name_their_reason),
      CASE(a_view_is_kept_until_the_tensor_ends),
      CASE(a_tensor_may_end_in_another_thread),
      CASE(threads_may_make_tensors_of_one_view),
      CASE(a_view_has_the_items_of_a_tensor),
      CASE(a_view_without_strides_is_in_c_order),
      CASE(a_view_of_read_only_memory_is_read_only),
      CASE(a_tensor_may_have_no_axes_and_no_items),
      CASE(memory_that_the_processor_reaches_is_viewed),
      CASE(each_type_has_its_format),
      CASE(a_type_may_be_registered),
      CASE(a_tensor_ends_with_the_last_view_of_it),
      CASE(a_tensor_of_this_library_returns),
      CASE(a_refused_tensor_stays_the_callers),
  };
  return cmocka_run_group_tests_name("DLPack", tests, start_host, stop_host);
}
