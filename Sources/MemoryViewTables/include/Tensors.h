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

/* The place for strides in items in a tensor that was lent. */
int64_t *pymv_c_tensor_strides(DLManagedTensorVersioned *tensor);

/* Copy strides in items into a view, which must not have suboffsets: they are at the place of
 * those.
 * @return the place. */
int64_t *pymv_c_keep_strides(PyMemoryViewObject *view, const int64_t *strides);

#endif /* TENSORS_H */
