#include "RuntimeTables.h"

static PyGetSetDef exception_getset[] = {
    {"args", pymv_s_exception_args, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

/* Every table repeats the slots of BaseException, because a derived type of a program may call
 * those of its direct base by name. */
#define EXCEPTION_SLOTS(name, base, init, str) \
  PYMV_STATIC_TYPE(name, base, sizeof(pymv_exception), \
                   Py_TPFLAGS_BASETYPE | Py_TPFLAGS_BASE_EXC_SUBCLASS | PYMV_TPFLAGS_HOLDER), \
      .tp_dealloc = pymv_s_exception_dealloc, .tp_repr = pymv_s_exception_repr, .tp_str = (str), \
      .tp_getset = exception_getset, .tp_init = (init), .tp_new = pymv_s_exception_new

#define SPECIAL_EXCEPTION(name, base, init, str) \
  static PyTypeObject type_##name = {EXCEPTION_SLOTS(#name, base, init, str)}; \
  PyObject *PyExc_##name = (PyObject *)&type_##name

#define EXCEPTION(name, base) \
  SPECIAL_EXCEPTION(name, &type_##base, pymv_s_exception_init, pymv_s_exception_str)

SPECIAL_EXCEPTION(BaseException, &PyBaseObject_Type, pymv_s_exception_init, pymv_s_exception_str);
EXCEPTION(Exception, BaseException);

EXCEPTION(ArithmeticError, Exception);
EXCEPTION(OverflowError, ArithmeticError);
EXCEPTION(ZeroDivisionError, ArithmeticError);

EXCEPTION(ImportError, Exception);
EXCEPTION(ModuleNotFoundError, ImportError);

EXCEPTION(LookupError, Exception);
EXCEPTION(IndexError, LookupError);
SPECIAL_EXCEPTION(KeyError, &type_LookupError, pymv_s_exception_init, pymv_s_key_error_str);

EXCEPTION(RuntimeError, Exception);
EXCEPTION(NotImplementedError, RuntimeError);
EXCEPTION(RecursionError, RuntimeError);

EXCEPTION(ValueError, Exception);
EXCEPTION(UnicodeError, ValueError);
SPECIAL_EXCEPTION(UnicodeDecodeError, &type_UnicodeError, pymv_s_decode_error_init,
                  pymv_s_decode_error_str);
SPECIAL_EXCEPTION(UnicodeEncodeError, &type_UnicodeError, pymv_s_encode_error_init,
                  pymv_s_encode_error_str);

EXCEPTION(AssertionError, Exception);
EXCEPTION(AttributeError, Exception);
EXCEPTION(BufferError, Exception);
EXCEPTION(EOFError, Exception);
EXCEPTION(MemoryError, Exception);
EXCEPTION(OSError, Exception);
EXCEPTION(StopIteration, Exception);
EXCEPTION(SystemError, Exception);
EXCEPTION(TypeError, Exception);

PyTypeObject pymv_c_struct_error_type = {
    EXCEPTION_SLOTS("struct.error", &type_Exception, pymv_s_exception_init, pymv_s_exception_str)};

pymv_exception pymv_c_last_memory_error = {PyObject_HEAD_INIT(&type_MemoryError) NULL};
