/* What the memoryview object needs from C: its static types, and what is in the headers included
 * here. Internal: nothing of it is exported.
 *
 * pymv_c_*: implemented in C. pymv_s_*: implemented in Swift.
 */
#ifndef MEMORY_VIEW_TABLES_H
#define MEMORY_VIEW_TABLES_H

#include <PyMemoryView.h>

#include <SequenceSearch.h>

#include "KeptObjects.h"
#include "NativeFormats.h"
#include "SharedFields.h"
#include "Texts.h"
#include "TypeChecks.h"
#include "ViewRules.h"
#include "ViewSlots.h"

/** Iterator over the items of a memoryview. */
typedef struct {
  PyObject_HEAD
  Py_ssize_t index;         /**< Of the next item. */
  PyMemoryViewObject *view; /**< Owned; NULL once exhausted. */
  Py_ssize_t count;         /**< Length of the view when the iterator was made. */
  const char *format;       /**< Likewise, without '@'; for hosts, whose layout this is. */
} pymv_memory_iterator;

/** Exporter of memory that is given up when the last view of it goes. */
typedef struct {
  PyObject_HEAD
  void *ptr; /**< First byte. */
  Py_ssize_t len;
  int readonly;
  PyObject *owner;          /**< Kept alive; may be NULL. */
  PyMV_DestroyFunc destroy; /**< Called with ptr and ctx on deallocation; may be NULL. */
  void *ctx;
} pymv_memory_owner;

/** Attributes that one getter serves, told apart by its closure. */
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

/* Take over what the environment asks for, once, while the library is loaded. */
void pymv_s_read_environment(void);

extern PyMethodDef pymv_c_view_methods[];
extern PyGetSetDef pymv_c_view_getset[];
extern PYMV_SHARED_DATA PyTypeObject pymv_c_ManagedBuffer_Type;
extern PYMV_SHARED_DATA PyTypeObject pymv_c_MemoryIterator_Type;

static inline PyTypeObject *pymv_c_memoryview_type(void) {
  return pymv_c_services.view_type;
}

/* Give a managed buffer back that the last memoryview has left, and give up a reference: at once
 * or, in a long chain of exporters that hold memoryviews, when the outermost of them has ended. */
void pymv_c_end_managed_buffer(PyObject *buffer);

/* Readied when it is first asked for. NULL with an exception on failure. */
PyTypeObject *pymv_c_memory_owner_type(void);

/* Unpack a slice of None and ints as PySlice_Unpack does, with fewer calls than a host needs.
 * Return false, with nothing raised, for others and for a step of zero. */
_Bool pymv_c_slice_bounds(PyObject *slice, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *step);

/** Flag of a managed buffer, above CPython's: behind the format stands the exporter's pointer. */
#define PYMV_MANAGED_BUFFER_KEEPS_FORMAT 0x100

/* The hash of a bytes object of these bytes. */
Py_hash_t pymv_c_hash_bytes(const void *bytes, Py_ssize_t count);

/* Make the repr of a memoryview. New reference. */
PyObject *pymv_c_view_repr(PyObject *self, _Bool is_released);

#endif /* MEMORY_VIEW_TABLES_H */
