/* Includes the declarations of DLPack, with BEFORE_IT after those of an earlier version that lacks
 * the table of functions. */
#ifdef BEFORE_IT
#include <stdint.h>
#define DLPACK_MAJOR_VERSION 1
#define DLPACK_MINOR_VERSION 0
typedef struct {
  uint32_t major;
  uint32_t minor;
} DLPackVersion;
typedef int DLDeviceType;
typedef struct {
  int own;
} DLTensor;
typedef struct DLManagedTensorVersioned {
  DLPackVersion version;
  DLTensor dl_tensor;
} DLManagedTensorVersioned;
#endif

#include <pymemoryview/dlpack.h>
#include <pymv.h>

int exchange(PyObject *op, const DLPackExchangeAPI *table);
int exchange(PyObject *op, const DLPackExchangeAPI *table) {
  DLManagedTensorVersioned *tensor = PyMV_ToDLPack(op, 0);
  void *made = 0;
  return table->managed_tensor_to_py_object_no_sync(tensor, &made) == 0 &&
         PyMV_FromDLPack(tensor) == made;
}
