#include <pymemoryview/dlpack.h>
#include <pymv.h>
#include <stdio.h>

static void give_up(void *items, void *unused) {
  (void)items, (void)unused;
  puts("the items are free again");
}

int main(void) {
  static float items[4][3];
  const ptrdiff_t shape[] = {4, 3}, last[] = {-1, -1};
  PyObject *view = PyMV_FromArray(items, "f", 0, 2, shape, NULL, NULL, 0, give_up, NULL);
  PyObject *columns = view != NULL ? PyMV_Transpose(view, NULL) : NULL;
  DLManagedTensorVersioned *tensor = columns != NULL ? PyMV_ToDLPack(columns, 0) : NULL;
  if (tensor == NULL) return 1;
  PyMV_DecRef(columns); /* the tensor keeps the items */
  PyMV_DecRef(view);
  const DLTensor *array = &tensor->dl_tensor;
  printf("%d x %d items of %d bits, strides %d and %d\n", (int)array->shape[0],
         (int)array->shape[1], array->dtype.bits, (int)array->strides[0], (int)array->strides[1]);

  items[3][2] = 2.5;
  double item;
  view = PyMV_FromDLPack(tensor); /* owns the tensor from now on */
  if (view == NULL || PyMV_GetDouble(view, last, &item) < 0) return 1;
  printf("%g\n", item);
  PyMV_DecRef(view);
}
