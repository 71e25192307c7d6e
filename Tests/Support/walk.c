#include "walk.h"

#include <string.h>

void *item_address(const Py_buffer *view, const Py_ssize_t *indices) {
  char *address = view->buf;
  for (int i = 0; i < view->ndim; i++) {
    address += indices[i] * view->strides[i];
    if (view->suboffsets != NULL && view->suboffsets[i] >= 0) {
      address = *(char **)address + view->suboffsets[i];
    }
  }
  return address;
}

void next_index(const Py_buffer *view, Py_ssize_t *indices, char order) {
  for (int i = 0; i < view->ndim; i++) {
    int axis = order == 'F' ? i : view->ndim - 1 - i;
    if (++indices[axis] < view->shape[axis]) return;
    indices[axis] = 0;
  }
}

void gather_items(const Py_buffer *view, char order, void *bytes) {
  Py_ssize_t indices[PyBUF_MAX_NDIM] = {0};
  for (Py_ssize_t done = 0; done < view->len; done += view->itemsize) {
    memcpy((char *)bytes + done, item_address(view, indices), (size_t)view->itemsize);
    next_index(view, indices, order);
  }
}

void scatter_items(const Py_buffer *view, char order, const void *bytes, Py_ssize_t most) {
  Py_ssize_t indices[PyBUF_MAX_NDIM] = {0};
  for (Py_ssize_t done = 0; done < Py_MIN(view->len, most); done += view->itemsize) {
    size_t size = (size_t)Py_MIN(most - done, view->itemsize);
    memcpy(item_address(view, indices), (const char *)bytes + done, size);
    next_index(view, indices, order);
  }
}

bool items_are_in_order(const Py_buffer *view, char order) {
  Py_ssize_t indices[PyBUF_MAX_NDIM] = {0};
  if (view->suboffsets != NULL) return false;
  for (Py_ssize_t done = 0; done < view->len; done += view->itemsize) {
    if (item_address(view, indices) != (char *)view->buf + done) return false;
    next_index(view, indices, order);
  }
  return true;
}

char order_of_items(const Py_buffer *view, char order) {
  if (order != 'A') return order;
  return items_are_in_order(view, 'F') && !items_are_in_order(view, 'C') ? 'F' : 'C';
}
