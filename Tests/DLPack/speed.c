/* Times the exchange of one object through a type's table of functions. Loaded with ctypes, by
 * speed.py, which keeps the GIL. */
#include <time.h>

#include <pymemoryview/dlpack.h>

void Py_DecRef(void *op);

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Each returns nanoseconds for one object, the mean of `count`; -1 if a function fails. */

double time_tensors(const DLPackExchangeAPI *table, void *object, long count) {
  double start = now();
  for (long i = 0; i < count; i++) {
    DLManagedTensorVersioned *tensor;
    if (table->managed_tensor_from_py_object_no_sync(object, &tensor) != 0) return -1;
    tensor->deleter(tensor);
  }
  return (now() - start) / (double)count;
}

double time_descriptions(const DLPackExchangeAPI *table, void *object, long count) {
  double start = now();
  for (long i = 0; i < count; i++) {
    DLTensor tensor;
    if (table->dltensor_from_py_object_no_sync(object, &tensor) != 0) return -1;
  }
  return (now() - start) / (double)count;
}

/* From an object to a tensor, and to another object, which is dropped. */
double time_objects(const DLPackExchangeAPI *table, void *object, long count) {
  double start = now();
  for (long i = 0; i < count; i++) {
    DLManagedTensorVersioned *tensor;
    void *made;
    if (table->managed_tensor_from_py_object_no_sync(object, &tensor) != 0) return -1;
    if (table->managed_tensor_to_py_object_no_sync(tensor, &made) != 0) return -1;
    Py_DecRef(made);
  }
  return (now() - start) / (double)count;
}
