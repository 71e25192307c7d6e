#ifndef MEMORY_VIEW_TABLES_H
#define MEMORY_VIEW_TABLES_H
#include <PyMemoryView.h>
void pymv_s_memory_dealloc(PyObject *self);
static inline PyTypeObject *pymv_c_memoryview_type(void) { return &PyMemoryView_Type; }
#endif
