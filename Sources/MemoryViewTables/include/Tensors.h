/* DLPack tensors: their types by format, their end, and where a view keeps strides in items. */
#ifndef TENSORS_H
#define TENSORS_H

#include <CSupport.h>
#include <PyMemoryView.h>
#include <pymemoryview/dlpack.h>

/* The format of a type of items; NULL: there is none. */
const char *pymv_c_tensor_format(DLDataType type);

/* DLPack's code for a registered scalar type of that name; -1: there is none. */
PYMV_NONNULL() int pymv_c_tensor_code(const char *scalar);

/* Make a tensor that lends the memory of a view, without a description of it. It takes over an
 * export of the view and a reference. NULL without an exception if there is no memory. */
DLManagedTensorVersioned *pymv_c_lend_tensor(PyMemoryViewObject *view, uint64_t flags);

/* A PyMV_DestroyFunc: call the deleter of the tensor `context`. In a host, the GIL is held. */
void pymv_c_end_tensor(void *memory, void *context);

/* The place for a view's strides in items: that of its suboffsets, which it must not have. */
static inline int64_t *pymv_c_item_strides(PyMemoryViewObject *view) {
  return (int64_t *)(view->ob_array + 2 * view->view.ndim);
}

/* Several threads may store it, the same value. Order: value. */
static inline void pymv_c_set_item_stride(PyMemoryViewObject *view, Py_ssize_t axis,
                                          Py_ssize_t stride) {
  __atomic_store_n(&pymv_c_item_strides(view)[axis], stride, __ATOMIC_RELAXED);
}

#endif /* TENSORS_H */
