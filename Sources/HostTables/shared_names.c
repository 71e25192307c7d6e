#include "HostTables.h"

/* The interpreter's functions, where this library stands aside. */

void *pymv_c_interpreter_functions[PYMV_NAME_COUNT];

static const char names[PYMV_NAME_COUNT][32] = {
    [PYMV_NAME_CHECK_BUFFER] = "PyObject_CheckBuffer",
    [PYMV_NAME_GET_BUFFER] = "PyObject_GetBuffer",
    [PYMV_NAME_COPY_DATA] = "PyObject_CopyData",
    [PYMV_NAME_RELEASE] = "PyBuffer_Release",
    [PYMV_NAME_FILL_INFO] = "PyBuffer_FillInfo",
    [PYMV_NAME_IS_CONTIGUOUS] = "PyBuffer_IsContiguous",
    [PYMV_NAME_GET_POINTER] = "PyBuffer_GetPointer",
    [PYMV_NAME_SIZE_FROM_FORMAT] = "PyBuffer_SizeFromFormat",
    [PYMV_NAME_TO_CONTIGUOUS] = "PyBuffer_ToContiguous",
    [PYMV_NAME_FROM_CONTIGUOUS] = "PyBuffer_FromContiguous",
    [PYMV_NAME_FILL_CONTIGUOUS_STRIDES] = "PyBuffer_FillContiguousStrides",
    [PYMV_NAME_FROM_OBJECT] = "PyMemoryView_FromObject",
    [PYMV_NAME_FROM_MEMORY] = "PyMemoryView_FromMemory",
    [PYMV_NAME_FROM_BUFFER] = "PyMemoryView_FromBuffer",
    [PYMV_NAME_GET_CONTIGUOUS] = "PyMemoryView_GetContiguous",
};

void pymv_c_stand_aside(void) {
  /* No object has this type, so that the fast paths for views do not apply. */
  pymv_c_services.direct_type = (PyTypeObject *)UINTPTR_MAX;
  for (int name = 0; name < PYMV_NAME_COUNT; name++) {
    pymv_c_interpreter_functions[name] = pymv_c_host_symbol(names[name]);
  }
}
