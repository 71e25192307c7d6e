/* DLPack 1.x: the structs by which array libraries exchange memory. PyMV_ToDLPack and
 * PyMV_FromDLPack (pymv.h) make them and take them.
 *
 * The names, values and layouts are those of DLPack's own header. A program that needs that too
 * includes it first; what it declares is then left out here. Not included by other headers.
 */
#ifndef PYMEMORYVIEW_DLPACK_H
#define PYMEMORYVIEW_DLPACK_H

#include <stddef.h>
#include <stdint.h>

#if defined(DLPACK_VERSION) && !defined(DLPACK_MAJOR_VERSION)
#error "pymemoryview/dlpack.h needs DLPack 1.0 or later, or none"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#ifndef DLPACK_MAJOR_VERSION

/** Version of DLPack that these declarations describe. */
#define DLPACK_MAJOR_VERSION 1
#define DLPACK_MINOR_VERSION 3

/** Flag of a tensor: its memory must not be written. */
#define DLPACK_FLAG_BITMASK_READ_ONLY (1UL << 0UL)
/** Flag of a tensor: its memory is a copy, which only the consumer uses. */
#define DLPACK_FLAG_BITMASK_IS_COPIED (1UL << 1UL)
/** Flag of a tensor: items of less than a byte take one byte each. */
#define DLPACK_FLAG_BITMASK_IS_SUBBYTE_TYPE_PADDED (1UL << 2UL)

#define PYMV_DECLARES_EXCHANGE

/** Version of a struct. Libraries with the same major version understand each other. */
typedef struct {
  uint32_t major;
  uint32_t minor;
} DLPackVersion;

/** Where memory is. Devices whose memory no program of the processor can access are left out. */
#ifdef __cplusplus
typedef enum : int32_t {
#else
typedef enum {
#endif
  kDLCPU = 1,         /**< ordinary memory */
  kDLCUDA = 2,        /**< memory of a GPU */
  kDLCUDAHost = 3,    /**< pinned memory of the processor, for CUDA */
  kDLROCMHost = 11,   /**< pinned memory of the processor, for ROCm */
  kDLCUDAManaged = 13 /**< memory that CUDA moves where it is used */
} DLDeviceType;

/** A device. */
typedef struct {
  DLDeviceType device_type;
  int32_t device_id; /**< Number among those of the type; 0 for the processor's memory. */
} DLDevice;

/** Kinds of items, for DLDataType.code. */
typedef enum {
  kDLInt = 0,
  kDLUInt = 1,
  kDLFloat = 2, /**< IEEE 754 */
  kDLOpaqueHandle = 3,
  kDLBfloat = 4,
  kDLComplex = 5, /**< two floats */
  kDLBool = 6,
  kDLFloat8_e3m4 = 7,
  kDLFloat8_e4m3 = 8,
  kDLFloat8_e4m3b11fnuz = 9,
  kDLFloat8_e4m3fn = 10,
  kDLFloat8_e4m3fnuz = 11,
  kDLFloat8_e5m2 = 12,
  kDLFloat8_e5m2fnuz = 13,
  kDLFloat8_e8m0fnu = 14,
  kDLFloat6_e2m3fn = 15,
  kDLFloat6_e3m2fn = 16,
  kDLFloat4_e2m1fn = 17
} DLDataTypeCode;

/** Type of an item. */
typedef struct {
  uint8_t code;   /**< A DLDataTypeCode. */
  uint8_t bits;   /**< Bits of a number; of a complex one, of both its parts. */
  uint16_t lanes; /**< Numbers of an item: 1, or more for vectors. */
} DLDataType;

/** An array, which someone else owns. */
typedef struct {
  void *data; /**< Start of the memory; NULL if there are no items. */
  DLDevice device;
  int32_t ndim; /**< Number of axes. */
  DLDataType dtype;
  int64_t *shape;       /**< Items along each axis. */
  int64_t *strides;     /**< Items from one to the next along each axis; NULL: C order. */
  uint64_t byte_offset; /**< From `data` to the item whose indices are all 0, in bytes. */
} DLTensor;

/** A tensor before version 1, which cannot say that its memory is read-only. */
typedef struct DLManagedTensor {
  DLTensor dl_tensor;
  void *manager_ctx; /**< The producer's. */
  /** Called once by the consumer, with the struct; NULL: nothing is to be done. */
  void (*deleter)(struct DLManagedTensor *self);
} DLManagedTensor;

/** A tensor that is owned by its consumer, who must call the deleter once. */
typedef struct DLManagedTensorVersioned {
  DLPackVersion version;
  void *manager_ctx; /**< The producer's. */
  /** Called once by the consumer, with the struct; NULL: nothing is to be done. */
  void (*deleter)(struct DLManagedTensorVersioned *self);
  uint64_t flags; /**< DLPACK_FLAG_BITMASK_… */
  DLTensor dl_tensor;
} DLManagedTensorVersioned;

#elif DLPACK_MAJOR_VERSION == 1 && DLPACK_MINOR_VERSION < 2
#define PYMV_DECLARES_EXCHANGE
#endif

#ifdef PYMV_DECLARES_EXCHANGE
#undef PYMV_DECLARES_EXCHANGE

/** What every version of the table begins with. */
typedef struct DLPackExchangeAPIHeader {
  DLPackVersion version;
  struct DLPackExchangeAPIHeader *prev_api; /**< Table of an earlier major version, or NULL. */
} DLPackExchangeAPIHeader;

/** Functions that exchange objects of a Python type without Python calls: what the capsule
 * "dlpack_exchange_api" in the type's attribute `__dlpack_c_exchange_api__` points to. They return
 * 0, or -1 with an exception, and need the GIL, except for the first. */
typedef struct DLPackExchangeAPI {
  DLPackExchangeAPIHeader header;
  /** Make a tensor with new memory, with the type, shape and device of `prototype`. Errors go to
   * `set_error`. */
  int (*managed_tensor_allocator)(DLTensor *prototype, DLManagedTensorVersioned **out,
                                  void *error_ctx,
                                  void (*set_error)(void *error_ctx, const char *kind,
                                                    const char *message));
  /** Make a tensor of an object's memory. */
  int (*managed_tensor_from_py_object_no_sync)(void *py_object, DLManagedTensorVersioned **out);
  /** Make an object of a tensor, which it owns from then on. */
  int (*managed_tensor_to_py_object_no_sync)(DLManagedTensorVersioned *tensor, void **out);
  /** Describe an object's memory until other code runs. May be NULL. */
  int (*dltensor_from_py_object_no_sync)(void *py_object, DLTensor *out);
  /** Get the queue of work of a device; NULL for the processor. */
  int (*current_work_stream)(DLDeviceType device_type, int32_t device_id, void **out);
} DLPackExchangeAPI;

#endif /* PYMV_DECLARES_EXCHANGE */

#ifdef __cplusplus
}
#endif

#endif /* PYMEMORYVIEW_DLPACK_H */
