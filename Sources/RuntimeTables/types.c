#include "RuntimeTables.h"
PyTypeObject PyType_Type = { PyVarObject_HEAD_INIT(&PyType_Type, 0) .tp_name = "type" };
