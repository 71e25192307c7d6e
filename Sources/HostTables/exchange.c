#include "HostTables.h"

#include <pymemoryview/dlpack.h>

/* Exchange with array libraries inside CPython: methods of memoryview for DLPack, its table of
 * functions for them, and views of the tensors in capsules. */

#define HOST_API extern __attribute__((weak))

HOST_API int PyArg_ParseTupleAndKeywords(PyObject *, PyObject *, const char *, char **, ...);
HOST_API PyObject *PyCapsule_New(void *, const char *, void (*)(PyObject *));
HOST_API void *PyCapsule_GetPointer(PyObject *, const char *);
HOST_API int PyCapsule_IsValid(PyObject *, const char *);
HOST_API int PyCapsule_SetName(PyObject *, const char *);

/* A consumer changes the name of a capsule whose tensor it takes. */
static const char versioned_name[] = "dltensor_versioned";
static const char used_versioned_name[] = "used_dltensor_versioned";
static const char unversioned_name[] = "dltensor";
static const char used_unversioned_name[] = "used_dltensor";

static void *refuse(PyObject *kind, const char *text) {
  PyErr_SetString(kind, text);
  return NULL;
}

/* --- tensors before version 1 ----------------------------------------------------------------- */

/* Both kinds of tensors own one of the other kind, their manager_ctx. */

static void delete_unversioned(DLManagedTensor *self) {
  DLManagedTensorVersioned *tensor = self->manager_ctx;
  free(self);
  tensor->deleter(tensor);
}

/* Makes an unversioned tensor, which owns the other; NULL with an exception on failure. */
static DLManagedTensor *without_version(DLManagedTensorVersioned *tensor) {
  if (tensor->flags & DLPACK_FLAG_BITMASK_READ_ONLY) {
    return refuse(PyExc_BufferError, "DLPack: read-only memory needs max_version=(1, 0) or later");
  }
  DLManagedTensor *made = malloc(sizeof *made);
  if (made == NULL) return (void *)PyErr_NoMemory();
  *made = (DLManagedTensor){tensor->dl_tensor, tensor, delete_unversioned};
  return made;
}

static void delete_versioned(DLManagedTensorVersioned *self) {
  DLManagedTensor *tensor = self->manager_ctx;
  free(self);
  if (tensor->deleter != NULL) tensor->deleter(tensor);
}

/* Makes a view of an unversioned tensor, which may be of read-only memory. */
static PyObject *view_of_unversioned(DLManagedTensor *tensor) {
  DLManagedTensorVersioned *made = malloc(sizeof *made);
  if (made == NULL) return PyErr_NoMemory();
  *made = (DLManagedTensorVersioned){
      .version = {DLPACK_MAJOR_VERSION, 0},
      .manager_ctx = tensor,
      .deleter = delete_versioned,
      .flags = DLPACK_FLAG_BITMASK_READ_ONLY,
      .dl_tensor = tensor->dl_tensor,
  };
  PyObject *view = PyMV_FromDLPack(made);
  if (view == NULL) free(made);
  return view;
}

/* --- capsules --------------------------------------------------------------------------------- */

static void end_versioned(PyObject *capsule) {
  /* Else a consumer has taken the tensor. */
  if (!PyCapsule_IsValid(capsule, versioned_name)) return;
  pymv_c_end_tensor(NULL, PyCapsule_GetPointer(capsule, versioned_name));
}

static void end_unversioned(PyObject *capsule) {
  if (!PyCapsule_IsValid(capsule, unversioned_name)) return;
  DLManagedTensor *tensor = PyCapsule_GetPointer(capsule, unversioned_name);
  pymv_c_end_tensor(NULL, tensor->manager_ctx);
  free(tensor);
}

static PyObject *capsule_of(DLManagedTensorVersioned *tensor, _Bool is_versioned) {
  DLManagedTensor *unversioned = is_versioned ? NULL : without_version(tensor);
  PyObject *capsule = NULL;
  if (is_versioned)
    capsule = PyCapsule_New(tensor, versioned_name, end_versioned);
  else if (unversioned != NULL)
    capsule = PyCapsule_New(unversioned, unversioned_name, end_unversioned);
  if (capsule == NULL) {
    free(unversioned);
    pymv_c_end_tensor(NULL, tensor);
  }
  return capsule;
}

PyObject *pymv_c_view_of_capsule(PyObject *capsule) {
  _Bool is_versioned = PyCapsule_IsValid(capsule, versioned_name) != 0;
  if (!is_versioned && !PyCapsule_IsValid(capsule, unversioned_name)) {
    return refuse(PyExc_TypeError,
                  "__dlpack__() must return a capsule with a tensor that is not used");
  }
  const char *name = is_versioned ? versioned_name : unversioned_name;
  void *tensor = PyCapsule_GetPointer(capsule, name);
  PyObject *view = is_versioned ? PyMV_FromDLPack(tensor) : view_of_unversioned(tensor);
  if (view != NULL)
    PyCapsule_SetName(capsule, is_versioned ? used_versioned_name : used_unversioned_name);
  return view;
}

/* --- methods ---------------------------------------------------------------------------------- */

/* For PyArg_ParseTupleAndKeywords: reads a tuple of two ints to `pair`, unchanged for None. */
static int read_pair(PyObject *tuple, void *pair) {
  if (tuple == Py_None) return 1;
  if (!PyTuple_Check(tuple) || PyTuple_Size(tuple) != 2) {
    PyErr_SetString(PyExc_TypeError, "max_version and dl_device must be None or pairs of ints");
    return 0;
  }
  for (int i = 0; i < 2; i++) {
    ((long *)pair)[i] = PyLong_AsLong(PyTuple_GetItem(tuple, i));
  }
  return PyErr_Occurred() == NULL;
}

static PyObject *dlpack(PyObject *self, PyObject *args, PyObject *kwds) {
  static char names[][12] = {"stream", "max_version", "dl_device", "copy"};
  char *keywords[] = {names[0], names[1], names[2], names[3], NULL};
  PyObject *stream = Py_None;
  long version[2] = {0, 0}, device[2] = {kDLCPU, 0};
  int is_copied = 0;
  if (!PyArg_ParseTupleAndKeywords(args, kwds, "|$OO&O&p:__dlpack__", keywords, &stream, read_pair,
                                   version, read_pair, device, &is_copied))
    return NULL;
  if (stream != Py_None || device[0] != kDLCPU || device[1] != 0)
    return refuse(PyExc_BufferError,
                  "DLPack: a memoryview is on the processor, which has no streams");
  DLManagedTensorVersioned *tensor =
      PyMV_ToDLPack(self, is_copied ? DLPACK_FLAG_BITMASK_IS_COPIED : 0);
  return tensor == NULL ? NULL : capsule_of(tensor, version[0] >= 1);
}

static PyObject *dlpack_device(PyObject *self, PyObject *none) {
  PyObject *pair = PyTuple_New(2);
  (void)self, (void)none;
  for (int i = 0; pair != NULL && i < 2; i++) {
    PyObject *number = PyLong_FromLong(i == 0 ? kDLCPU : 0);
    if (number == NULL || PyTuple_SetItem(pair, i, number) < 0) {
      Py_DecRef(pair);
      return NULL;
    }
  }
  return pair;
}

PyMethodDef *pymv_c_exchange_methods(void) {
  static PyMethodDef methods[] = {
      {"__dlpack__", (PyCFunction)(void (*)(void))dlpack, METH_VARARGS | METH_KEYWORDS,
       "__dlpack__($self, /, *, stream=None, max_version=None, dl_device=None, copy=None)\n--\n\n"
       "Make a DLPack tensor of the memory, in a capsule; copy: of a copy of it."},
      {"__dlpack_device__", dlpack_device, METH_NOARGS,
       "__dlpack_device__($self, /)\n--\n\n"
       "Type and number of the device, in DLPack's terms: the processor."},
      {NULL, NULL, 0, NULL},
  };
  return methods;
}

/* --- the table of functions ------------------------------------------------------------------- */

enum { MOST_AXES = 64, ALIGNMENT = 64 };

/* A tensor with memory of its own, which follows it in the same block. */
typedef struct {
  DLManagedTensorVersioned tensor;
  int64_t shape[MOST_AXES];
  int64_t strides[MOST_AXES];
} new_tensor;

static void delete_new(DLManagedTensorVersioned *self) {
  free(self);
}

/* Sets shape and strides. Returns the size of the items in bytes; -1 if it is invalid or too large.
 */
static int64_t set_axes(new_tensor *made, const DLTensor *prototype) {
  int64_t count = 1, bits = prototype->dtype.bits * prototype->dtype.lanes;
  for (int axis = prototype->ndim - 1; axis >= 0; axis--) {
    int64_t extent = made->shape[axis] = prototype->shape[axis];
    made->strides[axis] = count;
    if (extent < 0 || __builtin_mul_overflow(count, extent, &count)) return -1;
  }
  if (__builtin_mul_overflow(count, bits, &bits)) return -1;
  return bits / 8 + (bits % 8 != 0);
}

/* Needs no GIL. */
static int allocate_tensor(DLTensor *prototype, DLManagedTensorVersioned **out, void *error_ctx,
                           void (*set_error)(void *, const char *, const char *)) {
  if (prototype->device.device_type != kDLCPU || (uint32_t)prototype->ndim > MOST_AXES) {
    set_error(error_ctx, "BufferError",
              "DLPack: a new tensor must be on the processor and have at most 64 axes");
    return -1;
  }
  new_tensor axes, *made = NULL;
  int64_t size = set_axes(&axes, prototype);
  size_t head = (sizeof axes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  if (size < 0 || posix_memalign((void **)&made, ALIGNMENT, head + (size_t)size) != 0) {
    set_error(error_ctx, "MemoryError", "DLPack: no memory for a tensor");
    return -1;
  }
  *made = axes;
  made->tensor = (DLManagedTensorVersioned){
      .version = {DLPACK_MAJOR_VERSION, DLPACK_MINOR_VERSION},
      .deleter = delete_new,
      .dl_tensor = *prototype,
  };
  DLTensor *array = &made->tensor.dl_tensor;
  array->data = size == 0 ? NULL : (char *)made + head;
  array->shape = made->shape;
  array->strides = made->strides;
  array->byte_offset = 0;
  *out = &made->tensor;
  return 0;
}

static int tensor_of_object(void *object, DLManagedTensorVersioned **out) {
  *out = PyMV_ToDLPack(object, 0);
  return *out == NULL ? -1 : 0;
}

static int object_of_tensor(DLManagedTensorVersioned *tensor, void **out) {
  *out = PyMV_FromDLPack(tensor);
  return *out == NULL ? -1 : 0;
}

static int describe_object(void *object, DLTensor *out) {
  DLManagedTensorVersioned *tensor = PyMV_ToDLPack(object, 0);
  if (tensor == NULL) return -1;
  *out = tensor->dl_tensor;
  /* The shape is in the object; strides must not end with the tensor. */
  if (out->strides == pymv_c_tensor_strides(tensor))
    out->strides = pymv_c_keep_strides(object, out->strides);
  pymv_c_end_tensor(NULL, tensor);
  return 0;
}

static int current_stream(DLDeviceType device_type, int32_t device_id, void **out) {
  (void)device_type, (void)device_id;
  *out = NULL;
  return 0;
}

PyObject *pymv_c_exchange_table(void) {
  static DLPackExchangeAPI table = {
      .header = {.version = {DLPACK_MAJOR_VERSION, DLPACK_MINOR_VERSION}},
      .managed_tensor_allocator = allocate_tensor,
      .managed_tensor_from_py_object_no_sync = tensor_of_object,
      .managed_tensor_to_py_object_no_sync = object_of_tensor,
      .dltensor_from_py_object_no_sync = describe_object,
      .current_work_stream = current_stream,
  };
  return PyCapsule_New(&table, "dlpack_exchange_api", NULL);
}
