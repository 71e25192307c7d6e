#include "closure.h"

#include "ffi_types.h"

static bool make(struct closure *closure, ffi_type *result, unsigned int count,
                 ffi_type **parameters, closure_handler handler, void *data) {
  closure->writable = ffi_closure_alloc(sizeof *closure->writable, &closure->code);
  return closure->writable != NULL &&
         ffi_prep_cif(&closure->interface, FFI_DEFAULT_ABI, count, result, parameters) == FFI_OK &&
         ffi_prep_closure_loc(closure->writable, &closure->interface, handler, data,
                              closure->code) == FFI_OK;
}

/* ISO C has no cast from a data pointer to a function pointer, hence the copies below. */

getbufferproc closure_getbuffer(struct closure *closure, closure_handler handler, void *data) {
  static ffi_type *parameters[] = {TYPES_OF(PyObject *, Py_buffer *, int)};
  getbufferproc hook = NULL;
  if (make(closure, TYPE_OF(int), 3, parameters, handler, data)) {
    memcpy(&hook, &closure->code, sizeof hook);
  }
  return hook;
}

releasebufferproc closure_releasebuffer(struct closure *closure, closure_handler handler,
                                        void *data) {
  static ffi_type *parameters[] = {TYPES_OF(PyObject *, Py_buffer *)};
  releasebufferproc hook = NULL;
  if (make(closure, &ffi_type_void, 2, parameters, handler, data)) {
    memcpy(&hook, &closure->code, sizeof hook);
  }
  return hook;
}

PyMV_ExportFunc closure_export(struct closure *closure, closure_handler handler, void *data) {
  static ffi_type *parameters[] = {TYPES_OF(void *, PyMV_Info *)};
  PyMV_ExportFunc callback = NULL;
  if (make(closure, TYPE_OF(int), 2, parameters, handler, data)) {
    memcpy(&callback, &closure->code, sizeof callback);
  }
  return callback;
}

PyMV_DestroyFunc closure_destroy(struct closure *closure, closure_handler handler, void *data) {
  static ffi_type *parameters[] = {TYPES_OF(void *, void *)};
  PyMV_DestroyFunc callback = NULL;
  if (make(closure, &ffi_type_void, 2, parameters, handler, data)) {
    memcpy(&callback, &closure->code, sizeof callback);
  }
  return callback;
}

void closure_free(struct closure *closure) {
  if (closure->writable != NULL) ffi_closure_free(closure->writable);
  closure->writable = NULL;
}
