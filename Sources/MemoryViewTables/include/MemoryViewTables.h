/* The parts of the memoryview object that are written in C: its static types, and the contents of
 * the headers included here. Internal: none of it is exported.
 *
 * pymv_c_*: implemented in C. pymv_s_*: implemented in Swift.
 */
#ifndef MEMORY_VIEW_TABLES_H
#define MEMORY_VIEW_TABLES_H

#include <PyMemoryView.h>
#include <pymv.h>

#include <SequenceSearch.h>

#include "ArrowExport.h"
#include "ByteObjects.h"
#include "Holds.h"
#include "KeptObjects.h"
#include "NativeFormats.h"
#include "SharedFields.h"
#include "Tensors.h"
#include "Texts.h"
#include "TypeChecks.h"
#include "ViewRules.h"
#include "ViewSlots.h"

/** Iterator over the items of a memoryview. */
typedef struct {
  PyObject_HEAD
  Py_ssize_t index;         /**< Index of the next item. */
  PyMemoryViewObject *view; /**< Owned; NULL once exhausted. */
  Py_ssize_t count;         /**< Length of the view when the iterator was made. */
  const char *format;       /**< Format at that time, without '@'; part of the hosts' layout. */
} pymv_memory_iterator;

#ifdef Py_GIL_DISABLED

/** The index of the next item. Order: reserve. */
static inline Py_ssize_t pymv_c_iterator_index(pymv_memory_iterator *self) {
  return __atomic_load_n(&self->index, __ATOMIC_RELAXED);
}

/** Take the index of the next item, so that each thread gets another one. Order: reserve. */
static inline Py_ssize_t pymv_c_iterator_take(pymv_memory_iterator *self) {
  return __atomic_fetch_add(&self->index, 1, __ATOMIC_RELAXED);
}

#else

static inline Py_ssize_t pymv_c_iterator_index(pymv_memory_iterator *self) {
  return self->index;
}

static inline Py_ssize_t pymv_c_iterator_take(pymv_memory_iterator *self) {
  return self->index++;
}

#endif

/** Iterator over a row: one axis of items of a cached native type. Only in hosts. */
typedef struct {
  PyObject_HEAD
  PyMemoryViewObject *view; /**< Owned; NULL once exhausted. */
  const char *item;         /**< Address of the next item. */
  Py_ssize_t stride;
  Py_ssize_t count;         /**< Number of items left; 0 without a view. */
  PyObject *floats[2];      /**< The last two floats, owned; either may be NULL. */
  unsigned char type;       /**< Number of the item type. */
  unsigned char turn;       /**< Index of the older float. */
  unsigned char miss_count; /**< How often neither float could be reused. */
} pymv_row_iterator;

static inline PyObject **pymv_c_older_float(pymv_row_iterator *self) {
  return &self->floats[self->turn];
}

/** Exporter of memory outside of objects. */
typedef struct {
  PyObject_HEAD
  void *ptr; /**< First byte. */
  Py_ssize_t len;
  int readonly;
  PyObject *owner;          /**< Kept alive; may be NULL. */
  PyMV_DestroyFunc destroy; /**< Called with ptr and ctx on deallocation; may be NULL. */
  void *ctx;
  Py_buffer *array;          /**< Exported array; NULL: the bytes. Owned, one block. */
  PyMV_ExportFunc get;       /**< Describes the memory for each consumer; NULL: see above. */
  PyMV_UnexportFunc release; /**< Called when a consumer releases its buffer; may be NULL. */
} pymv_memory_owner;

/** Memory that callbacks lend to one consumer. */
typedef struct {
  PyMV_Info info;   /**< As the callback described it. */
  Py_buffer *array; /**< The same for the consumer. Owned, one block. */
} pymv_loan;

/** What a PyMV_Format points to; the fields follow it in the same block. */
typedef struct {
  Py_ssize_t size;
  Py_ssize_t alignment;
  Py_ssize_t field_count;
  PyMV_Field *fields;
} pymv_parsed_format;

static inline PyMV_Info *pymv_c_loan_info(pymv_loan *loan) {
  return &loan->info;
}

/** Attributes that share one getter, which dispatches on its closure. */
typedef enum {
  PYMV_ATTRIBUTE_OBJ,
  PYMV_ATTRIBUTE_NBYTES,
  PYMV_ATTRIBUTE_READONLY,
  PYMV_ATTRIBUTE_ITEMSIZE,
  PYMV_ATTRIBUTE_FORMAT,
  PYMV_ATTRIBUTE_NDIM,
  PYMV_ATTRIBUTE_SHAPE,
  PYMV_ATTRIBUTE_STRIDES,
  PYMV_ATTRIBUTE_SUBOFFSETS,
  PYMV_ATTRIBUTE_C_CONTIGUOUS,
  PYMV_ATTRIBUTE_F_CONTIGUOUS,
  PYMV_ATTRIBUTE_CONTIGUOUS
} pymv_view_attribute;

/* Apply the settings in the environment; called once, while the library is loaded. */
void pymv_s_read_environment(void);

extern PyMethodDef pymv_c_view_methods[];
extern PyGetSetDef pymv_c_view_getset[];
extern PYMV_SHARED_DATA PyTypeObject pymv_c_ManagedBuffer_Type;
extern PYMV_SHARED_DATA PyTypeObject pymv_c_MemoryIterator_Type;

static inline PyTypeObject *pymv_c_memoryview_type(void) {
  return pymv_c_services.view_type;
}

/* Release a managed buffer without memoryviews and drop a reference to it. In a deep chain of
 * exporters that hold memoryviews, this is deferred until the outermost one is deallocated. */
void pymv_c_end_managed_buffer(PyObject *buffer);

/* The memory owner's type, initialized on first use. NULL with an exception on failure. */
PyTypeObject *pymv_c_memory_owner_type(void);

/* A PyMV_DestroyFunc for memory of malloc. */
void pymv_c_free_memory(void *memory, void *context);

/* Keep an exception's type name and message until the next call in the same thread.
 * @param text the message; NULL: "". @param kind receives the kept name. @return the kept
 * message. */
const char *pymv_c_note_error(PyObject *type, const char *text, const char **kind);

/* Queues, as documented in pymv.h. NULL without an exception if there is no memory. */
PyMV_Queue *pymv_c_queue_new(void);
void *pymv_c_queue_entry(PyMV_Queue *queue, void *ctx);
void pymv_c_queue_put(void *entry);
int pymv_c_queue_take(PyMV_Queue *queue, void **ctx);
void pymv_c_queue_free(PyMV_Queue *queue);

/* Unpack a slice of None and exact ints as PySlice_Unpack does, with fewer calls into a host.
 * Return false, without an exception, for other slices and for a step of zero. */
_Bool pymv_c_slice_bounds(PyObject *slice, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step);

/** Flag of a managed buffer, outside CPython's range: the exporter's pointer follows the format. */
#define PYMV_MANAGED_BUFFER_KEEPS_FORMAT 0x100

/* The hash of a bytes object with these bytes. */
Py_hash_t pymv_c_hash_bytes(const void *bytes, Py_ssize_t count);

/* Make the repr of a memoryview. New reference. */
PyObject *pymv_c_view_repr(PyObject *self, _Bool is_released);

#endif /* MEMORY_VIEW_TABLES_H */
