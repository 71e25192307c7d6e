/* C functions that libffi makes at run time: slots of exporters, and callbacks of the flat API. */
#ifndef SHIM_CLOSURE_H
#define SHIM_CLOSURE_H

#include <PyMemoryView.h>
#include <ffi.h>
#include <pymv.h>
#include <stdbool.h>

struct closure {
  ffi_cif interface;
  ffi_closure *writable; /**< What ffi_closure_free takes. */
  void *code;            /**< What callers call. */
};

/** Called with the addresses of the result and of the arguments. */
typedef void (*closure_handler)(ffi_cif *interface, void *result, void **arguments, void *data);

/** Make a bf_getbuffer. @param data for the handler. @return NULL if libffi cannot. */
getbufferproc closure_getbuffer(struct closure *closure, closure_handler handler, void *data);

/** Make a bf_releasebuffer. @param data for the handler. @return NULL if libffi cannot. */
releasebufferproc closure_releasebuffer(struct closure *closure, closure_handler handler,
                                        void *data);

/** Make a PyMV_ExportFunc. @param data for the handler. @return NULL if libffi cannot. */
PyMV_ExportFunc closure_export(struct closure *closure, closure_handler handler, void *data);

/** Make a PyMV_DestroyFunc. @param data for the handler. @return NULL if libffi cannot. */
PyMV_DestroyFunc closure_destroy(struct closure *closure, closure_handler handler, void *data);

/** Free what was made, if anything. */
void closure_free(struct closure *closure);

#endif
