/* Iterators. */
#include "RuntimeTables.h"

#define ITERATOR(name) \
  {PYMV_STATIC_TYPE(name, &PyBaseObject_Type, sizeof(pymv_iterator), \
                    PYMV_TPFLAGS_HOLDER | Py_TPFLAGS_DISALLOW_INSTANTIATION), \
   .tp_dealloc = pymv_s_iterator_dealloc, .tp_iter = PyObject_SelfIter, \
   .tp_iternext = pymv_s_iterator_next}

PyTypeObject pymv_c_sequence_iterator_types[] = {
    [PYMV_OVER_ANY] = ITERATOR("iterator"),
    [PYMV_OVER_TUPLE] = ITERATOR("tuple_iterator"),
    [PYMV_OVER_LIST] = ITERATOR("list_iterator"),
    [PYMV_OVER_BYTES] = ITERATOR("bytes_iterator"),
    [PYMV_OVER_BYTEARRAY] = ITERATOR("bytearray_iterator"),
    [PYMV_OVER_ASCII] = ITERATOR("str_ascii_iterator"),
    [PYMV_OVER_TEXT] = ITERATOR("str_iterator"),
};
