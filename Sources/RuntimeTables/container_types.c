/* tuple, list and slice. */
#include "RuntimeTables.h"

PyTypeObject PyTuple_Type = {
    PYMV_STATIC_TYPE("tuple", &PyBaseObject_Type, offsetof(PyTupleObject, ob_item),
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_TUPLE_SUBCLASS | Py_TPFLAGS_SEQUENCE),
    .tp_itemsize = sizeof(PyObject *),
    .tp_dealloc = pymv_s_tuple_dealloc,
    .tp_repr = pymv_s_tuple_repr,
};

PyVarObject pymv_c_empty_tuple = {PyObject_HEAD_INIT(&PyTuple_Type) 0};

PyTypeObject PyList_Type = {
    PYMV_STATIC_TYPE("list", &PyBaseObject_Type, sizeof(PyListObject),
                     Py_TPFLAGS_BASETYPE | Py_TPFLAGS_LIST_SUBCLASS | Py_TPFLAGS_SEQUENCE),
    .tp_dealloc = pymv_s_list_dealloc,
    .tp_repr = pymv_s_list_repr,
};

PyTypeObject PySlice_Type = {
    PYMV_STATIC_TYPE("slice", &PyBaseObject_Type, sizeof(PySliceObject), 0),
    .tp_dealloc = pymv_s_slice_dealloc,
    .tp_repr = pymv_s_slice_repr,
};

static PYMV_THREAD_LOCAL const pymv_repr_frame *innermost_repr;

int pymv_c_repr_enter(pymv_repr_frame *frame, PyObject *op) {
  for (const pymv_repr_frame *f = innermost_repr; f != NULL; f = f->outer) {
    if (f->op == op) return 1;
  }
  frame->op = op;
  frame->outer = innermost_repr;
  innermost_repr = frame;
  return 0;
}

void pymv_c_repr_leave(const pymv_repr_frame *frame) {
  innermost_repr = frame->outer;
}
