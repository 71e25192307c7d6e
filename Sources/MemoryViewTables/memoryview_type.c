#include "MemoryViewTables.h"
PyTypeObject PyMemoryView_Type = {
  PyVarObject_HEAD_INIT(&PyType_Type, 0)
  .tp_name = "memoryview", .tp_dealloc = pymv_s_memory_dealloc };
